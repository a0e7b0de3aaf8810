"""MemoTrace tables of WeChat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import wechat_memotrace
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "wechat-memotrace"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert wechat_memotrace.recognises(Head.of(original, name))
    (found,) = wechat_memotrace.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_twelve_columns_give_people_times_and_zone() -> None:
    """The seconds decide, the local time shows the zone, and each talker is a chat of its own."""
    first, second = reading("all-12-columns.csv").chats
    moment = first.messages[0].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2024-07-08 09:00:00+00:00", 480)
    assert (first.title, first.chat_id, first.zone, second.title) == ("林伟", "7", "+08:00", "老周")
    assert [(one.name, one.ident, one.is_own) for one in first.participants] == [
        ("林伟", "wxid_lin", False), ("Marta", "wxid_marta", True),
    ]  # fmt: skip
    assert second.messages[0].text == '群里第一行\n第二行, "引号"'


def test_what_wechat_keeps_as_xml_is_told() -> None:
    """A quote, a file, a transfer, a picture and a recall say what they are, and no key of theirs is shown."""
    found = reading("all-12-columns.csv")
    quote, file, transfer, picture, recall = found.chats[0].messages[1:6]
    assert quote.quoted
    assert (quote.text, quote.quoted.text, quote.reply_to) == (
        "同意，按这个价",
        "单价 4.20 美元",
        "6001",
    )
    assert (file.media[0].name, file.media[0].status, file.media[0].size_bytes) == ("PI-2024-07.pdf", "named", 48211)
    assert (transfer.kind, transfer.text) == ("transfer", "transfer of ￥30000.00: offered; 定金 30%")
    assert (picture.media[0].kind, picture.media[0].status) == ("image", "omitted")
    assert (recall.kind, recall.text, recall.marks) == ("system", '"林伟" 撤回了一条消息', ("recalled",))
    assert "aeskey" not in repr(found)
    assert "0a1b2c3d" not in repr(found)


def test_nine_columns_carry_the_id_without_a_name() -> None:
    """Older tables have the message's id in a column that the header does not name."""
    (chat,) = reading("all-9-columns.csv").chats
    assert [message.message_id for message in chat.messages] == ["5566778899001122", "5566778899001123"]
    assert [message.is_own for message in chat.messages] == [False, True]
    assert chat.messages[1].media[0].kind == "audio"


def test_the_table_of_one_chat_has_local_times() -> None:
    """Its labels tell the kinds, and no zone is claimed."""
    (chat,) = reading("one-chat.csv").chats
    assert [message.kind for message in chat.messages] == ["text", "transfer", "media", "system"]
    assert chat.messages[0].moment
    assert chat.messages[0].moment.offset_minutes is None
    assert chat.messages[2].media[0].name == "提单.pdf"
    assert chat.messages[3].marks == ("recalled",)


def test_damage_is_told_row_by_row() -> None:
    """Two times that disagree, a short row and a time that is none are problems; entities are not expanded."""
    found = reading("damaged.csv")
    assert codes(found) == [("times-disagree", "line 2"), ("short-row", "line 3"), ("no-time", "line 4")]
    assert dict(found.counts[0].became) == {"messages": 3, "system": 0, "problems": 1, "structure": 1}
    assert "aaaaaaaa" not in repr(found)


@pytest.mark.parametrize("text", ["", "localId,TalkerId\n1,2\n", "日期,金额\n1,2\n"])
def test_other_tables_are_refused(text: str) -> None:
    """A table with other columns is not MemoTrace's."""
    assert not wechat_memotrace.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(wechat_memotrace.read(text.encode()))


@pytest.mark.parametrize("text", [("localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime\n"
                                  "1,7,1,0,0,soon,,words,2024-07-08 17:00:00\n"),
                                  "消息ID,类型,发送人,时间,内容\n1,文本,林伟,昨天,好\n"])  # fmt: skip
def test_a_time_that_cannot_be_read_is_a_problem(text: str) -> None:
    """Without seconds the local time stands, without either none."""
    (found,) = wechat_memotrace.read(text.encode())
    assert [problem.code for problem in found.problems] == ["no-time"]
