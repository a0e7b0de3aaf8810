"""Pages: what was seen where and when, and each dated statement on them."""

from __future__ import annotations

from urllib.parse import urlsplit

from tallystick.language.detect import languages
from tallystick.model.page import Page, Statement
from tallystick.record.entry.sheaf import ItemFacts, Sheaf
from tallystick.record.entry.words import put_mentions
from tallystick.record.search import SearchDocument


def put_page(sheaf: Sheaf, page: Page, origin: str = "") -> None:
    """The page, its text and its statements stand in the record and are found."""
    spoken = languages(page.text)
    marks = tuple(mark for mark in (page.kind, page.captured_by and f"by={page.captured_by}") if mark)
    facts = ItemFacts(
        "page", "page", page.place, page.title or page.url, conversation=page.url, origin=origin, languages=spoken,
        marks=marks,
    )  # fmt: skip
    item = sheaf.item(facts, page.captured)
    if page.captured:
        sheaf.moments(item, [page.captured])
    sheaf.of_item("passage", item, [("page", "text", "", page.text)])
    sheaf.of_item("mention", item, ((kind, number, number, 0, 0, "page") for kind, number in page.numbers))
    put_mentions(sheaf, item, page.text, page.captured, "passage")
    sheaf.document(SearchDocument(
        sha256=sheaf.sha256, position=item, moment=page.captured,
        subject=page.title or page.url, from_=((_host(page.url), page.url),), body=page.text, languages=spoken,
        channel="page", place=page.place, flags=("page", page.kind) if page.kind else ("page",),
    ))  # fmt: skip
    for statement in page.statements:
        _put_statement(sheaf, page, statement, origin)


def _host(url: str) -> str:
    """Whose page it is: the name in its address, "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _put_statement(sheaf: Sheaf, page: Page, statement: Statement, origin: str) -> None:
    facts = ItemFacts(
        "statement", "page", statement.place, page.title or page.url, statement.text, page.url, origin,
        languages=languages(statement.text), marks=(statement.kind,),
    )  # fmt: skip
    item = sheaf.item(facts, statement.moment)
    if statement.author:
        sheaf.of_item("identifier", item, [("from", "page-name", statement.author, statement.author)])
    put_mentions(sheaf, item, statement.text, statement.moment)
