"""Chat exports that others published, with the parse they expect: every message, sender and time agrees."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from tallystick.formats import format_of
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import instagram, slack, telegram_json
from tallystick.model.reading import Reading

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
CHATS = SHARED / "data" / "chats"

pytestmark = pytest.mark.skipif(not CHATS.is_dir(), reason="the shared chat exports are not on this machine")


def expected(folder: str) -> list[tuple[str, str, str]]:
    """The published parse: time, author and words; blanks are left out, which the publisher puts between parts."""
    target = json.loads((CHATS / "chat-miner" / folder / "target.json").read_text(encoding="utf-8"))
    return sorted((one["timestamp"], one["author"], re.sub(r"\s", "", one["message"])) for one in target)


def found(reading: Reading) -> list[tuple[str, str, str]]:
    messages = [message for chat in reading.chats for message in chat.messages]
    return sorted(
        (f"{message.moment.utc:%Y-%m-%dT%H:%M:%S}", message.sender, re.sub(r"\s", "", message.text))
        for message in messages
        if message.moment and message.moment.utc
    )


@pytest.mark.parametrize("name", ["test_single_export.json", "test_batch_export.json"])
def test_telegram_agrees_with_chat_miner(name: str) -> None:
    """One chat and a whole account say what chat-miner's own tests expect."""
    original = (CHATS / "chat-miner" / "telegram" / name).read_bytes()
    chosen = format_of(Head.of(original, name))
    assert chosen is not None
    assert chosen.name == "telegram-json"
    (reading,) = telegram_json.read(original)
    assert found(reading) == expected("telegram")
    assert not reading.problems


def test_instagram_agrees_with_chat_miner() -> None:
    """The conversation says what chat-miner's own tests expect."""
    original = (CHATS / "chat-miner" / "instagram" / "test_export.json").read_bytes()
    assert instagram.recognises(Head.of(original))
    (reading,) = instagram.read(original)
    assert found(reading) == expected("instagram")


def test_a_real_slack_export_is_read_whole() -> None:
    """All 158 records of 17 days in two channels, with the people's names and no token."""
    original = (CHATS / "slack" / "testarchive.zip").read_bytes()
    chosen = format_of(Head.of(original, "testarchive.zip"))
    assert chosen is not None
    assert chosen.name == "slack"
    (reading,) = slack.read(original)
    assert [(chat.title, len(chat.messages)) for chat in reading.chats] == [("enrique", 102), ("traveling-sailor", 56)]
    records, members = reading.counts
    assert (records.total, dict(records.became)) == (158, {"messages": 147, "system": 11, "problems": 0})
    assert dict(members.became)["days"] == 17
    assert [count.unbalanced for count in reading.counts] == [0, 0]
    assert not reading.problems
    messages = [message for chat in reading.chats for message in chat.messages]
    assert sum(message.moment is not None for message in messages) == 158
    senders = Counter(message.sender for message in messages)
    assert {"hamza", "abilinski", "doubledeez", "heroeshannibal"} <= set(senders)
    assert sum(1 for message in messages if message.kind == "media") == 3
    assert b"xoxe-" not in repr(reading).encode()
