"""Writes the rule packs' schema.json and docs/forums/<pack>.{en,zh,ru}.md from the packs themselves.

Run it as `python tools/rules.py`; with `--check` it writes nothing and ends with 1 where a file is not up to date.
With `--faults [PACK ...]` it only reads these packs, or all, and says what is wrong with them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rules_page import index, page
from tallystick.errors import TallyError
from tallystick.forums import PACKS, load
from tallystick.forums.loader import load_all, loaded
from tallystick.forums.schema import PackIn, RuleIn, SourceIn
from tallystick.forums.series import SeriesIn
from tallystick.model.rule import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
_SCHEMAS: dict[str, TypeAdapter[Any]] = {
    "pack": TypeAdapter(PackIn),
    "rules": TypeAdapter(tuple[RuleIn, ...]),
    "source": TypeAdapter(SourceIn),
    "series": TypeAdapter(SeriesIn),
}


def files() -> Iterator[tuple[Path, str]]:
    """Each generated file with the text that it must have."""
    yield ROOT / "src/tallystick/forums/schema.json", schema()
    for language in LANGUAGES:
        yield ROOT / f"docs/forums/README.{language}.md", index([load(name) for name in PACKS], language)
        for name in PACKS:
            yield ROOT / f"docs/forums/{name}.{language}.md", page(load(name), language)


def schema() -> str:
    """The JSON Schema (draft 2020-12) of the four kinds of files, by kind."""
    found = {name: kind.json_schema() for name, kind in _SCHEMAS.items()}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tallystick rule packs",
        "$defs": found,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _faults(names: list[str]) -> int:
    try:
        found = {name: loaded(name) for name in names} if names else load_all()
    except TallyError as error:
        print(error)
        return error.exit_code
    for name, each in found.items():
        print(f"{name}: {len(each.pack.rules)} rules, {len(each.cases)} cases, {len(each.sources)} sources")
    return 0


def _written(is_check: bool) -> int:
    stale = [(path, text) for path, text in files() if not path.is_file() or path.read_text("utf-8") != text]
    for path, text in stale:
        print(f"{'not up to date' if is_check else 'written'}: {path.relative_to(ROOT)}")
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return 1 if stale and is_check else 0


def main() -> int:
    """0 where everything is written or up to date, 1 where something is not, 2 where a pack has faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--faults", nargs="*", metavar="PACK")
    given = parser.parse_args()
    if given.faults is not None:
        return _faults(given.faults)
    try:
        return _written(given.check)
    except TallyError as error:
        print(error)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
