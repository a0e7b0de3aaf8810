"""Workbooks of inquiries that browser scripts save from Alibaba.com's message centre: one row, one inquiry.

The scripts translate nothing: the headers are those of the Chinese seller's page. A row states that an inquiry was
made, by whom, when and about what; the words of its messages are not in it.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from python_calamine import CalamineWorkbook

from tallystick.errors import FormatError, LimitExceeded, NotThisFormat
from tallystick.formats.archive import Budget, Limits, list_zip, read_member
from tallystick.formats.carrier import Head, Zipped, without_secrets
from tallystick.formats.document.cell_text import cell_text
from tallystick.formats.document.sheet_extent import extent_of_xml
from tallystick.model.chat import Chat, ChatMessage, Participant
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count, Reading

MOST_CELLS = 5_000_000
_ID, _TITLE, _CUSTOMER, _CREATED = "询盘ID", "询盘标题", "客户名", "创建时间"
_SELLER, _COMPANY, _MAIL = "业务员", "公司名称", "邮箱"
_DEMANDED = (_ID, _TITLE)
_LOOKED_AT_BYTES = 1 << 18
_STRINGS, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_ENTITY = re.compile(rb"&#(x[0-9A-Fa-f]{1,6}|\d{1,7});")
# From this number on a cell's floating point no longer holds every whole number.
_ROUNDED_FROM = 1 << 53
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")


def recognises(head: Head) -> bool:
    """Whether the file is a workbook with the headers of inquiries near its beginning."""
    if head.whole is None or "xl/workbook.xml" not in head.names:
        return False
    looked_at = [name for name in head.names if name == _STRINGS or name.startswith(_SHEETS)][:3]
    try:
        found = b"".join(_beginning(head.whole, name) for name in looked_at)
    except FormatError:
        return False
    text = _ENTITY.sub(_character, found).decode("utf-8", "replace")
    return all(header in text for header in _DEMANDED)


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One reading: a chat of one message for each row. Raises NotThisFormat, LimitExceeded."""
    _within_bounds(original)
    inquiries = _Inquiries()
    for sheet, rows in sheets_of(original):
        inquiries.take(sheet, rows)
    if not inquiries.chats:
        raise NotThisFormat("alibaba-inquiries", f"no sheet with the headers {_ID} and {_TITLE} and a row below them")
    yield inquiries.reading()


def _beginning(whole: bytes, name: str) -> bytes:
    file, budget = io.BytesIO(whole), Budget(Limits(member_bytes=1 << 30, total_bytes=1 << 30))
    member = next(one for one in list_zip(file, budget).members if one.path == name)
    found = b""
    for block in read_member(file, member, budget):
        found += block
        if len(found) >= _LOOKED_AT_BYTES:
            break
    return found[:_LOOKED_AT_BYTES]


def _character(found: re.Match[bytes]) -> bytes:
    digits = found[1].decode("ascii")
    code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
    return chr(code).encode("utf-8", "replace") if code < 0x110000 else b""


def _within_bounds(original: bytes) -> None:
    """Raises LimitExceeded where the sheets would lay out more cells than are read, FormatError for a broken zip."""
    zipped = Zipped(original)
    area = 0
    for name in zipped.names:
        if name == _STRINGS or name.startswith(_SHEETS):
            content = zipped.read(name)
            area += extent_of_xml(content).area if name.endswith(".xml") else 0
    if area > MOST_CELLS:
        raise LimitExceeded("workbook of inquiries, cells", MOST_CELLS, area)


def sheets_of(original: bytes) -> Generator[tuple[str, list[list[Any]]], None, None]:
    """The rows of each sheet. Raises NotThisFormat for whatever the library cannot open."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(original))
        yield from ((name, workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # the library's panics are no Exception
        raise NotThisFormat("alibaba-inquiries", str(error)[:200] or type(error).__name__) from error


class _Inquiries:
    """Rows of all sheets, each counted once."""

    def __init__(self) -> None:
        self.chats: list[Chat] = []
        self._problems: list[Problem] = []
        self._became: Counter[str] = Counter()

    def take(self, sheet: str, rows: list[list[Any]]) -> None:
        """All rows of a sheet have become chats, or a problem that says why not."""
        header = next((at for at, row in enumerate(rows) if set(_DEMANDED) <= {_text(cell) for cell in row}), None)
        if header is None:
            self._became["other"] += len(rows)
            if rows:
                detail = f"a sheet without the headers of inquiries; its {len(rows)} rows are not read"
                self._problems.append(Problem("sheet-unread", f"sheet {sheet}", detail))
            return
        self._became["structure"] += header + 1
        names = [_text(cell) for cell in rows[header]]
        for number, row in enumerate(rows[header + 1 :], header + 2):
            self._row(names, row, f"sheet {sheet} row {number}")

    def _row(self, names: list[str], row: list[Any], place: str) -> None:
        cells = [
            (name or f"column {at + 1}", _text(cell)) for at, (name, cell) in enumerate(zip(names, row, strict=False))
        ]
        if not any(text for _name, text in cells):
            self._became["blank"] += 1
            return
        stated: dict[str, str] = {}
        for name, text in cells:
            stated.setdefault(name, text)
        self._became["messages"] += 1
        self._doubts(stated, row, names, place)
        self.chats.append(_chat(stated, cells, place))

    def _doubts(self, stated: Mapping[str, str], row: list[Any], names: list[str], place: str) -> None:
        number = row[names.index(_ID)] if names.index(_ID) < len(row) else None
        if not stated.get(_ID):
            self._problems.append(Problem("inquiry-without-id", place, f"the cell {_ID} is empty"))
        if isinstance(number, float) and abs(number) >= _ROUNDED_FROM:
            detail = f"{_ID} {stated[_ID]} was kept as a number too large to be exact; its last digits may be wrong"
            self._problems.append(Problem("number-rounded", place, detail))
        raw = stated.get(_CREATED, "")
        moment = _moment(raw)
        if raw and (moment is None or moment.utc is None):
            self._problems.append(Problem("time-unreadable", place, f"{raw[:60]!r} is no full date"))

    def reading(self) -> Reading:
        """All that was taken."""
        count = Count("rows", self._became.total(), tuple(self._became.items()))
        return Reading(
            format="alibaba-inquiries", chats=tuple(self.chats), counts=(count,), problems=tuple(self._problems)
        )


def _chat(stated: Mapping[str, str], cells: list[tuple[str, str]], place: str) -> Chat:
    customer = stated.get(_CUSTOMER) or stated.get(_COMPANY, "")
    text = "\n".join(f"{name}: {value}" for name, value in cells if value)
    message = ChatMessage(
        place, customer, _moment(stated.get(_CREATED, "")), text,
        kind="system", sender_id=stated.get(_MAIL, ""), message_id=stated.get(_ID, ""),
    )  # fmt: skip
    people = [Participant(name=customer, ident=stated.get(_MAIL, ""), is_own=False)]
    if stated.get(_SELLER):
        people.append(Participant(name=stated[_SELLER], is_own=True))
    return Chat(
        platform="alibaba", title=stated.get(_TITLE, ""), chat_id=stated.get(_ID, ""), kind="private",
        participants=tuple(people), messages=(message,),
    )  # fmt: skip


def _text(cell: Any) -> str:
    return without_secrets(cell_text(cell)).strip()


def _moment(raw: str) -> Moment | None:
    """The time of a cell, in the clock of whoever saved the workbook; None where the cell is empty."""
    for form in _FORMS:
        try:
            return Moment(datetime.strptime(raw, form).replace(tzinfo=UTC), None, "export", raw)
        except ValueError:
            continue
    return Moment(None, None, "export", raw) if raw else None
