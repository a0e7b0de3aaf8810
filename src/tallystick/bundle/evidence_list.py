"""The list of the exhibits: 证据清单, index of exhibits, опись документов; each page number leads to its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.bundle.labels import LABELS, worded
from tallystick.bundle.markup import quoted
from tallystick.bundle.sheet import Told, sheet_key, table
from tallystick.model.bundle import Column, Sheet
from tallystick.model.exhibit import Exhibit

_WIDTHS: Mapping[Column, str] = {
    Column.NUMBER: "13mm", Column.TITLE: "3fr", Column.ORIGIN: "2.2fr", Column.PROVES: "3fr", Column.FORM: "16mm",
    Column.DAY: "20mm", Column.PAGES: "19mm", Column.HASH: "30mm",
}  # fmt: skip
_WITH_PREFIX = "34mm"
_LONG_FORM = "22mm"  # "подлинник"


def evidence_list(told: Told) -> str:
    """The list as Typst markup, with the place for signature or seal and the date under it."""
    front, columns = told.front, told.layout.columns
    widths = [_width(told, each) for each in columns]
    under = ", ".join(told.line(each) for each in (front.title, front.case_number) if each)
    copy_for = f"{told.label('copy_for')}: {front.copy_for}" if front.copy_for else ""
    made = [f"#title-block({quoted(told.label('list'))}, {under}{f', {told.line(copy_for)}' if copy_for else ''})"]
    parties = "".join(f"({told.line(role)}, {told.line(name)}), " for role, name in front.parties)
    made += [f"#facts({parties})\n#v(0.6em)"] if parties else []
    made.append(table(widths, told.names(each.value for each in columns), _rows(told)))
    made.append(f"#remark({told.passage(front.notice)})" if front.notice else "")
    submitted = front.day.isoformat() if front.day else ""
    signer = told.line(f"{told.label('submitter')}: {front.submitter}")
    made.append(f"#signature({signer}, {told.line(told.label('submitted') + ': ' + submitted)})")
    return "\n".join(made)


def _width(told: Told, column: Column) -> str:
    if column is Column.PAGES and told.layout.prefix:
        return _WITH_PREFIX
    return _LONG_FORM if column is Column.FORM and told.layout.language == "ru" else _WIDTHS[column]


def _rows(told: Told) -> Iterator[str]:
    headings = dict(told.front.groups)
    group = ""
    for key, exhibit in zip(told.keys, told.exhibits, strict=True):
        if exhibit.group != group and exhibit.group in headings:
            heading = told.line(worded(headings[exhibit.group], told.layout.language))
            yield f"group-row({len(told.layout.columns)}, {heading}),\n"
        group = exhibit.group
        yield "".join(f"{_cell(told, column, key, exhibit)}, " for column in told.layout.columns) + "\n"
    for sheet in told.layout.after:
        yield "".join(f"{_sheet_cell(told, column, sheet)}, " for column in told.layout.columns) + "\n"


def _cell(told: Told, column: Column, key: str, exhibit: Exhibit) -> str:
    if column is Column.PAGES:
        return told.pages_of(key)
    language = told.layout.language
    texts = {
        Column.NUMBER: exhibit.number, Column.TITLE: worded(exhibit.title, language), Column.ORIGIN: exhibit.origin,
        Column.PROVES: worded(exhibit.proves, language), Column.HASH: exhibit.sha256,
        Column.FORM: told.label(exhibit.form) if exhibit.form in LABELS else exhibit.form,
        Column.DAY: exhibit.on.isoformat() if exhibit.on else "",
    }  # fmt: skip
    shown = told.line(texts[column])
    return f"to({quoted(key)}, {shown})" if column in (Column.NUMBER, Column.TITLE) else shown


def _sheet_cell(told: Told, column: Column, sheet: Sheet) -> str:
    if column is Column.TITLE:
        return f"to({quoted(sheet_key(sheet))}, {told.line(told.label(sheet.value))})"
    return told.pages_of(sheet_key(sheet)) if column is Column.PAGES else "[]"
