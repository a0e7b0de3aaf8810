"""A mail in the record: its rows in the order of the tables' columns, and the digest of what it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from record_rows import mail_rows
from tallystick.model.message import Address, Message, Moment, Part, Problem, Signature
from tallystick.record.entry.mails import content_digest

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


def test_a_mail_gives_rows_for_all_that_it_says() -> None:
    """Each table has its rows in the order of the mail; empty ones are left out."""
    tables = mail_rows(LETTER, ("ru", "en")).tables
    (item,) = tables["item"]
    assert item[:8] == (0, "mail", "mail", "", "", "", "<1@factory.example>", "Заказ 4711")
    assert item[8:11] == ("We agree.", "2026-03-02 12:00:00.000005", 480)
    assert item[11:] == ("date", "ru en", "pgp-signed", None, content_digest(LETTER))
    assert tables["identifier"] == [
        (0, 0, "from", "mail", "wei@factory.example", "陈伟"),
        (1, 0, "to", "mail", "anna@importer.example", "Anna"),
        (2, 0, "to", "mail", "office@importer.example", ""),
        (3, 0, "bcc", "mail", "b@x.example", "B"),
    ]
    assert tables["reference"] == [
        (0, 0, "in-reply-to", "<0@importer.example>"),
        (1, 0, "references", "<a@x>"),
        (2, 0, "references", "<0@importer.example>"),
    ]
    assert tables["moment"][1] == (1, 0, "received:0", None, None, "nonsense")
    assert tables["part"][1] == (1, 0, "2", "application/pdf", "attachment", "17.pdf", 90, "cd" * 32, 100, 300, "held")
    assert tables["signature"] == [(0, "factory.example", "s1")]
    assert tables["label"] == [(0, "Inbox"), (1, "重要")]
    assert tables["problem"] == [(0, "bare-cr", "header", "lines end in CR alone")]
    assert set(mail_rows(Message(), ()).tables) == {"item"}


def test_nested_mails_follow_the_outermost() -> None:
    """Positions go depth first; each mail has its own people, and only the outermost is no attachment."""
    deepest, sibling = Message(subject="deepest"), Message(subject="sibling", from_=(ANNA,))
    inner = Message(subject="inner", nested=(deepest,))
    tables = mail_rows(replace(LETTER, nested=(inner, sibling)), ("ru",)).tables
    assert [(row[0], row[7], row[5]) for row in tables["item"]] == [
        (0, "Заказ 4711", ""), (1, "inner", "attached"), (2, "deepest", "attached"), (3, "sibling", "attached")
    ]  # fmt: skip
    assert [row[1] for row in tables["identifier"]] == [0, 0, 0, 0, 3]


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
