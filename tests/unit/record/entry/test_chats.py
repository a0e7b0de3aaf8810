"""Chats in the record: a heading, a message each, who said it by what proves it, and where it is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entry_rows import entered
from tallystick.model.chat import Chat, ChatMessage, Media, Participant, Quoted
from tallystick.model.message import Moment
from tallystick.record.entry.chats import identity, phone, put_chat

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LOCAL = Moment(NOON, None, "export", "02.03.26, 12:00")


def chat(*messages: ChatMessage, **facts: object) -> Chat:
    return Chat(platform="whatsapp", title="Lin Guodong", messages=messages, **facts)  # type: ignore[arg-type]


def test_a_chat_gives_a_heading_and_an_item_for_each_message() -> None:
    """Every column holds what it is for; the heading names who takes part, and which of them is the owner."""
    message = ChatMessage(
        "line 2", "Lin Guodong", LOCAL, "We ship 6,000 lanterns, PI-2026-007", message_id="7", reply_to="6",
        quoted=Quoted("Anna", "When?", "6"), media=(Media("image", "named", "IMG-1.jpg", "image/jpeg", 9),),
        marks=("edited",), is_own=False,
    )  # fmt: skip
    told = chat(
        message, is_tail=True, zone="+08:00", chat_id="c1",
        participants=(Participant(name="Anna", ident="+49 170 1234567", is_own=True), Participant(name="Lin Guodong")),
    )  # fmt: skip
    tables, (document,) = entered(put_chat, told, "part 2 > chat.txt")
    heading, item = tables["item"]
    assert heading[:8] == (0, "chat", "whatsapp", "whatsapp:c1", "", "part 2 > chat.txt", "", "Lin Guodong")
    assert heading[9:15] == (None, None, "", "", "tail zone=+08:00", None)
    assert item[:9] == (
        1, "message", "whatsapp", "whatsapp:c1", "line 2", "part 2 > chat.txt", "7", "Lin Guodong", message.text
    )  # fmt: skip
    assert item[9:12] == ("2026-03-02 12:00:00.000000", None, "export")
    assert item[13:15] == ("edited", False)
    assert tables["identifier"] == [
        (0, 0, "owner", "phone", "+491701234567", "Anna"),
        (1, 0, "participant", "whatsapp-name", "Lin Guodong", "Lin Guodong"),
        (2, 1, "from", "whatsapp-name", "Lin Guodong", "Lin Guodong"),
    ]
    assert tables["reference"] == [(0, 1, "quotes", "6")]
    assert tables["quotation"] == [(0, 1, "quoted", 1, "Anna", "", "When?")]
    assert tables["part"] == [(0, 1, "", "image/jpeg", "image", "IMG-1.jpg", 9, "", 0, 0, "named")]
    assert "PI-2026-007" in {row[3] for row in tables["mention"]}
    assert (document["channel"], document["flag"]) == ("whatsapp", ["attachment", "edited", "image"])


@pytest.mark.parametrize(
    ("platform", "ident", "name", "found"),
    [
        ("whatsapp", "", "+86 755 1234 5678", ("phone", "+8675512345678")),
        ("whatsapp", "", "\u202a+86\u00a0755\u00a01234\u20115678\u202c", ("phone", "+8675512345678")),
        ("signal", "+49 (170) 123-45.67", "Anna", ("phone", "+491701234567")),
        ("whatsapp", "", "+\u0669\u0667\u0661 4 1234567", ("phone", "+97141234567")),
        ("sms", "01701234567", "Anna", ("sms", "01701234567")),
        ("alibaba", "cn1001", "+86 755 1234 5678", ("alibaba", "cn1001")),
        ("wechat", "wxid_1", "陈美", ("wechat", "wxid_1")),
        ("wechat", "", "\u200e陈美\u2060 ", ("wechat-name", "陈美")),
        ("whatsapp", "", "Mu\u0308ller", ("whatsapp-name", "Müller")),
        ("whatsapp", "", "\u200e", ("whatsapp-name", "\u200e")),
    ],
)
def test_who_somebody_is(platform: str, ident: str, name: str, found: tuple[str, str]) -> None:
    """A number where the platform goes by numbers, the platform's own id, else the name as it compares."""
    assert identity(platform, ident, name) == found


@pytest.mark.parametrize(
    "text",
    ["", "+", "+12 34", "Anna +49 170 1234567", "0170 1234567", "+1234567890123456", "+" + "1" * 10**6, "+++++++++"],
)  # fmt: skip
def test_what_is_no_international_number(text: str) -> None:
    """Too short, too long, without the country, or with words in it."""
    assert phone(text) == ""


def test_messages_are_the_same_in_every_export_of_their_chat() -> None:
    """One message in two exports has one digest, whatever names its lines; two that say the same in one minute stay
    two, another word or chat is another one, and without a time or a chat's name nothing compares."""

    def digests(*messages: ChatMessage, title: str = "Lin") -> list[object]:
        tables, _documents = entered(put_chat, Chat(platform="whatsapp", title=title, messages=messages))
        return [row[15] for row in tables["item"][1:]]

    yes = ChatMessage("line 9", "Lin", LOCAL, "ok")
    first, second = digests(yes, yes._replace(place="line 10"))
    assert first != second
    assert digests(yes._replace(place="line 77", text="o k")) == [first]
    assert first not in digests(yes._replace(text="no")) + digests(yes, title="Leo")
    assert digests(yes._replace(moment=None), yes._replace(moment=Moment(None, None, "export", "x"))) == ["", ""]
    assert digests(yes, title="") == [""]


def test_a_chat_without_a_name_is_a_chat_of_its_own() -> None:
    """It is named after the original and its place there, so that no other one is taken for it."""
    tables, documents = entered(put_chat, Chat(platform="line"))
    assert [document["channel"] for document in documents] == ["line"]
    assert tables["item"][0][3] == f"line:{'00' * 6}/0"


def test_system_lines_are_told_and_name_nothing() -> None:
    """They have no sender, and a number in them is nobody's word; what has no words and no file is not found."""
    line = ChatMessage("line 1", "", LOCAL, "Lin changed the order 4711 to 4712", "system")
    gone = ChatMessage("line 2", "Lin", LOCAL, "", "text", marks=("deleted",), media=(Media("", "omitted"),))
    link = ChatMessage("line 3", "", None, "", "card", media=(Media("", "linked", link="https://x.example"),))
    tables, documents = entered(put_chat, chat(line, gone, link))
    assert [row[14 - 1] for row in tables["item"][1:]] == ["system", "deleted", "card"]
    assert "mention" not in tables
    assert [document["flag"] for document in documents] == [[]]
    assert [row[4:6] for row in tables["part"]] == [("attachment", ""), ("attachment", "https://x.example")]


def test_a_thousand_messages_keep_their_order() -> None:
    """Positions follow the export."""
    many = [ChatMessage(f"line {n}", "Lin", Moment(NOON + timedelta(n), 0, "export", ""), f"{n}") for n in range(1000)]
    tables, _documents = entered(put_chat, chat(*many))
    assert [row[4] for row in tables["item"][1:]] == [f"line {n}" for n in range(1000)]
