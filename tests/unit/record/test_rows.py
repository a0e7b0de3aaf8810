"""Rows of a mail: values in the order of the tables' columns, and the digest of what a mail says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tallystick.model.custody import Event
from tallystick.model.message import Address, Message, Moment, Part, Problem, Signature
from tallystick.record.rows import content_digest, mail_rows, original_row, sighting_row

HASH = "ab" * 32
NOON = datetime(2026, 3, 2, 12, 0, 0, 5, UTC)
ANNA, WEI = Address("Anna", "anna@importer.example"), Address("陈伟", "wei@factory.example")
PDF = Part("2", 100, 150, 300, "application/pdf", "attachment", "17.pdf", size_bytes=90, sha256="cd" * 32)
LETTER = Message(
    message_id="<1@factory.example>",
    in_reply_to=("<0@importer.example>",),
    references=("<a@x>", "<0@importer.example>"),
    subject="Заказ 4711",
    from_=(WEI,),
    to=(ANNA, Address("", "office@importer.example")),
    bcc=(Address("B", "b@x.example"),),
    moments=(
        Moment(NOON, 480, "date", "Mon, 2 Mar 2026 20:00:00 +0800"),
        Moment(None, None, "received:0", "nonsense"),
    ),
    text="We agree.",
    parts=(Part("1", 0, 50, 99, "text/plain", "text", size_bytes=9, sha256=HASH), PDF),
    signatures=(Signature("factory.example", "s1"),),
    labels=("Inbox", "重要"),
    problems=(Problem("bare-cr", "header", "lines end in CR alone"),),
    protection=("pgp-signed",),
)


def event(kind: str, **members: object) -> Event:
    source = {"kind": "mbox", "locator": "mail/box.mbox", "modified": "2026-01-01T00:00:00.000000Z"}
    return Event(kind, "2026-03-02T10:00:00.000001Z", "a", "00" * 16, {"sha256": HASH, "source": source, **members})


def test_a_kept_event_gives_its_original() -> None:
    """Hash, size, type, time and origin stand in a row; what does not apply is empty."""
    whole = event("kept", size=3, type="message/rfc822", container={"sha256": "cd" * 32, "path": "7"}, run="ef" * 16)
    common = (HASH, 3, "message/rfc822", "2026-03-02 10:00:00.000001", "mbox", "mail/box.mbox")
    assert original_row(whole) == (*common, "2026-01-01T00:00:00.000000Z", "cd" * 32, "7", "ef" * 16)
    assert original_row(event("kept", size=3, type="message/rfc822"))[-3:] == ("", "", "")


def test_a_meeting_gives_a_sighting() -> None:
    """The event's own log index is the position."""
    met = event("met", container={"sha256": "cd" * 32, "path": "7"})
    assert sighting_row(12, met) == (12, "mbox", "mail/box.mbox", "cd" * 32, "7")


def test_a_mail_gives_rows_for_all_that_it_says() -> None:
    """Each table has its rows in the order of the mail; empty ones are left out."""
    tables = mail_rows(LETTER, ("ru", "en")).tables
    (message,) = tables["message"]
    assert message[:8] == (
        0, "<1@factory.example>", "Заказ 4711", "2026-03-02 12:00:00.000005", 480, "date", "ru en", "pgp-signed"
    )  # fmt: skip
    assert message[8] == content_digest(LETTER)
    assert tables["mailbox"] == [
        (0, "from", "陈伟", "wei@factory.example"),
        (1, "to", "Anna", "anna@importer.example"),
        (2, "to", "", "office@importer.example"),
        (3, "bcc", "B", "b@x.example"),
    ]
    assert tables["reference"] == [
        (0, "in-reply-to", "<0@importer.example>"),
        (1, "references", "<a@x>"),
        (2, "references", "<0@importer.example>"),
    ]
    assert tables["moment"][1] == (1, "received:0", None, None, "nonsense")
    assert tables["part"][1] == (1, "2", "application/pdf", "attachment", "17.pdf", 90, "cd" * 32, 100, 300)
    assert tables["signature"] == [(0, "factory.example", "s1")]
    assert tables["label"] == [(0, "Inbox"), (1, "重要")]
    assert tables["problem"] == [(0, "bare-cr", "header", "lines end in CR alone")]
    assert set(mail_rows(Message(), ()).tables) == {"message"}


def test_nested_mails_follow_the_outermost() -> None:
    """Positions go depth first, and only the outermost mail has addresses, languages and a digest."""
    deepest, sibling = Message(subject="deepest"), Message(subject="sibling", from_=(ANNA,))
    inner = Message(subject="inner", nested=(deepest,))
    tables = mail_rows(replace(LETTER, nested=(inner, sibling)), ("ru",)).tables
    assert [(row[0], row[2]) for row in tables["message"]] == [
        (0, "Заказ 4711"), (1, "inner"), (2, "deepest"), (3, "sibling")
    ]  # fmt: skip
    assert all(row[6] == "" and row[8] == "" for row in tables["message"][1:])
    assert len(tables["mailbox"]) == 4


def test_a_year_before_1000_keeps_its_digits() -> None:
    """Times sort as text whatever their year."""
    early = replace(LETTER, moments=(Moment(datetime(33, 4, 3, tzinfo=UTC), 0, "date", "x"),))
    assert mail_rows(early, ()).tables["message"][0][3] == "0033-04-03 00:00:00.000000"


@pytest.mark.parametrize(
    "carried",
    [
        replace(LETTER, text="We\r\n agree. \n"),
        replace(LETTER, moments=(*LETTER.moments, Moment(NOON, 0, "received:1", "x"))),
        replace(LETTER, from_=(Address("Chen Wei", "WEI@factory.example"),)),
        replace(LETTER, labels=("Sent",), problems=(), signatures=(), bcc=()),
        replace(LETTER, references=()),
        replace(LETTER, moments=(Moment(NOON, 60, "date", "13:00 +0100"), *LETTER.moments[1:])),
    ],
)
def test_what_carriers_change_does_not_count(carried: Message) -> None:
    """The sent copy and the received one say the same."""
    assert content_digest(carried) == content_digest(LETTER)


@pytest.mark.parametrize(
    "changed",
    [
        replace(LETTER, text="We agreed."),
        replace(LETTER, subject="Заказ 4712"),
        replace(LETTER, to=(ANNA,)),
        replace(LETTER, from_=(Address("陈伟", "wei@factory.examp1e"),)),
        replace(LETTER, parts=(LETTER.parts[0], replace(PDF, sha256="ce" * 32))),
        replace(LETTER, html_text="USD 12,400"),
        replace(LETTER, moments=(Moment(NOON.replace(hour=13), 480, "date", "x"),)),
    ],
)
def test_what_a_mail_says_does(changed: Message) -> None:
    """Text, subject, people, date and attachments each change the digest."""
    assert content_digest(changed) != content_digest(LETTER)


def test_fields_do_not_run_into_one_another() -> None:
    """Text moved from one field to the next is another content."""
    assert content_digest(Message(subject="ab", text="c")) != content_digest(Message(subject="a", text="bc"))
