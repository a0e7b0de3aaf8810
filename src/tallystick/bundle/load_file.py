"""Load files for review platforms: Concordance DAT (fields of each document) and Opticon OPT (its page images).

Source: the delimiters are those that Concordance set by default and every platform takes: 0x14 between fields, thorn
(U+00FE) around them, registered sign (U+00AE) for a line end within one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN, _AROUND, _LINE_END = "\x14", "\u00fe", "\u00ae"
_BOM = b"\xef\xbb\xbf"
FIELDS = (
    "BEGDOC", "ENDDOC", "PAGECOUNT", "EXHIBIT", "DOCTYPE", "DATE", "FROM", "TITLE", "CUSTODIAN", "SOURCE", "SHA256",
    "NATIVE", "TEXT",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """A produced document: the numbers of its pages, and what is known of it. Paths are relative, "" for none."""

    bates: tuple[str, ...]
    exhibit: str
    kind: str
    day: str
    sender: str
    title: str
    custodian: str
    source: str
    sha256: str
    native: str
    text: str
    images: tuple[str, ...]


def dat(documents: Iterable[Produced]) -> bytes:
    """The DAT file, a line for each document below the names of the fields; UTF-8 with BOM."""
    lines = [_line(FIELDS)]
    for each in documents:
        first, last = (each.bates[0], each.bates[-1]) if each.bates else ("", "")
        lines.append(_line((
            first, last, str(len(each.bates)), each.exhibit, each.kind, each.day, each.sender, each.title,
            each.custodian, each.source, each.sha256, _windows(each.native), _windows(each.text),
        )))  # fmt: skip
    return _BOM + "".join(lines).encode("utf-8", "replace")


def opt(documents: Iterable[Produced], volume: str) -> bytes:
    """The OPT file, a line for each page image: the first of a document breaks, and says how many pages follow."""
    lines = []
    for each in documents:
        for number, (bates, image) in enumerate(zip(each.bates, each.images, strict=True)):
            starts, count = ("Y", str(len(each.bates))) if number == 0 else ("", "")
            lines.append(f"{bates},{volume},{_windows(image)},{starts},,,{count}\r\n")
    return "".join(lines).encode("ascii", "replace")


def _line(values: Iterable[str]) -> str:
    return _BETWEEN.join(f"{_AROUND}{_safe(value)}{_AROUND}" for value in values) + "\r\n"


def _safe(value: str) -> str:
    """A value that can end neither its field nor its line."""
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace(_AROUND, "th").replace(_LINE_END, "(R)")
    return "".join(_LINE_END if sign == "\n" else sign if sign.isprintable() else " " for sign in text)


def _windows(path: str) -> str:
    return path.replace("/", "\\")
