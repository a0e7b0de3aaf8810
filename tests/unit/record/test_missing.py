"""What is missing: each kind of gap where it is, and not where it only looks like one."""

from __future__ import annotations

import time

import pytest

from tallystick.record.missing import DETECTORS, Missing, Scene, missing
from tallystick.record.missing.quote import word_differences
from told import Told, file, mention, quote

ANNA, WEI = "anna@importer.example", "wei@factory.example"
OFFER = "We can deliver 6,000 lanterns FOB Yantian on 14 November 2025 at USD 9.95 each, deposit thirty percent."
LATE = "The mould is broken, we ship in May\nat the earliest, sorry for that."
REPORT = "mailer-daemon@mx.example"


def gaps(scene: Scene, kind: str) -> list[Missing]:
    return [each for each in missing(scene) if each.kind == kind]


def test_a_parent_that_nobody_holds() -> None:
    """A mail that is answered and not held is named with the mail that answers it; one that is held is not."""
    told = Told()
    first = told.mail(WEI, 0)
    told.mail(ANNA, 1, references=[("in-reply-to", "0@test")])
    answer = told.mail(ANNA, 2, references=[("in-reply-to", "lost@test")])
    (found,) = gaps(told.scene(), "parent-not-held")
    assert found.items == (answer,)
    assert "lost@test" in found.ground
    assert found.weight == "medium"
    assert first not in found.items


def test_a_mere_reference_weighs_less() -> None:
    """What stands only in References may never have been in this mailbox."""
    told = Told()
    told.mail(ANNA, 2, references=[("references", "old@test")])
    assert [each.weight for each in gaps(told.scene(), "parent-not-held")] == ["low"]


@pytest.mark.parametrize(
    "text", ["Please find attached our PI.", "合同见附件", "Договор во вложении", "Anbei die Rechnung"]
)
def test_an_attachment_that_is_announced_and_absent(text: str) -> None:
    """In four languages; a mail with a file, and one that speaks of none, are no gap."""
    told = Told()
    empty = told.mail(WEI, 0, text, parts=[file(role="text")])
    told.mail(WEI, 1, text, parts=[file(role="text"), file("pi.pdf")])
    told.mail(WEI, 2, "The lantern attaches to a tent pole.")
    assert [each.items for each in gaps(told.scene(), "attachment-announced")] == [(empty,)]


def test_numbers_missing_from_a_series() -> None:
    """One number between others is missed; a gap of many, and two numbers alone, are not."""
    told = Told()
    for day, number in enumerate(("PI-2026-001", "PI-2026-002", "PI-2026-004", "PI-2026-090")):
        told.mail(WEI, day, mentions=[mention("proforma", number)])
    told.mail(WEI, 9, mentions=[mention("invoice", "A7"), mention("invoice", "A9")])
    (found,) = gaps(told.scene(), "number-missing")
    assert "PI-2026-003" in found.ground


def test_media_left_out_and_media_not_beside() -> None:
    """Omitted media are one gap a chat; a named file is one where nothing of that name was kept beside it."""
    told = Told()
    first = told.say("Lin", "Lin", 0, parts=[file(status="omitted", role="image")])
    second = told.say("Lin", "Lin", 1, parts=[file(status="omitted", role="image")])
    lost = told.say("Lin", "Lin", 2, parts=[file("IMG-1.jpg", "image", "named")])
    told.say("Lin", "Lin", 3, parts=[file("1.txt", "document", "named")])
    told.mail(ANNA, 4)
    assert [each.items for each in gaps(told.scene(), "media-omitted")] == [(first, second)]
    assert [each.items for each in gaps(told.scene(), "media-not-held")] == [(lost,)]


def test_deleted_and_recalled_messages() -> None:
    """Each is named; our own weighs less."""
    told = Told()
    theirs = told.say("Lin", "Lin", 0, marks=["deleted"])
    ours = told.say("Lin", "Anna", 1, marks=["recalled"], is_own=True)
    told.say("Lin", "Anna", 2, "hello", is_own=True)
    found = {each.items[0]: each.weight for each in gaps(told.scene(), "message-deleted")}
    assert found == {theirs: "medium", ours: "low"}


def test_an_export_that_is_a_tail() -> None:
    """A chat marked as cut, and one with exactly as many messages as an export holds."""
    told = Told()
    head = told.say("Lin", "", None, kind="chat", marks=["tail"])
    assert [each.items for each in gaps(told.scene(), "export-is-tail")] == [(head,)]
    full = Told()
    for number in range(10_000):
        key = (0, number)
        full._item(key, number / 1000, "", kind="message", channel="whatsapp", conversation="whatsapp:x",
                   zone_minutes=None, sent_source="export")  # fmt: skip
    full._original()
    assert len(gaps(full.scene(), "export-is-tail")) == 1


def test_a_hole_between_two_exports() -> None:
    """Two exports of one chat with weeks between them leave a hole; overlapping ones do not."""
    told = Told()
    told.say("Lin", "Lin", 0, export="a")
    last = told.say("Lin", "Lin", 5, export="a")
    first = told.say("Lin", "Lin", 40, export="b")
    assert [each.items for each in gaps(told.scene(), "export-has-hole")] == [(last, first)]
    told.say("Lin", "Lin", 4, export="c")
    told.say("Lin", "Lin", 41, export="c")
    assert gaps(told.scene(), "export-has-hole") == []


def test_one_side_alone() -> None:
    """A thread of answers from one side only; a thread with both, and one of unknown sides, are no gap."""
    told = Told()
    keys = [told.mail(ANNA, 0)]
    for day in (1, 2):
        keys.append(told.mail(ANNA, day, references=[("in-reply-to", f"{keys[-1][0]}@test")]))
    assert [each.items for each in gaps(told.scene(ANNA), "one-sided")] == [tuple(keys)]
    assert gaps(told.scene(), "one-sided") == []
    told.mail(WEI, 3, references=[("in-reply-to", f"{keys[-1][0]}@test")])
    assert gaps(told.scene(ANNA), "one-sided") == []


def test_a_quote_that_differs_from_the_original() -> None:
    """The words that were changed are shown, with both messages; an honest quote is no gap."""
    told = Told()
    original = told.mail(WEI, 0, OFFER)
    forged = told.mail(
        ANNA, 1, quotations=[quote(OFFER.replace("9.95", "9.55"))], references=[("in-reply-to", "0@test")]
    )
    told.mail(ANNA, 2, quotations=[quote(f"> {OFFER[:60]}\n> {OFFER[60:]}")], references=[("in-reply-to", "0@test")])
    (found,) = gaps(told.scene(), "quote-differs")
    assert found.items == (forged, original)
    assert found.differences == (("9.95", "9.55"),)


@pytest.mark.parametrize(
    ("original", "repeated"),
    [
        (OFFER, OFFER),
        (OFFER, "> " + OFFER.replace(" ", "\n> ")),
        (OFFER, OFFER[: OFFER.index(" at")]),
        (f"Hello. {OFFER} Regards, Wei", OFFER),
        (OFFER, "Something else entirely was written here by somebody about another matter and day."),
        (
            "Счёт № 7 на 1 200 ₽, поле 3×4 м, платёж до пятницы",
            "> Счёт N 7 на 1 200 руб, поле 3x4 м, платёж до пятницы",
        ),
        ("我们同意在2025年11月14日交货六千只灯", "我们同意在2025年11月14日交货六千只灯"),
    ],
)
def test_what_is_no_difference(original: str, repeated: str) -> None:
    """Wrapping, quote marks, leaving out the beginning or end, and other texts."""
    assert word_differences(original, repeated) == ()


def test_differences_in_chinese() -> None:
    """A single changed digit or character is found."""
    assert word_differences("我们同意在十一月十四日交货六千只灯", "我们同意在十二月十四日交货六千只灯") == (
        ("一", "二"),
    )


def test_a_quoted_message_is_recovered() -> None:
    """A quote of something that is not held is a secondary copy, without its marks; of something held it is not."""
    told = Told()
    told.mail(WEI, 0, OFFER)
    told.mail(ANNA, 1, quotations=[quote(f"> {OFFER}", "Wei")])
    told.mail(ANNA, 2, quotations=[quote(f"> {LATE}".replace("\n", "\n> "), "Wei")])
    (found,) = gaps(told.scene(), "secondary-copy")
    assert found.recovered == LATE


def test_two_versions_under_one_id() -> None:
    """Different words are a gap, copies of one mail and mails attached to others are not."""
    told = Told()
    first = told.mail(WEI, 0, "USD 9.95", message_id="1@x", content_sha256="a")
    told.mail(WEI, 0, "USD 9.95", message_id="1@x", content_sha256="a")
    other = told.mail(WEI, 0, "USD 9.55", message_id="1@x", content_sha256="b")
    told.mail(WEI, 0, "cut", message_id="1@x", content_sha256="c", origin="attached")
    assert [each.items for each in gaps(told.scene(), "two-versions")] == [(first, other)]


def test_an_objection_that_was_never_answered() -> None:
    """It weighs most where we owe the answer; one that was answered in its thread, and a young one, are no gap."""
    told = Told()
    answered = told.mail(ANNA, 0, "The goods are defective.", to=[WEI])
    told.mail(WEI, 10, "Sorry, we replace them.", to=[ANNA], references=[("in-reply-to", f"{answered[0]}@test")])
    theirs = told.mail(WEI, 20, "We reject the deduction.", to=[ANNA])
    ours = told.mail(ANNA, 40, "产品有质量问题", to=[WEI])
    told.mail(ANNA, 90, "The goods are damaged.", to=[WEI])
    found = {each.items[0]: each.weight for each in gaps(told.scene(ANNA), "objection-unanswered")}
    assert found == {theirs: "high", ours: "medium"}


def test_what_is_no_unanswered_objection() -> None:
    """Who wrote at all within a week was not silent; circulars, notices, mails among ourselves and recalled words ask
    for no answer."""
    told = Told()
    told.mail(ANNA, 0, "The goods are defective.", to=[WEI])
    told.mail(WEI, 6, "Dear Anna, about another thing.", to=[ANNA])
    told.mail("no-reply@platform.example", 20, "Your complaint was received.", to=[ANNA])
    told.mail(WEI, 21, "we reject", to=[ANNA], title="Read: your mail")
    told.mail(ANNA, 22, "They reject it, what do we do?", to=["boss@importer.example"])
    told.say("Wei", "Wei", 23, "we reject", is_own=False, marks=["recalled"])
    told.mail(ANNA, 90, "hello", to=[WEI])
    assert gaps(told.scene(ANNA, "boss@importer.example"), "objection-unanswered") == []


def test_a_mail_of_ours_that_bounced() -> None:
    """The report leads to the mail that did not arrive."""
    told = Told()
    sent = told.mail(ANNA, 0, "Notice of defects")
    report = told.mail(
        "mailer-daemon@mx.example", 0.1, title="Undelivered Mail", references=[("in-reply-to", "0@test")]
    )
    told.mail(WEI, 1, title="Re: Undelivered Mail")
    assert [each.items for each in gaps(told.scene(ANNA), "bounced")] == [(report, sent)]


def test_the_weightiest_come_first() -> None:
    """All detectors are asked, and an empty record lacks nothing."""
    assert len(DETECTORS) == 12
    assert missing(Told().scene()) == []
    told = Told()
    told.mail(ANNA, 0, references=[("references", "old@test")])
    told.mail(REPORT, 1, title="Undelivered")
    assert [each.weight for each in missing(told.scene())] == ["high", "low"]


@pytest.mark.parametrize(
    "text",
    [
        "The handle is attached to the pole.", "We attach great importance to quality.",
        "Мы прилагаем все усилия.", "Наши вложения в завод велики.",
    ],
)  # fmt: skip
def test_what_only_sounds_like_an_attachment(text: str) -> None:
    """Goods are attached to goods, and importance is attached to much."""
    told = Told()
    told.mail(WEI, 0, text)
    assert gaps(told.scene(), "attachment-announced") == []


def test_ids_of_two_chats_are_two() -> None:
    """Message 5 of one chat is neither another version of message 5 of the next, nor held for it."""
    told = Told()
    told.say("Wei", "Wei", 0, "USD 9.95", message_id="5", channel="telegram")
    other = told.say("Leo", "Leo", 0, "CNY 80", message_id="6", channel="telegram", references=[("quotes", "5")])
    told.say("Wei", "Wei", 1, "hello", message_id="6", channel="telegram")
    told.say("Leo", "Leo", 1, "yes", message_id="7", channel="telegram", references=[("quotes", "6")])
    assert gaps(told.scene(), "two-versions") == []
    assert [each.items for each in gaps(told.scene(), "parent-not-held")] == [(other,)]


def test_a_second_export_of_a_message_is_no_second_version() -> None:
    """White space and a page that shows only the beginning differ; an edited text does."""
    told = Told()
    first = told.say("Wei", "Wei", 0, "USD 9.95  each", message_id="5", export="a")
    told.say("Wei", "Wei", 0, "USD 9.95 each\n", message_id="5", export="b")
    told.say("Wei", "Wei", 0, "USD 9…", message_id="5", export="c", marks=["cut-off"])
    assert gaps(told.scene(), "two-versions") == []
    edited = told.say("Wei", "Wei", 0, "USD 9.55 each", message_id="5", export="d")
    assert [each.items for each in gaps(told.scene(), "two-versions")] == [(first, edited)]


def test_a_stores_own_form_of_a_mail_is_no_second_version() -> None:
    """What a program keeps of a mail in its store differs in form; other words are other words."""
    told = Told()
    told.mail(WEI, 0, "USD 9.95", message_id="1@x", content_sha256="a")
    told.mail(WEI, 0, "USD 9.95 ", message_id="1@x", content_sha256="b", origin="Inbox node 2097252")
    assert gaps(told.scene(), "two-versions") == []
    told.mail(WEI, 0, "USD 9.55", message_id="1@x", content_sha256="c", origin="Inbox node 2097252")
    assert len(gaps(told.scene(), "two-versions")) == 1


def test_a_parent_that_is_held_as_an_attachment() -> None:
    """It is there, though no mailbox has it by itself; a chat in a file whose name says attached is there too."""
    told = Told()
    told.mail(WEI, 0, message_id="1@x", origin="attached")
    told.mail(ANNA, 1, references=[("in-reply-to", "1@x")])
    assert gaps(told.scene(), "parent-not-held") == []
    told.say("Wei", "Wei", 0, origin="attached chat.txt", message_id="7")
    told.say("Wei", "Wei", 1, origin="attached chat.txt", references=[("quotes", "7")])
    told.say("Wei", "Wei", 2, origin="attached chat.txt", references=[("quotes", "9")])
    assert len(gaps(told.scene(), "parent-not-held")) == 1


def test_copies_are_not_three_messages() -> None:
    """One answer that three mailboxes hold is one, and one voice alone is no one-sided thread."""
    told = Told()
    told.mail(ANNA, 0, message_id="a", references=[("in-reply-to", "x")], content_sha256="same")
    for _copy in range(3):
        told.mail(ANNA, 0, message_id="a", references=[("in-reply-to", "x")], content_sha256="same")
    assert gaps(told.scene(ANNA), "one-sided") == []


def test_a_clock_far_ahead_makes_no_silence_long() -> None:
    """A mail dated after it was kept does not say how far the record goes."""
    told = Told()
    told.mail(WEI, 0, "We reject the deduction.", to=[ANNA])
    told.mail("x@y.example", 40_000)
    assert gaps(told.scene(ANNA), "objection-unanswered") == []
    told.mail("x@y.example", 40)
    assert len(gaps(told.scene(ANNA), "objection-unanswered")) == 1


def test_many_objections_in_one_thread() -> None:
    """Each is told from those that were answered, in one look at the thread."""
    told = Told()
    keys = []
    for number in range(3000):
        key = (0, number)
        told._item(key, number / 3000, "the goods are damaged", kind="message", channel="whatsapp", conversation="x",
                   zone_minutes=None, sent_source="export", is_own=number < 2500)  # fmt: skip
        keys.append(key)
    told._original()
    told.mail(WEI, 40)
    found = {each.items[0] for each in gaps(told.scene(ANNA), "objection-unanswered")}
    assert found == set(keys[2500:])


@pytest.mark.parametrize(
    "title",
    ["Delivery Status Notification (Delay)", "Successful Mail Delivery Report", "Delivered: Offer", "Warning: queued"],
)
def test_a_report_of_success_or_delay_is_no_bounce(title: str) -> None:
    """Servers also say what arrived and what they will try again; a person may sit at postmaster."""
    told = Told()
    told.mail(ANNA, 0, "Notice of defects")
    told.mail(REPORT, 1, title=title, references=[("in-reply-to", "0@test")])
    told.mail("postmaster@factory.example", 1, title="Our new mail system")
    assert gaps(told.scene(), "bounced") == []


def test_a_bounce_without_words_for_it() -> None:
    """A daemon's answer to a mail that is held, which it names or carries inside, with another title."""
    told = Told()
    sent = told.mail(ANNA, 0, "Notice of defects", message_id="0@test")
    report = told.mail("mailer-daemon@mx.example", 1, title="Problem")
    told._item((report[0], 1), 0, "", kind="mail", channel="mail", zone_minutes=0, sent_source="date",
               origin="attached", message_id="0@test")  # fmt: skip
    told._item((report[0], 2), 0, "", kind="mail", channel="mail", zone_minutes=0, sent_source="date",
               origin="attached", message_id="unknown")  # fmt: skip
    assert [each.items for each in gaps(told.scene(), "bounced")] == [(report, sent)]


def test_two_sellers_count_alike() -> None:
    """Numbers of one series come from one company; what attached files name belongs to their mail; days are no
    series."""
    told = Told()
    for day, (seller, number) in enumerate(
        ((WEI, "INV-100"), ("leo@other.example", "INV-102"), (WEI, "INV-104"), ("x@gmail.com", "INV-106"))
    ):
        told.mail(seller, day, to=[ANNA], mentions=[mention("invoice", number)])
    for day in ("20260302", "20260304", "20260306"):
        told.mail(WEI, 5, to=[ANNA], mentions=[mention("invoice", f"D{day}")])
    assert gaps(told.scene(), "number-missing") == []
    mail = told.mail(ANNA, 6, to=[WEI])
    told._item((mail[0], 1), 6, "", kind="document", channel="file", zone_minutes=0, sent_source="created",
               origin="inv.pdf", mentions=[mention("invoice", "INV-102", "passage")])  # fmt: skip
    told.mail(WEI, 7, to=[ANNA], mentions=[mention("invoice", "INV-106")])
    assert gaps(told.scene(), "number-missing") != []
    chat = Told()
    for number in (1, 2, 4):
        chat.say("Wei", "Wei", number, mentions=[mention("invoice", f"CI-{number}")])
    assert len(gaps(chat.scene(), "number-missing")) == 1


def test_accents_and_folders_of_other_systems() -> None:
    """A name is the same however its accents are written and however its folder is separated."""
    told = Told()
    told.say("Lin", "Lin", 0, parts=[file("Mu\u0308ster (1).jpg", "image", "named")])
    told.mail(ANNA, 0)
    told.originals[0] = told.originals[0]._replace(locator="C:\\export\\chat.txt")
    told.originals[1] = told.originals[1]._replace(locator="C:\\export\\M\u00fcster (1).jpg")
    assert gaps(told.scene(), "media-not-held") == []


@pytest.mark.parametrize(
    "repeated",
    [
        OFFER.replace("FOB Yantian", "FOB Yantian <mailto:wei@factory.example> [cid:logo@01D]"),
        OFFER.replace("USD", "<https://price.example/a?b=c> USD"),
    ],
)
def test_what_mail_programs_put_into_quotes(repeated: str) -> None:
    """Addresses of links and places of pictures are no words that somebody changed."""
    assert word_differences(OFFER, repeated) == ()


def test_a_quote_of_the_second_version() -> None:
    """A quote that is true to one of two held versions is no third."""
    told = Told()
    told.mail(WEI, 0, OFFER, message_id="1@x", content_sha256="a")
    told.mail(WEI, 0, OFFER.replace("9.95", "9.55"), message_id="1@x", content_sha256="b")
    told.mail(ANNA, 1, quotations=[quote(OFFER.replace("9.95", "9.55"))], references=[("in-reply-to", "1@x")])
    assert gaps(told.scene(), "quote-differs") == []


def test_short_and_deep_quotes() -> None:
    """A few quoted words that begin a held text are held; a quote in a quote is another's to tell; no words say
    nothing."""
    told = Told()
    told.mail(WEI, 0, f"Dear Anna, {OFFER}")
    told.mail(ANNA, 1, quotations=[quote("> 6,000 lanterns FOB Yantian", "Wei"), quote("> > ***", "Wei")])
    told.mail(ANNA, 1, quotations=[quote("words of nobody that is held", "Wei")._replace(depth=2)])
    assert gaps(told.scene(), "secondary-copy") == []


def test_a_text_made_to_be_slow_is_compared_in_a_moment() -> None:
    """Two words said a thousand times over cost as little as a letter."""
    begun = time.process_time()
    word_differences("a b " * 1000, "b a a " * 666)
    assert time.process_time() - begun < 5
