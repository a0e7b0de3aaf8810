"""A letter as mail, Word document, Typst source, plain text and JSON, with words that mean harm."""

from __future__ import annotations

import email
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default

import docx
import pytest
from lxml import etree

from tallystick.letters import Letter, Side, draft
from tallystick.letters.account import members
from tallystick.letters.document import document
from tallystick.letters.mail import is_address, mail
from tallystick.letters.page import source
from tallystick.letters.plain import one_line, plain, shown
from unit.letters.letter_matters import QUOTE, seller

TIME = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = 'x\r\nBcc: victim@x.example\r\n\r\n<script> #read("/etc/passwd") \x00\x1b[2J\u202efdp ]]> &amp; $a$ *b* @c'


def letter(language: str = "en", words: str = QUOTE.words) -> Letter:
    return draft("confirmation", language, seller(quotes=(replace(QUOTE, words=words),)), {})


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_mail_is_a_draft_that_says_what_the_letter_says(language: str) -> None:
    """The .eml opens as a draft: marked unsent, from us to them, without Bcc, its text the letter's."""
    made = letter(language)
    read = email.message_from_bytes(mail(made, TIME), policy=default)
    assert (read["X-Unsent"], read["From"], read["To"]) == ("1", "k@spreelicht.example", "mia@mingyao.example")
    assert read["Subject"] == made.title
    assert read["Date"].datetime == TIME
    assert {name.lower() for name in read} == {
        "x-unsent", "date", "from", "to", "subject", "content-type", "content-transfer-encoding", "mime-version",
    }  # fmt: skip
    assert read.get_content().replace("\r\n", "\n") == plain(made)
    assert read.get_content_charset() == "utf-8"


def test_no_line_of_a_mail_is_longer_than_allowed() -> None:
    """Each line of the file has at most 998 characters and ends as RFC 5322 asks."""
    content = mail(letter("zh", "字" * 5000), TIME)
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_a_hostile_title_ends_no_header() -> None:
    """Line ends in a number of the contract make no header and hide no recipient."""
    made = replace(letter(), title=f"Demand {HOSTILE}")
    read = email.message_from_bytes(mail(made, TIME), policy=default)
    assert read["Bcc"] is None
    assert "Bcc: victim" in read["Subject"]


@pytest.mark.parametrize(
    "address",
    ["a@x.example, victim@y.example", "a@x.example\r\nBcc: v@y.example", "A <a@x.example>", "", "a@", "+49123",
     "ж@x.example", "a" * 250 + "@x.example"],
)  # fmt: skip
def test_what_is_no_single_address_is_not_addressed(address: str) -> None:
    """Only a plain address stands in From and To; a mail without any is left for a person to address."""
    made = replace(letter(), sender=address, recipients=(address,))
    read = email.message_from_bytes(mail(made, TIME), policy=default)
    assert not is_address(address)
    assert read["To"] is None
    assert read["From"] is None


def test_a_time_without_a_zone_is_misuse() -> None:
    """A draft and a document state a time; one without a zone is refused."""
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - that is the fault
    with pytest.raises(ValueError, match="zone"):
        mail(letter(), naive)
    with pytest.raises(ValueError, match="zone"):
        document(letter(), naive)


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_document_says_what_the_letter_says(language: str) -> None:
    """The .docx opens in another reader with every paragraph of the letter, in order."""
    made = letter(language)
    read = docx.Document(io.BytesIO(document(made, TIME)))
    assert [each.text for each in read.paragraphs] == [paragraph.text for paragraph in made.paragraphs]
    assert read.core_properties.title == made.title
    assert read.core_properties.author == ""


def test_a_document_names_a_font_for_chinese() -> None:
    """Every run names its East Asian font, and the language of a Chinese letter."""
    with zipfile.ZipFile(io.BytesIO(document(letter("zh"), TIME))) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    runs = list(tree.iter(f"{word}r"))
    assert runs
    for run in runs:
        fonts, spoken = run.find(f"{word}rPr/{word}rFonts"), run.find(f"{word}rPr/{word}lang")
        assert fonts is not None
        assert fonts.get(f"{word}eastAsia") == "SimSun"
        assert spoken is not None
        assert spoken.get(f"{word}eastAsia") == "zh-CN"


def test_files_have_the_same_bytes_each_time() -> None:
    """The same letter and time give the same mail and document; a zip member states no time of ours."""
    first, again = document(letter(), TIME), document(letter(), TIME)
    assert first == again
    assert mail(letter(), TIME) == mail(letter(), TIME)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_words_break_no_document() -> None:
    """Control and direction characters are named in the document and in the mail, and markup is plain text."""
    made = letter(words=HOSTILE)
    read = docx.Document(io.BytesIO(document(made, TIME)))
    text = "\n".join(each.text for each in read.paragraphs)
    for said in (text, email.message_from_bytes(mail(made, TIME), policy=default).get_content()):
        assert "⟨U+0000⟩⟨U+001B⟩[2J⟨U+202E⟩fdp ]]> &amp; $a$ *b* @c" in said
        assert "<script> #read(" in said


def test_lone_surrogates_are_named() -> None:
    """Half a character of another program's file becomes its number, which can be written as UTF-8."""
    assert shown("a\ud800b") == "a⟨U+D800⟩b"
    assert one_line("a\n\tb\u2028c") == "a b c"
    mail(letter(words="a\ud800b"), TIME)
    document(letter(words="a\ud800b"), TIME)


def test_source_has_all_text_of_others_escaped() -> None:
    """Nothing of the letter stands in the Typst source but what the escape made of it."""
    seen: list[str] = []

    def escaped(text: str) -> str:
        seen.append(text)
        return "ESCAPED"

    made = letter("ru", HOSTILE)
    found = source(made, ("Noto Sans",), escaped)
    assert seen == [made.title, *(paragraph.text for paragraph in made.paragraphs)]
    assert "script" not in found
    assert found.count("ESCAPED") == len(seen)
    assert 'lang: "ru"' in found


def test_an_account_gives_each_sentence_its_grounds() -> None:
    """The JSON has every sentence with its grounds, what is missing, what was left out, and the steps."""
    made = draft("confirmation", "en", replace(seller(quotes=(QUOTE,)), us=Side()), {})
    found = json.loads(json.dumps(members(made)))
    quoted = next(each for each in found["paragraphs"] if each["role"] == "quote")
    assert quoted["sentences"][-1] == {
        "id": "exact-words", "text": f"“{QUOTE.words}”", "grounds": [{"kind": "item", "id": QUOTE.ident}],
    }  # fmt: skip
    assert found["missing"][0]["fact"] == "us"
    assert found["so_that_it_counts"]
    assert {"sentence", "facts", "rules"} == set(found["left_out"][0])
