"""The export of Slack."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import slack
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "slack"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert slack.recognises(Head.of(original, name))
    (found,) = slack.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_channels_and_direct_messages_are_chats() -> None:
    """A channel has its name, a direct conversation the names of the two; times are the platform's."""
    orders, direct = reading("export.zip").chats
    assert (orders.title, orders.chat_id, orders.kind, orders.zone) == ("orders", "C01", "channel", "UTC")
    assert (direct.title, direct.kind) == ("Marta, Wei Lin", "private")
    moment = orders.messages[1].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2026-03-05 08:41:00+00:00", 0)


def test_words_are_shown_as_people_saw_them() -> None:
    """Names stand for ids, an address beside its label, and the escapes are undone."""
    orders = reading("export.zip").chats[0]
    assert orders.messages[1].text == (
        "Hi @Wei Lin, PI & price < 5 USD? see the PI (https://example.com/pi?token=[hidden]) in #shipping @here"
    )
    assert orders.messages[4].text == "Shipment 88\nCleared by @Marta\nHS: 8504.40"
    assert orders.messages[7].text == "Only in blocks"


def test_threads_edits_quotes_and_removals() -> None:
    """An answer names its thread, a shared message is quoted, a removed one is marked."""
    messages = reading("export.zip").chats[0].messages
    assert messages[0].kind == "system"
    assert messages[1].reply_to == ""
    assert (messages[2].reply_to, messages[2].marks) == ("1772700060.000200", ("edited",))
    assert messages[5].quoted == ("Wei Lin", "4.20, valid 7 days", "1772700120.000300")
    assert messages[6].marks == ("deleted",)


def test_no_token_is_shown() -> None:
    """Files lose the token of their address, and a hook its secret."""
    found = reading("export.zip")
    file, lost = found.chats[0].messages[3].media
    assert (file.name, file.link) == ("PI-118.pdf", "https://files.slack.com/files-pri/T01-F1/pi-118.pdf")
    assert (lost.status, lost.name) == ("omitted", "")
    assert "xoxe" not in repr(found)
    assert found.chats[1].messages[0].text == "Hook: https://hooks.slack.com/services/[hidden]"


def test_other_files_of_the_zip_are_handed_on() -> None:
    """A file that a tool put beside the days is embedded; each member is counted once."""
    found = reading("export.zip")
    assert [(one.name, one.place) for one in found.embedded] == [("F1-PI-118.txt", "orders/attachments/F1-PI-118.txt")]
    became = dict(found.counts[1].became)
    assert (became["days"], became["lists"], became["other lists"], became["files"]) == (2, 3, 1, 1)


def test_broken_members_are_problems() -> None:
    """A list or a day that cannot be read is named, and the rest is read."""
    found = reading("damaged.zip")
    assert codes(found)[:2] == [("member-unreadable", "channels.json"), ("member-unreadable", "orders/2026-03-06.json")]
    assert len(found.chats[0].messages) == 2


def zipped(**files: object) -> bytes:
    """A zip of JSON files; a double underscore in a name is a slash."""
    block = io.BytesIO()
    with zipfile.ZipFile(block, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/") + ".json", json.dumps(content))
    return block.getvalue()


def test_records_of_changes_are_the_messages_changed() -> None:
    """Exports of all conversations hold records of changes and removals around the message."""
    within = {"user": "U1", "text": "new", "ts": "1772700000.1"}
    records = [
        {"subtype": "message_changed", "message": within, "ts": "1772700001.1"},
        {"subtype": "message_deleted", "previous_message": within, "ts": "1772700002.1"},
    ]
    (found,) = slack.read(zipped(users=[], **{"c__2026-03-05": records}))
    assert [(one.text, one.marks) for one in found.chats[0].messages] == [("new", ("edited",)), ("new", ("deleted",))]


def test_a_preview_is_no_word_of_the_sender() -> None:
    """What Slack looked up for an address is shown as a card."""
    preview = {"from_url": "https://example.com/a?sig=zz", "title": "A &amp; B", "text": "looked up"}
    record = {"user": "U1", "text": "see <https://example.com/a>", "ts": "1772700000.1", "attachments": [preview]}
    (found,) = slack.read(zipped(users=[], **{"c__2026-03-05": [record]}))
    message = found.chats[0].messages[0]
    assert (message.text, message.kind) == ("see https://example.com/a", "text")
    assert (message.media[0].name, message.media[0].link) == ("A & B", "https://example.com/a?sig=[hidden]")


def test_a_zip_without_days_is_refused() -> None:
    """Lists alone are no conversation."""
    block = zipped(users=[])
    assert not slack.recognises(Head.of(block))
    with pytest.raises(NotThisFormat):
        list(slack.read(block))


def test_members_that_are_not_opened_are_counted() -> None:
    """A link is refused, a broken file and a day that is no list are named."""
    block = io.BytesIO()
    with zipfile.ZipFile(block, "w") as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("c/2026-03-05.json", "{}")
        archive.writestr("c/2026-03-06.json", '[{"text": "token xoxb-12345678-abcdefgh", "ts": "1772700000.1"}]')
        archive.writestr("c/notes.txt", "THE NOTES")
        link = zipfile.ZipInfo("c/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    broken = block.getvalue().replace(b"THE NOTES", b"THE MOTES")
    (found,) = slack.read(broken)
    assert [code for code, _place in codes(found)] == ["member-refused", "member-unreadable", "member-unreadable"]
    assert found.chats[0].messages[0].text == "token [hidden]"
    assert [count.unbalanced for count in found.counts] == [0, 0]
    assert found.embedded == ()


def test_half_characters_are_replaced() -> None:
    """What could be written nowhere does not enter a reading."""
    record = {"user": "U\ud800", "text": "\ud800", "ts": "1772700000.1"}
    block = zipped(channels=[{"name": "c", "members": ["\ud800"]}], **{"c__2026-03-05": [record]})
    (found,) = slack.read(block)
    assert "\\ud800" not in repr(found)


def test_words_in_blocks_are_whole() -> None:
    """People, links, emoji and channels within a rich text stand where they stood, in one line."""
    elements = [
        {"type": "text", "text": "ask "},
        {"type": "user", "user_id": "U1"},
        {"type": "text", "text": " if 3 < 4 & see ", "style": {"bold": True}},
        {"type": "link", "url": "https://x.example/?token=abc", "text": "the page"},
        {"type": "emoji", "name": "ship"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "broadcast", "range": "here"},
    ]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}, QUOTED]}
    record = {"type": "message", "user": "U1", "ts": "1.0", "text": "", "blocks": [rich]}
    (found,) = slack.read(zipped(users=[{"id": "U1", "name": "anna"}], **{"c__2026-03-05": [record]}))
    assert found.chats[0].messages[0].text == (
        "ask @anna if 3 < 4 & see the page (https://x.example/?token=[hidden]):ship:#C1@here\nquoted"
    )


QUOTED = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]}
