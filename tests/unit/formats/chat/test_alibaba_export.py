"""The export of a browser extension for OneTalk."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.chat import alibaba_export
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "alibaba-export"


def reading(name: str) -> Reading:
    (only,) = alibaba_export.read((GOLDEN / name).read_bytes())
    return only


@pytest.mark.parametrize("name", ["cached.json", "cached.jsonl", "damaged.jsonl"])
def test_the_schema_is_recognised(name: str) -> None:
    """A file that states the schema is claimed, as one object and by lines."""
    assert alibaba_export.recognises(Head.of((GOLDEN / name).read_bytes(), name))


@pytest.mark.parametrize("original", [b'{"schema":"other.v1"}', b'"schema":"weblite_cached_messages.v1"', b"", b"[]"])
def test_other_json_is_left_to_others(original: bytes) -> None:
    """A file with another schema, or that is no JSON, is not claimed."""
    assert not alibaba_export.recognises(Head.of(original))


@pytest.mark.parametrize("name", ["cached.json", "cached.jsonl"])
def test_both_forms_say_the_same(name: str) -> None:
    """Conversations, messages of both of the platform's forms, senders and owner are read from object and lines."""
    read = reading(name)
    assert [chat.title for chat in read.chats] == ["Olga Petrova", "Li Juan"]
    assert [[one.text for one in chat.messages] for chat in read.chats] == [
        ["Is the sample ready?", "Yes, DHL 4411 9921 03"],
        ["Hello Ms. Li, please quote 2,000 pcs of the 12 W lamp, FOB Ningbo."],
    ]
    assert [one.is_own for one in read.chats[0].messages] == [True, False]
    assert read.chats[0].messages[1].sender == "Olga Petrova"
    assert [check.verdict for check in read.checks] == [Verdict.PASS, Verdict.PASS]
    assert read.problems == ()


def test_the_last_page_says_whether_there_is_more() -> None:
    """A conversation whose last page has more is a tail; one without pages cannot tell."""
    assert [chat.is_tail for chat in reading("cached.json").chats] == [False, None]
    export = json.loads((GOLDEN / "cached.json").read_bytes())
    export["conversations"][0]["pages"] = [{"hasMore": True}]
    (read,) = alibaba_export.read(json.dumps(export).encode())
    assert read.chats[0].is_tail is True


def test_damage_is_named_and_the_count_stated_is_checked() -> None:
    """Unknown, broken and empty lines, the exporter's own errors and a wrong number of messages are problems."""
    read = reading("damaged.jsonl")
    assert Counter(problem.code for problem in read.problems) == {
        "line-unknown": 1, "line-unreadable": 1, "export-error": 1, "message-unreadable": 1, "message-count-differs": 1,
    }  # fmt: skip
    (check,) = read.checks
    assert check.verdict == Verdict.FAIL
    assert check.facts == {"stated": "3", "held": "2"}


@pytest.mark.parametrize("name", ["cached.json", "cached.jsonl", "damaged.jsonl"])
def test_all_counts_balance_and_no_secret_is_shown(name: str) -> None:
    """Every message and line is counted once, and tokens of the bootstrap stay in the original."""
    read = reading(name)
    assert all(count.unbalanced == 0 for count in read.counts)
    assert b"SECRETVALUE" in (GOLDEN / name).read_bytes()
    assert "SECRETVALUE" not in repr(read)


def test_a_conversation_that_is_no_object_is_a_problem() -> None:
    """What stands in the place of a conversation and is none is named, and the others are read."""
    original = json.dumps({"schema": "weblite_cached_messages.v1", "conversations": [5, {"messages": [{"id": "1"}]}]})
    (read,) = alibaba_export.read(original.encode())
    assert [problem.code for problem in read.problems] == ["conversation-unreadable", "time-missing"]
    assert read.chats[0].messages[0].message_id == "1"


def test_lines_of_something_else_are_refused() -> None:
    """A file without any line of the exporter is not this format."""
    with pytest.raises(NotThisFormat):
        list(alibaba_export.read(b'{"a":1}\n{"b":2}\n'))
