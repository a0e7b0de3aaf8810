"""tally forums"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from tallystick.cli.options import common, language_option
from tallystick.cli.output import Output, line_of, safe

if TYPE_CHECKING:
    from tallystick.model.rule import DatedValue, Pack, Rule


@click.command()
@click.argument("name", metavar="[FORUM]", default="")
@click.option("--rule", "wanted", default="", help="Only rules whose id contains this.")
@language_option
@common
def forums(output: Output, name: str, wanted: str, language: str) -> None:
    """List the forums whose rules are known, or the rules of one, each with its sources.

    What is unverified or in conflict is marked; no final day or figure is computed from it.
    """
    from tallystick.forums import PACKS, load

    if not name:
        packs = [load(each) for each in PACKS]
        output.tell({"forums": [_pack(pack, language) for pack in packs]}, (_line(pack, language) for pack in packs))
        return
    pack = load(name)
    rules = [rule for rule in pack.rules if wanted in rule.id]
    document = {**_pack(pack, language), "rules": [_rule(rule, language) for rule in rules]}
    output.tell(document, _lines(pack, rules, language))


def _pack(pack: Pack, language: str) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title[language],
        "version": pack.version,
        "sha256": pack.sha256,
        "language": pack.language,
        "currency": pack.currency,
        "layers": list(pack.layers),
        "rules_by_status": dict(_statuses(pack)),
    }


def _statuses(pack: Pack) -> Counter[str]:
    return Counter(str(value.status) for rule in pack.rules for value in rule.values)


def _line(pack: Pack, language: str) -> str:
    statuses = ", ".join(f"{number} {status}" for status, number in _statuses(pack).most_common())
    return f"{pack.id:<26} {safe(pack.title[language])}: {len(pack.rules)} rules ({statuses}), version {pack.version}"


def _rule(rule: Rule, language: str) -> dict[str, Any]:
    return {
        "id": rule.id,
        "kind": str(rule.kind),
        "title": rule.title[language],
        "says": rule.says[language],
        "when": {trait: list(values) for trait, values in rule.when.items()},
        "disputes": list(rule.disputes),
        "values": [_value(value) for value in rule.values],
    }


def _value(value: DatedValue) -> dict[str, Any]:
    return {
        "from": value.begins.isoformat() if value.begins else None,
        "until": value.ends.isoformat() if value.ends else None,
        "status": str(value.status),
        "confidence": value.confidence,
        "citations": [
            {
                "source": each.source.title_en,
                "title": each.source.title,
                "at": each.pinpoint,
                "quote": each.quote,
                "url": each.source.url,
                "checked_on": each.checked_on.isoformat(),
            }
            for each in value.citations
        ],
    }


def _lines(pack: Pack, rules: list[Rule], language: str) -> Iterator[str]:
    yield _line(pack, language)
    for rule in rules:
        yield ""
        yield click.style(f"{rule.id}  ({rule.kind})", bold=True)
        yield f"  {safe(rule.title[language])}: {line_of(rule.says[language])}"
        for value in rule.values:
            since = f"from {value.begins}" if value.begins else "in force"
            until = f" until {value.ends}" if value.ends else ""
            yield f"  {since}{until}, {value.status}, confidence {value.confidence}"
            for each in value.citations:
                quote = f": “{line_of(each.quote, 160)}”" if each.quote else ""
                yield f"    {safe(each.source.title_en)}, {safe(each.pinpoint)}{quote}"
