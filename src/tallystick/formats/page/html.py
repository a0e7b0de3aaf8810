"""HTML files: a page saved from a browser, what it shows, and what it says of its own origin."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.formats.carrier import Head
from tallystick.formats.page.saved import Carried, page_of
from tallystick.model.reading import Count, Reading

NAME = "html"


def recognises(head: Head) -> bool:
    """Whether the file is HTML that no more special format has claimed."""
    return head.is_html


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of all formats
    """One reading with the page, and with the documents in its frames. Raises NotThisFormat, LimitExceeded."""
    saved = page_of(original, Carried())
    shown, hidden, unseen, total = saved.elements
    became = (("shown", shown), ("hidden", hidden), ("structure", unseen))
    yield Reading(format=NAME, pages=saved.pages, counts=(Count("elements", total, became),), problems=saved.problems)
