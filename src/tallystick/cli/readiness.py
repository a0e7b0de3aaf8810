"""How the readiness of a matter for a forum is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.output import check_members, line_of, safe
from tallystick.model.check import Verdict

if TYPE_CHECKING:
    from tallystick.model.check import Check
    from tallystick.model.ruling import Ruling
    from tallystick.services.readiness.readiness import Readiness, Worth

_COLOURS = {Verdict.PASS: "green", Verdict.FAIL: "red", Verdict.NOT_CHECKED: "yellow"}
_WORTH = {"basis": "counts", "ok": "counts", "conditional": "counts on a condition", "no": "DOES NOT COUNT"}
_LIMIT = 6


def readiness_members(found: Readiness, language: str) -> dict[str, Any]:
    """Everything as JSON values."""
    return {
        "matter": found.matter,
        "forum": found.pack.id,
        "pack_version": found.pack.version,
        "pack_sha256": found.pack.sha256,
        "as_of": found.as_of.isoformat(),
        "acts": [_worth_members(worth, language) for worth in found.worths],
        "requirements": [
            {**_rule_members(ruling, language), "stage": wanted.stage, "severity": wanted.severity,
             "element": wanted.element, **check_members(check)}
            for ruling, wanted, check in found.requirements
        ],
        "factors": [
            {**_rule_members(ruling, language),
             "factors": [{"factor": name, **check_members(check)} for name, check in each]}
            for ruling, each in found.factors
        ],
    }  # fmt: skip


def readiness_lines(found: Readiness, language: str, *, is_full: bool) -> Iterator[str]:
    """What counts, what is lacking and how to mend it, for a person; all acts where `is_full`."""
    yield click.style(f"{found.matter} before {safe(found.pack.title[language])}, as of {found.as_of}", bold=True)
    yield ""
    yield "What the messages are worth there"
    yield from _worths(found, language, is_full)
    yield ""
    yield "What is required"
    for ruling, wanted, check in found.requirements:
        yield f"  {_verdict(check)} {wanted.severity:<6} {safe(ruling.rule.title[language])}  [{cited(ruling)}]"
        yield f"              {line_of(check.reason, 200)}"
    for ruling, factors in found.factors:
        yield ""
        yield f"{safe(ruling.rule.title[language])}  [{cited(ruling)}]"
        presumption: Any = ruling.value.value if ruling.value else None
        for name, check in factors:
            yield f"  {_verdict(check)} {safe(presumption.factors[name][language])}"
            yield f"              {line_of(check.reason, 200)}"
    verdicts = Counter(check.verdict.value for _ruling, _wanted, check in found.requirements)
    said = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.most_common())
    yield ""
    yield f"{len(found.requirements)} requirements: {said or 'none'}. This informs; it is no legal advice."


def cited(ruling: Ruling) -> str:
    """The rule's first source and pinpoint in one line."""
    if ruling.value is None or not ruling.value.citations:
        return ruling.rule.id
    first = ruling.value.citations[0]
    return safe(f"{first.source.title_en} {first.pinpoint}" + ("" if ruling.value.status.is_final else ", unverified"))


def _worths(found: Readiness, language: str, is_full: bool) -> Iterator[str]:
    grades = ("no", "conditional", "", "ok", "basis")
    ordered = sorted(found.worths, key=lambda worth: (grades.index(worth.verdict), worth.said.channel))
    for (verdict, channel), each in groupby(ordered, key=lambda worth: (worth.verdict, worth.said.channel)):
        worths = list(each)
        first = worths[0]
        said = _WORTH.get(verdict, "no rule speaks of this channel")
        source = f"  [{cited(first.ruling)}]" if first.ruling else ""
        yield f"  {len(worths)} acts by {channel}: {click.style(said, bold=verdict == 'no')}{source}"
        yield from _condition(first, language)
        if verdict in ("no", "conditional") or is_full:
            yield from (_line(worth) for worth in (worths if is_full else worths[:_LIMIT]))
            if len(worths) > _LIMIT and not is_full:
                yield f"      … {len(worths) - _LIMIT} more: --full shows them"


def _condition(worth: Worth, language: str) -> Iterator[str]:
    channel: Any = worth.ruling.value.value if worth.ruling and worth.ruling.value else None
    if channel is not None and channel.condition is not None:
        yield f"      only if: {safe(channel.condition[language])}"
    if worth.cures:
        yield f"      → mend: {', '.join(worth.cures)} (tally letter)"


def _line(worth: Worth) -> str:
    said = worth.said
    side = {True: "we", False: "they", None: "?"}[said.is_ours]
    again = f"  also said where it counts: {worth.elsewhere[0][:8]}" if worth.elsewhere else ""
    return (
        f'      {said.on or "no day"} {side:<4} {said.act.kind:<18} "{line_of(said.act.words, 80)}"'
        f"  {said.ident[:8]}{said.ident[64:]}{again}"
    )


def _worth_members(worth: Worth, language: str) -> dict[str, Any]:
    act = worth.said.act
    return {
        "item": worth.said.ident,
        "on": worth.said.on.isoformat() if worth.said.on else None,
        "channel": worth.said.channel,
        "is_ours": worth.said.is_ours,
        "act": str(act.kind),
        "words": act.words,
        "start": act.start,
        "end": act.end,
        "ground": act.ground,
        "due": act.due.isoformat() if act.due else None,
        "sums": [{"amount": str(money.amount), "currency": money.currency} for money in act.money],
        "verdict": worth.verdict or None,
        "rule": _rule_members(worth.ruling, language) if worth.ruling else None,
        "cures": list(worth.cures),
        "elsewhere": list(worth.elsewhere),
    }


def _rule_members(ruling: Ruling, language: str) -> dict[str, Any]:
    return {
        "rule": ruling.rule.id,
        "title": ruling.rule.title[language],
        "says": ruling.rule.says[language],
        "cited": cited(ruling),
        "is_final": ruling.is_final,
        "is_open": ruling.is_open,
        "missing": list(ruling.missing),
    }


def _verdict(check: Check) -> str:
    return click.style(f"{check.verdict.value:<11}", fg=_COLOURS[check.verdict], bold=True)
