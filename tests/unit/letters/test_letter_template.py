"""The texts of all kinds of letters, and the strictness with which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from tallystick.forums import PACKS, load
from tallystick.letters.fact import FactKind, vocabulary
from tallystick.letters.template import KINDS, SentenceText, citations, frame, parse, text_of
from tallystick.model.rule import LANGUAGES

_LAW = re.compile(r"\bArticles?\b|第.{1,9}条|\bстать|\bст\.\s|\binterrupts? limitation\b|中断.{0,4}时效")
_TEXT = """
kind = "demand"
frame = "sheet"
title = { en = "Demand", zh = "催告", ru = "Требование" }
about = { en = "a", zh = "b", ru = "c" }
[[paragraph]]
id = "one"
needs = ["contract"]
en = "Contract {contract}."
zh = "合同{contract}。"
ru = "Договор {contract}."
"""


def sentences(kind: str) -> Iterator[SentenceText]:
    text = text_of(kind)
    around = frame(text.frame)
    for paragraph in (*around.before, *text.paragraphs, *around.after):
        yield from paragraph.sentences
    yield text.title
    yield from text.steps


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_all_in_three_languages(kind: str) -> None:
    """Each kind has a text, a frame and steps, each sentence in English, Chinese and Russian in their own scripts."""
    assert text_of(kind).steps
    for sentence in sentences(kind):
        assert set(sentence.words) == set(LANGUAGES)
        bare = re.sub(r"\{[a-z_]+\}", "", sentence.words["ru"])
        assert not re.search(r"[一-鿿]", bare + sentence.words["en"]), sentence.ident
        assert not re.search(r"[а-я]", sentence.words["en"] + sentence.words["zh"], re.IGNORECASE), sentence.ident


@pytest.mark.parametrize("kind", KINDS)
def test_what_speaks_of_law_cites_a_rule(kind: str) -> None:
    """No sentence names an article or says what interrupts limitation without a rule to rest on."""
    for sentence in sentences(kind):
        if any(_LAW.search(words) for words in sentence.words.values()):
            assert sentence.cites, (kind, sentence.ident)


def test_every_rule_cited_is_in_its_pack() -> None:
    """A rule that a text cites is there, and has a value that was read in a source and is in force without end."""
    wanted = {ident for kind in KINDS for ident in citations(kind)}
    packs = [load(name) for name in PACKS if any(ident.startswith(f"{name}.") for ident in wanted)]
    found = {rule.id: rule for pack in packs for rule in pack.rules}
    assert wanted <= set(found), wanted - set(found)
    assert all(found[ident].values[-1].status.is_final and not found[ident].values[-1].ends for ident in wanted)


def test_every_fact_is_used() -> None:
    """The vocabulary has no fact that no text names, asks for or has as a row."""
    used: set[str] = set()
    for kind in KINDS:
        text = text_of(kind)
        for sentence in sentences(kind):
            used |= {*sentence.needs, *(sentence.when or {}).get("has", ()), *(sentence.when or {}).get("lacks", ())}
        used |= {paragraph.each for paragraph in text.paragraphs}
    assert set(vocabulary()) <= used, set(vocabulary()) - used


def test_rows_name_facts_of_the_vocabulary() -> None:
    """What a row has is itself in the vocabulary, and nothing but rows has any."""
    for meaning in vocabulary().values():
        assert bool(meaning.row) == (meaning.kind is FactKind.ROWS)
        assert set(meaning.row) <= set(vocabulary())


def test_no_file_of_texts_lies_about() -> None:
    """Every file of texts is a kind's, the frames' or the vocabulary's."""
    names = {each.name.removesuffix(".toml") for each in files("tallystick.letters").joinpath("texts").iterdir()}
    assert names == {*KINDS, "frames", "facts"}


def test_a_text_in_order_is_read() -> None:
    """The text that the tests below break is whole."""
    assert parse("demand", _TEXT).paragraphs[0].sentences[0].needs == ("contract",)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('frame = "sheet"', 'frame = "sheet"\ncolour = "red"', "unknown key 'colour'"),
        ('kind = "demand"', 'kind = "refund"', "its kind is 'refund'"),
        ('id = "one"', 'id = "one"\nweight = 1', "unknown keys ['weight']"),
        ('id = "one"\n', "", "a sentence has no id"),
        ('needs = ["contract"]\n', "", "does not need them"),
        ('needs = ["contract"]', 'needs = ["contract", "weather"]', "no fact ['weather']"),
        ("合同{contract}。", "合同。", "zh names []"),
        ("合同{contract}。", "", "says nothing in zh"),
        ("Contract {contract}.", "Contract {contract} {0}.", "a brace without a name in en"),
        ('ru = "Требование" }', 'ru = "Требование", needs = ["contract"] }', "its title rests on what may be missing"),
        ('id = "one"', 'id = "one"\n[[paragraph.sentence]]', "unknown keys ['id']"),
        ('id = "one"', 'id = "one"\nrole = "shout"', "no role 'shout'"),
        ('id = "one"', 'id = "one"\neach = "contract"', "has no rows"),
        ('id = "one"', 'id = "one"\nwhen = { weather = ["rain"] }', "no condition 'weather'"),
        ('id = "one"', 'id = "one"\nwhen = { has = ["weather"] }', "no fact ['weather']"),
        ('id = "one"', 'id = "one"\nwhen = { forum = "cn-court" }', "forum wants a list"),
    ],
)
def test_a_fault_in_a_text_is_named(old: str, new: str, fault: str) -> None:
    """What is unknown, missing or half in a text is an error that says what and where."""
    with pytest.raises(ValueError, match=re.escape(fault)):
        parse("demand", _TEXT.replace(old, new, 1))


def test_two_sentences_of_one_name_are_refused() -> None:
    """A sentence is named once in a text, so that its grounds can be told."""
    with pytest.raises(ValueError, match="two sentences 'one'"):
        parse("demand", _TEXT + _TEXT[_TEXT.index("[[paragraph]]") :])


def test_an_unknown_kind_or_frame_is_refused() -> None:
    """Only what the tables name is there."""
    with pytest.raises(ValueError, match="no letter 'love'"):
        text_of("love")
    with pytest.raises(ValueError, match="no frame 'gold'"):
        frame("gold")
