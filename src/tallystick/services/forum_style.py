"""How each forum's bundle is made: its layout and numbering, and what is made besides the pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tallystick.forums import load_with_layers
from tallystick.forums.evaluate import evaluate
from tallystick.model.bundle import Column, Layout, Sheet
from tallystick.model.rule import ExhibitRule, LayoutRule, Value
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Situation
from tallystick.services.exhibits import Numbering

_LIST = (Column.NUMBER, Column.TITLE, Column.ORIGIN, Column.PROVES, Column.PAGES)
_CN = Layout(language="zh", columns=_LIST, before=(Sheet.LIST,), after=(Sheet.COMPLETENESS, Sheet.CUSTODY))
_EN = Layout(columns=(Column.NUMBER, Column.TITLE, Column.DAY, Column.ORIGIN, Column.PAGES))
_RU = Layout(language="ru", columns=(Column.NUMBER, Column.TITLE, Column.DAY, Column.PROVES, Column.FORM, Column.PAGES))


@dataclass(frozen=True, slots=True)
class Style:
    """A forum's way. `extras` are of: copies (one for each opponent), platform-pack, production (US)."""

    layout: Layout
    numbering: Numbering
    extras: frozenset[str] = frozenset()
    is_seen_by_opponent: bool = False


_BATES = replace(_EN, paper="us-letter", prefix="TALLY", digits=6, counts_front=False)
# By the name of the pack, or by its beginning where the name ends in a hyphen.
_STYLES: tuple[tuple[str, Style], ...] = (
    ("cn-court", Style(_CN, Numbering("1-1", "element-then-time"), frozenset(("copies",)))),
    ("cn-enforcement", Style(_CN, Numbering("1", "time"), frozenset(("copies",)))),
    ("cn-arbitration", Style(_CN, Numbering("C-1", "time"), frozenset(("copies",)))),
    ("hk-sg-arbitration", Style(_EN, Numbering("C-1", "time"), frozenset(("copies",)))),
    ("alibaba-", Style(_EN, Numbering("1", "platform-then-time"), frozenset(("platform-pack",)), True)),
    ("us-federal", Style(_BATES, Numbering("PX-1", "time"), frozenset(("production",)))),
    ("ru-arbitrazh", Style(_RU, Numbering("1", "time"), frozenset(("copies",)))),
)
_OTHER = Style(_EN, Numbering())


def style_of(name: str, rulings: tuple[Ruling, ...], language: str) -> Style:
    """The style of a forum, as its rules of exhibit and layout correct it; `language` "" takes the forum's own."""
    style = next((style for key, style in _STYLES if name == key or (key[-1] == "-" and name.startswith(key))), _OTHER)
    exhibit, layout = rule_of(rulings, ExhibitRule), rule_of(rulings, LayoutRule)
    if isinstance(exhibit, ExhibitRule):
        style = replace(style, numbering=Numbering(
            exhibit.numbering if exhibit.numbering in ("1", "1-1", "C-1") else style.numbering.style,
            style.numbering.order if style.is_seen_by_opponent else exhibit.order or style.numbering.order,
        ))  # fmt: skip
    if isinstance(layout, LayoutRule) and layout.copies:
        style = replace(style, extras=style.extras | {"copies"})
    return replace(style, layout=replace(style.layout, language=language or style.layout.language))


def rule_of(rulings: tuple[Ruling, ...], kind: type[Value]) -> Value | None:
    """The value of the first rule of this kind that is in force and certain enough to be followed; one of which it is
    only not known whether it applies is followed where there is no other."""
    found = [ruling for ruling in rulings if ruling.value is not None and ruling.value.status.is_final]
    ordered = sorted(found, key=lambda ruling: ruling.is_open)
    values = (ruling.value.value for ruling in ordered if ruling.value is not None)
    return next((value for value in values if isinstance(value, kind)), None)


def evaluated(forum: str, found: Situation, as_of: date) -> tuple[Ruling, ...]:
    """What the forum's rules come to in the situation on that day. Raises PackNotFound."""
    return evaluate(load_with_layers(forum), found, as_of)


def title_of(forum: str, language: str) -> str:
    """The forum's name in a language."""
    titles = load_with_layers(forum).title
    return titles.get(language) or titles["en"]
