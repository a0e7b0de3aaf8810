"""The pages and the schema that are made from the packs."""

from __future__ import annotations

import json
from pathlib import Path

import rules
from rules_page import page
from tallystick.forums.loader import Shelf, loaded
from tallystick.model.rule import LANGUAGES

SOUND = Shelf(Path(__file__).parents[1] / "golden" / "packs" / "sound")


def test_pages_and_schema_are_up_to_date() -> None:
    """What is committed is what the packs say."""
    stale = [path.name for path, text in rules.files() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "run: python tools/rules.py"


def test_a_page_shows_each_rule_with_its_source_and_status() -> None:
    """Title, reading, period, quotation, and what is not verified stand on the page, in each language."""
    pack = loaded("small", SOUND).pack
    pages = {language: page(pack, language) for language in LANGUAGES}
    for language, text in pages.items():
        for rule in pack.rules:
            assert rule.title[language] in text
            assert rule.says[language] in text
        assert "三年" in text
    assert "not verified: check with counsel" in pages["en"]
    assert "3 года" in pages["ru"]
    assert "demand\\_reached" not in pages["en"]
    assert "≤ 10000: 50 + 0 %" in pages["zh"]


def test_the_schema_is_strict() -> None:
    """The JSON Schema refuses unknown keys everywhere, as the loader does."""
    found = json.loads(rules.schema())["$defs"]
    assert set(found) == {"pack", "rules", "source", "series"}
    assert found["rules"]["$defs"]["DeadlineIn"]["additionalProperties"] is False
    assert found["pack"]["additionalProperties"] is False
