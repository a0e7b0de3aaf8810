"""SMS Backup & Restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier.head import Head
from tallystick.formats.chat import sms
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats" / "sms"


def reading(name: str) -> Reading:
    """What a fixture says; it is recognised, and its account balances."""
    original = (GOLDEN / name).read_bytes()
    assert sms.recognises(Head.of(original, name))
    (found,) = sms.read(original, name)
    assert [count.unbalanced for count in found.counts] == [0] * len(found.counts)
    return found


def codes(found: Reading) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in found.problems]


def test_messages_by_number_with_the_zone_of_the_phone() -> None:
    """The milliseconds decide; the readable time shows the zone where English wrote it."""
    first, unsent, group = reading("sms.xml").chats
    moment = first.messages[0].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes, moment.source) == ("2026-03-05 08:41:00+00:00", 480, "device")
    assert (first.title, first.zone, first.kind, group.kind) == ("Lin Wei", "+08:00", "private", "group")
    assert [message.is_own for message in first.messages] == [False, True, False]
    assert unsent.messages[0].moment
    assert unsent.messages[0].moment.offset_minutes == 0


def test_characters_written_as_halves_are_whole() -> None:
    """The app writes an emoji as two references that are no XML."""
    messages = reading("sms.xml").chats[0].messages
    assert messages[0].text == "货已发出 😊"
    assert messages[1].text == "Thank you & regards\nMarta"


def test_parts_of_a_message_are_handed_on() -> None:
    """A picture's bytes stand inside, its words beside it."""
    found = reading("sms.xml")
    message = found.chats[0].messages[2]
    assert (message.text, message.kind) == ("Carton\nBroken corner, please note", "media")
    assert (message.media[0].status, message.media[0].size_bytes) == ("inside", 24)
    assert [(one.name, one.media_type, one.content[:4]) for one in found.embedded] == [
        ("carton.png", "image/png", b"\x89PNG")
    ]


def test_what_was_never_sent_is_said() -> None:
    """A message that failed is not taken for one that left."""
    assert codes(reading("sms.xml")) == [("not-sent", "/smses/2")]


def test_calls_say_which_way_and_how_long() -> None:
    """An incoming and a missed call."""
    messages = reading("calls.xml").chats[0].messages
    assert [(one.kind, one.text) for one in messages] == [("call", "incoming call, 64 s"), ("call", "missed call, 0 s")]


def test_damage_is_told() -> None:
    """A file cut off, times that disagree, bytes that are none, and a count that differs."""
    found = reading("damaged.xml")
    assert [code for code, _place in codes(found)] == [
        "broken-xml", "times-disagree", "times-disagree", "no-time", "not-a-record", "bad-base64", "count-differs",
    ]  # fmt: skip
    assert found.chats[0].messages[0].moment
    assert found.chats[0].messages[0].text == "two times \ufffd and no character"


@pytest.mark.parametrize(
    "text", ["<smsbox/>", "<a>", "", '<!DOCTYPE smses [<!ENTITY a "b">]><smses count="1">&a;</smses>']
)
def test_other_xml_is_refused(text: str) -> None:
    """Another root, or a document that defines entities, is not read."""
    with pytest.raises(NotThisFormat):
        list(sms.read(text.encode()))


@pytest.mark.parametrize("text", ["<smsbox/>", "<Document/>", "", "<smses>"])
def test_other_xml_is_not_claimed(text: str) -> None:
    """The root and a record or the app's count are asked for."""
    assert not sms.recognises(Head.of(text.encode()))


def test_one_half_of_a_character_is_no_character() -> None:
    """Two references that are not the halves of one character become the sign for what cannot be read."""
    text = '<smses count="1"><sms address="1" date="1772700060000" type="1" body="&#56842;&#56842;"/></smses>'
    (found,) = sms.read(text.encode())
    assert found.chats[0].messages[0].text == "\ufffd\ufffd"


@pytest.mark.parametrize(
    ("readable", "offset", "problems"),
    [
        ("Feb 31, 2026 4:41:00 PM", 0, []),
        ("Foo 5, 2026 4:41:00 PM", 0, []),
        ("Mar 5, 2026 12:41:00 AM", -480, []),
        ("Mar 4, 2026 4:41:00 PM", 0, ["times-disagree"]),
    ],
)
def test_a_readable_time_is_never_trusted_above_the_number(readable: str, offset: int, problems: list[str]) -> None:
    """A day that does not exist is passed over; one that no zone explains is a problem."""
    text = (
        f'<smses count="1"><sms address="1" date="1772700060000" type="1" body="x" readable_date="{readable}"/></smses>'
    )
    (found,) = sms.read(text.encode())
    moment = found.chats[0].messages[0].moment
    assert moment
    assert (str(moment.utc), moment.offset_minutes) == ("2026-03-05 08:41:00+00:00", offset)
    assert [code for code, _place in codes(found)] == problems


def test_the_name_of_a_number_is_the_first_that_is_known() -> None:
    """A contact named later names the chat."""
    record = '<sms address="1" date="1772700060000" type="1" body="x" contact_name="{}"/>'
    (found,) = sms.read(f'<smses count="2">{record.format("(Unknown)")}{record.format("Lin")}</smses>'.encode())
    assert found.chats[0].title == "Lin"
