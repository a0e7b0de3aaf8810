"""The list of exhibits as files of its own: the list's pages out of the bundle, and a DOCX that a lawyer can edit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

import docx
import pikepdf

from tallystick.bundle.labels import label, worded
from tallystick.bundle.zipped import zipped
from tallystick.model.bundle import BundlePdf, Column, Front, Layout
from tallystick.model.exhibit import Exhibit

_FONT = "SimSun"


def list_files(exhibits: Sequence[Exhibit], layout: Layout, front: Front, pdf: BundlePdf,
               made: datetime) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """The list as PDF, its pages as they stand before the first exhibit, and as DOCX."""
    first = min((first for _number, first, _last in pdf.index), default=1)
    if first > 1:
        yield "evidence-list.pdf", _front_pages(pdf.content, first - 1)
    yield "evidence-list.docx", list_docx(exhibits, layout, front, pdf, made)


def list_docx(exhibits: Sequence[Exhibit], layout: Layout, front: Front, pdf: BundlePdf, made: datetime) -> bytes:
    """The list as a Word document with the columns of the layout, the parties above, signature and date below."""
    language = layout.language
    document = docx.Document()
    document.core_properties.author = front.submitter
    document.core_properties.created = document.core_properties.modified = made.replace(tzinfo=None)
    document.styles["Normal"].font.name = _FONT
    document.add_heading(label(language, "list"), 1)
    for role, name in (("", front.title), ("", front.case_number), *front.parties):
        if name:
            document.add_paragraph(_text(f"{role}: {name}" if role else name))
    table = document.add_table(rows=1, cols=len(layout.columns))
    table.style = "Table Grid"
    for cell, column in zip(table.rows[0].cells, layout.columns, strict=True):
        cell.text = label(language, column.value)
    pages = {number: (first, last) for number, first, last in pdf.index}
    headings, group = dict(front.groups), ""
    for exhibit in exhibits:
        if exhibit.group != group and exhibit.group in headings:
            cells = table.add_row().cells
            cells[0].merge(cells[-1]).text = _text(worded(headings[exhibit.group], language))
        group = exhibit.group
        for cell, column in zip(table.add_row().cells, layout.columns, strict=True):
            cell.text = _text(_value(exhibit, column, layout, pages))
    document.add_paragraph()
    document.add_paragraph(_text(f"{label(language, 'submitter')}: {front.submitter} ______________________"))
    document.add_paragraph(_text(f"{label(language, 'submitted')}: {front.day or ''}"))
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def _value(exhibit: Exhibit, column: Column, layout: Layout, pages: dict[str, tuple[int, int]]) -> str:
    if column is Column.PAGES:
        first, last = pages.get(exhibit.number, (0, 0))
        return f"{first}" if first == last else f"{first}-{last}"
    return {
        Column.NUMBER: exhibit.number, Column.TITLE: worded(exhibit.title, layout.language),
        Column.ORIGIN: exhibit.origin, Column.PROVES: worded(exhibit.proves, layout.language),
        Column.FORM: label(layout.language, exhibit.form), Column.HASH: exhibit.sha256,
        Column.DAY: exhibit.on.isoformat() if exhibit.on else "",
    }[column]  # fmt: skip


def _text(value: str) -> str:
    """Text that XML can hold."""
    return "".join(sign if sign.isprintable() else " " for sign in value)


def _timeless(content: bytes) -> bytes:
    """The same archive without the times at which its members were packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped((name, archive.read(name)) for name in archive.namelist())


def _front_pages(content: bytes, count: int) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as whole, pikepdf.new() as part:
        part.pages.extend(whole.pages[:count])
        part.save(stream, deterministic_id=True)
    return stream.getvalue()
