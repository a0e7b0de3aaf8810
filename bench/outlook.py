"""The mails of a corpus as a PST, and Tallystick's reading of one, as commands beside `readpst`.

python -m bench.outlook make FOLDER STORE        every mail below FOLDER, written into a PST
python -m bench.outlook read STORE RESULT        every message read; the numbers go into the folder RESULT
"""

from __future__ import annotations

import email
import email.policy
import json
import mmap
import struct
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

from bench.store_writer import File, Letter, Properties, write_store
from tallystick.formats.mail.read import read as read_mail
from tallystick.formats.outlook import pst
from tallystick.model.message import Address

__all__ = ["main"]

_TEXT, _NUMBER, _TIME, _BINARY = 0x1F, 0x03, 0x40, 0x102
_A_FOLDER = 400  # as many as the writer's tables hold
_SECONDS_TO_1970 = 11_644_473_600


def make(folder: Path, store: Path) -> None:
    """The store holds every mail of the folder, in folders of 400."""
    letters = _letters(folder)
    folders: dict[str, Sequence[Letter]] = {}
    while held := list(islice(letters, _A_FOLDER)):
        folders[f"Folder {len(folders) + 1}"] = held
    store.write_bytes(write_store(folders))


def read(store: Path, result: Path) -> None:
    """Every message was read from the mapped store, and what was found stands in `result`."""
    found = Counter[str]()
    with store.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as original:
        for reading in pst.read(original, store.name):
            found["messages"] += len(reading.mails)
            found["attachments"] += sum(len(mail.embedded) for mail in reading.mails)
            found["characters"] += sum(len(mail.message.text) for mail in reading.mails)
            found.update(check.verdict.value for check in reading.checks)
    result.mkdir(parents=True, exist_ok=True)
    (result / "found.json").write_text(json.dumps(found), "utf-8")


def _letters(folder: Path) -> Iterator[Letter]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        original = path.read_bytes()
        said = read_mail(original)
        parsed = email.message_from_bytes(original, policy=email.policy.default)
        header = original.partition(b"\n\n" if b"\r\n\r\n" not in original else b"\r\n\r\n")[0]
        properties: Properties = {
            (0x001A, _TEXT): _text("IPM.Note"),
            (0x0037, _TEXT): _text(said.subject),
            (0x007D, _TEXT): _text(header.decode("utf-8", "replace")),
            (0x1000, _TEXT): _text(said.text),
            (0x1035, _TEXT): _text(f"<{said.message_id}>"),
        }
        if said.date is not None and said.date.utc is not None:
            ticks = int((said.date.utc.timestamp() + _SECONDS_TO_1970) * 10_000_000)
            properties |= {(0x0039, _TIME): struct.pack("<Q", ticks), (0x0E06, _TIME): struct.pack("<Q", ticks)}
        for author in said.from_[:1]:
            properties |= {(0x0C1A, _TEXT): _text(author.name), (0x0C1F, _TEXT): _text(author.address)}
            properties[0x0C1E, _TEXT] = _text("SMTP")
        recipients = [_recipient(each, 1) for each in said.to] + [_recipient(each, 2) for each in said.cc]
        yield Letter(properties, recipients, list(_files(parsed)))


def _recipient(person: Address, role: int) -> Properties:
    named = {(0x3001, _TEXT): _text(person.name), (0x3003, _TEXT): _text(person.address)}
    return {**named, (0x3002, _TEXT): _text("SMTP"), (0x0C15, _NUMBER): struct.pack("<I", role)}


def _files(parsed: EmailMessage) -> Iterator[File]:
    for part in parsed.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            properties: Properties = {(0x3705, _NUMBER): struct.pack("<I", 1), (0x3701, _BINARY): content}
            properties[0x3707, _TEXT] = _text(part.get_filename() or "file")
            properties[0x370E, _TEXT] = _text(part.get_content_type())
            yield File(properties)


def _text(text: str) -> bytes:
    return text.encode("utf-16-le", "replace")


def main() -> None:
    command, source, target = sys.argv[1:4]
    {"make": make, "read": read}[command](Path(source), Path(target))


if __name__ == "__main__":
    main()
