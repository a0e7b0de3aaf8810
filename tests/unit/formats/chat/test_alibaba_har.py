"""HAR files of Alibaba.com's and 1688's messengers."""

from __future__ import annotations

import base64
import gzip
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.chat import alibaba_conversation, alibaba_har
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "alibaba-har"
CID = "200148820411-200871133905#11011@icbu"


def reading(name: str) -> Reading:
    (only,) = alibaba_har.read((GOLDEN / name).read_bytes(), name)
    return only


def har(*frames: Any, url: str = "wss://wss-icbu.dingtalk.com/") -> bytes:
    entry = {"request": {"url": url}, "_webSocketMessages": list(frames)}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode()


def frame(kind: str, value: Any, opcode: int = 1, time: Any = 1747020000.5) -> dict[str, Any]:
    text = value if isinstance(value, str) else json.dumps(value)
    return {"type": kind, "opcode": opcode, "time": time, "data": text}


def asked(mid: str, start: int, *, forward: bool = False) -> dict[str, Any]:
    route = "/r/MessageManager/listUserMessages"
    return frame("send", {"lwp": route, "headers": {"mid": mid}, "body": [CID, forward, start, 20, False]})


def answered(mid: str, *models: Any, more: Any = False, cursor: int = 0) -> dict[str, Any]:
    body = {"userMessageModels": list(models), "hasMore": more, "nextCursor": cursor}
    return frame("receive", {"code": 200, "headers": {"mid": mid}, "body": body})


def model(ident: str, at: int, text: str = "hello", **outside: Any) -> dict[str, Any]:
    content = {"contentType": 1, "text": {"content": text}}
    message = {"messageId": ident, "cid": CID, "createAt": at, "content": content, "sender": {"uid": "7@icbu"}}
    return {"message": message, **outside}


def only_chat(original: bytes) -> Chat:
    (only,) = alibaba_har.read(original)
    return only.chats[0]


def by_id(chat: Chat, ending: str) -> ChatMessage:
    return next(one for one in chat.messages if one.message_id.endswith(ending))


def codes(read: Reading) -> Counter[str]:
    return Counter(problem.code for problem in read.problems)


@pytest.mark.parametrize("name", ["onetalk.har", "1688.har", "damaged.har"])
def test_a_har_of_the_messenger_is_recognised(name: str) -> None:
    """A HAR with the messenger's connection or message list in it is claimed."""
    assert alibaba_har.recognises(Head.of((GOLDEN / name).read_bytes(), name))


@pytest.mark.parametrize(
    "original",
    [
        (GOLDEN / "not-messenger.har").read_bytes(),
        b'{"wss":"wss://wss-icbu.dingtalk.com/"}',
        b'{"log":{"entries":[{"request":{"url":"wss://wss-icbu.dingtalk.com.example.org/"}',
        b"wss://wss-icbu.dingtalk.com/",
        b"",
    ],
    ids=["other site", "no har", "lookalike host", "no json", "empty"],
)
def test_what_is_no_har_of_the_messenger_is_left_to_others(original: bytes) -> None:
    """A HAR of another site and a text that only names the host are not claimed."""
    assert not alibaba_har.recognises(Head.of(original))


def test_messages_of_several_pages_a_push_and_a_sending_are_one_conversation() -> None:
    """Pages that overlap, pushed packages in JSON and MessagePack, and a message sent are joined by the clock."""
    chat = reading("onetalk.har").chats[0]
    assert [one.message_id[-7:-4] for one in chat.messages] == [f"{number:03}" for number in range(1, 14)]
    assert chat.platform == "alibaba"
    assert chat.title == "Li Juan"
    assert chat.chat_id == CID
    assert by_id(chat, "011.PNM").text == "New PI sent, 20 % deposit."
    assert by_id(chat, "012.PNM").text == "Also the carton drawing."
    assert by_id(chat, "013.PNM").text == "Received, deposit goes out on Friday."


def test_a_message_states_the_platforms_time_in_utc() -> None:
    """createAt in milliseconds becomes a moment in UTC by the platform's clock, with the number as its raw form."""
    moment = by_id(reading("onetalk.har").chats[0], "001.PNM").moment
    assert moment is not None
    assert moment.utc == datetime(2025, 5, 12, 2, 40, tzinfo=UTC)
    assert (moment.offset_minutes, moment.source, moment.raw) == (0, "platform", "1747017600000")


def test_the_owner_is_who_the_server_registered() -> None:
    """The account that the registration names sent its own messages, and the other party the others."""
    chat = reading("onetalk.har").chats[0]
    assert by_id(chat, "001.PNM").is_own is True
    assert by_id(chat, "002.PNM").is_own is False
    assert {one.ident: one.is_own for one in chat.participants} == {
        "200148820411@icbu": True,
        "200871133905@icbu": False,
    }


def test_contents_become_media_cards_and_quotes() -> None:
    """A picture, a product card, a file, a quoting message and a packed message each say what they carry."""
    chat = reading("onetalk.har").chats[0]
    assert by_id(chat, "003.PNM").media[0][:5] == ("image", "linked", "lamp.jpg", "image/jpeg", 48211)
    card = by_id(chat, "004.PNM")
    assert card.kind == "card"
    assert card.text == "LED desk lamp 12 W\nprice: 3.15 USD\nmoq: 500 pcs\nofferId: 1600123"
    assert by_id(chat, "007.PNM").media == (
        Media("document", "linked", "PI-20250512.pdf", "application/pdf", 91234,
              "https://clouddisk.alibaba.com/d?id=9&Signature=[hidden]"),
    )  # fmt: skip
    quoting = by_id(chat, "008.PNM")
    assert quoting.quoted == Quoted("lijuan", "PI-20250512.pdf", "2810000000000000007.PNM")
    assert quoting.reply_to == "2810000000000000007.PNM"
    assert by_id(chat, "009.PNM").text == "20 % is fine, new PI follows 好的"


def test_marks_say_auto_reply_recalled_read_and_unread() -> None:
    """The platform's marks of a message are kept under the words of the model."""
    chat = reading("onetalk.har").chats[0]
    assert by_id(chat, "002.PNM").marks == ("auto-reply", "read")
    assert by_id(chat, "005.PNM").marks == ("unread",)
    assert by_id(chat, "006.PNM").marks == ("recalled", "read")


def test_an_unknown_content_is_kept_with_the_platforms_summary_and_named() -> None:
    """A content of unknown type stays a message, and a problem names the type."""
    read = reading("onetalk.har")
    assert by_id(read.chats[0], "010.PNM").text == "[Voice call, 3 min]"
    assert any(one.code == "content-unknown" and "9001" in one.detail for one in read.problems)


def test_the_older_messengers_answers_are_joined_with_the_connections() -> None:
    """getChatMessageList.htm and the list of conversations speak of one conversation, each message once."""
    chat = reading("onetalk.har").chats[1]
    assert [one.message_id for one in chat.messages] == ["77120001", "77120002", "2810000000000000051.PNM"]
    assert [one.is_own for one in chat.messages] == [True, False, False]
    assert chat.title == "Olga Petrova"


def test_every_frame_package_message_and_entry_is_counted_once() -> None:
    """All four counts balance, and the repeated messages are counted as such."""
    for name in ("onetalk.har", "1688.har", "damaged.har"):
        read = reading(name)
        assert [count.unit for count in read.counts] == ["frames", "pushed packages", "messages", "entries"]
        assert all(count.unbalanced == 0 for count in read.counts)
    frames, packages, messages, entries = reading("onetalk.har").counts
    assert (frames.total, packages.total, messages.total, entries.total) == (16, 3, 18, 3)
    assert dict(messages.became) == {"messages": 16, "system": 0, "repeated": 2, "problems": 0}
    assert dict(packages.became) == {"messages": 2, "other": 1}


def test_1688_frames_in_base64_are_read_with_sub_accounts() -> None:
    """A binary frame of 1688 is opened; the sub-account stays in the name, the assessment is a system line."""
    chat = reading("1688.har").chats[0]
    assert chat.platform == "1688"
    assert chat.is_tail is False
    assert [one.kind for one in chat.messages] == ["text", "card", "text", "system"]
    assert chat.messages[0].sender == "港湾:小王"
    assert chat.messages[1].marks == ("auto-reply", "read")


def test_damage_is_told_apart_and_costs_only_what_it_hits() -> None:
    """Cut, binary and foreign frames, refused and unanswered requests each have their problem, and the rest is read."""
    read = reading("damaged.har")
    assert len(read.chats[0].messages) == 5
    assert codes(read) == {
        "frame-cut": 2, "frame-binary": 2, "frame-unreadable": 2, "message-unreadable": 2, "message-id-differs": 1,
        "time-unreadable": 1, "request-unanswered": 2, "request-refused": 1, "send-unanswered": 1, "send-refused": 1,
        "frames-missing": 1, "page-missing": 1, "push-unreadable": 2,
    }  # fmt: skip


def test_whole_messages_before_a_cut_are_read() -> None:
    """Of a frame that ends within its JSON the messages that are whole are kept."""
    chat = reading("damaged.har").chats[0]
    assert sum(one.place.startswith("entry 0 frame 1 ") for one in chat.messages) == 2


def test_one_id_with_two_texts_keeps_both() -> None:
    """Two messages under one id that differ are both kept, and the second names the first."""
    read = reading("damaged.har")
    texts = {one.text for one in read.chats[0].messages if one.message_id.endswith("005.PNM")}
    assert texts == {"OK, we accept 3.15. Please send the PI.", "OK, we accept 3.25. Please send the PI."}
    problem = next(one for one in read.problems if one.code == "message-id-differs")
    assert problem.place == "entry 0 frame 3 message 1"
    assert "entry 0 frame 3 message 0" in problem.detail


def test_a_copy_that_was_read_later_joins_its_marks() -> None:
    """The same message, first unread and then read, is one message that was read."""
    original = har(
        asked("1", 9), answered("1", model("a", 1747017600000, readStatus=1)),
        asked("2", 9), answered("2", model("a", 1747017600000, readStatus=2)),
    )  # fmt: skip
    (only,) = only_chat(original).messages
    assert only.marks == ("read",)


@pytest.mark.parametrize(("more", "expected"), [(1, True), (True, True), ("true", True), (0, False), (None, None)])
def test_the_oldest_page_says_whether_there_is_more(more: Any, expected: bool | None) -> None:
    """is_tail is what the page with the oldest message says, in whichever form it says it."""
    original = har(
        asked("1", 9007199254740991), answered("1", model("b", 1747017700000), more=True, cursor=1747017700000),
        asked("2", 1747017700000), answered("2", model("a", 1747017600000), more=more, cursor=1747017600000),
    )  # fmt: skip
    assert only_chat(original).is_tail is expected


def test_a_page_that_was_never_fetched_is_missed() -> None:
    """Between two pages, the cursor of the newer one leads to a page that is not in the file."""
    original = har(
        asked("1", 9007199254740991), answered("1", model("b", 1747017700000), more=True, cursor=1747017700000),
        asked("2", 1747017650000), answered("2", model("a", 1747017600000), more=False),
    )  # fmt: skip
    (read,) = alibaba_har.read(original)
    assert codes(read) == {"page-missing": 1}
    (whole,) = alibaba_har.read(original.replace(b"1747017650000", b"1747017700000"))
    assert codes(whole) == {}


def test_a_push_that_meets_the_number_of_a_request_is_still_a_push() -> None:
    """The server numbers its pushes itself; one of them does not answer a request of the same number."""
    packed = base64.b64encode(json.dumps(model("p", 1747017600000)).encode()).decode()
    push = {"lwp": "/s/sync", "headers": {"mid": "1"}, "body": {"syncPushPackage": {"data": [{"data": packed}]}}}
    (read,) = alibaba_har.read(har(asked("1", 9), frame("receive", push)))
    assert [one.message_id for one in read.chats[0].messages] == ["p"]
    assert codes(read) == {"request-unanswered": 1}


def test_a_sent_message_without_the_servers_time_has_the_browsers() -> None:
    """Where the answer to a sending states no time, the moment is the one at which the browser saw it go out."""
    content = {"contentType": 1, "text": {"content": "on its way"}}
    send = {
        "lwp": "/r/MessageSend/send",
        "headers": {"mid": "5 0"},
        "body": [{"uuid": "u", "cid": CID, "content": content}],
    }
    answer = {"code": 200, "headers": {"mid": "5 0"}, "body": {"messageId": "m5"}}
    (message,) = only_chat(har(frame("send", send), frame("receive", answer))).messages
    assert message.moment is not None
    assert (message.moment.source, message.moment.raw) == ("capture", "1747020000.5")
    assert (message.text, message.message_id) == ("on its way", "m5")


def test_a_gzipped_binary_frame_is_opened() -> None:
    """A frame saved as base64 of gzip is read as the JSON that it packs."""
    answer = json.dumps({"code": 200, "headers": {}, "body": {"userMessageModels": [model("z", 1747017600000)]}})
    packed = base64.b64encode(gzip.compress(answer.encode())).decode()
    assert only_chat(har(frame("receive", packed, opcode=2))).messages[0].message_id == "z"


def test_the_one_account_of_all_conversations_is_the_owner() -> None:
    """Without a registration in the file, the account that takes part in each of several conversations is the owner."""
    other = model("c", 1747017600000)
    other["message"]["cid"] = "200148820411-55#11011@icbu"
    own = model("d", 1747017600001)
    own["message"]["sender"] = {"uid": "200148820411@icbu"}
    (read,) = alibaba_har.read(har(answered("1", other, own)))
    assert [chat.messages[0].is_own for chat in read.chats] == [False, True]


def test_frames_of_one_unknown_kind_are_one_problem_with_their_number() -> None:
    """Unknown frames are counted as other, with one problem for the kind, and its detail shows no content."""
    frames = [frame("receive", {"code": 200, "headers": {}, "body": {"token": "abc"}}) for _ in range(3)]
    (read,) = alibaba_har.read(har(*frames))
    assert dict(read.counts[0].became) == {"other": 3}
    assert codes(read) == {"frame-unknown": 1}
    assert "3 of this kind" in read.problems[0].detail
    assert "abc" not in repr(read)


@pytest.mark.parametrize("name", ["onetalk.har", "1688.har", "damaged.har"])
def test_no_secret_of_the_session_reaches_the_reading(name: str) -> None:
    """Tokens, cookies, session ids and signatures, in headers, frames, forms and addresses, stay in the original."""
    original = (GOLDEN / name).read_bytes()
    assert original.count(b"SECRETVALUE") > 2
    assert "SECRETVALUE" not in repr(reading(name))


def test_a_har_without_entries_is_refused() -> None:
    """A log without a list of entries is not this format."""
    with pytest.raises(NotThisFormat):
        list(alibaba_har.read(b'{"log":{"version":"1.2"}}'))


def test_more_frames_than_are_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of frames the reading stops with LimitExceeded."""
    monkeypatch.setattr(alibaba_har, "MOST_FRAMES", 2)
    with pytest.raises(LimitExceeded):
        list(alibaba_har.read(har("a", "b", "c")))


def test_more_messages_than_are_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of messages the reading stops with LimitExceeded."""
    monkeypatch.setattr(alibaba_conversation, "MOST_MESSAGES", 1)
    with pytest.raises(LimitExceeded):
        list(alibaba_har.read(har(answered("1", model("a", 1747017600000), model("b", 1747017600000)))))


def old_page(post: dict[str, Any], answer: str, **content: Any) -> bytes:
    entry = {
        "request": {"url": "https://onetalk.alibaba.com/message/getChatMessageList.htm", "postData": post},
        "response": {"content": {"text": answer, **content}},
    }
    return json.dumps({"log": {"entries": [entry]}}).encode()


OLD = json.dumps(
    {"code": "200", "data": {"list": [{"messageId": "1", "senderAliId": "5", "content": "hi", "sendTime": 1}]}}
)
FORM = json.dumps({"cid": "5-6#11011@icbu", "selfAliId": "5"})


@pytest.mark.parametrize(
    "post",
    [
        {"params": [{"name": "params", "value": FORM}]},
        {"params": [{"name": "params", "value": quote(FORM)}]},
        {"text": "params=" + quote(FORM)},
    ],
    ids=["decoded", "encoded", "text"],
)
def test_the_older_messengers_form_is_read_as_each_browser_saves_it(post: dict[str, Any]) -> None:
    """The form of a request stands decoded, encoded or as text; each names conversation and owner."""
    (read,) = alibaba_har.read(old_page(post, OLD))
    assert (read.chats[0].chat_id, read.chats[0].messages[0].is_own) == ("5-6#11011@icbu", True)
    assert codes(read) == {"time-unreadable": 1}


@pytest.mark.parametrize("post", [{"text": "&".join("a=1" for _ in range(200))}, {"text": "params=5"}, {}])
def test_a_form_that_says_nothing_leaves_the_conversation_unnamed(post: dict[str, Any]) -> None:
    """Messages whose request cannot be read are kept in a conversation without id."""
    (read,) = alibaba_har.read(old_page(post, OLD))
    assert (read.chats[0].chat_id, read.chats[0].messages[0].text) == ("", "hi")


def test_an_answer_within_a_function_or_in_base64_is_read() -> None:
    """JSONP and base64 are ways to save the same answer; what is no answer is a problem."""
    (named,) = alibaba_har.read(old_page({}, f"cb({OLD});"))
    (packed,) = alibaba_har.read(old_page({}, base64.b64encode(OLD.encode()).decode(), encoding="base64"))
    (broken,) = alibaba_har.read(old_page({}, "{broken"))
    assert named.chats == packed.chats
    assert codes(broken) == {"request-unanswered": 1}


def test_newer_messages_asked_for_say_nothing_about_older_ones() -> None:
    """A page of newer messages does not decide whether older ones are missing."""
    original = har(asked("1", 5, forward=True), answered("1", model("a", 1747017600000), more=True))
    assert only_chat(original).is_tail is None


def test_a_list_says_what_it_leaves_out() -> None:
    """A list with more conversations than it holds, and one without id, are problems; a group is listed too."""
    members = {"cid": "g1", "title": "Lamps", "pairFirst": {"uid": "1@icbu"}, "pairSecond": [{"uid": "2@icbu"}, ""]}
    group = {"groupChatUserConversation": {"groupChatConversation": members}}
    body = {"userConvs": [group, {}, 5], "hasMore": True}
    (read,) = alibaba_har.read(har(frame("receive", {"code": 200, "headers": {}, "body": body})))
    assert [(chat.chat_id, chat.title) for chat in read.chats] == [("g1", "Lamps")]
    assert [one.ident for one in read.chats[0].participants] == ["1@icbu", "2@icbu"]
    assert codes(read) == {"conversation-unreadable": 2, "conversations-not-all": 1, "conversation-not-opened": 1}


def test_frames_of_the_session_are_structure() -> None:
    """A kick-out, an empty push and an empty answer carry no message and are no problem."""
    frames = [
        frame("receive", {"lwp": "/push/kickout", "headers": {}, "body": {"reason": 1}}),
        frame("receive", {"lwp": "/s/vulcan", "headers": {}, "body": {}}),
        frame("receive", {"code": 200, "headers": {}}),
    ]
    (read,) = alibaba_har.read(har(*frames))
    assert dict(read.counts[0].became) == {"structure": 3}
    assert read.problems == ()


@pytest.mark.parametrize("time", [None, -1, 5e12, "soon"])
def test_a_sending_without_any_time_has_none(time: Any) -> None:
    """Where neither the server nor the browser states a time that can be, the message has none."""
    send = {"lwp": "/r/MessageSend/send", "headers": {"mid": "5"}, "body": [{"uuid": "u", "cid": CID, "content": "x"}]}
    (read,) = alibaba_har.read(
        har(frame("send", send, time=time), frame("receive", {"code": 200, "headers": {"mid": "5"}, "body": {}}))
    )
    assert read.chats[0].messages[0].moment is None
    assert codes(read) == {"time-missing": 1}


def test_a_quote_in_each_form_is_read() -> None:
    """A quote names its sender in the quote, or in the sender's object; one that says nothing is none."""
    quoting = model("a", 1747017600000)
    inner = {"messageId": "q", "sender": {"uid": "9"}, "content": {"text": "old words"}}
    quoting["message"]["extension"] = {"quoteMessage": {"message": inner}}
    empty = model("b", 1747017600001)
    empty["message"]["content"]["quote"] = {}
    strange = model("c", 1747017600002)
    strange["message"]["quote"] = "text"
    first, second, third = only_chat(har(answered("1", quoting, empty, strange))).messages
    assert first.quoted == Quoted("9", "old words", "q")
    assert second.quoted is None
    assert third.quoted is None


@pytest.mark.parametrize(
    "inner",
    [
        {"messageId": "i", "createAt": 1747017600000},
        {"deep": {"list": [{"message": {"uuid": "i", "content": {}, "createAt": 1747017600000}}]}},
        {
            "1": {
                "2": "a@icbu",
                "3": "i",
                "5": 1747017600000,
                "6": {"1": 101, "3": {"2": "sum", "5": '{"text":{"text":"t"}}'}},
            }
        },
        {"1": {"2": "a@icbu", "3": "i", "5": 1747017600000}},
    ],
    ids=["flat", "deep", "numbered and packed", "numbered without content"],
)
def test_a_message_is_found_wherever_a_package_holds_it(inner: dict[str, Any]) -> None:
    """Pushed packages hold messages flat, within others, or under numbers; each is found."""
    push = {"lwp": "/s/para", "headers": {}, "body": {"syncPushPackage": {"data": [{"data": json.dumps(inner)}]}}}
    (message,) = only_chat(har(frame("receive", push))).messages
    assert message.message_id == "i"


@pytest.mark.parametrize("body", [{"syncPushPackage": {"data": 5}}, {"syncPushPackage": {"data": []}}, []])
def test_a_package_list_that_is_empty_is_structure(body: dict[str, Any]) -> None:
    """A push without packages is counted as structure."""
    (read,) = alibaba_har.read(har(frame("receive", {"lwp": "/s/para", "headers": {}, "body": body})))
    assert dict(read.counts[0].became) == {"structure": 1}


def test_packages_that_are_too_large_or_foreign_are_problems() -> None:
    """A package deeper than is looked through is unreadable; one that is no object is unknown."""
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    body = {"syncPushPackage": {"data": [{"data": json.dumps(deep)}, 7]}}
    (read,) = alibaba_har.read(har(frame("receive", {"lwp": "/s/para", "headers": {}, "body": body})))
    assert codes(read) == {"push-unreadable": 1, "push-unknown": 1}
    assert all(count.unbalanced == 0 for count in read.counts)


@pytest.mark.parametrize("packed", ["{broken", "5", ""])
def test_a_custom_content_that_packs_nothing_shows_its_summary(packed: str) -> None:
    """Packed data that is no content leaves the summary of the message."""
    custom = model("a", 1747017600000)
    custom["message"]["content"] = {"contentType": 101, "custom": {"summary": "[Order]", "data": packed}}
    assert only_chat(har(answered("1", custom))).messages[0].text == "[Order]"


def test_frames_in_odd_wrappings_are_told_apart() -> None:
    """Base64 that is none, broken gzip and JSON that is no object are problems of their own."""
    frames = [
        frame("receive", "A" * 5, opcode=2),
        frame("receive", base64.b64encode(b"\x1f\x8bbroken").decode(), opcode=2),
        frame("receive", "[1]"),
        frame("receive", '{"body":{"userMessageModels":[{"message":{"messageId":"a","createAt":1747017600000}},5'),
    ]
    (read,) = alibaba_har.read(har(*frames))
    assert codes(read) == {"frame-unreadable": 2, "frame-binary": 1, "frame-cut": 1}


def test_several_pictures_in_one_message_are_each_named() -> None:
    """An album is one message with each of its pictures; one without an address is only named."""
    album = model("a", 1747017600000)
    album["message"]["content"] = {"image": {"pics": [{"url": "https://a.example/1.jpg"}, {"name": "2.jpg"}, 3]}}
    assert only_chat(har(answered("1", album))).messages[0].media == (
        Media("image", "linked", link="https://a.example/1.jpg"),
        Media("image", "named", "2.jpg"),
    )
    album["message"]["content"] = {"image": [{"name": "3.jpg"}], "file": "no file"}
    assert only_chat(har(answered("1", album))).messages[0].media == (Media("image", "named", "3.jpg"),)


def test_a_page_in_the_recording_that_names_nobody_decides_nothing() -> None:
    """Without the owner's id in the page, nobody is known to be the owner."""
    page = {"request": {"url": "https://onetalk.alibaba.com/message/weblitePWA.htm"}, "response": {}}
    whole = json.loads(har(answered("1", model("a", 1747017600000))))
    whole["log"]["entries"].insert(0, page)
    (read,) = alibaba_har.read(json.dumps(whole).encode())
    assert read.chats[0].messages[0].is_own is None


def test_a_packed_card_in_a_text_shows_no_secret() -> None:
    """The older messenger's texts can be JSON themselves; its tokens are hidden like those of addresses."""
    card = json.dumps({"title": "lamp", "chatToken": "abc"})
    (message,) = only_chat(old_page({}, json.dumps({"data": {"list": [{"messageId": "1", "content": card}]}}))).messages
    assert message.text == '{"title": "lamp", "chatToken": "[hidden]"}'
