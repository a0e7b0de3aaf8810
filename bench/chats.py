"""A WhatsApp export of 200,000 lines, and the programs that read one, each as a command of its own.

python -m bench.chats make EXPORT                        the export, the same on every machine
python -m bench.chats tally|whatstk|chat-miner EXPORT    every message read; their number is printed

The peers run in the Python that TALLY_PEERS_PYTHON names, so that their libraries need not stand beside ours:
python -m venv PEERS && PEERS/bin/pip install whatstk chat-miner && export TALLY_PEERS_PYTHON=PEERS/bin/python
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

__all__ = ["main"]

LINES = 200_000
_TEXT = (
    "the container leaves Ningbo on Friday and we need payment before that please confirm price quantity invoice "
    "shipment delay sorry tomorrow ok thanks sample quality inspection report attached bank transfer deposit balance"
)
_WORDS = tuple(re.findall(r"\w+", _TEXT))
_NAMES = ("Li Wei", "Anna Petrova", "+49 170 1234567")


def make(export: Path) -> None:
    """The export holds 200,000 lines of three people: words, media left out, deletions, texts of two lines, notices."""
    export.write_text("\n".join(_lines()) + "\n", "utf-8")


def _lines() -> Iterator[str]:
    chance = random.Random(20190105)  # the same for everybody
    now, written = datetime(2019, 1, 5, 8, tzinfo=UTC), 0
    while written < LINES:
        now += timedelta(minutes=min(chance.expovariate(1 / 9), 3_000))
        stamp, share = f"{now:%d/%m/%Y, %H:%M}", chance.random()
        if share > 0.995:
            written += 1
            yield f"{stamp} - Li Wei changed the group description"
            continue
        text = " ".join(chance.choices(_WORDS, k=chance.randint(1, 18)))
        if share < 0.06:
            text = "<Media omitted>"
        elif share < 0.07:
            text = "This message was deleted"
        elif share < 0.12 and written < LINES - 1:
            text += "\n" + " ".join(chance.choices(_WORDS, k=chance.randint(1, 12)))
            written += 1
        written += 1
        yield f"{stamp} - {chance.choice(_NAMES)}: {text}"


def _tally(export: Path) -> int:
    from tallystick.formats.chat import whatsapp

    (reading,) = whatsapp.read(export.read_bytes(), export.name)
    return len(reading.chats[0].messages)


def _whatstk(export: Path) -> int:
    from whatstk import WhatsAppChat  # type: ignore[import-not-found]

    return len(WhatsAppChat.from_source(str(export)).df)


def _chat_miner(export: Path) -> int:
    from chatminer.chatparsers import WhatsAppParser  # type: ignore[import-not-found]

    parser = WhatsAppParser(str(export))
    parser.parse_file()
    return len(parser.parsed_messages.get_df())


_READERS: dict[str, Callable[[Path], int]] = {"tally": _tally, "whatstk": _whatstk, "chat-miner": _chat_miner}


def main() -> None:
    verb, export = sys.argv[1], Path(sys.argv[2])
    if verb == "make":
        make(export)
    else:
        print(f"{_READERS[verb](export):,} messages")


if __name__ == "__main__":
    main()
