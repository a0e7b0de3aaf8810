"""What is missing: each kind of gap where it is, and not where it only looks like one."""

from __future__ import annotations

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
    """It weighs most where we owe the answer; one that was answered, and a young one, are no gap."""
    told = Told()
    theirs = told.mail(WEI, 0, "We reject the deduction.")
    ours = told.mail(ANNA, 1, "产品有质量问题")
    answered = told.mail(ANNA, 2, "The goods are defective.")
    told.mail(WEI, 3, "Sorry, we replace them.", references=[("in-reply-to", f"{answered[0]}@test")])
    told.mail(ANNA, 30, "The goods are damaged.")
    found = {each.items[0]: each.weight for each in gaps(told.scene(ANNA), "objection-unanswered")}
    assert found == {theirs: "high", ours: "medium"}


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
