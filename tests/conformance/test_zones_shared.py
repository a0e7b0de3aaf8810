"""Replies, HTML of nine mail programs and signatures that others collected: what is new in each is known."""

from __future__ import annotations

import email
import email.policy
import json
import os
from datetime import date
from pathlib import Path

import pytest

from tallystick.language.entities.scan import entities
from tallystick.language.zones import zones
from tallystick.language.zones_html import zones_html
from tallystick.model.zone import ZonedText, ZoneKind

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
TALON = SHARED / "data" / "mail" / "talon"
MESSAGES = SHARED / "data" / "messages"

pytestmark = pytest.mark.skipif(not TALON.is_dir(), reason="the shared mails are not on this machine")

_NEW = (ZoneKind.OWN, ZoneKind.SIGNATURE, ZoneKind.DISCLAIMER)


def squeezed(text: str) -> str:
    return "".join(text.split())


def zoned(text: str) -> ZonedText:
    return ZonedText(text, zones(text))


def test_the_new_text_of_each_reply_is_found() -> None:
    """Twelve replies of twelve programs: the new text is that which the collection states."""
    wrong = []
    for path in sorted((TALON / "standard_replies").glob("*.eml")):
        body = email.message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
        assert body is not None
        stated = path.with_name(f"{path.stem}_reply_text")
        expected = stated.read_text("utf-8") if stated.is_file() else "Hello"
        if squeezed(zoned(str(body.get_content())).words(*_NEW)) != squeezed(expected):
            wrong.append(path.name)
    assert wrong == []


def test_the_new_text_of_each_html_reply_is_found() -> None:
    """Nine mail programs: the structure or the words of their HTML tell where the quotation begins, and whose it is."""
    wrong = []
    for path in sorted((TALON / "html_replies").glob("*.html")):
        page = zones_html(path.read_text("utf-8", "replace"))
        quoted = [zone for zone in page.zones if zone.kind is ZoneKind.QUOTED]
        is_new = squeezed(page.words(*_NEW)) == squeezed("Hi. I am fine. Thanks, Alex")
        if not is_new or not quoted or not quoted[0].author or not quoted[0].stated:
            wrong.append(path.name)
    assert wrong == []


def test_each_signature_is_found() -> None:
    """The signatures of the collection, and none where it states none."""
    wrong = []
    for path in sorted((TALON / "signature" / "emails" / "stripped").glob("*_body")):
        stated = path.with_name(path.name.removesuffix("body") + "signature")
        expected = stated.read_text("utf-8") if stated.is_file() else ""
        found = zoned(path.read_text("utf-8").replace("#sig#", "")).words(ZoneKind.SIGNATURE)
        if squeezed(found) != squeezed(expected.replace("#sig#", "")):
            wrong.append(path.name)
    assert wrong == []


def test_labelled_words_are_own_and_quotations_are_found() -> None:
    """In 390 messages every labelled span is in own words, and every message said to quote has a quotation."""
    rows = [json.loads(line) for line in (MESSAGES / "dev.jsonl").read_text("utf-8").splitlines()]
    notes = [json.loads(line) for line in (MESSAGES / "dev.meta.jsonl").read_text("utf-8").splitlines()]
    wrong = []
    for row, note in zip(rows, notes, strict=True):
        found = zones(row["text"])
        has_quote = any(zone.kind in (ZoneKind.QUOTED, ZoneKind.FORWARDED) for zone in found)
        starts = [row["text"].find(label["span"]) for label in row["labels"]]
        kinds = {zone.kind for zone in found for start in starts if zone.start <= start < zone.end}
        if has_quote != note["has_quote"] or kinds - {ZoneKind.OWN}:
            wrong.append(row["id"])
    assert wrong == []


def test_most_due_dates_are_among_the_dates_found() -> None:
    """Of 60 stated due dates at least 45 are named by a date of the text; the rest are said in ways not read yet."""
    rows = [json.loads(line) for line in (MESSAGES / "dev.jsonl").read_text("utf-8").splitlines()]
    due = [row for row in rows if row["due"]]
    found = [row["due"] in {e.value for e in entities(row["text"], date.fromisoformat(row["sent"]))} for row in due]
    assert (len(due), sum(found) >= 45) == (60, True)
