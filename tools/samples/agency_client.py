"""The sample deal between a Russian agency and its client: mail, chats, statement, invoices, hours.

Run it to write samples/agency-client anew; the same bytes come out on every run and every machine.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from mailbox import as_lf, digest, mbox
from pathlib import Path

import agency_client_ads
import agency_client_claim
import agency_client_debt
import agency_client_others
import agency_client_site
import agency_client_start
from agency_client_bank import invoice_list, kl_to_1c
from agency_client_chats import telegram_json, whatsapp_txt
from agency_client_hours import clockify, toggl
from agency_client_letter import PEOPLE, Letter
from agency_client_papers import PDFS
from agency_client_pdf import stroke_pdf
from agency_client_wire import REVOKED, Wire, sent_at, wire_of

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "agency-client"
MADE_BY_HAND = frozenset({"keys", "README.md", "matter.toml"})
SCREENSHOT = "telefon/Screenshot_20260124-213410_Telegram.png"
MADE_BY_A_BROWSER = frozenset({SCREENSHOT})
INVOICES_KEPT = ("schet-112.pdf", "schet-139.pdf", "schet-2.pdf", "schet-12.pdf")
NOTES = {
    "telegram/result.json": "Telegram Desktop, without photos and voice messages; two numbers are lacking",
    "telefon/Чат WhatsApp с контактом Алёна Мисюра.txt": "Android in Russian, without media; one message deleted",
    SCREENSHOT: "screenshot; its second message was deleted and is in no export",
    "buhgalteriya/kl_to_1c.txt": "statement for 1C, windows-1251; invoice 139 paid in two parts, both late",
    "buhgalteriya/scheta.csv": "list of invoices with what is unpaid",
    "chasy/clockify.csv": "hours of the makers; 34.5 were never invoiced",
    "chasy/toggl.csv": "hours of manager, director and advertising; 38 spent on disputes",
}
OFFICE = PEOPLE["office"].address
MANAGER = PEOPLE["koltsova"].address
DEAL = (agency_client_start, agency_client_site, agency_client_ads, agency_client_debt, agency_client_claim)
FOR_COUNSEL = ("contract-signed", "act-3", "silence", "reconcile-signed", "claim", "claim-answer")
UNREAD = frozenset({"court"})


@dataclass(slots=True)
class Mailboxes:
    """The files while they are filled, and a line of the index for each message."""

    files: dict[str, bytes] = field(default_factory=dict)
    thunderbird: dict[str, list[tuple[str, datetime, bytes]]] = field(default_factory=dict)
    index: list[str] = field(default_factory=list)


def letters() -> tuple[Letter, ...]:
    """All letters of the story in the order of their sending."""
    deal = [letter for phase in DEAL for letter in phase.LETTERS]
    return tuple(sorted((*deal, *agency_client_others.LETTERS), key=sent_at))


def build() -> dict[str, bytes]:
    """All files of the sample that are generated: path below samples/agency-client, to content."""
    wire = wire_of(letters())
    boxes = Mailboxes()
    for letter in letters():
        _place(boxes, wire, letter)
    for name in FOR_COUNSEL:
        _for_counsel(boxes, wire, name)
    for name, messages in boxes.thunderbird.items():
        boxes.files[f"thunderbird/{name}"] = mbox(messages)
    boxes.files["dns.toml"] = _dns(wire)
    boxes.files |= _handed_over()
    notes = {path: NOTES.get(path, "invoice") for path in (*_handed_over(), SCREENSHOT)}
    boxes.index += [f"{path}\t-\tfile\tnone\t{note}\n" for path, note in sorted(notes.items())]
    boxes.files["index.tsv"] = ("path\tletter\trole\tdkim\tnote\n" + "".join(boxes.index)).encode()
    boxes.files[".gitattributes"] = b"* -text\nREADME.md text eol=lf\n"
    return boxes.files


def write(target: Path) -> int:
    """The sample lies under `target`, older generated files are gone; the number of files is returned."""
    files = build()
    for path in [p for p in target.rglob("*") if p.is_file()]:
        relative = path.relative_to(target)
        if relative.parts[0] not in MADE_BY_HAND and relative.as_posix() not in files.keys() | MADE_BY_A_BROWSER:
            path.unlink()
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    return len(files)


def _handed_over() -> dict[str, bytes]:
    """What is not mail, as people hand it over."""
    files = {
        "telegram/result.json": telegram_json(),
        "telefon/Чат WhatsApp с контактом Алёна Мисюра.txt": whatsapp_txt(),
        "buhgalteriya/kl_to_1c.txt": kl_to_1c(),
        "buhgalteriya/scheta.csv": invoice_list(),
        "chasy/clockify.csv": clockify(),
        "chasy/toggl.csv": toggl(),
    }
    papers = [PDFS[key]() for key in INVOICES_KEPT]
    return files | {f"buhgalteriya/{one.name}": stroke_pdf(one.lines, one.name[:-4]) for one in papers}


def _place(boxes: Mailboxes, wire: Wire, letter: Letter) -> None:
    is_own = letter.sender == "koltsova"
    if _is_sent(letter):
        _into_maildir(boxes, wire, letter, as_lf(wire.composed(letter.key)))
    elif "o" in letter.boxes:
        message = as_lf(wire.received(letter.key, OFFICE))
        _into_maildir(boxes, wire, letter, message)
        if "=" in letter.boxes:
            _into_mbox(boxes, wire, letter, "Kontur-obshchij-yashchik", message, "identical")
    if "m" in letter.boxes:
        message = wire.composed(letter.key) if is_own else wire.received(letter.key, MANAGER)
        _into_mbox(boxes, wire, letter, "Sent" if is_own else "Inbox", _mozilla(letter) + as_lf(message), "copy")


def _into_maildir(boxes: Mailboxes, wire: Wire, letter: Letter, message: bytes) -> None:
    arrived = int((sent_at(letter) + timedelta(seconds=9)).timestamp())
    tag = digest(letter.key, "maildir")
    name = f"{arrived}.M{int(tag[:5], 16)}P{int(tag[5:8], 16) + 1000}.mx1.chertezh-slovo.example,S={len(message)}"
    folder = _folder(letter)
    path = f"office/{folder}new/{name}" if letter.key in UNREAD else f"office/{folder}cur/{name};2,S"
    boxes.files[path] = message
    verdict = "none" if _is_sent(letter) else wire.verdict(letter.key)
    boxes.index.append(f"{path}\t{letter.key}\toffice\t{verdict}\t{' '.join(letter.odd)}\n")


def _is_sent(letter: Letter) -> bool:
    """Whether the office box holds the copy of the sender: no server has touched it."""
    return "sent-folder" in letter.odd or letter.sender == "office"


def _folder(letter: Letter) -> str:
    if _is_sent(letter):
        return ".Sent/"
    if any(letter in phase.LETTERS for phase in DEAL):
        coded = base64.b64encode("Контур".encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f".&{coded}-/"
    return ""


def _into_mbox(boxes: Mailboxes, wire: Wire, letter: Letter, folder: str, message: bytes, role: str) -> None:
    messages = boxes.thunderbird.setdefault(folder, [])
    messages.append(("-", sent_at(letter) + timedelta(seconds=9), message))
    verdict = "none" if folder == "Sent" else wire.verdict(letter.key)
    path = f"thunderbird/{folder}#{len(messages)}"
    boxes.index.append(f"{path}\t{letter.key}\t{role}\t{verdict}\t{' '.join(letter.odd)}\n")


def _mozilla(letter: Letter) -> bytes:
    flags = "0003" if letter.key in {"rude", "card", "claim"} else "0001"
    fields = ("X-Account-Key: account1", f"X-Mozilla-Status: {flags}", "X-Mozilla-Status2: 00000000", "X-Mozilla-Keys:")
    return "".join(f"{line:<92}\n" if line.endswith("Keys:") else f"{line}\n" for line in fields).encode()


def _for_counsel(boxes: Mailboxes, wire: Wire, key: str) -> None:
    letter = wire.plans[key]
    subject = "".join(" " if character in '/:*?"<>|' else character for character in letter.subject)
    path = f"dlya-advokata/{letter.sent[:10]} {subject}.eml"
    boxes.files[path] = wire.received(key, OFFICE)
    boxes.index.append(f"{path}\t{key}\tCRLF line ends\t{wire.verdict(key)}\t\n")


def _dns(wire: Wire) -> bytes:
    lines = ["# TXT records of the sample's domains, for a local name server. Made from test keys.\n\n[txt]\n"]
    for owner, key in wire.keys.items():
        record = "v=DKIM1; k=rsa; p=" if owner == REVOKED else key.record()
        lines.append(f'"{key.name}" = "{record}"\n')
    return "".join(lines).encode()


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)} files written\n")
