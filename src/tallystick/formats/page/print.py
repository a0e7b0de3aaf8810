"""A page printed to PDF, by its text: the same kinds, numbers and statements as the page itself would give."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from tallystick.formats.carrier import without_secrets
from tallystick.formats.page.saved import Carried, page_of
from tallystick.model.message import Problem
from tallystick.model.page import Page

_LONGEST_TEXT = 2_000_000
# Browsers print the address into the margin, alone or with the number of the page behind it.
_MARGIN = re.compile(r"^\s*(https?://\S{4,2000})(?:\s+\d{1,4}\s*/\s*\d{1,4})?\s*$", re.MULTILINE)
_STEP = re.compile(r"^(?:.* > )?p:nth-of-type\((\d+)\)$")


def page_of_print(text: str, title: str = "", place: str = "") -> tuple[Page, tuple[Problem, ...]] | None:
    """The page, or None where the print is no complaint, order or inquiry page, or shows no address in its margin.

    Statements are cut at lines that name a speaker or a date; their place is the line. Raises LimitExceeded.
    """
    margin = _MARGIN.search(text[:_LONGEST_TEXT])
    if margin is None:
        return None
    url = without_secrets(margin[1])
    body = _MARGIN.sub("", text[:_LONGEST_TEXT])
    lines = "".join(f"<p>{escape(line)}</p>" for line in body.split("\n"))
    document = f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body>{lines}</body></html>"
    saved = page_of(document.encode("utf-8", "replace"), Carried(place=place, url=url))
    page = saved.pages[0]
    if page.kind not in ("complaint", "order", "inquiry"):
        return None
    statements = tuple(replace(one, place=_STEP.sub(r"line \1", one.place)) for one in page.statements)
    return replace(page, statements=statements), saved.problems
