"""The words of a bundle in three languages."""

from __future__ import annotations

import tomllib
from importlib import resources
from string import Template

import pytest

from tallystick.bundle.wording import in_all, say


def test_the_three_languages_say_the_same() -> None:
    """Each has the same places, and the same values in each."""
    found = {}
    for language in ("en", "zh", "ru"):
        path = resources.files("tallystick.bundle").joinpath("texts", "bundle", f"{language}.toml")
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        found[language] = {(section, name): sorted(Template(text).get_identifiers())
                           for section, names in texts.items() for name, text in names.items()}  # fmt: skip
    assert found["en"] == found["zh"] == found["ru"]


def test_a_value_is_not_read_as_a_place_for_another() -> None:
    """A dollar sign in a title stays one."""
    assert say("en", "title.page", title="$who pays $100") == "Web page: $who pays $100"
    assert in_all("group.performance")["zh"] == "履行与付款"


def test_what_is_not_there_is_misuse() -> None:
    """An unknown place is a KeyError."""
    with pytest.raises(KeyError):
        say("en", "title.nothing")
