"""Viber: the message history that the app mails to its owner, one CSV for each chat: date, time, name, number, text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, Table, parse_table
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.whatsapp_dates import Decision, decided, midnight, since_midnight
from tallystick.model.chat import Chat, ChatMessage
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_ROW = re.compile(
    r'"?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"?([,;\t])"?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"?\1'
    r'[^\n]{1,200}?\1"?\+?\d{0,16}"?\1'
)
# Five columns: a bank's list of bookings begins so too, and goes on.
_HEADER = re.compile(r"(?i)\"?(?:date|дата|日期)\"?[,;\t]\"?(?:time|время|时间|時間)\"?(?:[,;\t][^,;\t\n]+){3}\s*\Z")
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")
_OWN = ("me", "я", "我")
_COLUMNS = 5


def recognises(head: Head) -> bool:
    """Whether the first row is date, time, name, number and text, or names these columns."""
    first, _, rest = head.start.partition("\n")
    return bool(_ROW.match(first) or (_HEADER.match(first) and _ROW.match(rest)))


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """One chat. Raises NotThisFormat, LimitExceeded."""
    table = parse_table(original)
    ledger = Ledger("rows", len(table.rows))
    decision = decided(dict.fromkeys(row[0].strip() for row in table.rows if _DAY.match(row[0].strip())))
    if decision.open_orders:
        ledger.note("date-order-ambiguous", "", "day and month cannot be told apart anywhere in the file")
    messages = tuple(_messages(table, decision, ledger))
    if not messages:
        raise NotThisFormat("viber", "no row of date, time, name, number and text stands in it")
    chat = Chat(platform="viber", title=_title(name), participants=speakers(messages), messages=messages)
    yield Reading(format="viber", chats=(chat,), counts=(ledger.count(),), problems=tuple(ledger.problems))


def _title(name: str) -> str:
    """Viber names the file "Messages - Anna.csv", or after the chat alone."""
    stem = re.sub(r"(?i)\.csv$", "", re.split(r"[/\\]", name)[-1])
    return re.sub(r"^(?:Messages|Сообщения|消息|訊息)(?: - | with | с )", "", stem)


def _messages(table: Table, decision: Decision, ledger: Ledger) -> Iterator[ChatMessage]:
    for row, line in zip(table.rows, table.lines, strict=True):
        place = f"line {line}"
        if line == 1 and not _DAY.match(row[0].strip()):
            ledger.share("structure")
        elif len(row) < _COLUMNS or not _DAY.match(row[0].strip()):
            ledger.lose(
                "row-not-understood",
                place,
                f"date, time, name, number and text were expected; {len(row)} columns stand",
            )
        else:
            yield ledger.keep(_message(row, place, table.delimiter, decision, ledger))


def _message(row: tuple[str, ...], place: str, delimiter: str, decision: Decision, ledger: Ledger) -> ChatMessage:
    day, clock, sender, number = (cell.strip() for cell in row[:4])
    start, passed = midnight(day, decision), since_midnight(clock)
    is_ambiguous = start is None and passed is not None and bool(decision.open_orders)
    utc = start + passed if start is not None and passed is not None else None
    if utc is None and not is_ambiguous:
        ledger.note("bad-time", place, f"{day} {clock} is no day and time")
    return ChatMessage(
        place, sender, Moment(utc, None, "export", f"{day} {clock}"), delimiter.join(row[4:]), sender_id=number,
        marks=("ambiguous-time",) if is_ambiguous else (), is_own=sender.casefold() in _OWN or None,
    )  # fmt: skip
