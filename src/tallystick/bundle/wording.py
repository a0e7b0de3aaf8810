"""The words of a bundle that no person wrote: titles, grounds, headings, in English, Chinese and Russian."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from string import Template
from typing import Any

from tallystick.model.rule import LANGUAGES, Words


def say(language: str, place: str, **values: object) -> str:
    """The text at `place` ("section.name") with its values. Raises KeyError for a place or value that is not there."""
    section, _, name = place.partition(".")
    return Template(_texts(language)[section][name]).substitute({key: str(value) for key, value in values.items()})


def in_all(place: str, **values: object) -> Words:
    """The same in every language."""
    return {language: say(language, place, **values) for language in LANGUAGES}


@cache
def _texts(language: str) -> dict[str, Any]:
    found = resources.files("tallystick.bundle").joinpath("texts", "bundle", f"{language}.toml")
    return tomllib.loads(found.read_text(encoding="utf-8"))
