"""The sentence classifier: its file of weights, its features, and what it says of a sentence."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from importlib.resources import files

import pytest

from tallystick.language.acts.features import key, named, spelled, words
from tallystick.language.acts.model import FORM, model
from tallystick.model.act import ActKind


def _content() -> bytes:
    return gzip.decompress((files("tallystick.language.acts") / "weights.gz").read_bytes())


def test_the_file_of_weights_has_the_documented_shape() -> None:
    """A line of JSON, then for each language its numbers of features in order and a row for each; nothing is left."""
    head, _sep, body = _content().partition(b"\n")
    about = json.loads(head)
    place = 0
    for one in about["languages"]:
        assert one["at"] == place
        assert len(one["bias"]) == len(one["thresholds"]) == len(about["labels"])
        place += one["features"] * (4 + 2 * len(about["labels"]))

    assert about["form"] == FORM
    assert sorted(about["labels"]) == sorted(kind.value for kind in ActKind)
    assert [one["language"] for one in about["languages"]] == ["en", "zh", "ru"]
    assert place == len(body)


def test_the_file_of_weights_stays_small() -> None:
    """What is shipped is less than two megabytes."""
    assert len((files("tallystick.language.acts") / "weights.gz").read_bytes()) < 2_000_000


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
def test_a_chance_lies_between_none_and_certain(language: str) -> None:
    """Each label has a chance from 0 to 1 for any words, also for none."""
    for said in ("", "we will pay 我们付款 мы оплатим", "?" * 500):
        chances = model(language).chances(said, ("#asks", "#unheard-of"))
        assert len(chances) == len(ActKind)
        assert all(0 <= chance <= 1 for chance in chances)


def test_words_of_an_act_speak_for_it() -> None:
    """A sentence that ends a contract is likelier a termination than one that asks for a catalogue."""
    learnt = model("en")
    at = learnt.labels.index("termination")

    ends, asks = (learnt.chances(said, ())[at] for said in ("we terminate the contract", "please send the catalogue"))

    assert ends > asks
    assert any("termin" in name for name in learnt.reasons("we terminate the contract", "termination"))


def test_a_feature_is_the_same_in_every_run() -> None:
    """The number of a feature does not hang on the interpreter's own hash."""
    code = "from tallystick.language.acts.features import key; print(key('we pay'), key('付款'))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert told == {f"{key('we pay')} {key('付款')}\n"}


def test_figures_are_not_told_apart() -> None:
    """A sum is a sum: which one does not matter to the classifier."""
    assert words("we paid 1,200 on 5", "en") == words("we paid 77 on 9.30", "en") == ["we", "paid", "0", "on", "0"]


def test_words_pairs_and_pieces_are_features() -> None:
    """English words stand alone, in pairs and about one another; Chinese runs fall into 1 to 4 characters."""
    assert {"pay", "we pay", "^ * pay"} <= set(named(["we", "pay"], "en"))
    assert {"~<pa", "~pay>"} <= set(spelled("pay", "en"))
    assert {"付", "付款", "已付款", "款已付款"[:4]} & set(spelled("款已付款", "zh")) == {
        "付",
        "付款",
        "已付款",
        "款已付款",
    }
