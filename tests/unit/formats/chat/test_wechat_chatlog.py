"""The JSON of chatlog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import wechat_chatlog
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "wechat-chatlog"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert wechat_chatlog.recognises(Head.of(original, name))
    (found,) = wechat_chatlog.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_each_talker_is_a_chat() -> None:
    """One answer can hold several chats; the zone is the one that the times state."""
    group, private = reading("answer.json").chats
    assert (group.title, group.kind, group.zone) == ("客户群", "group", "+08:00")
    assert (private.title, private.kind, len(private.messages)) == ("老周", "private", 3)
    moment = group.messages[0].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2024-07-01 09:00:00+00:00", 480)


def test_contents_give_quotes_files_and_links() -> None:
    """What chatlog took out of WeChat's XML is put where it belongs, without its secrets."""
    found = reading("answer.json")
    group, private = found.chats
    assert group.messages[1].quoted == ("林伟", "报价有效期 7 天", "")
    assert (group.messages[2].media[0].name, group.messages[2].media[0].kind) == ("合同.docx", "document")
    assert group.messages[3].media[0].name == "FileStorage/Image/2024-07/aa.dat"
    assert (private.messages[0].kind, private.messages[0].text) == ("transfer", "[转账|发送 ￥800.00](样品费)")
    assert (private.messages[1].kind, private.messages[1].marks) == ("system", ("recalled",))
    assert "s3cr3t99" not in repr(found)


def test_the_time_is_compared_with_the_number_of_the_message() -> None:
    """The number of a message is its time too; where they differ, it is said."""
    found = reading("damaged.json")
    assert codes(found) == [("times-disagree", "/0"), ("not-a-record", "/1"), ("no-time", "/2")]


def test_an_answer_in_pages_is_read() -> None:
    """Some versions put the messages under "items"."""
    record = {"seq": 1, "time": "2024-07-01 17:00:00", "talker": "a", "sender": "a", "isSelf": False, "type": 1}
    (found,) = wechat_chatlog.read(json.dumps({"total": 1, "items": [{**record, "content": "hi"}]}).encode())
    message = found.chats[0].messages[0]
    assert (message.place, message.text) == ("/items/0", "hi")
    assert message.moment
    assert message.moment.offset_minutes is None


@pytest.mark.parametrize("text", ["[]", '[{"seq": 1}]', "{}"])
def test_other_json_is_refused(text: str) -> None:
    """Records without a talker are not chatlog's."""
    assert not wechat_chatlog.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(wechat_chatlog.read(text.encode()))


def test_a_chat_sent_on_shows_its_messages() -> None:
    """chatlog gives the list of what was forwarded, or at least what it says of itself."""
    items = [
        {"DataType": "1", "SourceName": "Lin", "SourceTime": "2026-1-5 08:00", "DataDesc": "4.20"},
        {"DataType": "2"},
    ]
    base = {
        "seq": 1,
        "time": "2024-07-01 17:00:00",
        "talker": "a",
        "sender": "a",
        "isSelf": False,
        "type": 49,
        "subType": 19,
    }
    infos = [{"DataList": {"DataItems": items}}, {"Desc": "Lin: 4.20"}]
    records = [{**base, "contents": {"title": "Chat", "recordInfo": info}} for info in infos]
    (found,) = wechat_chatlog.read(json.dumps(records).encode())
    assert [(one.text, one.marks) for one in found.chats[0].messages] == [
        ("Chat\nLin 2026-1-5 08:00: 4.20\n: [type 2]", ("forwarded",)), ("Chat\nLin: 4.20", ("forwarded",)),
    ]  # fmt: skip
