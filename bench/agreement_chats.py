"""Chat exports beside the messages, people, times and files that others expect of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.agreement_row import Row, reading_of
from tallystick.model.chat import ChatMessage
from tallystick.model.reading import Reading

__all__ = ["chat_miner", "onetalk", "slack", "whatsapp_languages", "whatstk"]

_MINUTE = timedelta(minutes=1)


def whatsapp_languages(data: Path) -> Row:
    """One chat on two phones in 22 files; the English file of each phone says what the others must say."""
    from tests.conformance.test_whatsapp_shared import LANGUAGES

    row = Row("WhatsApp, one chat in its languages")
    read = {path.stem: _messages(reading_of(path)) for path in (data / "chats/whatsapp/languages").iterdir()}
    for name, messages in read.items():
        said, notices, media, deleted, *_times = LANGUAGES[name]
        carried = sum(message.kind == "media" for message in messages)
        row.files += 1
        row.counted("records", said + notices, len(messages))
        row.counted("attachments", media, carried)
        row.same("texts", deleted, sum("deleted" in message.marks for message in messages))
        row.counted("zones", len(messages), sum(_offset(message) is None for message in messages))
        model = read["english_ios" if name.endswith("ios") else "english_android"]
        if len(model) == len(messages):
            row.counted("parties", len(model), sum(map(int.__eq__, _sides(model), _sides(messages))))
            pairs = zip(model, messages, strict=True)
            row.counted("times", len(model), sum(abs(_utc(one) - _utc(two)) <= _MINUTE for one, two in pairs))
    return row


def chat_miner(data: Path, title: str, folder: str, pattern: str, offset: int | None) -> Row:
    """The messages that chat-miner's own tests expect, newest first; blanks are left out, which it puts in itself."""
    row = Row(title)
    target = json.loads((data / "chats/chat-miner" / folder / "target.json").read_text("utf-8"))
    expected = sorted((one["timestamp"], one["author"], re.sub(r"\s", "", one["message"])) for one in target)
    for path in sorted((data / "chats/chat-miner" / folder).glob(pattern)):
        said = [message for message in _messages(reading_of(path)) if message.kind != "system"]
        found = sorted((f"{_utc(one):%Y-%m-%dT%H:%M:%S}", one.sender, re.sub(r"\s", "", one.text)) for one in said)
        row.files += 1
        row.counted("records", len(expected), len(found))
        row.counted("zones", len(expected), sum(_offset(message) == offset for message in said))
        for at, column in enumerate(("times", "parties", "texts")):
            pairs = zip(expected, found, strict=False)
            row.counted(column, len(expected), sum(one[at] == two[at] for one, two in pairs))
    return row


def whatstk(data: Path) -> Row:
    """The generated chats of whatstk, and sixty lines in each of its 96 headers with both lengths of the year."""
    from tests.conformance.test_whatsapp_shared import LOREM, headers

    row = Row("WhatsApp, whatstk's chats and 96 headers")
    for name, expected in LOREM.items():
        row.files += 1
        row.counted("records", expected, len(_messages(reading_of(data / "chats/whatstk/chats/whatsapp" / name))))
    begun = datetime(2021, 11, 3, 9, 5, tzinfo=UTC)
    moments = [begun + timedelta(hours=37 * at, minutes=at) for at in range(60)]
    for header in [each.replace("%y", year) for each in headers() for year in ("%Y", "%y")]:
        stamp = header.replace("%name", "Anna")
        text = "\n".join(f"{moment.strftime(stamp)} words {at}" for at, moment in enumerate(moments))
        messages = _messages(reading_of(Path("export.txt"), text.encode()))
        row.counted("records", len(moments), len(messages))
        row.counted("parties", len(moments), sum(message.sender == "Anna" for message in messages))
        row.counted("times", len(moments), sum(map(datetime.__eq__, moments, map(_utc, messages))))
        row.counted("zones", len(moments), sum(_offset(message) is None for message in messages))
    return row


def slack(data: Path) -> Row:
    """Each record of each day's file, as the zip itself holds them."""
    row = Row("Slack")
    path = data / "chats/slack/testarchive.zip"
    with zipfile.ZipFile(path) as archive:
        days = [name for name in archive.namelist() if re.search(r"/\d{4}-\d\d-\d\d\.json$", name)]
        records = [record for name in days for record in json.loads(archive.read(name))]
    messages = _messages(reading_of(path))
    found = {(message.message_id or f"{_utc(message).timestamp():.6f}"): message for message in messages}
    row.files = 1
    row.counted("records", len(records), len(messages))
    times = sorted(round(_utc(message).timestamp(), 3) for message in messages)
    row.counted("times", len(records), sum(map(float.__eq__, sorted(round(float(r["ts"]), 3) for r in records), times)))
    row.counted("zones", len(records), sum(_offset(message) == 0 for message in messages))
    for record in records:
        message = found.get(record["ts"])
        if record.get("user"):
            row.same("parties", record["user"], message.sender_id if message else "")
        if record.get("file"):
            row.counted("attachments", 1, len(message.media) if message else 0)
    return row


def onetalk(data: Path) -> Row:
    """The newest message of the one conversation in the published page."""
    row = Row("Alibaba OneTalk page")
    messages = _messages(reading_of(data / "chats/alibaba-onetalk/apps/chrome-extension/test/fixtures/weblite.html"))
    row.files = 1
    row.counted("records", 1, len(messages))
    row.same("texts", ["hello"], [message.text for message in messages])
    row.same("times", [1779706200], [_utc(message).timestamp() for message in messages])
    return row


def _messages(reading: Reading) -> list[ChatMessage]:
    return [message for chat in reading.chats for message in chat.messages]


def _utc(message: ChatMessage) -> datetime:
    return message.moment.utc if message.moment and message.moment.utc else datetime.min.replace(tzinfo=UTC)


def _offset(message: ChatMessage) -> int | None:
    return message.moment.offset_minutes if message.moment else None


def _sides(messages: Iterable[ChatMessage]) -> list[int]:
    """Who wrote each message, by the order in which the people first speak: the same in every language."""
    order: dict[str, int] = {}
    return [order.setdefault(message.sender, len(order)) for message in messages]
