"""WhatsApp exports that others collected: one chat in 22 languages, and every header that a peer knows."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tallystick.formats.carrier import Head
from tallystick.formats.chat import signal, whatsapp
from tallystick.model.chat import Chat

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
CHATS = SHARED / "data" / "chats"
HEADERS = CHATS / "whatstk" / "whatstk" / "whatsapp" / "assets" / "header_format_support.json"

pytestmark = pytest.mark.skipif(not CHATS.is_dir(), reason="the shared chats are not on this machine")

# file -> (messages, notices, media, deleted, first time, last time) as a person counts them
EVENING = "2022-03-27 21:56"
PHONES = (
    "arabic2", "arabic", "czech", "deutch", "english", "english_media", "french", "hindi", "indonesian",
    "italian", "japanese", "portugal", "russian", "spanish", "thai", "ukrainian", "vietnamese",
)  # fmt: skip
LANGUAGES: dict[str, tuple[int, int, int, int, str, str]] = {
    **{f"{name}_ios": (22, 1, 16, 2, "2022-03-18 14:56", EVENING) for name in PHONES if "media" not in name},
    "english_ios_media": (22, 3, 16, 2, "2022-03-18 14:56", "2023-01-07 23:32"),
    "czech_android": (59, 1, 32, 8, "2022-03-23 13:31", "2023-01-07 23:32"),
    "english_android": (59, 1, 32, 8, "2022-03-23 13:31", "2023-01-07 23:32"),
    "english_android_media": (59, 1, 32, 8, "2022-03-23 13:31", "2023-01-07 23:32"),
    "russian_android": (59, 1, 32, 8, "2022-03-23 13:31", "2023-01-07 23:32"),
    "deutch_android_media": (40, 1, 24, 7, "2022-03-23 13:31", "2023-01-07 23:32"),
}
LOREM = {"lorem.txt": 500, "lorem-2000.txt": 2000, "lorem-merge-part1.txt": 300, "lorem-merge-part2.txt": 300}


def chat(path: Path) -> Chat:
    """The chat in a file that is recognised without its name, with an account that balances."""
    original = path.read_bytes()
    assert whatsapp.recognises(Head.of(original, "export.txt"))
    (reading,) = whatsapp.read(original, path.name)
    (count,) = reading.counts
    assert count.unbalanced == 0
    assert count.total == len(original.decode().removesuffix("\n").split("\n"))
    return reading.chats[0]


def told(held: Chat) -> list[tuple[str, str, list[tuple[str, str]], tuple[str, ...]]]:
    """What must be the same in all languages: minute, kind, what is carried, marks."""
    return [
        (
            f"{one.moment.utc:%Y-%m-%d %H:%M}",
            one.kind,
            [(each.kind, each.status) for each in one.media],
            one.marks,
        )
        for one in held.messages
        if one.moment and one.moment.utc
    ]  # fmt: skip


def test_every_language_is_expected() -> None:
    """The table names each file that is there."""
    found = {path.stem for path in (CHATS / "whatsapp" / "languages").iterdir()}
    assert found == set(LANGUAGES)
    assert len(found) == 22


@pytest.mark.parametrize("name", LANGUAGES)
def test_language(name: str) -> None:
    """Messages, notices, media, deletions and times are found as expected in each language."""
    held = chat(CHATS / "whatsapp" / "languages" / f"{name}.txt")
    kinds = [one.kind for one in held.messages]
    times = [moment for moment, *_rest in told(held)]
    found = (
        len(kinds) - kinds.count("system"), kinds.count("system"), kinds.count("media"),
        sum("deleted" in one.marks for one in held.messages), times[0], times[-1],
    )  # fmt: skip
    assert found == LANGUAGES[name]
    assert len(times) == len(held.messages)
    assert len(held.participants) == 2


@pytest.mark.parametrize("name", [name for name in PHONES if "media" not in name])
def test_phones_tell_the_same_chat(name: str) -> None:
    """The chat of one phone is the same minute for minute in all languages; a second may round differently."""
    first = told(chat(CHATS / "whatsapp" / "languages" / "english_ios.txt"))
    other = told(chat(CHATS / "whatsapp" / "languages" / f"{name}_ios.txt"))
    assert [line[1:] for line in other] == [line[1:] for line in first]
    apart = [
        abs(datetime.fromisoformat(one[0]) - datetime.fromisoformat(two[0]))
        for one, two in zip(other, first, strict=True)
    ]
    assert max(apart) <= timedelta(minutes=1)


@pytest.mark.parametrize("name", ["czech_android", "russian_android"])
def test_androids_tell_the_same_chat(name: str) -> None:
    """The chat of one Android phone is the same in all its languages."""
    first = told(chat(CHATS / "whatsapp" / "languages" / "english_android.txt"))
    assert told(chat(CHATS / "whatsapp" / "languages" / f"{name}.txt")) == first


def test_android_files_have_titles() -> None:
    """The name that the app gives a file yields the title in each language."""
    titles = {chat(path).title for path in (CHATS / "whatsapp" / "android").iterdir()}
    assert titles == {
        "Dmitry S CZ Android", "Dmitry S EN Android", "Dmitry S EN+Media Android", "Dmitry S RU Android",
        "Group Chat XXX Android",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted((CHATS / "chat-miner" / "whatsapp").glob("*.txt")), ids=lambda path: path.stem)
def test_chat_miner(path: Path) -> None:
    """Authors, times and words are those that chat-miner's own test expects."""
    target = json.loads((path.parent / "target.json").read_text("utf-8"))
    said = [one for one in chat(path).messages if one.kind != "system"]
    found = [
        {
            "timestamp": f"{one.moment.utc:%Y-%m-%dT%H:%M:%S}",
            "author": one.sender,
            "message": " ".join(one.text.split()),
        }
        for one in reversed(said)
        if one.moment and one.moment.utc
    ]
    assert found == target


@pytest.mark.parametrize(("name", "count"), LOREM.items())
def test_whatstk_chats(name: str, count: int) -> None:
    """The generated chats of whatstk give one message a line."""
    assert len(chat(CHATS / "whatstk" / "chats" / "whatsapp" / name).messages) == count


def test_pokemon() -> None:
    """The group chat of whatstk gives its messages and its notice."""
    kinds = [one.kind for one in chat(CHATS / "whatstk" / "chats" / "whatsapp" / "pokemon.txt").messages]
    assert (len(kinds), kinds.count("system")) == (20, 1)


def headers() -> list[str]:
    return [one["format"] for one in json.loads(HEADERS.read_text("utf-8"))] if HEADERS.exists() else []


@pytest.mark.parametrize("year", ["%Y", "%y"])
@pytest.mark.parametrize("header", headers())
def test_every_header_of_whatstk(header: str, year: str) -> None:
    """Lines written in each of the 96 headers are read back to the minute, with two and four digits of the year."""
    begun = datetime(2021, 11, 3, 9, 5, tzinfo=UTC)
    moments = [begun + timedelta(hours=37 * at, minutes=at) for at in range(60)]
    template = header.replace("%name", "Anna").replace("%y", year)
    text = "\n".join(f"{moment.strftime(template)} words {at}" for at, moment in enumerate(moments))
    assert whatsapp.recognises(Head.of(text.encode(), "export.txt"))
    (reading,) = whatsapp.read(text.encode(), "export.txt")
    assert [one.moment.utc for one in reading.chats[0].messages if one.moment] == moments
    assert [one.text for one in reading.chats[0].messages] == [f"words {at}" for at in range(60)]


def test_signal() -> None:
    """Authors, times and words of a Signal export are those that chat-miner's own test expects."""
    folder = CHATS / "chat-miner" / "signal"
    original = (folder / "test_export.txt").read_bytes()
    assert not whatsapp.recognises(Head.of(original, "test_export.txt"))
    assert signal.recognises(Head.of(original, "test_export.txt"))
    (reading,) = signal.read(original, "test_export.txt")
    found = [
        {
            "timestamp": f"{one.moment.utc:%Y-%m-%dT%H:%M:%S}",
            "author": one.sender,
            "message": " ".join(one.text.split()),
        }
        for one in reversed(reading.chats[0].messages)
        if one.moment and one.moment.utc
    ]
    assert found == json.loads((folder / "target.json").read_text("utf-8"))
