"""Text of others as Typst source."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdfium2
import pytest

import bundle_exhibits
from tallystick.bundle import markup, typeset
from tallystick.errors import TypesettingFailed

_TIME = datetime(2026, 11, 23, tzinfo=UTC)
_FAMILIES = "".join(f'"{each}", ' for each in typeset.FAMILIES)
_OPENING = f"#set text(font: ({_FAMILIES}))\n"


def printed(source: str) -> str:
    """The text layer of the typeset source, without line ends and runs of spaces."""
    document = pypdfium2.PdfDocument(io.BytesIO(typeset.pdf(source, time=_TIME)))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "#let x = 1", "*bold* _it_ `raw` $x$", "<label> @ref", "= Heading", "- item", "// comment", "/* comment",
        'a "quoted" \\ backslash', "]#panic()[", '"; #panic("x"); "', "a -- b --- c ...", "~", "'apostrophe'",
        '#import "@preview/evil:1.0.0": *', "\\u{41}", "https://example.com//x",
    ],
)  # fmt: skip
def test_markup_of_others_is_printed_and_not_obeyed(text: str) -> None:
    """Whatever Typst would read as markup stands on the page as it was written."""
    assert printed(_OPENING + markup.escaped(text)) == text


def test_a_dot_after_the_text_is_no_call() -> None:
    """What follows the text in the source does not become part of its expression."""
    assert printed(_OPENING + markup.escaped("abc") + ".len()") == "abc.len()"


def test_control_characters_and_bidi_overrides_are_named() -> None:
    """A character that would hide text or turn it round is shown by its number."""
    assert markup.visible("a\u202eb\x00\x1b[1m\ufeff") == "a⟨U+202E⟩b⟨U+0000⟩⟨U+001B⟩[1m⟨U+FEFF⟩"


def test_marks_heaped_on_a_letter_are_named_from_the_fifth_on() -> None:
    """A letter under a heap of marks cannot be drawn over the lines above it."""
    assert markup.visible("Z" + "\u0301" * 6 + "x") == "Z" + "\u0301" * 4 + "⟨U+0301⟩⟨U+0301⟩x"


def test_line_ends_of_every_kind_are_line_feeds() -> None:
    """Carriage returns and Unicode line separators end a line as a line feed does."""
    assert markup.visible("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    """Half of a surrogate pair, which no encoding holds, is named."""
    assert printed(_OPENING + markup.escaped("a\ud800b")) == "a⟨U+D800⟩b"


def test_a_long_word_breaks_and_its_text_layer_stays_whole() -> None:
    """A word wider than the page goes on in the next line; nothing is added to its characters."""
    word = "x" * 400
    document = pypdfium2.PdfDocument(io.BytesIO(typeset.pdf(_OPENING + markup.escaped(word), time=_TIME)))
    page = document[0]
    words = page.get_textpage()
    assert words.get_text_range().replace("\r\n", "") == word
    assert all(words.get_charbox(place)[2] < page.get_width() for place in range(words.count_chars()))


@pytest.mark.parametrize(
    "text",
    ["简体中文 繁體中文 龘", "Кириллица ёЁ", "مرحبا", "😀👨‍👩‍👧🇨🇳👍🏽", "한국어 ไทย हिन्दी שלום", "€£₽¥ ✓→≥ ㎡ ①"],
)
def test_the_scripts_of_trade_are_shown(text: str) -> None:
    """Chinese of both kinds, Cyrillic, Arabic, emoji and what stands beside them have glyphs."""
    assert markup.unshown(text) == ""
    assert typeset.pdf(_OPENING + markup.escaped(text), time=_TIME).startswith(b"%PDF-1.7")


def test_a_character_without_glyph_is_found_and_can_be_named() -> None:
    """The characters that no font shows are told once each, in their order, and can be printed by number."""
    assert markup.unshown("a\ue000b\U0001fae8x\ue000") in ("\ue000", "\ue000\U0001fae8")
    assert markup.with_names("a\ue000") == "a⟨U+E000⟩"


def test_the_check_agrees_with_the_typesetter() -> None:
    """What the check lets through in the hostile text, the typesetter can set; what it stops, it cannot."""
    assert markup.unshown(bundle_exhibits.HOSTILE) == ""
    typeset.pdf(_OPENING + markup.escaped(bundle_exhibits.HOSTILE), time=_TIME)
    with pytest.raises(TypesettingFailed, match="could not be displayed"):
        typeset.pdf(_OPENING + markup.escaped("\ue000"), time=_TIME)


def test_one_line_is_short_and_whole() -> None:
    """A title of many lines is one line, cut with an ellipsis."""
    assert markup.one_line("a\n\nb   c", 20) == "a b c"
    assert markup.one_line("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(("text", "is_rtl"), [("مرحبا a", True), ("12 שלום", True), ("a مرحبا", False), ("12", False)])
def test_the_first_letter_with_a_direction_gives_it(text: str, is_rtl: bool) -> None:
    """A line runs from right to left where its first letter does."""
    assert markup.is_right_to_left(text) is is_rtl
