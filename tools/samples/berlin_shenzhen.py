"""The sample deal between a Berlin importer and a Shenzhen supplier, written as mail files.

Run it to write samples/berlin-shenzhen anew, or with a folder to write the generated files there;
the same bytes come out on every run and every machine.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from berlin_shenzhen_content import SAMPLE, STAMP, Content, Entry, read_content
from berlin_shenzhen_wire import Wire, wire_of
from mailbox_carrier import as_lf, emlx, mbox, stored_zip
from mailbox_letter import Person, digest

MADE_BY_HAND = frozenset({"assets", "content", "README.md", ".gitattributes"})


@dataclass(slots=True)
class Mailboxes:
    """The carriers while they fill, and a line of the index for each message put into one."""

    files: dict[str, bytes] = field(default_factory=dict)
    sales: list[tuple[str, datetime, bytes]] = field(default_factory=list)
    maildir: list[tuple[str, bytes]] = field(default_factory=list)
    index: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One message on its way into one mailbox."""

    entry: Entry
    key: str
    account: str
    message: bytes
    is_sent: bool
    verdict: str


def build() -> dict[str, bytes]:
    """All files of the sample that are generated: path below samples/berlin-shenzhen, to content."""
    content = read_content()
    wire = wire_of(content)
    boxes = Mailboxes()
    for key, entry in content.entries.items():
        for copy in _copies(content, wire, key, entry):
            STORES[copy.account](boxes, copy)
    boxes.files["sales.mbox"] = mbox(boxes.sales)
    boxes.files["buero-maildir.zip"] = stored_zip([*EMPTY_FOLDERS, *boxes.maildir], STAMP)
    boxes.files["dns.toml"] = _dns(wire)
    boxes.files["index.tsv"] = ("path\tletter\trole\tdkim\tnote\n" + "".join(boxes.index)).encode()
    return boxes.files


def write(target: Path) -> int:
    """The sample lies under `target`, older generated files are gone; the number of files is returned."""
    files = build()
    for path in [p for p in target.rglob("*") if p.is_file()]:
        if path.relative_to(target).parts[0] not in MADE_BY_HAND and str(path.relative_to(target)) not in files:
            path.unlink()
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return len(files)


def _copies(content: Content, wire: Wire, key: str, entry: Entry) -> Iterator[Copy]:
    letter = entry.letter
    if entry.edit:
        yield Copy(
            entry=entry,
            key=key,
            account="katrin",
            message=wire.received(entry, letter.to[0]),
            is_sent=False,
            verdict=wire.verdict(entry),
        )
        return
    author = content.accounts.get(letter.sender.address)
    if author is not None:
        yield Copy(entry=entry, key=key, account=author, message=wire.sent(entry), is_sent=True, verdict="none")
    for recipient in _keepers(content, entry):
        account = content.accounts[recipient.address]
        if account != author:
            message, verdict = wire.received(entry, recipient), wire.verdict(entry)
            yield Copy(entry=entry, key=key, account=account, message=message, is_sent=False, verdict=verdict)


def _keepers(content: Content, entry: Entry) -> list[Person]:
    """The recipients whose mailboxes we have, one for each mailbox."""
    first: dict[str, Person] = {}
    for person in (*entry.letter.to, *entry.letter.cc, *entry.bcc):
        account = content.accounts.get(person.address)
        if account is not None:
            first.setdefault(account, person)
    return list(first.values())


def _keep_katrin(boxes: Mailboxes, copy: Copy) -> None:
    folder = copy.entry.folder or ("Gesendete Elemente" if copy.is_sent else "Posteingang")
    name = f"{copy.entry.letter.at:%Y-%m-%d}-{copy.key}.eml"
    for place in (folder, *(f for f in copy.entry.also if f != "sales.mbox")):
        _file(boxes, f"katrin-vogel/{place}/{name}", copy, copy.message)


def _keep_leo(boxes: Mailboxes, copy: Copy) -> None:
    folder = "已发送" if copy.is_sent else "收件箱"
    _file(boxes, f"lin-guodong/{folder}/{copy.entry.letter.at:%Y%m%d}-{copy.key}.eml", copy, copy.message)


def _keep_jonas(boxes: Mailboxes, copy: Copy) -> None:
    folder = "Sent Messages.mbox" if copy.is_sent else "INBOX.mbox"
    number = 40100 + len(boxes.index)
    content = emlx(copy.message, copy.entry.letter.at, remote_id=str(number - 39000))
    _file(boxes, f"jonas-reimann/{folder}/Messages/{number}.emlx", copy, content)


def _keep_sales(boxes: Mailboxes, copy: Copy) -> None:
    times = 1 + copy.entry.also.count("sales.mbox")
    for _ in range(times):
        boxes.sales.append((copy.entry.letter.sender.address, copy.entry.letter.at, copy.message))
        _note(boxes, f"sales.mbox#{len(boxes.sales)}", copy)


def _keep_office(boxes: Mailboxes, copy: Copy) -> None:
    stamp = int(copy.entry.letter.at.timestamp()) + 9
    micro = int(digest(copy.key, "maildir")[:5], 16) % 1000000
    folder = "Maildir/.Sent/cur" if copy.is_sent else "Maildir/cur"
    message = as_lf(copy.message)
    name = f"{folder}/{stamp}.M{micro}P{2000 + len(boxes.maildir)}.mail.spreelicht.example,S={len(message)}:2,S"
    boxes.maildir.append((name, message))
    _note(boxes, f"buero-maildir.zip!/{name}", copy)


def _file(boxes: Mailboxes, path: str, copy: Copy, content: bytes) -> None:
    boxes.files[path] = content
    _note(boxes, path, copy)


def _note(boxes: Mailboxes, path: str, copy: Copy) -> None:
    role = "sent" if copy.is_sent else "altered" if copy.entry.edit else "received"
    boxes.index.append(f"{path}\t{copy.key}\t{role}\t{copy.verdict}\t{copy.entry.note}\n")


def _dns(wire: Wire) -> bytes:
    lines = ["# TXT records of the sample's domains, for a local name server. Made from test keys.\n\n[txt]\n"]
    lines += [f'"{key.name}" = "{key.record()}"\n' for keys in wire.keys.values() for key in keys]
    return "".join(lines).encode()


STORES = {
    "katrin": _keep_katrin,
    "leo": _keep_leo,
    "jonas": _keep_jonas,
    "sales": _keep_sales,
    "office": _keep_office,
}
EMPTY_FOLDERS = [(f"Maildir/{name}/", b"") for name in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp")]

if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    sys.stdout.write(f"{write(target)} files written\n")
