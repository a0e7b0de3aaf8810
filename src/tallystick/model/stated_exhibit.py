"""What a person states about exhibits on the matter sheet: what belongs together, what it proves, what stays out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tallystick.model.case import IDENT

_TEXTS = ("title", "proves", "group", "translation")
_KEYS = {*_TEXTS, "items", "hold_back"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedExhibit:
    """Items ("hash" or "hash:position") with their title and what they are to prove, in the person's own words.

    `group` is the element that they prove. With `hold_back` they stay out of what the other side sees. `translation`
    is the id of a kept item that translates them.
    """

    items: tuple[str, ...]
    title: str = ""
    proves: str = ""
    group: str = ""
    hold_back: bool = False
    translation: str = ""


def parse_exhibits(tables: Any, wrong: list[str]) -> tuple[StatedExhibit, ...]:
    """The [[exhibit]] tables of a sheet in their order; what is wrong with them is written down in `wrong`."""
    if not isinstance(tables, list):
        wrong.append("'exhibit' is no list of [[exhibit]] tables")
        return ()
    found = (_exhibit(number, each, wrong) for number, each in enumerate(tables, 1))
    return tuple(exhibit for exhibit in found if exhibit is not None)


def _exhibit(number: int, each: Any, wrong: list[str]) -> StatedExhibit | None:
    place = f"exhibit {number}"
    if not isinstance(each, dict):
        wrong.append(f"{place} is no [[exhibit]] table")
        return None
    said = len(wrong)
    wrong += [f"{place}: unknown key {key!r}" for key in each if key not in _KEYS]
    wrong += [f"{place}: {key!r} is no text" for key in _TEXTS if not isinstance(each.get(key, ""), str)]
    _check_ids(place, each, wrong)
    if not isinstance(each.get("hold_back", False), bool):
        wrong.append(f"{place}: hold_back is true or false")
    if len(wrong) > said:
        return None
    texts = {key: each.get(key, "").strip() for key in _TEXTS}
    return StatedExhibit(items=tuple(each["items"]), hold_back=each.get("hold_back", False), **texts)


def _check_ids(place: str, each: Mapping[str, Any], wrong: list[str]) -> None:
    items = each.get("items")
    if not isinstance(items, list) or not items or not all(isinstance(one, str) and IDENT.match(one) for one in items):
        wrong.append(f"{place}: items is no list of items' ids")
    translation = each.get("translation", "")
    if isinstance(translation, str) and translation and not IDENT.match(translation):
        wrong.append(f"{place}: translation {translation!r} is no item's id")
