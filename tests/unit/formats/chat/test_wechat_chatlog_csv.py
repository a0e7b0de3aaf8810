"""The CSV of chatlog."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import wechat_chatlog_csv
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "wechat-chatlog-csv"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert wechat_chatlog_csv.recognises(Head.of(original, name))
    (found,) = wechat_chatlog_csv.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_rows_become_messages_of_their_chats() -> None:
    """Times are local without a zone; words may have several lines."""
    group, private = reading("answer.csv").chats
    assert (group.title, group.kind, private.kind) == ("客户群", "group", "private")
    assert group.messages[0].text == "报价有效期 7 天\n含税"
    assert group.messages[0].moment
    assert group.messages[0].moment.offset_minutes is None


def test_what_chatlog_wrote_for_files_is_taken_apart() -> None:
    """A quote, a file, a picture, a transfer and a link are what they are."""
    found = reading("answer.csv")
    group, private = found.chats
    assert (group.messages[1].quoted, group.messages[1].text) == (("林伟", "报价有效期 7 天", ""), "OK for us")
    assert (group.messages[2].media[0].name, group.messages[2].text) == ("合同.docx", "合同.docx")
    assert (group.messages[3].media[0].kind, group.messages[3].media[0].status) == ("image", "omitted")
    assert private.messages[0].kind == "transfer"
    assert (private.messages[1].kind, private.messages[1].marks) == ("system", ("recalled",))
    assert private.messages[2].media[0].link == "https://track.example.com/q?no=88&token=[hidden]"


def test_damage_is_told_row_by_row() -> None:
    """A short row and times that cannot be read are problems."""
    assert codes(reading("damaged.csv")) == [("no-time", "line 2"), ("short-row", "line 3"), ("no-time", "line 4")]


def test_words_that_only_begin_like_a_file_remain_words() -> None:
    """A person can write brackets too."""
    text = 'Time,SenderName,Sender,TalkerName,Talker,Content\n2024-07-01 17:00:00,A,a,T,t,"[其他] 看 [图片"\n'
    (found,) = wechat_chatlog_csv.read(text.encode())
    assert (found.chats[0].messages[0].kind, found.chats[0].messages[0].text) == ("text", "[其他] 看 [图片")


def test_other_tables_are_refused() -> None:
    """A table with other columns is not chatlog's."""
    assert not wechat_chatlog_csv.recognises(Head.of(b"Time,Sender\n"))
    with pytest.raises(NotThisFormat):
        list(wechat_chatlog_csv.read(b"Time,Sender\n1,2\n"))
