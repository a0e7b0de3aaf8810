"""Preflight: what a forum requires, looked at in what was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tallystick.bundle.preflight import Made, blocking, checklist_csv, preflight, preflight_csv
from tallystick.model.bundle import BundlePdf, Layout
from tallystick.model.check import Check, Verdict
from tallystick.model.exhibit import Exhibit, Plain
from tallystick.model.rule import Citation, DatedValue, ExhibitRule, Requirement, Rule, RuleKind, Source, Status
from tallystick.model.ruling import Ruling

SAYS = {"en": "It is asked for.", "zh": "须具备。", "ru": "Требуется."}
EXHIBIT = Exhibit(
    number="1", title=SAYS, kind="mail", ident="ab", sha256="ab" * 32, log_index=1,
    kept_at=datetime(2026, 3, 2, tzinfo=UTC), on=date(2026, 3, 2), origin="box", proves=SAYS, group="contract",
    language="en", form="original", show=Plain,
)  # fmt: skip
MADE = Made(
    exhibits=[EXHIBIT], pdf=BundlePdf(content=b"", index=(("1", 1, 1),), pages=1, is_archival=True), layout=Layout(),
    language="en", handed_in=[("a.pdf", 100)], copies=1, opponents=1, stamped=1, enclosed=1, incomplete=[],
    settlement_out=True, lawyers=["Kanzlei"], platform=[True], numbers=["PI-7"],
)  # fmt: skip


def unseen(wanted: Requirement) -> Check:
    """A record that shows nothing."""
    return Check.not_checked(wanted.check, "no program can see this")


def ruling(check: str, *, stage: str = "bundle", severity: str = "must", status: Status = Status.VERIFIED,
           is_open: bool = False) -> Ruling:  # fmt: skip
    source = Source(id="s", title="Rules", title_en="Rules", authority="a", language="en", kind="rules")
    value = DatedValue(
        begins=None, ends=None, value=Requirement(check=check, stage=stage, severity=severity), status=status,
        citations=(Citation(source=source, pinpoint="art. 19", quote="", checked_on=date(2026, 11, 23)),),
        confidence="high",
    )  # fmt: skip
    rule = Rule(id=f"x.{check}", kind=RuleKind.REQUIREMENT, title=SAYS, says=SAYS, values=(value,), when={},
                disputes=(), events=())  # fmt: skip
    return Ruling(pack="x", version="1", sha256="", rule=rule, value=value, as_of=date(2026, 11, 23),
                  is_final=status.is_final, is_open=is_open)  # fmt: skip


def verdict(check: str, **changed: Any) -> Verdict:
    (found,) = preflight([ruling(check)], replace(MADE, **changed), unseen)
    return found.verdict


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        ("translation_attached", {"language": "zh"}),
        ("source_named", {"exhibits": [replace(EXHIBIT, origin="")]}),
        ("object_of_proof_named", {"exhibits": [replace(EXHIBIT, proves={})]}),
        ("copies_per_opponent", {"opponents": 2}),
        ("copies_per_opponent", {"opponents": 0}),
        ("chronological_order", {"exhibits": [EXHIBIT, replace(EXHIBIT, on=date(2026, 3, 1))]}),
        ("on_platform_material_first", {"platform": [False, True]}),
        ("complete_thread", {"incomplete": ["whatsapp: Wei"]}),
        ("settlement_excluded", {"settlement_out": False}),
        ("timestamps_present", {"stamped": 0}),
        ("order_number_named", {"numbers": []}),
        ("load_files", {}),
        ("certificate_draft", {}),
        ("bates_numbers", {}),
        ("custody_report", {}),
        ("file_types_allowed", {"exhibit_rule": ExhibitRule(suffixes=(".jpg",))}),
        ("file_sizes_allowed", {"exhibit_rule": ExhibitRule(largest_bytes=99)}),
        ("file_count_within", {"exhibit_rule": ExhibitRule(most_files=0)}),
    ],
)
def test_what_is_lacking_fails(check: str, changed: dict[str, Any]) -> None:
    """A requirement that is seen not to be met is FAIL, with a reason, and stops the bundle."""
    checks = preflight([ruling(check)], replace(MADE, **changed), unseen)
    assert [each.verdict for each in checks] == [Verdict.FAIL]
    assert checks[0].reason
    assert blocking(checks) == checks


@pytest.mark.parametrize(
    ("check", "changed"),
    [
        ("translation_attached", {}),
        ("source_named", {}),
        ("object_of_proof_named", {}),
        ("copies_per_opponent", {}),
        ("chronological_order", {}),
        ("on_platform_material_first", {"platform": [True, False]}),
        ("complete_thread", {}),
        ("settlement_excluded", {}),
        ("privileged_excluded", {}),
        ("timestamps_present", {}),
        ("load_files", {"has": frozenset(("load-files",))}),
        ("bates_numbers", {"layout": Layout(prefix="T")}),
        ("file_types_allowed", {"exhibit_rule": ExhibitRule(suffixes=(".pdf",))}),
        ("file_sizes_allowed", {"exhibit_rule": ExhibitRule(largest_bytes=100)}),
        ("file_count_within", {"exhibit_rule": ExhibitRule(most_files=1)}),
    ],
)
def test_what_is_there_passes(check: str, changed: dict[str, Any]) -> None:
    """A requirement that is seen to be met is PASS."""
    assert verdict(check, **changed) is Verdict.PASS


@pytest.mark.parametrize(
    ("check", "changed"),
    [("translation_attached", {"exhibits": [replace(EXHIBIT, language="")]}), ("order_number_named", {}),
     ("chronological_order", {"exhibits": [EXHIBIT, replace(EXHIBIT, on=None)]}),
     ("timestamps_present", {"stamped": 0, "enclosed": 0}), ("file_sizes_allowed", {}),
     ("privileged_excluded", {"lawyers": []}), ("legible", {}),
     ("text_layer", {"exhibits": [replace(EXHIBIT, kind="image")]})],
)  # fmt: skip
def test_what_nobody_looked_at_is_no_pass(check: str, changed: dict[str, Any]) -> None:
    """What a program cannot see, or has no measure for, is NOT_CHECKED."""
    assert verdict(check, **changed) is Verdict.NOT_CHECKED


def test_an_uncertain_rule_stops_nothing() -> None:
    """A rule that is unverified, or may not apply, gives NOT_CHECKED where it would fail."""
    lacking = replace(MADE, numbers=[])
    for uncertain in (
        ruling("order_number_named", status=Status.UNVERIFIED),
        ruling("order_number_named", is_open=True),
    ):
        (check,) = preflight([uncertain], lacking, unseen)
        assert check.verdict is Verdict.NOT_CHECKED
        assert "counsel" in check.reason


def test_only_must_stops_and_only_its_stages_are_looked_at() -> None:
    """A `should` that fails is shown and does not stop; what belongs to evidence or enforcement is not asked here."""
    rulings = [ruling("order_number_named", severity="should"), ruling("order_number_named", stage="enforcement")]
    checks = preflight(rulings, replace(MADE, numbers=[]), unseen)
    assert [each.verdict for each in checks] == [Verdict.FAIL]
    assert blocking(checks) == ()
    assert checks[0].facts["citation"] == "Rules art. 19"


def test_tables_name_law_and_stage() -> None:
    """The report has a line for each check, the checklist one for each requirement of any stage."""
    rulings = [ruling("legible"), ruling("legible", stage="enforcement")]
    assert preflight_csv(preflight(rulings, MADE, unseen)).count(b"\r\n") == 2
    listed = checklist_csv(rulings, "ru").decode("utf-8-sig")
    assert "enforcement" in listed
    assert "Требуется." in listed


def test_what_the_bundle_does_not_show_is_asked_of_the_record() -> None:
    """A requirement that no page can meet is as the record, or a person, says."""
    (found,) = preflight([ruling("local_lawyer")], MADE, lambda wanted: Check.passed(wanted.check, "stated: He Jing"))
    assert (found.verdict, found.reason) == (Verdict.PASS, "stated: He Jing")
