"""The steps and notes of a calculation in words, in English, Chinese and Russian."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from tallystick.model.ruling import Step

_NAME = re.compile(r"\{([a-z-]+)\}")
_UNITS = {
    "zh": {"day": "日", "week": "周", "month": "月"},
    "ru": {"day": "день", "week": "неделя", "month": "месяц"},
}


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every code with its words in each language."""
    found: dict[str, dict[str, str]] = tomllib.loads((files(__package__) / "wording.toml").read_text("utf-8"))
    return found


def sentence(step: Step, language: str = "en") -> str:
    """The step as a sentence; values stand in it as they are. Raises KeyError for an unknown code or missing value."""

    def value(name: re.Match[str]) -> str:
        stated = step.values[name[1]]
        return _UNITS.get(language, {}).get(stated, stated) if name[1] == "per" else stated

    return _NAME.sub(value, texts()[step.code][language])


def said(code: str, language: str = "en") -> str:
    """The sentence of a code that needs no values."""
    return sentence(Step(code=code, values={}), language)
