"""WhatsApp exports: each way of writing a line, each stub, and what is said where the file does not decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tallystick.errors import LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.chat import whatsapp
from tallystick.formats.chat.whatsapp_dates import decided
from tallystick.formats.chat.whatsapp_title import title_of
from tallystick.model.chat import Chat, ChatMessage, Media
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "whatsapp"
MOMENT = datetime(2022, 3, 18, 14, 56, tzinfo=UTC)
STEADY = ("01/02/22", "11/02/22", "02/03/22", "12/03/22", "01/04/22", "09/04/22", "02/05/22")
EXACT = MOMENT.replace(second=1)


def reading(text: str, name: str = "") -> Reading:
    (one,) = whatsapp.read(text.encode(), name)
    assert one.counts[0].unbalanced == 0
    return one


def chat(text: str, name: str = "") -> Chat:
    return reading(text, name).chats[0]


def one(body: str, *, is_phone: bool = False) -> ChatMessage:
    """The message that a body becomes, in an Android or an iPhone export."""
    line = f"\u200e[18/03/2022, 14:56:01] Anna: {body}" if is_phone else f"18/03/2022, 14:56 - Anna: {body}"
    return chat(line).messages[0]


def golden(name: str) -> Reading:
    (read,) = whatsapp.read((GOLDEN / name).read_bytes(), name)
    assert read.counts[0].unbalanced == 0
    return read


def codes(read: Reading) -> list[str]:
    return [problem.code for problem in read.problems]


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("18/03/2022, 14:56 - ", MOMENT),
        ("3/18/22, 2:56 PM - ", MOMENT),
        ("3/18/22, 2:56\u202fPM - ", MOMENT),
        ("3/18/22, 2:56\u2009pm – ", MOMENT),
        ("18.03.22 14:56 - ", MOMENT),
        ("18-03-2022 14:56 - ", MOMENT),
        ("2022-03-18 14:56 - ", MOMENT),
        ("2022-03-18 14 h 56 - ", MOMENT),
        ("18/03/2022 à 14:56 - ", MOMENT),
        ("18.03.2022 г., 14:56 ч. - ", MOMENT),
        ("03/18/2022, 02:56 p. m. - ", MOMENT),
        ("18/03/2022, 2:56 p.\u00a0m. - ", MOMENT),
        ("2022/3/18 下午2:56 - ", MOMENT),
        ("2022/3/18 14:56 - ", MOMENT),
        ("2022/03/18 午後2:56 - ", MOMENT),
        ("2022. 3. 18. 오후 2:56 - ", MOMENT),
        ('18.3.2022, 2:56 אחה"צ - ', MOMENT),
        ("18/3/2565 14:56 - ", MOMENT),
        ("令和4年3月18日 14:56 - ", MOMENT),
        ("[3/18/22, 14:56:01] ", EXACT),
        ("\u200e[3/18/22 14:56:01] ", EXACT),
        ("[3/18/22 14.56.01] ", EXACT),
        ("[14:56:01, 3/18/22] ", EXACT),
        ("[18.3.2022 klo 14.56.01] ", EXACT),
        ("[2022-03-18, 2:56:01\u202fPM] ", EXACT),
        ("[3/18/R4, 14:56:01] ", EXACT),
        ("[3/18/2565 BE, 14:56:01] ", EXACT),
        ("\u200f[١٨\u200f/٣\u200f/٢٠٢٢، ٢:٥٦:٠١ م] ", EXACT),
        ("[\u200f18\u200f/3\u200f/2022، 14:56:01] ", EXACT),
    ],
)
def test_time_is_read(stamp: str, moment: datetime) -> None:
    """Each way in which a phone writes date and time gives the same moment, without a zone."""
    text = f"{stamp}Anna: Hello: you\nand more\n{stamp}Wei: Yes\n"
    assert whatsapp.recognises(Head.of(text.encode(), "x.txt"))
    first, second = chat(text).messages
    assert first.moment is not None
    assert (first.moment.utc, first.moment.offset_minutes, first.moment.source) == (moment, None, "export")
    assert first.moment.raw in stamp
    assert (first.sender, first.text, second.sender, second.text) == ("Anna", "Hello: you\nand more", "Wei", "Yes")
    assert (first.place, second.place) == ("line 1", "line 3")


@pytest.mark.parametrize(
    ("dates", "order", "ground"),
    [
        (["01/02/2022", "13/02/2022"], "day, month, year", "fields"),
        (["01/02/2022", "02/13/2022"], "month, day, year", "fields"),
        (["2022/02/01"], "year, month, day", "form"),
        (["2022-13-01"], "year, day, month", "fields"),
        (["01/02/2022", "05/02/2022"], "", ""),
        ([*STEADY], "day, month, year", "sequence"),
        (["11/02/22", "12/03/22", "10/04/22"], "", ""),
        (["18/3/1443"], "", ""),
    ],
)  # fmt: skip
def test_order_is_decided_by_evidence(dates: list[str], order: str, ground: str) -> None:
    """A field above 12 decides, a strong sequence decides, and nothing else does."""
    decision = decided(dates)
    assert (decision.order, decision.ground) == (order, ground)


def test_ambiguous_order_is_reported_and_not_guessed() -> None:
    """Without evidence no message has a time, except on a day that is the same in all orders."""
    read = golden("ambiguous.txt")
    first, _second, third = read.chats[0].messages
    assert codes(read) == ["date-order-ambiguous"]
    assert first.moment is not None
    assert first.moment.utc is None
    assert first.marks == ("ambiguous-time",)
    assert third.moment is not None
    assert third.moment.utc == datetime(2025, 5, 5, 14, 7, tzinfo=UTC)
    assert third.marks == ()


def test_names_of_files_decide_the_order() -> None:
    """An iPhone writes the time into the name of a file, and that time decides."""
    read = reading("\u200e[03/04/25, 09:02:10] Wei: \u200e<attached: 00000004-PHOTO-2025-04-03-09-02-10.jpg>\n")
    assert codes(read) == ["date-order-by-files"]
    moment = read.chats[0].messages[0].moment
    assert moment is not None
    assert moment.utc == datetime(2025, 4, 3, 9, 2, 10, tzinfo=UTC)


def test_another_calendar_is_reported() -> None:
    """A date of a calendar that is not read gives no time and a problem."""
    read = reading("18/8/1443، 14:56 - Anna: x\n")
    assert "calendar-unknown" in codes(read)
    assert read.chats[0].messages[0].moment is not None
    assert read.chats[0].messages[0].moment.utc is None


def test_android_chat() -> None:
    """An Android export gives its notice, messages of several lines, files, stubs, edits, calls and places."""
    read = golden("WhatsApp Chat with Ningbo Bright Pumps.txt")
    held = read.chats[0]
    assert (held.title, held.kind, held.platform) == ("Ningbo Bright Pumps", "private", "whatsapp")
    assert [message.kind for message in held.messages] == [
        "system", "text", "text", "media", "media", "text", "text", "call", "media"
    ]  # fmt: skip
    attached, omitted, edited, deleted = held.messages[3:7]
    assert (attached.media[0].name, attached.media[0].status, attached.media[0].kind, attached.text) == (
        "PI-2025-118.pdf", "named", "document", "PI as agreed"
    )  # fmt: skip
    assert omitted.media[0].status == "omitted"
    assert (edited.text, edited.marks) == ("We ship by 28 February", ("edited",))
    assert deleted.marks == ("deleted",)
    assert held.messages[8].media[0].link == "https://maps.google.com/?q=29.868336,121.543991"
    assert held.messages[2].text == "Please send the PI:\n- 200 pcs BP-40\n- 30 % deposit"
    assert read.problems == ()
    assert dict(read.counts[0].became) == {"system": 1, "continuation": 3, "messages": 8}


def test_phone_chat() -> None:
    """An iPhone export gives the group's title, its notices, whose export it is, files, polls and calls."""
    held = golden("_chat.txt").chats[0]
    assert (held.title, held.kind) == ("Liefergruppe", "group")
    assert [message.kind for message in held.messages] == [
        "system", "system", "text", "media", "media", "text", "poll", "call"
    ]  # fmt: skip
    assert [(media.kind, media.status, media.name) for message in held.messages for media in message.media] == [
        ("image", "named", "00000004-PHOTO-2025-05-13-09-02-10.jpg"),
        ("document", "omitted", "BL.pdf"),
    ]
    assert {person.name: person.is_own for person in held.participants} == {"Karl": True, "~\u202fWei": False}
    assert held.messages[2].is_own is True
    assert held.messages[3].is_own is False


def test_chinese_chat_mixes_two_clocks() -> None:
    """One Chinese file may write 12 and 24 hours, and both are read."""
    held = golden("与Anna的 WhatsApp 聊天.txt").chats[0]
    hours = [message.moment.utc.hour for message in held.messages if message.moment and message.moment.utc]
    assert hours == [13, 13, 8, 12, 20]
    assert held.title == "Anna"
    assert held.messages[3].media[0].name == "IMG-20260416-WA0002.jpg"
    assert held.messages[4].marks == ("deleted",)


def test_damage_is_reported_and_nothing_is_lost() -> None:
    """Impossible times, lines of another shape, time that runs backwards and broken bytes are each told."""
    read = golden("damaged.txt")
    assert codes(read) == [
        "charset-unusual", "time-unreadable", "time-unreadable", "looks-like-message", "time-backwards"
    ]  # fmt: skip
    assert [problem.place for problem in read.problems] == ["", "line 2", "line 3", "line 5", "line 6"]
    assert read.chats[0].messages[2].text.endswith("I agree to pay, as Anna wrote")
    assert dict(read.counts[0].became) == {"messages": 5, "continuation": 2, "blank": 2}


def test_preamble_is_kept_as_a_problem() -> None:
    """Lines before the first message are told and counted."""
    read = reading("From my phone\n\n18/03/2022, 14:56 - Anna: Hello\n")
    assert codes(read) == ["line-without-message"]
    assert dict(read.counts[0].became) == {"problems": 1, "blank": 1, "messages": 1}
    assert read.chats[0].messages[0].place == "line 3"


def test_exact_limit_of_an_export_means_a_tail() -> None:
    """An export of exactly 10,000 entries that does not begin with the first notice lacks what was before."""
    begun = datetime(2022, 3, 18, tzinfo=UTC)
    lines = [f"{begun + timedelta(minutes=at):%d/%m/%Y, %H:%M} - Anna: {at}" for at in range(10_000)]
    read = reading("\n".join(lines))
    assert read.chats[0].is_tail is True
    assert codes(read) == ["export-limit"]
    assert chat("\n".join(lines[1:])).is_tail is None


@pytest.mark.parametrize(
    "notice",
    [
        'Anna changed the subject from "Pumps" to "Re: pumps"',
        "Anna created group “Pumps: spring”",
        "+49 170 1234567 joined using this group's invite link",
    ],
)
def test_notice_is_nobodys_words(notice: str) -> None:
    """A notice that holds a colon is not taken for the words of somebody."""
    held = chat(f"18/03/2022, 14:56 - {notice}\n18/03/2022, 14:57 - Anna: Hello\n")
    assert (held.messages[0].kind, held.messages[0].sender, held.messages[0].text) == ("system", "", notice)
    assert [person.name for person in held.participants] == ["Anna"]
    assert held.kind == "group"


@pytest.mark.parametrize("is_phone", [False, True])
def test_the_german_edit_ends_with_a_stop(is_phone: bool) -> None:
    """A full stop stands within the brackets in some languages."""
    said = one("ok \u200e<Diese Nachricht wurde bearbeitet.>", is_phone=is_phone)
    assert (said.text, said.marks) == ("ok", ("edited",))


def test_a_round_video_is_left_out_in_words_of_its_own() -> None:
    """Android names it in brackets, and the iPhone without."""
    for body, is_phone in (("<Video message omitted>", False), ("\u200evideo message omitted", True)):
        said = one(body, is_phone=is_phone)
        assert (said.text, said.media) == ("", (Media("video", "omitted"),))


def test_the_polish_notice_of_encryption_is_nobodys_words() -> None:
    """An iPhone writes the notice under the other person's name, who never said it."""
    said = one("\u200eWiadomości i połączenia są w pełni szyfrowane. Nikt nie może ich odczytać.", is_phone=True)
    assert said.kind == "system"


@pytest.mark.parametrize(
    "body", ["<b>", "I said image omitted yesterday", "see (file attached)", "\u200eI agree", "a > b>"]
)
def test_text_that_resembles_a_stub_is_text(body: str) -> None:
    """Only the app's own words, whole, are a stub."""
    for is_phone in (False, True):
        message = one(body, is_phone=is_phone)
        assert (message.kind, message.text, message.media, message.marks) == ("text", body, (), ())


def test_only_the_apps_mark_tells_whose_export_it_is() -> None:
    """On Android anybody can type "You deleted this message", so it does not say who exported the chat."""
    assert one("You deleted this message").is_own is None
    assert one("\u200eYou deleted this message.", is_phone=True).is_own is True


def test_phone_number_is_the_senders_id() -> None:
    """A sender shown as a number has it as his id, without marks of direction and spaces."""
    held = chat("[18/03/2022, 14:56:01] \u202a+40 521\u00a0028 61 88\u202c: Hello\n")
    assert (held.messages[0].sender, held.messages[0].sender_id) == (
        "+40 521\u00a0028 61 88",
        "+40521028 61 88".replace(" ", ""),
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("WhatsApp Chat with Bob.txt", "Bob"),
        ("WhatsApp Chat - Bob (2).zip", "Bob"),
        ("WhatsApp-Chat mit Bob.txt", "Bob"),
        ("Chat de WhatsApp con Bob.txt", "Bob"),
        ("Discussion WhatsApp avec Bob.txt", "Bob"),
        ("Conversa do WhatsApp com Bob.txt", "Bob"),
        ("Chat WhatsApp s uživatelem Bob.txt", "Bob"),
        ("Чат WhatsApp с контактом Боб.txt", "Боб"),
        ("与Bob的 WhatsApp 聊天.txt", "Bob"),
        ("與Bob的WhatsApp對話.txt", "Bob"),
        ("folder/_chat.txt", ""),
    ],
)
def test_title_stands_in_the_name(name: str, title: str) -> None:
    """The file's name gives the title in each language of the app."""
    assert title_of(name) == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "{}",
        "[2025-03-18 14:56:00] INFO: started\n",
        "2025-03-18 14:56 - INFO: x",
        "[2019-12-24, 12:23] Jane: Hi\n",
    ],
)
def test_other_text_is_not_claimed(text: str) -> None:
    """Logs, JSON and the exports of Signal are not taken for WhatsApp's."""
    assert not whatsapp.recognises(Head.of(text.encode(), "x.txt"))


def test_foreign_bytes_are_refused() -> None:
    """Text without one line of a message is not in this format."""
    with pytest.raises(NotThisFormat):
        list(whatsapp.read(b"hello\nworld"))


def test_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the bound is refused with our own error."""
    monkeypatch.setattr(whatsapp, "LARGEST_BYTES", 10)
    with pytest.raises(LimitExceeded):
        list(whatsapp.read(b"18/03/2022, 14:56 - Anna: Hello"))


def test_problems_of_one_kind_are_bounded() -> None:
    """After twenty problems of a kind only their number is told."""
    text = "18/03/2022, 14:56 - Anna: x\n" + "18/03/2022, 25:56 - Anna: x\n" * 30
    read = reading(text)
    assert len(read.problems) == 21
    assert read.problems[-1].detail == "10 more of this kind"
