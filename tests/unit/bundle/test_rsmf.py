"""Chats by day as RSMF 2.0."""

from __future__ import annotations

import io
import json
import zipfile
from email import message_from_bytes
from email.message import Message
from typing import Any

from tallystick.bundle.rsmf import days, rsmf
from tallystick.model.exhibit import Conversation, Spoken


def spoken(ident: str, time: str, text: str, **more: Any) -> Spoken:
    given = {"zone": "+08:00", "sender": "陈伟", "is_ours": False, **more}
    return Spoken(ident=ident, time=time, text=text, **given)


CHAT = Conversation(name="订单", platform="wechat", messages=(
    spoken("1", "2026-03-02 23:59:00", "one"),
    spoken("2", "2026-03-03 00:01:00", "two\r\nX-RSMF-Custodian: forged", sender="Anna\r\nBcc: x", is_ours=True),
    spoken("3", "2026-03-03 08:00:00", "", marks=("left-out",)),
    spoken("4", "", "undated", zone=""),
))  # fmt: skip


def opened(content: bytes) -> tuple[Message, dict[str, Any]]:
    message = message_from_bytes(content)
    archive = next(part for part in message.walk() if part.get_filename() == "rsmf.zip")
    with zipfile.ZipFile(io.BytesIO(archive.get_payload(decode=True))) as packed:  # type: ignore[arg-type]
        return message, json.loads(packed.read("rsmf_manifest.json"))


def test_a_chat_is_cut_at_midnight() -> None:
    """A day is that of the clock which the messages state; what has no time stands apart."""
    assert [(day.day, len(day.conversation.messages)) for day in days(CHAT)] == [
        ("2026-03-02", 1), ("2026-03-03", 2), ("undated", 1),
    ]  # fmt: skip


def test_a_day_can_be_read_again() -> None:
    """Headers and manifest count the same events, each with its participant and time with zone."""
    message, manifest = opened(rsmf(list(days(CHAT))[1], custodian="Anna", generator="t"))
    assert message["X-RSMF-Version"] == manifest["version"] == "2.0.0"
    assert message["X-RSMF-EventCount"] == "2"
    assert message["X-RSMF-BeginDate"] == "2026-03-03T00:01:00+08:00"
    assert [event["timestamp"] for event in manifest["events"]] == [
        "2026-03-03T00:01:00+08:00", "2026-03-03T08:00:00+08:00",
    ]  # fmt: skip
    assert {event["participant"] for event in manifest["events"]} == {each["id"] for each in manifest["participants"]}


def test_a_hostile_name_makes_no_header() -> None:
    """A line end in a name or text adds no header to the file."""
    message, _manifest = opened(rsmf(list(days(CHAT))[1], custodian="Anna\r\nBcc: y", generator="t"))
    assert message["Bcc"] is None
    assert message.get_all("X-RSMF-Custodian") == ["Anna Bcc: y"]


def test_what_is_left_out_is_said_to_be() -> None:
    """A withheld message keeps its place and time and loses its words."""
    _message, manifest = opened(rsmf(list(days(CHAT))[1], custodian="Anna", generator="t"))
    assert "left out" in manifest["events"][1]["body"]


def test_an_undated_message_has_no_timestamp() -> None:
    """No time is made up."""
    _message, manifest = opened(rsmf(list(days(CHAT))[2], custodian="Anna", generator="t"))
    assert "timestamp" not in manifest["events"][0]
