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


def test_an_id_counts_within_its_chat() -> None:
    """Platforms number the messages of each chat anew: message 5 of one is not message 5 of another."""
    told = Told()
    one = told.say("Wei", "Wei", 0, message_id="5", channel="telegram")
    other = told.say("Leo", "Leo", 30, message_id="5", channel="telegram")
    answer = told.say("Leo", "Leo", 60, references=[("quotes", "5")], channel="telegram")
    assert not together(told, one, other)
    assert together(told, other, answer)


def test_a_form_letter_joins_nothing() -> None:
    """Several texts begin with the quoted words: which one is quoted cannot be told. Where one goes on as the quote
    does, it is that one."""
    greeting = "Dear Ms Berg, thank you very much for your kind letter of last week. "
    told = Told()
    first = told.mail(WEI, 0, greeting + "We ship on Monday.")
    second = told.mail("leo@other.example", 5, greeting + "The price is USD 9.95.")
    unclear = told.mail(ANNA, 6, quotations=[quote(greeting)])
    clear = told.mail(ANNA, 7, quotations=[quote(greeting + "The price is USD 9.95.")])
    assert not together(told, first, unclear)
    assert not together(told, second, unclear)
    assert together(told, second, clear)


def test_a_letter_sent_to_many_is_found_by_its_whole_beginning() -> None:
    """Among a hundred that begin alike only the very same beginning counts."""
    told = Told()
    letter = "Dear customer, we are glad to tell you of our new lanterns, this time for house number"
    keys = [told.mail(WEI, day, f"{letter} {day:03d}, {'and more words of ours ' * 8}") for day in range(100)]
    answer = told.mail(ANNA, 101, quotations=[quote(f"{letter} 042, {'and more words of ours ' * 8}")])
    short = told.mail(ANNA, 101, quotations=[quote(f"{letter} 043")])
    assert together(told, keys[42], answer)
    assert not together(told, keys[43], short)


def test_two_sellers_with_one_subject_and_one_number() -> None:
    """We stand in every mail that we hold: sharing us alone joins nothing, neither by subject nor by number."""
    told = Told()
    wei = told.mail(WEI, 0, to=[ANNA], title="Invoice 001", mentions=[mention("invoice", "001")])
    leo = told.mail("leo@other.example", 1, to=[ANNA], title="Re: Invoice 001", mentions=[mention("invoice", "001")])
    answer = told.mail(ANNA, 2, to=[WEI], title="Re: Invoice 001")
    assert not together(told, wei, leo)
    assert together(told, wei, answer)
    one = told.say("Wei", "Anna", 0, mentions=[mention("invoice", "001")])
    other = told.say("Leo", "Anna", 30, mentions=[mention("invoice", "001")])
    later = told.say("Wei", "Wei", 60, mentions=[mention("invoice", "001")])
    assert not together(told, one, other)
    assert together(told, one, later)
