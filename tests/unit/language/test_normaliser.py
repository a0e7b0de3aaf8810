"""What text becomes in the index."""

from __future__ import annotations

import pytest

from tallystick.language.normaliser import BREAK, normalise
from tallystick.language.pieces import Kind, pieces


def body(text: str) -> str:
    return normalise(text).split(f" {BREAK}")[0]


def wholes(text: str) -> list[str]:
    return normalise(text).partition(f"{BREAK} ")[2].split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＮＶＯＩＣＥ　２０２６", "invoice 2026"),
        ("Счёт", "счет"),
        ("пла\u0301ту", "плату"),
        ("pay\u200bment", "payment"),
        ("re\u00admit", "remit"),
        ("Müller café", "muller cafe"),
        ("貨款與訂單", "货款与订单"),
        ("supplier’s", "supplier's"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("оплата\u202eтекст", "оплататекст"),
        ("PAYMENTS", "payment"),
        ("поставщиками", "Поставщик"),
        ("cчёт", "счет"),
    ],
)
def test_what_readers_take_for_the_same_is_the_same(one: str, other: str) -> None:
    """Width, case, accents, variants of characters, invisible marks and endings make no difference."""
    assert normalise(one) == normalise(other) != ""


def test_chinese_becomes_overlapping_pairs() -> None:
    """A run of Chinese is its pairs of characters and its last character, so that each part of it can be found."""
    assert normalise("延迟交货") == "延迟 迟交 交货 货"


def test_a_line_wrapped_inside_chinese_is_joined() -> None:
    """A word that a mail program broke over two quoted lines stays one word."""
    text = "> " + "我们已经收到贵司的来信，并且确认所有的货物都已经由供应" + "\r\n> 商发出。"
    assert "应商" in normalise(text).split()


def test_short_lines_of_chinese_stay_apart() -> None:
    """The entries of a list do not run into one another."""
    assert "货付" not in normalise("交货\n付款").split()


@pytest.mark.parametrize("written", ["12,500.00", "12.500,00", "12'500.00", "12500.00", "12,500", "012500"])
def test_a_number_has_one_form(written: str) -> None:
    """Separators of thousands and empty decimals do not matter, except in a code that begins with zero."""
    expected = "012500" if written == "012500" else "12500"
    assert body(written) == expected


def test_an_ambiguous_number_has_both_values() -> None:
    """1.250 is one thousand two hundred fifty, and one and a quarter."""
    assert normalise("1.250") == f"1250 {BREAK} 1.25"


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("PI-2026-0317", "pi 2026 0317"),
        ("MSKU1234567", "msku 1234567"),
        ("05.03.2026", "05 03 2026"),
        ("invoices_2026.pdf", "invoic 2026 pdf"),
        ("www.example.com", "www exampl com"),
    ],
)
def test_a_code_is_its_parts_and_itself(code: str, parts: str) -> None:
    """Order numbers, dates, file names and domains are found whole and by each part."""
    assert normalise(code) == f"{parts} {BREAK} {code.lower()}"


def test_an_address_can_be_found_by_its_domain() -> None:
    """The domain of a mail address stands in the index with its @."""
    assert wholes("<Ivan.Petrov@Example.com>") == ["ivan.petrov@example.com", "@example.com"]


def test_a_code_in_cyrillic_letters_is_found_in_latin_ones() -> None:
    """СТ-12 typed in Russian letters is also the CT-12 of the Latin keyboard."""
    assert "ct-12" in wholes("СТ-12")


def test_no_phrase_reaches_over_a_code() -> None:
    """A code's whole form stands behind the text, so words around the code stay beside its parts."""
    assert body("order PI-2026-0317 was sent") == "order pi 2026 0317 was sent"


def test_a_sum_is_parted_from_its_unit() -> None:
    """USD12,500.00 is found as USD and as 12500."""
    assert body("USD12,500.00 and 12.500,00€") == "usd 12500 and 12500"


def test_quote_marks_leave_nothing() -> None:
    """Reply marks and rules give neither tokens nor double spaces."""
    assert normalise("> > hello\n>\n-- \n>>bye") == "hello bye"


def test_a_monstrous_word_is_bounded() -> None:
    """A word without end is held by its beginning, and a code with thousands of parts by the first ones."""
    assert max(map(len, normalise("a" * 100_000).split())) == 64
    assert len(normalise("1-" * 50_000 + "1").split()) < 40


def test_pieces_name_their_kind() -> None:
    """A query can tell words, numbers, codes and runs apart."""
    kinds = [piece.kind for piece in pieces("paid 12,500.00 for PI-2026 货款")]
    assert kinds == [Kind.WORD, Kind.NUMBER, Kind.WORD, Kind.CODE, Kind.RUN]


def test_long_texts_do_not_change_what_is_remembered() -> None:
    """What was met before, and how much, never changes what a text becomes."""
    first = normalise("договор PI-2026-0317 付款")
    for number in range(40_000):
        normalise(f"word{number} other{number}")
    assert normalise("договор PI-2026-0317 付款") == first
