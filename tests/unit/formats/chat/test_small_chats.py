"""LINE, Signal, QQ and Viber: what their exports say, and that every line or row is accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.chat import line, qq_text, signal, viber
from tallystick.model.chat import ChatMessage
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats"
MODULES = {"line": line, "signal": signal, "qq-text": qq_text, "viber": viber}
FILES = [path for name in MODULES for path in sorted((GOLDEN / name).iterdir())]


def golden(name: str, file: str) -> Reading:
    path = GOLDEN / name / file
    reading: Reading
    (reading,) = MODULES[name].read(path.read_bytes(), path.name)
    return reading


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def utc(message: ChatMessage) -> datetime | None:
    return message.moment.utc if message.moment else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_file_is_recognised_and_balances(path: Path) -> None:
    """Each fixture is recognised by its content, by its own module alone, and each of its units is counted once."""
    head = Head.of(path.read_bytes(), "export.dat")
    assert [name for name, module in MODULES.items() if module.recognises(head)] == [path.parent.name]
    reading = golden(path.parent.name, path.name)
    assert reading.counts[0].unbalanced == 0
    assert reading.format == path.parent.name


@pytest.mark.parametrize("read", [module.read for module in MODULES.values()])
def test_foreign_bytes_are_refused(read: Callable[[bytes], Iterator[Reading]]) -> None:
    """Text without a message is not in the format."""
    for original in (b"", b"hello", b"\xff\x00\xfe", b"a,b,c\n1,2,3\n"):
        with pytest.raises(NotThisFormat):
            list(read(original))


def test_line_in_chinese() -> None:
    """LINE's text gives days, both clocks, quoted texts of several lines, stubs, calls and notices."""
    (chat,) = golden("line", "chat_zh.txt").chats
    first, photo, notice, call = chat.messages
    assert chat.title == "佐藤"
    assert (first.text, utc(first)) == ('第一行\n第二行 "引用"', datetime(2026, 1, 30, 9, 5, tzinfo=UTC))
    assert (photo.kind, photo.media[0].kind, utc(photo)) == (
        "media",
        "image",
        datetime(2026, 1, 30, 13, 20, tzinfo=UTC),
    )
    assert (notice.kind, notice.sender, notice.text) == ("system", "", "佐藤已收回消息")
    assert call.kind == "call"


def test_line_in_english() -> None:
    """The English export writes the month first, which the day above 12 shows, and twelve hours."""
    (chat,) = golden("line", "chat_en.txt").chats
    assert [utc(one) for one in chat.messages] == [
        datetime(2026, 1, 30, 9, 5, tzinfo=UTC), datetime(2026, 1, 30, 13, 20, tzinfo=UTC)
    ]  # fmt: skip


def test_line_damaged() -> None:
    """Odd lines, impossible days and hours, and a quotation mark that never closes lose nothing."""
    reading = golden("line", "damaged.txt")
    assert codes(reading) == ["line-not-understood", "bad-time", "bad-time"]
    assert [one.text for one in reading.chats[0].messages] == ["Hello\nand more", '"never closed', "ok"]


def test_line_that_leaves_the_order_open() -> None:
    """A day that can be read in two orders gives no time."""
    (reading,) = line.read(b"[LINE] Chat history with Sato\n\nTue, 3/4/2025\n09:05\tSato\tHello\n")
    assert codes(reading) == ["date-order-ambiguous"]
    assert reading.chats[0].messages[0].marks == ("ambiguous-time",)


def test_signal_chat() -> None:
    """signal-export's text gives own messages, quotes and named files."""
    (chat,) = golden("signal", "chat.md").chats
    mine, theirs = chat.messages
    assert (mine.text, mine.is_own, utc(mine)) == ("Please confirm", True, datetime(2025, 3, 18, 14, 56, tzinfo=UTC))
    assert theirs.quoted is not None
    assert theirs.quoted.text == "Please confirm"
    assert [(one.kind, one.name) for one in theirs.media] == [
        ("image", "2025-03-18_00_photo.jpg"), ("document", "PI-118.pdf")
    ]  # fmt: skip
    assert theirs.text.startswith("Confirmed, see")
    assert codes(golden("signal", "damaged.txt")) == ["bad-time"]


def test_qq_chats() -> None:
    """QQ's text gives one chat for each contact, with numbers or mail addresses as ids, stubs and notices."""
    reading = golden("qq-text", "messages.txt")
    one, group = reading.chats
    assert (one.title, group.title) == ("宁波水泵", "采购群")
    assert [(each.sender, each.sender_id, each.kind) for each in one.messages] == [
        ("宁波水泵", "12345678", "text"), ("安娜", "anna@example.com", "media"), ("系统消息", "10000", "system")
    ]  # fmt: skip
    assert one.messages[0].text == "单价38.5美元\n离岸价宁波"
    assert utc(one.messages[0]) == datetime(2025, 7, 16, 18, 15, 5, tzinfo=UTC)
    assert one.messages[0].place == "line 9"
    assert group.messages[0].place == "line 25"
    assert reading.problems == ()
    assert codes(golden("qq-text", "damaged.txt")) == ["line-not-understood", "bad-time"]


def test_viber_chat() -> None:
    """Viber's table gives name, number, text of several lines, and who is the owner."""
    (chat,) = golden("viber", "Messages - Li Wei.csv").chats
    theirs, mine = chat.messages
    assert chat.title == "Li Wei"
    assert (theirs.sender_id, theirs.text, theirs.is_own) == ("+8613800000000", "Price is 38.50, FOB", None)
    assert (mine.text, mine.is_own, utc(mine)) == (
        "Thank you,\nwe agree",
        True,
        datetime(2025, 3, 18, 14, 57, tzinfo=UTC),
    )
    assert codes(golden("viber", "damaged.csv")) == ["date-order-ambiguous", "row-not-understood", "bad-time"]
