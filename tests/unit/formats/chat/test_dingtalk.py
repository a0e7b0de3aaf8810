"""DingTalk as a robot receives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import dingtalk
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "dingtalk"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert dingtalk.recognises(Head.of(original, name))
    (found,) = dingtalk.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_a_payload_is_a_message_of_its_conversation() -> None:
    """One payload is one chat with one message; the address of the session is not shown."""
    found = reading("payload.json")
    (chat,) = found.chats
    assert (chat.title, chat.kind, chat.messages[0].sender) == ("采购群", "group", "林伟")
    assert chat.messages[0].moment
    assert str(chat.messages[0].moment.utc) == "2026-03-05 08:41:00+00:00"
    assert "session=" not in repr(found)


def test_lines_and_frames_are_read() -> None:
    """Payloads one a line, one of them inside a stream frame, belong to their conversations."""
    found = reading("payloads.jsonl")
    group, private = found.chats
    assert [message.kind for message in group.messages] == ["text", "media", "media"]
    assert (group.messages[1].text, group.messages[1].media[0].kind) == ("见图", "image")
    assert (group.messages[2].media[0].name, group.messages[2].media[0].status) == ("PI.pdf", "omitted")
    assert (private.kind, private.messages[0].message_id) == ("private", "msgAAA4")
    assert "secretcode" not in repr(found)


def test_damage_is_told_line_by_line() -> None:
    """A time that is none, and three lines that are no payload."""
    assert [code for code, _place in codes(reading("damaged.jsonl"))] == ["no-time", *["not-a-record"] * 3]


def test_an_array_and_answers_are_read() -> None:
    """A message that answers another quotes it; Markdown has a title."""
    replied = {"msgId": "m0", "senderNick": "Ann", "content": {"text": "old"}}
    payloads = [
        {
            "msgId": "m1",
            "conversationId": "c",
            "createAt": 1772700060000,
            "text": {"content": "yes", "repliedMsg": replied},
        },
        {"msgId": "m2", "conversationId": "c", "createAt": 1772700060000, "markdown": {"title": "T", "text": "words"}},
    ]
    (found,) = dingtalk.read(json.dumps(payloads).encode())
    answer, note = found.chats[0].messages
    assert (answer.place, answer.quoted, answer.reply_to) == ("/0", ("Ann", "old", "m0"), "m0")
    assert note.text == "T\nwords"


@pytest.mark.parametrize("text", ["{}", "[1]", "words"])
def test_other_files_are_refused(text: str) -> None:
    """Without a payload there is no chat."""
    assert not dingtalk.recognises(Head.of(text.encode()))
    with pytest.raises(NotThisFormat):
        list(dingtalk.read(text.encode()))
