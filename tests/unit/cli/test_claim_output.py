"""What `tally claim` and `tally compare` print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tallystick.cli.main import tally

SHEET = """
matter = "lamps"

[case]
platform = "alibaba.com"
order = "trade_assurance"
their_country = "CN"
assets_in = "CN"
penalty_agreed = "no"
disputes = ["unpaid"]

[[fact]]
event = "payment_due"
on = 2025-11-23

[[claim]]
kind = "price"
amount = "100000.00"
currency = "CNY"
due = 2025-11-23
basis = "invoice\\u001b[2J 7"

[[claim]]
kind = "liquidated_damages"
amount = "1000"
currency = "CNY"
rate = "0.005"
due = 2026-01-01
until = 2026-01-10
cap = "0.005"
"""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault with one matter, by the command line alone."""
    monkeypatch.setenv("TALLY_CONFIG", str(tmp_path / "config"))
    sheet = tmp_path / "lamps.toml"
    sheet.write_text(SHEET, "utf-8")
    for words in (["init", str(tmp_path / "v")], ["--vault", str(tmp_path / "v"), "matter", "apply", str(sheet)]):
        assert CliRunner().invoke(tally, words, catch_exceptions=False).exit_code == 0
    return tmp_path / "v"


def run(vault: Path, *words: str) -> Result:
    return CliRunner().invoke(tally, ["--vault", str(vault), *words, "--as-of", "2026-11-23"], catch_exceptions=False)


def test_each_step_is_printed_with_its_rule(vault: Path) -> None:
    """The lines of interest, the brackets' fee, the agreed sum, the rounding, and that this is no advice, once."""
    found = run(vault, "claim", "lamps", "--forum", "cn-court", "--cost", "lawyer=5000 CNY").output
    assert "3,900.00 to 4,500.00 CNY" in found
    assert "2025-11-24 to 2026-11-23  365 days  3.9 % a year  on 100,000.00 = 3,900.00" in found
    assert "The contract caps it at 0.5 %." in found
    assert "lawyer (stated)" in found
    assert found.count("does not advise") == 1
    assert "\x1b[2J" not in found


def test_json_holds_decimal_texts(vault: Path) -> None:
    """Sums are texts, each with the rule, its pack's version and hash."""
    found = json.loads(run(vault, "claim", "lamps", "--forum", "cn-court", "--json", "--language", "ru").output)
    assert found["claims"][0]["interest"][0]["low"] == "3900.00"
    assert found["claims"][0]["interest"][0]["rule"] == "cn-court.interest.late-payment"
    assert len(found["pack_sha256"]) == 64
    assert found["totals"][0]["currency"] == "CNY"
    assert "совет" in found["note"]


def test_forums_are_compared(vault: Path) -> None:
    """Each forum has its lines, and the actions follow; JSON says the same."""
    words = ("compare", "lamps", "--forum", "cn-court", "--forum", "alibaba-offline-order")
    found = run(vault, *words).output
    for label in ("recovers", "costs", "takes", "readiness", "reaches", "cannot grant", "would change"):
        assert found.count(f"\n  {label} ") >= 2
    assert "The other side does not pay" in found
    assert found.count("does not advise") == 1
    document = json.loads(run(vault, *words, "--json").output)
    assert [each["forum"] for each in document["forums"]] == ["cn-court", "alibaba-offline-order"]
    assert document["forums"][1]["totals"][0]["high"] == "0"
    assert document["actions"][0]["steps"][0]["rule"]


@pytest.mark.parametrize("words", [("--cost", "lawyer"), ("--series", "none=x.csv")])
def test_options_that_say_nothing_are_misuse(vault: Path, words: tuple[str, str]) -> None:
    """A cost without a sum or an unknown series is refused with an example."""
    found = run(vault, "claim", "lamps", "--forum", "cn-court", *words)
    assert found.exit_code == 2
