"""The guide of a format: what is read of it, what it does not show, and how to export it from each app."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh", "ru")
_PACKAGE = "tallystick.formats"


@dataclass(frozen=True, slots=True)
class Export:
    """How to get such a file out of one app, step by step in each language."""

    app: str
    steps: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person reads about a format, in each of `LANGUAGES`; `problems` says in English what each code means."""

    name: str
    title: dict[str, str]
    reads: dict[str, str]
    lacks: dict[str, str]
    export: tuple[Export, ...]
    problems: dict[str, str]

    def members(self, language: str) -> dict[str, Any]:
        """The guide in one language as JSON values."""
        return {
            "name": self.name,
            "title": self.title[language],
            "reads": self.reads[language],
            "lacks": self.lacks[language],
            "export": [{"app": way.app, "steps": way.steps[language]} for way in self.export],
            "problems": self.problems,
        }


def names() -> list[str]:
    """The names of all formats that have a guide, in order."""
    found = (each.name for each in files(_PACKAGE).joinpath("guides").iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def guide(name: str) -> Guide:
    """The guide of a format. Raises FileNotFoundError for a name that has none, ValueError for one that lacks a
    language."""
    found = tomllib.loads(files(_PACKAGE).joinpath("guides", f"{name}.toml").read_text(encoding="utf-8"))
    ways = tuple(Export(way["app"], _each(name, way["steps"])) for way in found.get("export", ()))
    return Guide(
        name, _each(name, found["title"]), _each(name, found["reads"]), _each(name, found["lacks"]), ways,
        dict(found.get("problems", {})),
    )  # fmt: skip


def _each(name: str, texts: dict[str, Any]) -> dict[str, Any]:
    if set(texts) != set(LANGUAGES):
        raise ValueError(f"guide {name}: a text in {sorted(texts)} instead of {sorted(LANGUAGES)}")
    return texts
