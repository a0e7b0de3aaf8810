"""The sample deal between a Berlin importer and a Shenzhen supplier: mailboxes, chats, papers, statements.

Run it to write samples/berlin-shenzhen anew, or with a folder to write the generated files there;
the same bytes come out on every run and every machine.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from berlin_shenzhen_chats import memotrace_csv, whatsapp_zip
from berlin_shenzhen_content import SAMPLE, STAMP, Content, Entry, asset, read_content
from berlin_shenzhen_money import statements
from berlin_shenzhen_papers import papers
from berlin_shenzhen_platform import har, inquiries
from berlin_shenzhen_wire import Wire, wire_of
from mailbox_carrier import as_lf, emlx, mbox, stored_zip
from mailbox_letter import Person, digest

MADE_BY_HAND = frozenset({"assets", "content", "README.md", ".gitattributes", "matter.toml"})
MADE_BY_A_BROWSER = {
    "alibaba/Complaint 5830011744 - Complaint Center.mhtml": "Complaint Center page as Chromium saved it",
    "alibaba/Order 21540031866001027 - My orders.mhtml": "order page as Chromium saved it",
    "jonas-reimann/iPhone/IMG_4472.PNG": "screenshot: Jonas's WeChat with Mia, 8 and 12 November 2025",
    "lin-guodong/微信/Screenshot_20251218-174350_WeChat.png": "screenshot: the message that Mia recalled",
}
NOTES = {
    "WhatsApp Chat - Mia Chen.zip": "Katrin's iPhone in German; a voice message is not in the zip; two deleted",
    "lin-guodong/微信/陈美玲 明曜.csv": "MemoTrace; one message recalled, a picture and a voice message left out",
    "alibaba/onetalk.alibaba.com.har": "messenger frames; older messages not loaded; tokens that must not be shown",
    "lin-guodong/微信/询盘列表 CL-200.xlsx": "the seller's list of inquiries, sent by WeChat",
    "papers/PI MY-PI-250926-07R1 stamped.pdf": "proforma invoice with the company's seal",
    "papers/MYSL-2025-1009 stamped.pdf": "the contract with the company's seal",
    "papers/KQ-SZ-251211-088 photo report.pdf": "inspection report: tables, three photographs",
    "papers/Scan_20260119_Bankbestätigung.pdf": "scan without a text layer: the bank account has not changed",
    "bank/camt053_USD_2025-10.xml": "deposit of 14 October 2025",
    "bank/camt053_USD_2026-01.xml": "9 January: payment to the wrong account, reversed; 14 January: to the right one",
    "bank/mt940_USD_2026-01.sta": "the same January as MT940",
    "bank/SL-RE-2026-0112 XRechnung Nordpfad.xml": "Spreelicht's invoice to its customer, EUR 17,778.60",
}


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
    boxes.files |= _handed_over(content)
    boxes.index += [f"{path}\t-\tfile\tnone\t{note}\n" for path, note in sorted((NOTES | MADE_BY_A_BROWSER).items())]
    boxes.files["index.tsv"] = ("path\tletter\trole\tdkim\tnote\n" + "".join(boxes.index)).encode()
    return boxes.files


def write(target: Path) -> int:
    """The sample lies under `target`, older generated files are gone; the number of files is returned."""
    files = build()
    for path in [p for p in target.rglob("*") if p.is_file()]:
        name = path.relative_to(target)
        if name.parts[0] not in MADE_BY_HAND and name.as_posix() not in files.keys() | MADE_BY_A_BROWSER.keys():
            path.unlink()
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return len(files)


def _handed_over(content: Content) -> dict[str, bytes]:
    """What is not mail, as people hand it over."""
    files = {
        "WhatsApp Chat - Mia Chen.zip": whatsapp_zip(asset),
        "lin-guodong/微信/陈美玲 明曜.csv": memotrace_csv(),
        "alibaba/onetalk.alibaba.com.har": har(),
        "lin-guodong/微信/询盘列表 CL-200.xlsx": inquiries(),
    }
    files |= {f"papers/{name}": made for name, made in papers(content.files, asset).items()}
    return files | {f"bank/{name}": made for name, made in statements().items()}


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
