"""Threads: what hangs together, and why."""

from __future__ import annotations

import pytest

from tallystick.record.holdings import Key
from tallystick.record.thread import bare_subject, threads
from told import Told, mention, quote

ANNA, WEI = "anna@importer.example", "wei@factory.example"
OFFER = "We can deliver 6,000 lanterns FOB Yantian on 14 November at USD 9.95 each."


def together(told: Told, one: Key, other: Key) -> bool:
    found = threads(told.holdings())
    thread = found.of(one)
    assert thread is not None
    return other in thread.items


def test_an_answer_stands_with_what_it_answers() -> None:
    """By its references, also through a mail that nobody holds, with the reason said."""
    told = Told()
    first = told.mail(WEI, 0)
    answer = told.mail(ANNA, 1, references=[("in-reply-to", f"{first[0]}@test")])
    one = told.mail(WEI, 2, references=[("in-reply-to", "lost@test")])
    other = told.mail(ANNA, 3, references=[("references", "lost@test")])
    assert together(told, first, answer)
    assert together(told, one, other)
    assert not together(told, first, one)
    assert "in-reply-to" in next(iter(threads(told.holdings()).of(first).reasons.values()))


def test_a_subject_joins_only_replies_between_the_same_people() -> None:
    """An answer without references is found by its subject; a new mail of the same subject is not one."""
    told = Told()
    first = told.mail(WEI, 0, to=[ANNA], title="CL-200 quotation")
    answer = told.mail(ANNA, 1, to=[WEI], title="AW: CL-200 quotation")
    stranger = told.mail("x@y.example", 2, to=["z@y.example"], title="Re: CL-200 quotation")
    much_later = told.mail(ANNA, 200, to=[WEI], title="Re: CL-200 quotation")
    assert together(told, first, answer)
    assert not together(told, first, stranger)
    assert not together(told, first, much_later)


def test_a_quote_joins() -> None:
    """Who repeats another's words belongs to him, whatever the channel."""
    told = Told()
    said = told.say("Wei", "Wei", 0, OFFER)
    mail = told.mail(ANNA, 3, quotations=[quote(f"> {OFFER}")])
    assert together(told, said, mail)


def test_a_pause_parts_a_chat() -> None:
    """Messages of one evening are one conversation, the next week's are another."""
    told = Told()
    first, second = told.say("Wei", "Wei", 0), told.say("Wei", "Anna", 0.1)
    later = told.say("Wei", "Wei", 7)
    other = told.say("Leo", "Leo", 0.05)
    assert together(told, first, second)
    assert not together(told, first, later)
    assert not together(told, first, other)


def test_a_number_joins_where_it_stands_alone() -> None:
    """Two mails of the same people that each name one order, the same one; a list of orders joins nothing."""
    told = Told()
    first = told.mail(WEI, 0, to=[ANNA], mentions=[mention("proforma", "PI-7")])
    second = told.mail(ANNA, 90, to=[WEI], mentions=[mention("proforma", "PI-7")])
    summary = told.mail(WEI, 91, to=[ANNA], mentions=[mention("proforma", "PI-7"), mention("proforma", "PI-8")])
    assert together(told, first, second)
    assert not together(told, first, summary)


@pytest.mark.parametrize(
    "subject", ["Re: Offer", "AW: Re: offer", "回复：Offer", "Ответ: OFFER", "Fwd: offer", "RE[2]: offer"]
)
def test_marks_of_replies_do_not_count(subject: str) -> None:
    """In any language, however many."""
    assert bare_subject(subject) == "offer"
