"""Workbooks (xlsx, xlsm, xlsb, xls): the values of all sheets as kept, hidden ones named; formulas never computed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineWorkbook

from tallystick.errors import FormatError, LimitExceeded, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document.cell_text import cell_text
from tallystick.formats.document.compound_workbook import CompoundWorkbook, is_workbook
from tallystick.formats.document.docx import signature_checks
from tallystick.formats.document.package import Package, stated_moments, stated_properties
from tallystick.formats.document.sheet_comments import sheet_comments
from tallystick.formats.document.sheet_extent import Extent, extent_of_xlsb, extent_of_xml, sheets_of_xlsb
from tallystick.model.document import Document, Passage
from tallystick.model.message import Problem
from tallystick.model.reading import Count, Embedded, Reading

MOST_CELLS = 2_000_000
MOST_SHEETS = 1_000
_EXPANDED_WHOLE = frozenset(f"xl/{part}.{kind}" for part in ("sharedStrings", "styles") for kind in ("xml", "bin"))
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def recognises(head: Head) -> bool:
    if head.block.startswith(_COMPOUND):
        return head.whole is not None and is_workbook(head.whole)
    return any(name.startswith("xl/workbook.") for name in head.names)


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """The one reading of a workbook. Raises NotThisFormat, LimitExceeded."""
    yield _read_compound(original, name) if original.startswith(_COMPOUND) else _read_package(original)


@dataclass(slots=True)
class _Workbook:
    """What is read of one workbook. `extents` are its sheets' by name, None where all are known to be small."""

    original: bytes
    extents: dict[str, Extent] | None = None
    passages: list[Passage] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=lambda: {"rows": 0, "blank": 0})
    sheets: dict[str, int] = field(default_factory=lambda: {"read": 0, "problems": 0})
    _left: int = MOST_CELLS

    def read(self) -> None:
        """Every sheet within 2,000,000 cells in all becomes a passage; the others become a Problem."""
        try:
            workbook = _guarded(CalamineWorkbook.from_filelike, io.BytesIO(self.original))
        except NotThisFormat as error:
            code = "encrypted" if "password" in str(error).lower() else "workbook-not-read"
            self.problems.append(Problem(code, "", str(error)))
            return
        sheets = workbook.sheets_metadata
        for sheet in sheets[:MOST_SHEETS]:
            if not str(sheet.visible).endswith(".Visible"):
                self.properties.append(("hidden-sheet", sheet.name))
                detail = "the sheet is in the file and is not shown"
                self.problems.append(Problem("hidden-sheet", f"sheet {sheet.name}", detail))
            self._read_sheet(workbook, sheet)
        if len(sheets) > MOST_SHEETS:
            self.problems.append(Problem("limit-sheets", "", "more than 1,000 sheets; the rest is not read"))

    def _read_sheet(self, workbook: Any, sheet: Any) -> None:
        place = f"sheet {sheet.name}"
        extent = Extent() if self.extents is None else self.extents.get(sheet.name)
        if not str(sheet.typ).endswith(".WorkSheet") or extent is None:
            self._unread("sheet-not-read", place, f"it is no sheet of cells that can be found: {sheet.typ}")
        elif extent.area > self._left:
            detail = f"its {extent.area} cells are beyond the 2,000,000 read of one workbook"
            self._unread("limit-cells", place, detail)
        else:
            self._left -= extent.area
            try:
                self._add(place, _guarded(workbook.get_sheet_by_name, sheet.name))
            except NotThisFormat as error:
                self._unread("sheet-not-read", place, str(error))

    def _unread(self, code: str, place: str, detail: str) -> None:
        self.sheets["problems"] += 1
        self.problems.append(Problem(code, place, detail))

    def _add(self, place: str, sheet: Any) -> None:
        lines = ["\t".join(map(cell_text, row)).rstrip("\t") for row in _guarded(sheet.to_python)]
        self.sheets["read"] += 1
        self.rows["rows"] += sum(map(bool, lines))
        self.rows["blank"] += sum(not line for line in lines)
        self.passages.append(Passage(place, "\n".join(lines)))

    def counted(self) -> tuple[Count, ...]:
        return tuple(
            Count(unit, sum(became.values()), tuple(became.items()))
            for unit, became in (("sheet", self.sheets), ("row", self.rows))
        )

    def totals(self) -> list[tuple[str, str]]:
        """Formulas, hidden rows and cells with an error, where there are any."""
        extents = (self.extents or {}).values()
        formulas = sum(extent.formulas for extent in extents)
        hidden = sum(extent.hidden_rows for extent in extents)
        errors = sum(extent.errors for extent in extents)
        named = (("formulas", formulas), ("hidden-rows", hidden), ("error-cells", errors))
        return [(name, str(total)) for name, total in named if total]


def _read_package(original: bytes) -> Reading:
    package = Package.of(original)
    workbook = _Workbook(original)
    main = package.main_part("xl/workbook.xml")
    workbook.extents = _extents(package, main)
    if _expands_within_bounds(package):
        workbook.read()
    workbook.passages += sheet_comments(package)
    embedded = package.embedded()
    outside = package.external()
    stated = package.properties()
    if outside:
        workbook.properties.append(("external-references", str(len(outside))))
    document = Document(
        kind="sheet",
        title=stated.get("title", ""),
        author=stated.get("creator", ""),
        program=" ".join(filter(None, (stated.get("Application"), stated.get("AppVersion")))),
        moments=stated_moments(stated),
        passages=tuple(workbook.passages),
        properties=tuple(stated_properties(stated) + workbook.properties + workbook.totals()),
    )
    return _reading("xlsx", document, workbook, embedded, package)


def _reading(
    name: str, document: Document, workbook: _Workbook, embedded: tuple[Embedded, ...], package: Package | None
) -> Reading:
    members = (package.count(),) if package else ()
    problems = (package.problems if package else []) + workbook.problems
    return Reading(
        format=name,
        documents=(document,),
        embedded=embedded,
        counts=members + workbook.counted(),
        checks=signature_checks(package) if package else (),
        problems=tuple(problems),
    )


def _read_compound(original: bytes, name: str) -> Reading:
    compound = CompoundWorkbook.of(original)
    workbook = _Workbook(compound.alone)
    workbook.problems += compound.problems
    if compound.is_encrypted_package or compound.area > MOST_CELLS:
        workbook.sheets["problems"] += 1
        if not compound.is_encrypted_package:
            detail = f"its {compound.area} cells are beyond the 2,000,000 read of one workbook"
            workbook.problems.append(Problem("limit-cells", "", detail))
    else:
        workbook.read()
    kind = {"docx": "word", "pptx": "slides"}.get(name.rpartition(".")[2].lower(), "sheet")
    document = Document(
        kind=kind if compound.is_encrypted_package else "sheet",
        title=compound.stated.get("title", ""),
        author=compound.stated.get("author", ""),
        program=compound.stated.get("creating_application", ""),
        moments=compound.moments,
        passages=tuple(workbook.passages),
        properties=tuple(compound.properties + workbook.properties),
    )
    return _reading("xls", document, workbook, (), None)


def _extents(package: Package, main: str) -> dict[str, Extent]:
    """The extents of the sheets by name, from the parts that the workbook names."""
    relations = package.relations(main)
    by_id: dict[str, Extent] = {}
    for identifier, relation in relations.items():
        if relation.kind in ("worksheet", "xlMacrosheet", "xlIntlMacrosheet") and relation.path in package.zipped:
            try:
                content = package.zipped.read(relation.path)
            except FormatError as error:
                package.shares[relation.path] = "problems"
                package.problem("part-not-read", relation.path, str(error))
                continue
            package.shares[relation.path] = "text"
            by_id[identifier] = (extent_of_xlsb if relation.path.endswith(".bin") else extent_of_xml)(content)
    return {name: by_id[identifier] for name, identifier in _named(package, main) if identifier in by_id}


def _expands_within_bounds(package: Package) -> bool:
    """Whether the shared strings and other parts, which the library expands without bounds, stay within ours."""
    for name in package.zipped.names:
        if not name.lower().endswith((".xml", ".bin", ".rels")) or name in package.shares:
            continue
        try:
            package.zipped.read(name)
        except FormatError as error:
            # A drawing that is damaged is no matter; strings that are not as long as stated may be endless.
            if isinstance(error, LimitExceeded) or name in _EXPANDED_WHOLE:
                package.shares[name] = "problems"
                package.problem("workbook-not-read", name, str(error))
                return False
    return True


def _named(package: Package, main: str) -> Iterator[tuple[str, str]]:
    """The sheets' names and the ids of their relations."""
    if main.endswith(".bin"):
        try:
            yield from sheets_of_xlsb(package.zipped.read(main))
        except FormatError as error:
            package.problem("part-not-read", main, str(error))
        return
    root = package.xml(main, "structure")
    for node in root.iter() if root is not None else ():
        identifier = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), "")
        if identifier and node.get("name"):
            yield node.get("name", ""), str(identifier)


def _guarded(call: Any, *arguments: Any) -> Any:
    """What the call returns. Raises NotThisFormat for whatever else it raises, panics of the library included."""
    try:
        return call(*arguments)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise NotThisFormat("workbook", str(error)[:300] or type(error).__name__) from error
