"""How often our readings agree with what others wrote down of the same files: a table of found / expected.

python -m bench.agreement [SHARED/data]

What is expected comes from the other projects' own tests, from another library, or is counted in the raw file.
The comparing of single facts is that of tests/conformance, so run this from the project's root.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from bench import zoning
from bench.agreement_chats import chat_miner, onetalk, slack, whatsapp_languages, whatstk
from bench.agreement_money import camt, invoices, mt940, ofx
from bench.agreement_row import COLUMNS, Row, reading_of

__all__ = ["main"]

SHARED = Path("../shared/data")


def outlook(_data: Path) -> Row:
    """What msgreader reads of its own messages."""
    from tests.conformance import test_outlook_shared as shared

    row = Row("Outlook .msg")
    row.files = len(shared.EXPECTED) - 1
    places = {
        "sender": "parties", "recipients": "parties", "times": "times", "subject": "texts", "text": "texts",
        "attachments": "records", "names": "attachments", "sizes": "attachments", "ids": "texts",
    }  # fmt: skip
    for fact, (expected, found) in shared.agreement().items():
        row.counted("attachments" if fact == "attachments" else places[fact], expected, found)
    row.counted("records", row.files, sum(len(reading_of(path).mails) for path in shared.EXPECTED) - 1)
    return row


def warc(data: Path) -> Row:
    """Records as FastWARC counts them, in the archives that warcio's project calls good."""
    from fastwarc.warc import ArchiveIterator
    from tests.conformance.test_pages_shared import GOOD

    row = Row("WARC")
    for name in (name for name in GOOD if ".warc" in name):
        path = data / "web/warcio" / name
        expected = sum(1 for _record in ArchiveIterator(path.open("rb"), parse_http=False))
        row.files += 1
        row.counted("records", expected, reading_of(path).counts[0].total)
    return row


def replies(data: Path) -> Row:
    """The new words of replies and the signatures, as talon's own tests expect them."""
    row = Row("mail replies and signatures (talon)")
    for kind, _name, text, sender, expected in zoning._cases(data):
        row.files += 1
        row.same("texts", True, zoning._same(zoning._tally(kind, text, sender), expected))
    return row


ROWS: tuple[Callable[[Path], Row], ...] = (
    whatsapp_languages,
    whatstk,
    lambda data: chat_miner(data, "WhatsApp (chat-miner)", "whatsapp", "*.txt", None),
    lambda data: chat_miner(data, "Signal (chat-miner)", "signal", "*.txt", None),
    lambda data: chat_miner(data, "Telegram (chat-miner)", "telegram", "test_*.json", 0),
    lambda data: chat_miner(data, "Instagram (chat-miner)", "instagram", "test_*.json", 0),
    slack,
    onetalk,
    outlook,
    camt,
    mt940,
    ofx,
    invoices,
    warc,
    replies,
)


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else SHARED).resolve()
    if not data.is_dir():
        print(f"Nothing was compared: the shared files are not at {data}.")
        return
    os.environ["TALLY_SHARED"] = str(data.parent)  # read by the modules of tests/conformance
    print("| files | number | " + " | ".join(COLUMNS) + " |\n|---|" + "---|" * (len(COLUMNS) + 1))
    for row in ROWS:
        print(row(data), flush=True)


if __name__ == "__main__":
    main()
