"""Acts on labelled messages that others wrote: spans are exact, and the figures do not fall below those reached."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tallystick.language.acts import acts

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
MESSAGES = SHARED / "data" / "messages"
LEAST_F1 = 0.5  # over all messages; docs/acts.md says what the halves reach

pytestmark = pytest.mark.skipif(not MESSAGES.is_dir(), reason="the labelled messages are not on this machine")


@pytest.fixture(scope="module")
def bench_eval() -> ModuleType:
    """The scorer, which the benchmarks own."""
    place = Path(__file__).resolve().parents[2] / "bench" / "eval.py"
    spec = importlib.util.spec_from_file_location("bench_eval", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_eval"] = module
    spec.loader.exec_module(module)
    return module


def _rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (MESSAGES / name).read_text("utf-8").splitlines()]


def test_every_act_has_the_words_at_its_place() -> None:
    """In each labelled message the words of an act are those of the text there."""
    for row in _rows("dev.jsonl"):
        text = str(row["text"])
        for act in acts(text, sent=date.fromisoformat(str(row["sent"]))):
            assert text[act.start : act.end] == act.words


def test_the_figures_reached_are_kept(bench_eval: ModuleType) -> None:
    """F1 over all acts and languages does not fall."""
    metas = {str(meta["id"]): meta for meta in _rows("dev.meta.jsonl")}
    total = bench_eval.score(_rows("dev.jsonl"), metas)
    labels = sorted({label for _language, label in total.gold})

    assert total.f1(("en", "zh", "ru", "mixed"), labels)[2] >= LEAST_F1


def test_messages_that_perform_nothing_stay_quiet(bench_eval: ModuleType) -> None:
    """Of a hundred messages without a label at most four are said to perform an act."""
    metas = {str(meta["id"]): meta for meta in _rows("dev.meta.jsonl")}
    total = bench_eval.score(_rows("dev.jsonl"), metas)

    assert sum(total.false.values()) <= 0.04 * sum(total.quiet.values())
