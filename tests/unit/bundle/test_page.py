"""The pages that explain a proof folder."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from types import ModuleType

import pytest

from tallystick.bundle import ProofMaterial, WholeOriginal, page, pages
from tallystick.bundle.page import render

LANGUAGES = ("en", "zh", "ru")
HOSTILE = '<script>alert(1)</script>"\u202e$key ${x} \x1b[31m & 价格'


class Outline(HTMLParser):
    """The tags of a page, their attributes, and whether they close as they should."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def material(maker: ModuleType, authority: object) -> ProofMaterial:
    """A mail with a hostile subject, timestamped, with everything that a page can mention."""
    log, mail, key = maker.Log(), maker.plain_mail(), maker.ed25519_dkim_key()
    index = log.keep(mail)
    entry = log.prove(log.dkim_key(key), log.checkpoint())
    made: ProofMaterial = maker.whole(
        log, index, mail, timestamps=(log.stamped(authority, index),), dkim_keys=(entry,), roots=(("r", b""),)
    )
    assert isinstance(made.shown, WholeOriginal)
    return replace(made, shown=replace(made.shown, subject=HOSTILE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_runs_and_fetches_nothing(material: ProofMaterial, language: str) -> None:
    """There is no script, no image, no link but those between the three pages, and no value is markup."""
    outline = Outline(render(material, language))
    assert not {"script", "img", "iframe", "link", "object", "form", "svg", "base"} & set(outline.tags)
    links = {value for _, name, value in outline.attributes if name in ("href", "src", "action")}
    assert links == {"README.html", "README.zh.html", "README.ru.html"}
    assert not [name for _, name, _ in outline.attributes if name.startswith("on") or name == "style"]
    assert outline.open == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_subject_is_shown_as_text(material: ProofMaterial, language: str) -> None:
    """Markup is escaped, placeholders in values stay text, and no control or direction character gets through."""
    text = render(material, language)
    assert "&lt;script&gt;alert(1)" in text
    assert "$key ${x}" in text
    assert "价格" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_has_one_heading(material: ProofMaterial, language: str) -> None:
    """A screen reader finds the language, one h1, labelled rows and the page's own link marked."""
    outline = Outline(render(material, language))
    tag = {"en": "en", "zh": "zh-Hans", "ru": "ru"}[language]
    assert ("html", "lang", tag) in outline.attributes
    assert outline.tags.count("h1") == 1
    assert ("a", "aria-current", "page") in outline.attributes
    assert outline.tags.count("th") == outline.attributes.count(("th", "scope", "row"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_values_of_this_proof_are_on_the_page(material: ProofMaterial, language: str) -> None:
    """A reader sees fingerprint, place, root, authority and time, and the commands with the real names."""
    text = render(material, language)
    assert isinstance(material.shown, WholeOriginal)
    stamp = material.timestamps[0]
    for value in (material.shown.sha256, material.checkpoint.root.hex(), f"{stamp.stated:%Y-%m-%d %H:%M:%S} UTC"):
        assert value in text
    assert "openssl ts -verify -data timestamps/3.checkpoint -in timestamps/3.test-tsa.tsr" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_timestamp_no_time_is_promised(maker: ModuleType, language: str) -> None:
    """The page then says that the time rests on the keeper's word, and shows no openssl command."""
    log, mail = maker.Log(), maker.plain_mail()
    text = render(maker.whole(log, log.keep(mail), mail), language)
    texts = page._texts(language)
    assert texts["steps"]["unstamped"] in text
    assert "openssl ts" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_of_another_form_is_shown_as_it_stands(maker: ModuleType, language: str) -> None:
    """An event whose time is odd does not stop the page; verify.py is what judges it."""
    log, mail = maker.Log(), maker.plain_mail()
    assert "yesterday" in render(maker.whole(log, log.keep(mail, time="yesterday"), mail), language)


def test_all_languages_say_the_same_things(maker: ModuleType) -> None:
    """The three text files have the same keys, the same number of sentences and the same values in them."""

    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items() if key not in ("tag", "name")}
        if isinstance(value, list):
            return [shape(inner) for inner in value]
        return sorted(re.findall(r"\$[a-z0-9_]+", str(value)))

    shapes = [shape(page._texts(language)) for language in LANGUAGES]
    assert shapes[0] == shapes[1] == shapes[2]


def test_there_is_one_page_for_each_language(material: ProofMaterial) -> None:
    """README.html is the English one; the others carry their language in the name."""
    made = dict(pages(material))
    assert list(made) == ["README.html", "README.zh.html", "README.ru.html"]
    assert made["README.zh.html"].decode() == render(material, "zh")
