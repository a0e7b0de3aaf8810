"""Letters drafted from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tallystick.letters import KINDS, Cited, Ground, Letter, Sentence, draft
from tallystick.letters.plain import plain
from tallystick.letters.template import citations, frame, text_of
from tallystick.model.case import Case
from tallystick.model.claim import ClaimItem, ClaimKind, Payment
from tallystick.model.matter import MatterSheet
from tallystick.model.money import Money
from tallystick.model.rule import LANGUAGES, Status
from tallystick.model.situation import Event, Fact, Situation
from unit.letters.letter_matters import ITEM, QUOTE, fact, payment, rules, seller

LIMITATION = ("cn-court.limitation.demand", "cn-court.limitation.interrupting-events")


def sentence(letter: Letter, ident: str) -> Sentence | None:
    found = (each for paragraph in letter.paragraphs for each in paragraph.sentences if each.ident == ident)
    return next(found, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_demand_states_sum_date_and_sides(language: str) -> None:
    """A demand with all its facts names both sides, the contract, the sum and the last date in the reader's form."""
    letter = draft("demand", language, seller(), {}, forum="cn-court")
    words = plain(letter)
    sums = {"en": "USD 59,100.00", "zh": "59,100.00美元", "ru": "59\N{NO-BREAK SPACE}100,00\N{NO-BREAK SPACE}долл. США"}
    days = {"en": "12 December 2026", "zh": "2026年12月12日", "ru": "12 декабря 2026\N{NO-BREAK SPACE}г."}
    them = {"en": "Mingyao Co., Ltd.", "zh": "明耀有限公司", "ru": "Mingyao Co., Ltd."}
    assert letter.missing == ()
    assert all(each in words for each in (sums[language], days[language], them[language], "Spreelicht GmbH", "SL-1"))
    assert ".." not in words


def test_a_sentence_rests_on_the_item_that_shows_its_fact() -> None:
    """A day that an item shows has that item as its ground; a sum that was stated says so."""
    letter = draft("demand", "en", seller(), {})
    due, demand = sentence(letter, "payment-due"), sentence(letter, "demand-sum")
    assert due is not None
    assert demand is not None
    assert due.grounds == (Ground("item", "0d693c206972"), Ground("situation", "role=seller"))
    assert demand.grounds == (Ground("stated", "claim"), Ground("stated", "last_date"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placed_fact_has_its_ground(kind: str, language: str) -> None:
    """In no kind does a sentence carry a fact without saying what it rests on."""
    letter = draft(kind, language, seller(quotes=(QUOTE,)), rules(*citations(kind)), forum="cn-court", with_blanks=True)
    text = text_of(kind)
    around = frame(text.frame)
    paragraphs = (*around.before, *text.paragraphs, *around.after)
    needing = {each.ident for paragraph in paragraphs for each in paragraph.sentences if each.needs}
    for paragraph in letter.paragraphs:
        for each in paragraph.sentences:
            if each.ident in needing and "[____" not in each.text and each.ident not in ("from", "to", "signed"):
                assert each.grounds or each.ident in (
                    "party-a",
                    "party-b",
                    "sign-a",
                    "sign-b",
                    "our-mail",
                    "whom",
                    "contact",
                ), each


def test_a_missing_fact_of_a_required_sentence_is_named() -> None:
    """Without the sum and the date the demand is not written, and says in words what it lacks."""
    letter = draft("demand", "en", seller(stating={"claim": (), "last_date": ()}), {})
    assert [missing.fact for missing in letter.missing] == ["claim", "last_date"]
    assert letter.missing[0].label["ru"] == "сумма требования"
    assert sentence(letter, "demand") is None


@pytest.mark.parametrize(
    ("language", "blank"),
    [("en", "[____ the sum claimed]"), ("zh", "[____ 主张的金额]"), ("ru", "[____ сумма требования]")],
)
def test_a_blank_is_visible_and_named(language: str, blank: str) -> None:
    """With blanks the letter is written, and what is missing stands in it as a blank with its name."""
    letter = draft("demand", language, seller(stating={"claim": ()}), {}, with_blanks=True)
    assert blank in plain(letter)
    assert [missing.fact for missing in letter.missing] == ["claim"]


def test_missing_rows_are_named_and_blanked() -> None:
    """A list without which the letter says nothing is missing as a whole, and one blank line stands for it."""
    matter = seller(fact(Event.DEFECTS_DISCOVERED, "2026-02-09"))
    refused = draft("defect-notice", "en", matter, {})
    blank = draft("defect-notice", "en", matter, {}, with_blanks=True)
    assert "defects" in [missing.fact for missing in refused.missing]
    assert "[____ description of the defect]" in plain(blank)


def test_an_optional_sentence_without_its_fact_is_left_out_and_said_so() -> None:
    """What need not be said is not said without its fact, and the letter's account tells why."""
    letter = draft("demand", "en", seller(), {})
    assert sentence(letter, "interest") is None
    assert any(each.sentence == "interest" and each.facts == ("interest",) for each in letter.left_out)


def test_words_are_quoted_exactly_with_who_when_and_where() -> None:
    """A confirmation repeats a message to the letter, and says who wrote it, when and where."""
    letter = draft("confirmation", "en", seller(quotes=(QUOTE,)), {})
    quoted = next(paragraph for paragraph in letter.paragraphs if paragraph.role == "quote")
    assert quoted.text == (
        "3 March 2026, 14:05 (UTC+08:00), Mia Chen, by WeChat: “Yes, part of the goods have other cells.”"
    )
    assert all(Ground("item", ITEM) in each.grounds for each in quoted.sentences)


def test_a_confirmation_of_nothing_is_refused() -> None:
    """Without a message to quote there is nothing to confirm."""
    assert [each.fact for each in draft("confirmation", "en", seller(), {}).missing] == ["quotes"]


def test_what_a_fact_says_is_never_a_placeholder() -> None:
    """A message that writes a placeholder is quoted with it: nothing is put in its place."""
    hostile = seller(quotes=(type(QUOTE)(ident=ITEM, words="{claim} {last_date} {0}"),))
    assert "“{claim} {last_date} {0}”" in plain(draft("confirmation", "en", hostile, {}))


def test_law_stands_only_on_a_rule_that_was_read() -> None:
    """The sentence on interruption is there with its rules, and not with an unverified, absent or later one."""
    with_rules = draft("demand", "en", seller(), rules(*LIMITATION), forum="cn-court")
    found = sentence(with_rules, "limitation-cn")
    assert found is not None
    assert "Article 195(1)" in found.text
    assert found.grounds[-1] == Ground("rule", LIMITATION[1], "cn-court 2026-11-23.1: Law, art. 195")
    unusables: tuple[dict[str, Cited], ...] = (
        {}, rules(*LIMITATION, status=Status.UNVERIFIED), rules(*LIMITATION, status=Status.CONFLICT),
        rules(*LIMITATION, begins=date(2027, 1, 1)), rules(*LIMITATION, when={"role": ("buyer",)}),
        rules(*LIMITATION, disputes=("defective",)),
    )  # fmt: skip
    for unusable in unusables:
        letter = draft("demand", "en", seller(), unusable, forum="cn-court")
        assert sentence(letter, "limitation-cn") is None
        assert any(each.rules == LIMITATION for each in letter.left_out)


def test_the_law_of_another_forum_is_not_spoken_of() -> None:
    """A demand for a Russian court says nothing of Chinese limitation, and tells the sender what does not interrupt."""
    idents = citations("demand")
    letter = draft("demand", "en", seller(), rules(*idents), forum="ru-arbitrazh")
    assert sentence(letter, "limitation-cn") is None
    assert sentence(letter, "pretrial-ru") is not None
    assert any("does not interrupt limitation" in step.text for step in letter.steps)


def test_payments_are_listed_and_added() -> None:
    """A refund lists what we paid, booked sums without their sign, and adds them up; what they paid is not ours."""
    matter = seller(
        payment("2025-10-10", "-17730.00"), payment("2025-12-22", "41370.00"), payment("2026-01-01", "5", by="them"),
        traits={"role": "buyer"}, stating={"refund": ("USD 59100.00",)},
    )  # fmt: skip
    words = plain(draft("refund", "en", matter, {}))
    assert "we paid you USD 59,100.00 in all" in words
    assert "– 10 October 2025: USD 17,730.00" in words
    assert "USD 5.00" not in words


def test_sums_of_two_currencies_are_not_added() -> None:
    """Payments in two currencies are listed, and no total is stated."""
    facts = (payment("2025-10-10", "10"), payment("2025-10-11", "10", "EUR"))
    matter = seller(*facts, traits={"role": "buyer"}, stating={"refund": ("USD 10",)})
    words = plain(draft("refund", "en", matter, {}))
    assert "in all" not in words
    assert "EUR 10.00" in words


def test_what_they_paid_in_part_is_said() -> None:
    """A demand does not pass over a part that the debtor paid; who paid is not turned round."""
    received = Fact(
        event=Event.PART_PAYMENT, on=date(2026, 3, 27), how="stated", by="them", money=Money(Decimal(5), "USD")
    )
    assert "On 27 March 2026 you paid USD 5.00 on account." in plain(draft("demand", "en", seller(received), {}))
    assert "on account" not in plain(draft("demand", "en", seller(replace(received, by="us")), {}))


def claimed(*items: ClaimItem) -> MatterSheet:
    return MatterSheet(name="m", title="lanterns", numbers=("SL-1",), currency="USD", value="59100.00", claims=items,
                       case=Case(), sha256="ab" * 32)  # fmt: skip


def test_claims_of_the_sheet_are_demanded() -> None:
    """Fixed claims are listed and added, less what was paid on them; the price of the contract is no claim."""
    sheet = claimed(
        ClaimItem(kind=ClaimKind.PRICE, money=Money(Decimal("100.10"), "USD"), due=date(2026, 2, 1), basis="invoice 1"),
        ClaimItem(kind=ClaimKind.LOSS, money=Money(Decimal(50), "USD"), paid=(Payment(date(2026, 3, 1), Decimal(20)),)),
    )  # fmt: skip
    words = plain(draft("demand", "en", seller(sheet=sheet, stating={"claim": ()}), {}))
    assert "– USD 100.10, due on 1 February 2026: invoice 1" in words
    assert "– USD 30.00: loss" in words
    assert "pay us USD 130.10" in words


def test_a_claim_that_grows_has_no_sum_of_its_own() -> None:
    """Where one claim grows with the delay, no total is made of the others: a person has to state it."""
    sheet = claimed(
        ClaimItem(kind=ClaimKind.PRICE, money=Money(Decimal(100), "USD"), basis="invoice 1"),
        ClaimItem(kind=ClaimKind.PENALTY, money=Money(Decimal(100), "USD"), rate=Decimal("0.005"), basis="clause 8"),
    )  # fmt: skip
    letter = draft("demand", "en", seller(sheet=sheet, stating={"claim": ()}), {}, with_blanks=True)
    assert [each.fact for each in letter.missing] == ["claim"]
    assert "– clause 8" in plain(letter)


def test_a_broken_value_on_the_sheet_is_no_price() -> None:
    """A value that is no number is not shown as one."""
    sheet = MatterSheet(name="m", value="a lot", currency="USD")
    assert sentence(draft("demand", "en", seller(sheet=sheet), {}), "price") is None


def test_the_claims_amount_may_stand_in_the_case() -> None:
    """The amount and currency of the case are the claim where nothing else is stated."""
    matter = seller(stating={"claim": ()}, traits={"amount": "12.5", "currency": "EUR"})
    assert "EUR 12.50" in plain(draft("demand", "en", matter, {}))


def test_another_sides_act_is_not_put_to_the_debtor() -> None:
    """A refusal or an acknowledgment of our own is not held against the other side."""
    letter = draft("termination", "en", seller(fact(Event.REFUSED, "2026-04-21", by="us")), {})
    assert sentence(letter, "refused") is None
    assert sentence(draft("termination", "en", seller(fact(Event.REFUSED, "2026-04-21", by="them")), {}), "refused")


@pytest.mark.parametrize("kind", ["witness", "ipr-pack", "call-sheet", "public-notice", "clause", "restatement"])
def test_what_is_not_for_the_other_side_is_not_addressed_to_it(kind: str) -> None:
    """A call sheet, a complaint and a witness's mail have no recipient of the matter."""
    assert draft(kind, "en", seller(), {}, with_blanks=True).recipients == ()


def test_a_letter_is_addressed_to_the_other_side() -> None:
    """A demand has their addresses as recipients and ours as sender."""
    letter = draft("demand", "en", seller(), {})
    assert (letter.sender, letter.recipients) == ("k@spreelicht.example", ("mia@mingyao.example",))


def test_a_witness_gets_the_root_hash() -> None:
    """The witness's mail states the root hash and how many entries it covers, and nothing of the contents."""
    words = plain(
        draft("witness", "en", seller(checkpoint=("ab" * 32, 812), stating={"addressee": ("A. Lawyer",)}), {})
    )
    assert "ab" * 32 in words
    assert "812 entries" in words
    assert "59,100" not in words


def test_an_extension_keeps_what_was_lost_by_delay() -> None:
    """The last period is no new date: the sentence stands in every language."""
    for language, words in (
        ("en", "not an agreement on a new date"),
        ("zh", "不构成对履行期限的变更"),
        ("ru", "не соглашение о новой"),
    ):
        assert words in plain(draft("extension", language, seller(), {}))


def test_a_title_without_a_number_stands_alone() -> None:
    """Where no contract's number is known, the title names none."""
    assert draft("demand", "zh", seller(stating={"contract": ()}), {}, with_blanks=True).title == "催告函"
    assert draft("demand", "zh", seller(), {}).title == "催告函（SL-1）"


def test_a_matter_of_nothing_is_still_drafted() -> None:
    """With nothing known every kind says what is missing and breaks nowhere."""
    bare = type(seller())(today=date(2026, 1, 1), situation=Situation())
    for kind in KINDS:
        for language in LANGUAGES:
            assert draft(kind, language, bare, {}, with_blanks=True).title


def test_an_unknown_language_is_misuse() -> None:
    """Only three languages are written."""
    with pytest.raises(ValueError, match="no language 'de'"):
        draft("demand", "de", seller(), {})
