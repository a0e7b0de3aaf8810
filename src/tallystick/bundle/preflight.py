"""Preflight: each requirement of a forum looked at in the finished bundle, with its rule, before anything leaves."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pikepdf

from tallystick.bundle.withheld import table_csv
from tallystick.model.bundle import BundlePdf, Column, Layout, Sheet
from tallystick.model.check import Check, Verdict
from tallystick.model.exhibit import Exhibit
from tallystick.model.rule import ExhibitRule, LayoutRule, Requirement, RuleKind
from tallystick.model.ruling import Ruling

STAGES = ("bundle", "filing")
_COLUMN_NAMES: Mapping[str, Column] = {
    "no": Column.NUMBER, "number": Column.NUMBER, "name": Column.TITLE, "title": Column.TITLE,
    "source": Column.ORIGIN, "origin": Column.ORIGIN, "proves": Column.PROVES, "object": Column.PROVES,
    "object-of-proof": Column.PROVES, "pages": Column.PAGES, "page": Column.PAGES, "form": Column.FORM,
    "date": Column.DAY, "day": Column.DAY, "hash": Column.HASH,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The bundle as it was made. `handed_in` are the names and sizes of what the forum is given, `copies` how many
    there are for `opponents`; `stamped` counts originals under a timestamp; `incomplete` names conversations of which
    messages are not inside; `has` holds what else was written: load-files, certificates, custody."""

    exhibits: Sequence[Exhibit]
    pdf: BundlePdf
    layout: Layout
    language: str
    handed_in: Sequence[tuple[str, int]]
    copies: int
    opponents: int
    stamped: int
    enclosed: int
    incomplete: Sequence[str]
    settlement_out: bool
    lawyers: Sequence[str]
    platform: Sequence[bool]
    numbers: Sequence[str]
    has: frozenset[str] = frozenset()
    exhibit_rule: ExhibitRule | None = None
    layout_rule: LayoutRule | None = None


_Finding = tuple[Verdict, str]
_PASS, _FAIL, _OPEN = Verdict.PASS, Verdict.FAIL, Verdict.NOT_CHECKED


def preflight(rulings: Iterable[Ruling], made: Made, record: Callable[[Requirement], Check]) -> tuple[Check, ...]:
    """A check for each requirement of bundle or filing, in the order of the rules. What does not show in the bundle is
    asked of the `record`. Facts name rule, check, severity and citation; what only a person can see is NOT_CHECKED, and
    so is what an uncertain rule asks for and is missing."""
    found = []
    for ruling in rulings:
        value = ruling.value.value if ruling.value is not None else None
        if ruling.rule.kind is RuleKind.REQUIREMENT and isinstance(value, Requirement) and value.stage in STAGES:
            found.append(_check(ruling, value, made, record))
    return tuple(found)


def blocking(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks for which a bundle is not written: a `must` that failed."""
    return tuple(each for each in checks if each.verdict is _FAIL and each.facts.get("severity") == "must")


def preflight_csv(checks: Iterable[Check]) -> bytes:
    """A line for each check."""
    heading = ("verdict", "severity", "rule", "title", "reason", "citation", "pack")
    return table_csv(heading, (
        (each.verdict.value, each.facts["severity"], each.name, each.place, each.reason, each.facts["citation"],
         each.facts["pack"]) for each in checks
    ))  # fmt: skip


def checklist_csv(rulings: Iterable[Ruling], language: str) -> bytes:
    """Everything that the forum asks for at any stage, with its law: what a person ticks off."""
    rows = []
    for ruling in rulings:
        value = ruling.value.value if ruling.value is not None else None
        if isinstance(value, Requirement) and ruling.value is not None:
            title, says = ruling.rule.title, ruling.rule.says
            rows.append((value.stage, value.severity, title.get(language, title["en"]), says.get(language, says["en"]),
                         _cited(ruling), ruling.value.status.value, ruling.rule.id))  # fmt: skip
    return table_csv(("stage", "severity", "what", "says", "citation", "status", "rule"), rows)


def _cited(ruling: Ruling) -> str:
    citations = ruling.value.citations if ruling.value is not None else ()
    return "; ".join(f"{each.source.title} {each.pinpoint}".strip() for each in citations)


def _check(ruling: Ruling, value: Requirement, made: Made, record: Callable[[Requirement], Check]) -> Check:
    look = _LOOKS.get(value.check)
    if look:
        verdict, reason = look(made)
    else:
        shown = record(value)
        verdict, reason = shown.verdict, shown.reason
    assert ruling.value is not None
    if verdict is _FAIL and (ruling.is_open or not ruling.value.status.is_final):
        why = "it is not known whether the rule applies" if ruling.is_open else "the rule is not certain"
        verdict, reason = _OPEN, f"{reason}; {why}: check with counsel"
    if not ruling.value.status.is_final:
        reason += f" (the rule is {ruling.value.status.value})"
    facts = {"check": value.check, "severity": value.severity, "citation": _cited(ruling),
             "says": ruling.rule.says["en"], "pack": f"{ruling.pack} {ruling.version}"}  # fmt: skip
    return Check(ruling.rule.id, verdict, reason, ruling.rule.title["en"], facts)


def _said(is_so: bool, yes: str, no: str) -> _Finding:
    return (_PASS, yes) if is_so else (_FAIL, no)


def _named(exhibits: Iterable[Exhibit]) -> str:
    numbers = [each.number for each in exhibits]
    return ", ".join(numbers[:8]) + (f" and {len(numbers) - 8} more" if len(numbers) > 8 else "")


def _originals(made: Made) -> _Finding:
    return _PASS, f"the vault holds the original of each of {len(made.exhibits)} exhibits; {made.enclosed} enclosed"


def _hashes(made: Made) -> _Finding:
    return _PASS, f"the bytes of the originals of {len(made.exhibits)} exhibits were read and agree with the log"


def _translated(made: Made) -> _Finding:
    foreign = [each for each in made.exhibits if each.language not in ("", made.language)]
    lacking = [each for each in foreign if each.translation is None]
    unread = [each for each in made.exhibits if not each.language and each.translation is None]
    if unread and not lacking:
        return _OPEN, f"it is not known in which language the words of {_named(unread)} are: look at them"
    return _said(not lacking, f"{len(foreign)} exhibits in another language have a translation",
                 f"no translation into {made.language} of {_named(lacking)}")  # fmt: skip


def _columns(made: Made) -> _Finding:
    wanted = made.layout_rule.columns if made.layout_rule else ("number", "title", "origin", "proves", "pages")
    columns = [_COLUMN_NAMES.get(name) for name in wanted]
    lacking = [name for name, column in zip(wanted, columns, strict=True) if column not in made.layout.columns]
    return _said(Sheet.LIST in made.layout.before and not lacking, "the list has every column asked for",
                 f"the list lacks {', '.join(lacking) or 'itself'}")  # fmt: skip


def _sources(made: Made) -> _Finding:
    lacking = [each for each in made.exhibits if not each.origin]
    return _said(not lacking, "each exhibit has its source", f"no source for {_named(lacking)}")


def _purposes(made: Made) -> _Finding:
    lacking = [each for each in made.exhibits if not each.proves.get(made.language)]
    return _said(not lacking, "each exhibit says what it proves", f"no object of proof for {_named(lacking)}")


def _copies(made: Made) -> _Finding:
    return _said(made.copies >= made.opponents and made.opponents > 0, f"{made.copies} for {made.opponents} opponents",
                 f"{made.copies} copies, {made.opponents} opponents known")  # fmt: skip


def _pages(made: Made) -> _Finding:
    with pikepdf.open(io.BytesIO(made.pdf.content)) as pdf:
        is_so = len(pdf.pages) == made.pdf.pages and made.layout.counts_front and made.layout.first_page == 1
    return _said(is_so, f"pages 1 to {made.pdf.pages}, printed as they are counted",
                 "printed page numbers are not the file's")  # fmt: skip


def _links(made: Made) -> _Finding:
    with pikepdf.open(io.BytesIO(made.pdf.content)) as pdf:
        links = sum(1 for page in pdf.pages for note in page.get("/Annots", ()) if note.get("/Subtype") == "/Link")
    return _said(links >= len(made.exhibits), f"{links} links", f"{links} links for {len(made.exhibits)} exhibits")


def _bookmarks(made: Made) -> _Finding:
    with pikepdf.open(io.BytesIO(made.pdf.content)) as pdf, pdf.open_outline() as outline:
        count = _outlined(outline.root)
    return _said(count >= len(made.exhibits), f"{count} bookmarks", f"{count} bookmarks, {len(made.exhibits)} exhibits")


def _outlined(items: Sequence[pikepdf.OutlineItem]) -> int:
    return sum(1 + _outlined(item.children) for item in items)


def _in_time(made: Made) -> _Finding:
    days = [each.on for each in made.exhibits if each.on is not None]
    undated = [each for each in made.exhibits if each.on is None]
    if undated and days == sorted(days):
        return _OPEN, f"in order of time, but no day is known of {_named(undated)}"
    return _said(days == sorted(days), "in order of time", "not in order of time")


def _types(made: Made) -> _Finding:
    suffixes = {each.lstrip(".").lower() for each in made.exhibit_rule.suffixes} if made.exhibit_rule else set()
    if not suffixes:
        return _OPEN, "no list of types is known"
    other = sorted({name for name, _size in made.handed_in if name.rpartition(".")[2].lower() not in suffixes})
    return _said(not other, f"all {len(made.handed_in)} files are of types taken", f"not taken: {', '.join(other[:5])}")


def _sizes(made: Made) -> _Finding:
    limit = made.exhibit_rule.largest_bytes if made.exhibit_rule else None
    if limit is None:
        return _OPEN, "no largest size is known"
    large = [name for name, size in made.handed_in if size > limit]
    return _said(not large, f"no file is larger than {limit} bytes", f"larger than {limit} bytes: {', '.join(large)}")


def _count(made: Made) -> _Finding:
    most = made.exhibit_rule.most_files if made.exhibit_rule else None
    if most is None:
        return _OPEN, "no largest number of files is known"
    return _said(len(made.handed_in) <= most, f"{len(made.handed_in)} of at most {most} files",
                 f"{len(made.handed_in)} files, at most {most} are taken")  # fmt: skip


def _platform_first(made: Made) -> _Finding:
    order = list(made.platform)
    return _said(order == sorted(order, reverse=True), "what was said on the platform stands first",
                 "other material stands before what was said on the platform")  # fmt: skip


def _whole(made: Made) -> _Finding:
    return _said(
        not made.incomplete, "of each conversation every message that is sealed is shown, or logged as withheld",
        f"not whole: {'; '.join(made.incomplete[:5])}",
    )  # fmt: skip


def _settlement(made: Made) -> _Finding:
    return _said(made.settlement_out, "what was recognised as said to settle is left out and logged",
                 "statements made to settle were put in")  # fmt: skip


def _privileged(made: Made) -> _Finding:
    if not made.lawyers:
        return _OPEN, "the sheet names no lawyers: only names such as 'law firm' were looked for"
    named = ", ".join(each.removeprefix("mail:") for each in made.lawyers)
    return _PASS, f"what was recognised as passed with {named} alone, or repeats it, is left out and logged"


def _custody(made: Made) -> _Finding:
    return _said("custody" in made.has, "custody.csv and the custody sheet are made from the log", "no custody report")


def _stamps(made: Made) -> _Finding:
    if not made.enclosed:
        return _OPEN, "no original is enclosed: see which of them 'tally prove' shows under a timestamp"
    return _said(made.stamped == made.enclosed, f"{made.stamped} originals are under a timestamp",
                 f"{made.enclosed - made.stamped} originals have no timestamp: run 'tally seal'")  # fmt: skip


def _bates(made: Made) -> _Finding:
    return _said(bool(made.layout.prefix), f"pages are numbered {made.layout.prefix}…", "no production numbers")


def _load(made: Made) -> _Finding:
    return _said("load-files" in made.has, "DAT and OPT name every document and page", "no load files")


def _drafts(made: Made) -> _Finding:
    return _said("certificates" in made.has, "drafts are there; a qualified person has to sign", "no drafts")


def _order_number(made: Made) -> _Finding:
    if not made.numbers:
        return _FAIL, "the sheet names no order number"
    return _OPEN, f"the sheet names {', '.join(made.numbers[:5])}: see that the platform's number is in the complaint"


def _text(made: Made) -> _Finding:
    if any(each.kind in ("document", "image") for each in made.exhibits):
        return _OPEN, "typeset pages are text; whether each page of the documents and pictures is, was not looked at"
    return _PASS, "every page was set as text"


_LOOKS: Mapping[str, Callable[[Made], _Finding]] = {
    "originals_kept": _originals, "hashes_verified": _hashes, "translation_attached": _translated,
    "evidence_list_columns": _columns, "source_named": _sources, "object_of_proof_named": _purposes,
    "copies_per_opponent": _copies, "page_numbers_continuous": _pages,
    "index_linked": _links, "bookmarks": _bookmarks, "chronological_order": _in_time, "file_types_allowed": _types,
    "file_sizes_allowed": _sizes, "file_count_within": _count, "on_platform_material_first": _platform_first,
    "complete_thread": _whole, "settlement_excluded": _settlement, "privileged_excluded": _privileged,
    "custody_report": _custody, "timestamps_present": _stamps, "bates_numbers": _bates, "load_files": _load,
    "certificate_draft": _drafts, "order_number_named": _order_number, "text_layer": _text,
}  # fmt: skip
