"""Packs are read strictly, and everything that is wrong with them is said at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tallystick.errors import MalformedPack, PackNotFound
from tallystick.forums import load, load_with_layers
from tallystick.forums.loader import Shelf, load_all, loaded
from tallystick.model.rule import Bracket, Deadline, Fee, Status

SOUND = Path(__file__).parents[2] / "golden" / "packs" / "sound"
PERIODS = "packs/small/periods.yaml"
TWICE = """  cases:
    - name: Who knew of the breach on 9 February 2026 may sue until 9 February 2029.
      as_of: 2026-11-23
      expect: {applies: true}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A copy of the sound pack, to be broken."""
    root = tmp_path / "shelf"
    shutil.copytree(SOUND, root)
    return root


def _faults(root: Path) -> str:
    with pytest.raises(MalformedPack) as raised:
        load_all(Shelf(root))
    return str(raised.value)


def _replace(root: Path, place: str, old: str, new: str) -> None:
    path = root / place
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_sound_pack_is_read_whole() -> None:
    """Rules, their dated values, citations and cases arrive as the model's own types."""
    found = loaded("small", Shelf(SOUND))
    limitation, fee = found.pack.rules
    assert limitation.values[1].begins == limitation.values[0].ends
    clock, cost = limitation.values[1].value, fee.values[0].value
    assert isinstance(clock, Deadline)
    assert isinstance(cost, Fee)
    assert clock.periods == ("P3Y",)
    assert isinstance(cost.brackets[0], Bracket)
    assert fee.values[0].status is Status.UNVERIFIED
    assert limitation.values[0].citations[0].source.authority == "Nobody"
    assert [case.rule for case in found.cases] == ["small.limitation"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: deadline\n", "kind: deadline\n  kid: 1\n", ":3: unknown key 'kid'"),
        ("kind: deadline\n", "kind: deadline\n  kind: fee\n", ":3: duplicate key 'kind'"),
        ("until: 2021-01-01", "until: 2020-12-31", ":15: small.limitation: gap"),
        ("until: 2021-01-01", "until: 2021-01-02", ":15: small.limitation: overlap"),
        ("from: 2017-10-01", "from: 2022-10-01", "'from' is not before 'until'"),
        ("source: small-code", "source: smaller", ":13: small.limitation: dangling source 'smaller'"),
        ('rate: "0.025"', "rate: 0.025", "unquoted decimal 0.025"),
        ('fixed: "50"', "fixed: 50", "50 is no decimal in quotes"),
        ('international: ["no"]', "international: [no]", 'unquoted no; write "no"'),
        ("start: [breach_known]", "start: [breech]", "unknown start 'breech'"),
        ("kind: [goods, services]", "kind: [goods, gods]", "unknown value 'gods' of trait kind"),
        ("international: [", "internal: [", "unknown trait 'internal'"),
        ("periods: [P2Y]", "periods: [2Y]", "'2Y' is no period"),
        ("periods: [P2Y]", "periods: [P7B]", "counts working days and names no calendar"),
        ("calendar: CN", "calendar: XX", "unknown calendar 'XX'"),
        ("by_them: [debt_acknowledged]", "by_them: [part_payment]", "part_payment is not among restarts_on"),
        ("id: small.fee", "id: large.fee", "the id does not start with the pack's, 'small'"),
        ("id: small.fee", "id: small.limitation", "duplicate rule id 'small.limitation'"),
        (", ru: Исковая давность}", "}", ":3: missing key 'ru'"),
        ("kind: fee", "kind: rate", "missing key 'rate', for the rule is of this kind"),
        ("        brackets:", "        of: small.other\n        brackets:", "brackets or a share of another fee"),
        ("checked_on: 2026-11-23", "checked_on: 2026-11-31", "2026-11-31 is no day"),
        ("expect: {state", "expect: {stat: 1, state", "unknown expectation 'stat'"),
        ("events: [breach_known]", "events: &e [breach_known]\n  disputes: *e", ":7: an alias is not allowed"),
        ("- id: small.limitation", "- id: [small.limitation", "no YAML"),
        ("calendar: CN", "calendar: CN\n        cut_off: P20Y", "cut_off and cut_off_from belong together"),
        ("calendar: CN", "calendar: CN\n        suspends_for: P6M", "suspended_by and suspends_for belong together"),
        ('{upto: "10000"', "{upto: null", "the brackets do not rise"),
        ("        brackets:", '        range_low: "1"\n        brackets:', "range_low and range_high belong together"),
        ("      fee:\n", '      rate: {low: "2", high: "1"}\n      fee:\n', "a rule of kind fee has no 'rate'"),
        ("      fee:\n", '      rate: {low: "2", high: "1"}\n      fee:\n', "'high' is below 'low'"),
        ("      fee:\n", "      rate: {is_markup: true}\n      fee:\n", "there is no series to mark up"),
        (
            "      fee:\n",
            "      channel: {channel: email, verdict: ok, unless: x}\n      fee:\n",
            "'x' is no condition",
        ),
        ("  kind: fee", "  [1]: 2\n  kind: fee", "a key must be a word"),
        ("      until: 2021-01-01\n", "", "the value before it has no 'until'"),
        ("kind: goods}", "kind: gods}", "unknown value 'gods' of trait kind"),
        (
            "  cases:\n",
            TWICE,
            "another case has this name",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(shelf: Path, old: str, new: str, said: str) -> None:
    """What must not stand in a pack is an error that names file, line and fault."""
    _replace(shelf, PERIODS, old, new)
    faults = _faults(shelf)
    assert said in faults
    assert f"{PERIODS}:" in faults


def test_all_faults_of_all_files_are_said_in_one_run(shelf: Path) -> None:
    """Faults in rules, head and sources are reported together."""
    _replace(shelf, PERIODS, "periods: [P2Y]", "periods: [2Y]")
    _replace(shelf, PERIODS, "unverified", "unsure")
    _replace(shelf, "packs/small/pack.yaml", "version:", "versions:")
    _replace(shelf, "sources/small-code.yaml", "kind: statute", "kind: rumour")
    faults = _faults(shelf)
    for each in ("'2Y' is no period", "unknown status 'unsure'", "unknown key 'versions'", "unknown kind 'rumour'"):
        assert each in faults


def test_a_pack_with_faults_is_not_read_alone_either(shelf: Path) -> None:
    """Asked for by its name, a faulty pack is refused with its faults."""
    _replace(shelf, PERIODS, "periods: [P2Y]", "periods: [2Y]")
    with pytest.raises(MalformedPack, match="'2Y' is no period"):
        loaded("small", Shelf(shelf))


def test_a_share_of_a_fee_that_is_not_there_is_a_fault(shelf: Path) -> None:
    """A fee that is a share of another names one of the pack."""
    text = (shelf / PERIODS).read_text("utf-8")
    head, _brackets = text.split("        brackets:")
    (shelf / PERIODS).write_text(head + '        of: small.none\n        share: "0.5"\n', "utf-8")
    assert "small.fee: no fee 'small.none'" in _faults(shelf)


def test_a_series_and_a_layer_must_be_there(shelf: Path) -> None:
    """A rate names a series that exists, a pack layers that are packs."""
    text = (shelf / PERIODS).read_text("utf-8").replace("kind: fee", "kind: rate")
    head, _fee = text.split("      fee:")
    (shelf / PERIODS).write_text(head + "      rate: {series: lpr}\n", "utf-8")
    _replace(shelf, "packs/small/pack.yaml", "language: zh", "language: zh\nlayers: [sea]")
    faults = _faults(shelf)
    assert "no series 'lpr'" in faults
    assert "no pack 'sea' to be a layer" in faults


def test_ids_agree_with_files(shelf: Path) -> None:
    """A pack and a source carry the names of their folder and file."""
    _replace(shelf, "packs/small/pack.yaml", "id: small", "id: tiny")
    _replace(shelf, "sources/small-code.yaml", "id: small-code", "id: code")
    faults = _faults(shelf)
    assert "the id is 'tiny', the folder 'small'" in faults
    assert "the id is 'code', the file small-code.yaml" in faults


def test_what_is_nested_too_deep_is_a_fault(shelf: Path) -> None:
    """A file cannot make the reader descend without end."""
    (shelf / PERIODS).write_text("[" * 60 + "]" * 60, "utf-8")
    assert "nested too deep" in _faults(shelf)


def test_a_layer_lends_its_rules(shelf: Path) -> None:
    """A pack's layers apply beneath it, their fees may be shared, and the hash of both together is its own."""
    shutil.copytree(shelf / "packs" / "small", shelf / "packs" / "large")
    for path in (shelf / "packs" / "large").iterdir():
        text = path.read_text("utf-8").replace("small.", "large.").replace("id: small", "id: large")
        path.write_text(text.replace("language: zh", "language: zh\nlayers: [small]"), "utf-8")
    text = (shelf / "packs" / "large" / "periods.yaml").read_text("utf-8")
    head, _brackets = text.split("        brackets:")
    (shelf / "packs" / "large" / "periods.yaml").write_text(head + "        of: small.fee\n", "utf-8")
    assert set(load_all(Shelf(shelf))) == {"large", "small"}
    whole, alone = load_with_layers("cn-court"), load("cn-court")
    assert len(whole.rules) == len(alone.rules) + len(load("cisg").rules)
    assert whole.sha256 != alone.sha256
    assert load_with_layers("cisg") is load("cisg")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- - - {", b"plain", b"a: \x01"])
def test_a_file_that_is_no_list_of_rules_is_a_fault(shelf: Path, content: bytes) -> None:
    """Whatever bytes a file holds, the error is ours and names it."""
    (shelf / PERIODS).write_bytes(content)
    assert PERIODS in _faults(shelf)


def test_the_hash_follows_every_byte(shelf: Path) -> None:
    """A changed source changes the hash of the pack that cites it."""
    before = loaded("small", Shelf(SOUND)).pack.sha256
    assert loaded("small", Shelf(shelf)).pack.sha256 == before
    loaded.cache_clear()
    _replace(shelf, "sources/small-code.yaml", "Nobody", "Somebody")
    assert loaded("small", Shelf(shelf)).pack.sha256 != before


@pytest.mark.parametrize("name", ["nowhere", "../packs", ""])
def test_an_unknown_pack_is_said_with_those_there_are(name: str) -> None:
    """Asking for a forum without rules names the forums that have some."""
    with pytest.raises(PackNotFound, match="cn-court"):
        load(name)
