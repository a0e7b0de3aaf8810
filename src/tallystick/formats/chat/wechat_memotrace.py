"""MemoTrace (WeChatMsg, 留痕): the table of all messages, of 12 columns or the older 9, and the table of one chat.

The table of all has the absolute time of WeChat's database beside a local one, the table of one chat a local one only.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head, Table, parse_table
from tallystick.formats.chat.field import whole
from tallystick.formats.chat.instant import at_seconds, local, with_local, zone_of
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.wechat_types import labelled, spoken
from tallystick.model.chat import Chat, ChatMessage, Participant
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_FORMAT = "wechat-memotrace"
_ALL = ("localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime")
_ONE = ("消息ID", "类型", "发送人", "时间", "内容")
_RECEIVED_ID = 9
Row = dict[str, str]


def recognises(head: Head) -> bool:
    """Whether the first line names the columns of MemoTrace's tables."""
    first = head.start.partition("\n")[0].replace('"', "").strip().lstrip("\ufeff")
    return first.startswith((",".join(_ALL), ",".join(_ONE)))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """The chats of the table. Raises NotThisFormat, LimitExceeded."""
    table = parse_table(original, delimiter=",")
    columns = tuple(column.strip() for column in table.rows[0]) if table.rows else ()
    is_all = columns[: len(_ALL)] == _ALL
    if not is_all and columns[: len(_ONE)] != _ONE:
        raise NotThisFormat(_FORMAT, "its first row does not name MemoTrace's columns")
    ledger = Ledger("row", len(table.rows))
    ledger.share("structure")
    chats: dict[str, list[ChatMessage]] = {}
    least = len(_ALL) if is_all else len(_ONE)
    for place, row, trailing in _rows(table, columns, least, ledger):
        message = _from_all(row, place, trailing, ledger) if is_all else _from_one(row, place, ledger)
        chats.setdefault(row.get("TalkerId", ""), []).append(ledger.keep(message))
    yield Reading(
        format=_FORMAT,
        chats=tuple(_chat(talker, messages) for talker, messages in chats.items()),
        counts=(ledger.count(),),
        problems=tuple(ledger.problems),
    )


def _rows(table: Table, columns: tuple[str, ...], least: int, ledger: Ledger) -> Iterator[tuple[str, Row, str]]:
    """Each row by its columns with its place, and what stands beyond the columns that have a name."""
    for cells, line in zip(table.rows[1:], table.lines[1:], strict=True):
        place = f"line {line}"
        if len(cells) < least:
            ledger.lose("short-row", place, f"{len(cells)} columns; expected at least {least}")
            continue
        named = [(column, cell) for column, cell in zip(columns, cells, strict=False) if column]
        trailing = cells[_RECEIVED_ID].strip() if len(cells) > _RECEIVED_ID and len(named) == _RECEIVED_ID else ""
        yield place, dict(named), trailing


def _from_all(row: Row, place: str, trailing: str, ledger: Ledger) -> ChatMessage:
    told = spoken(whole(row["Type"]) or 0, whole(row["SubType"]) or 0, row["StrContent"])
    own = {"1": True, "0": False}.get(row["IsSender"].strip())
    sender = row.get("Remark") or row.get("NickName") or ""
    return ChatMessage(
        place, sender, _moment(row, place, ledger), told.text, kind=told.kind,
        sender_id=row.get("Sender", "").strip() or told.sender_id, message_id=trailing or row["localId"].strip(),
        reply_to=told.reply_to, quoted=told.quoted, media=told.media, marks=told.marks,
        is_own=None if told.kind == "system" else own,
    )  # fmt: skip


def _moment(row: Row, place: str, ledger: Ledger) -> Moment | None:
    """WeChat's own time, with the zone that the local one beside it shows."""
    absolute, written = at_seconds(row["CreateTime"]), local(row["StrTime"])
    if absolute is None:
        ledger.note("no-time", place, f"CreateTime {row['CreateTime'][:40]!r} is no number of seconds")
        return written
    moment, can_be = with_local(absolute, written)
    if not can_be:
        ledger.note("times-disagree", place, f"StrTime {row['StrTime']} is not CreateTime {absolute.raw} in any zone")
    return moment


def _from_one(row: Row, place: str, ledger: Ledger) -> ChatMessage:
    told = labelled(row["类型"], row["内容"])
    moment = local(row["时间"])
    if moment is None:
        ledger.note("no-time", place, f"时间 {row['时间'][:40]!r} cannot be read")
    return ChatMessage(
        place, row["发送人"], moment, told.text, kind=told.kind, message_id=row["消息ID"].strip(),
        reply_to=told.reply_to, quoted=told.quoted, media=told.media, marks=told.marks,
    )  # fmt: skip


def _chat(talker: str, messages: list[ChatMessage]) -> Chat:
    found = speakers(messages)
    return Chat(
        platform="wechat", title=_title(found), chat_id=talker, zone=zone_of(messages),
        participants=found, messages=tuple(messages),
    )  # fmt: skip


def _title(people: tuple[Participant, ...]) -> str:
    """The name of the only other one, where there is just one."""
    others = [one.name for one in people if one.is_own is False]
    return others[0] if len(others) == 1 else ""
