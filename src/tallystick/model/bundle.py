"""How a bundle is set out: its layout, what stands before and after its exhibits, and what was made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.model.rule import Words


class Column(StrEnum):
    """The columns that a list of exhibits can have."""

    NUMBER = "number"
    TITLE = "title"
    ORIGIN = "origin"
    PROVES = "proves"
    FORM = "form"  # original or copy
    DAY = "day"
    PAGES = "pages"
    HASH = "hash"


class Sheet(StrEnum):
    """The pages that can stand before or after the exhibits."""

    COVER = "cover"
    LIST = "list"
    TIMELINE = "timeline"
    CUSTODY = "custody"
    COMPLETENESS = "completeness"


class ForeignPages(StrEnum):
    """How a document's own pages are taken in: as they are, or as pictures over which their text can be searched.

    As they are nothing is lost, but the whole is PDF/A only where it holds no such page; as pictures it always is.
    """

    AS_THEY_ARE = "as-they-are"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a forum wants its bundle. `language` is en, zh or ru; `paper` a4 or us-letter.

    `label` stands before an exhibit's number ("" takes the language's own word). Pages are numbered from `first_page`
    as prefix and at least `digits` digits (Bates: "ACME", 6); where `counts_front` is false the sheets before the
    exhibits are numbered i, ii, iii and the first exhibit begins at `first_page`. `names_unshown` prints a character
    that no font has by its number instead of refusing the bundle.
    """

    language: str = "en"
    paper: str = "a4"
    label: str = ""
    columns: tuple[Column, ...] = (Column.NUMBER, Column.TITLE, Column.DAY, Column.ORIGIN, Column.PROVES, Column.PAGES)
    before: tuple[Sheet, ...] = (Sheet.COVER, Sheet.LIST, Sheet.TIMELINE)
    after: tuple[Sheet, ...] = (Sheet.COMPLETENESS, Sheet.CUSTODY)
    shows_headers: bool = False
    stamps_hash: bool = True
    first_page: int = 1
    prefix: str = ""
    digits: int = 1
    counts_front: bool = True
    foreign_pages: ForeignPages = ForeignPages.AS_THEY_ARE
    names_unshown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One line of the timeline: when (as text, with its zone or ""), who, what, and the exhibit that shows it or ""."""

    time: str
    zone: str = ""
    actor: str
    what: str
    exhibit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRow:
    """One event of the log: when, who, what was done to which bytes, and with which tool and version."""

    time: str
    actor: str
    event: str
    sha256: str
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many items of the thread and period were sealed, how many are inside, and why the others are not."""

    begins: date | None
    ends: date | None
    threads: tuple[str, ...]
    sealed: int
    inside: int
    left_out: tuple[tuple[str, int], ...] = ()  # why, how many
    missing: tuple[tuple[str, int], ...] = ()  # what is named in the items but was never kept, how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands on the sheets. `parties` are (role, name) in the forum's words, `day` the day of submission.

    `copies` is the number of copies in which it is handed in, `copy_for` the opponent that this copy is for ("" on the
    court's own). `notice` is printed on the cover and under the list.
    """

    title: str
    forum: str = ""
    case_number: str = ""
    parties: tuple[tuple[str, str], ...] = ()
    submitter: str = ""
    day: date | None = None
    copies: int = 1
    copy_for: str = ""
    notice: str = ""
    groups: tuple[tuple[str, Words], ...] = ()  # Exhibit.group -> its heading in the list, in order
    timeline: tuple[TimelineRow, ...] = ()
    custody: tuple[CustodyRow, ...] = ()
    completeness: Completeness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePdf:
    """The bundle as one PDF. `index` holds (exhibit number, first page, last page) as places in the file from 1."""

    content: bytes
    index: tuple[tuple[str, int, int], ...]
    pages: int
    is_archival: bool  # PDF/A-2b is declared
    remarks: tuple[tuple[str, str], ...] = ()  # exhibit number, what of it could not be shown
