"""Workbooks in compound files (MS-CFB): the old binary format, and encrypted packages of any new one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import olefile

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.document.biff_stream import read_stream
from tallystick.formats.document.lone_stream import lone_stream
from tallystick.model.message import Moment, Problem

_STREAMS = ("Workbook", "Book")
_ENCRYPTED = "EncryptedPackage"
_MACROS = ("_VBA_PROJECT_CUR", "Macros", "VBA")
_SUMMARY = "\x05SummaryInformation"
_LARGEST_SUMMARY = 1 << 20
_TITLE, _AUTHOR, _LAST_AUTHOR, _CREATED, _SAVED, _PROGRAM = 2, 4, 8, 12, 13, 18


def is_workbook(original: bytes) -> bool:
    """Whether the compound file holds a workbook, or a package encrypted with a password, at its root."""
    if not any(name.encode("utf-16-le") in original for name in (*_STREAMS, _ENCRYPTED)):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(original)) as compound:
            return any(compound.exists(name) for name in (*_STREAMS, _ENCRYPTED))
    except Exception:  # olefile lets through whatever a hostile directory makes it meet
        return False


@dataclass(slots=True)
class CompoundWorkbook:
    """What stands beside the cells. `area` is the number of cells that all sheets span together; `alone` is a file made
    anew around the cells, without the chains of sectors and the claims of size in which a library loses itself."""

    is_encrypted_package: bool = False
    area: int = 0
    alone: bytes = b""
    stated: dict[str, str] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    properties: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, original: bytes) -> CompoundWorkbook:
        """What the compound file says. Raises NotThisFormat, LimitExceeded."""
        found = cls()
        try:
            with olefile.OleFileIO(io.BytesIO(original)) as compound:
                found._read(compound, len(original))
        except FormatError:
            raise
        except Exception as error:
            raise NotThisFormat("xls", f"the compound file is damaged ({error})") from error
        return found

    def _read(self, compound: olefile.OleFileIO[Any], size_bytes: int) -> None:
        # Streams shorter than a sector stand in the root's: olefile reads both as far as the directory claims.
        root: Any = compound.root
        root.size = min(root.size, size_bytes)
        stream = next((name for name in _STREAMS if compound.exists(name)), "")
        self.is_encrypted_package = not stream and compound.exists(_ENCRYPTED)
        if not stream and not self.is_encrypted_package:
            raise NotThisFormat("xls", "no workbook stream in it")
        if stream and compound.get_size(stream) > size_bytes:
            raise NotThisFormat("xls", "its workbook stream claims more bytes than the file has")
        if self.is_encrypted_package:
            detail = "it is encrypted with a password; keep a copy saved without one beside it"
            self.problems.append(Problem("encrypted", "", detail))
            return
        tamed, extents = read_stream(compound.openstream(stream).read())
        self.alone = lone_stream(stream, tamed)
        self.area = sum(extent.area for extent in extents)
        formulas = sum(extent.formulas for extent in extents)
        self.properties += [("formulas", str(formulas))] if formulas else []
        for macro in _MACROS:
            if compound.exists(macro):
                detail = "a program inside the document; it is kept and never run"
                self.problems.append(Problem("active-content", macro, detail))
        if compound.exists(_SUMMARY) and compound.get_size(_SUMMARY) <= _LARGEST_SUMMARY:
            self._read_summary(compound.getproperties(_SUMMARY, convert_time=True))

    def _read_summary(self, summary: Mapping[int, object]) -> None:
        named = (("title", _TITLE), ("author", _AUTHOR), ("creating_application", _PROGRAM), ("last", _LAST_AUTHOR))
        for name, number in named:
            value = summary.get(number)
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            if isinstance(text, str) and text.strip("\0 "):
                self.stated[name] = text.strip("\0 ")[:2_000]
        if "last" in self.stated:
            self.properties.append(("last-modified-by", self.stated["last"]))
        times = ((source, summary.get(number)) for source, number in (("created", _CREATED), ("modified", _SAVED)))
        # MS-OLEPS keeps these as FILETIME, which is UTC.
        self.moments = tuple(
            Moment(time.replace(tzinfo=UTC), 0, source, f"{time.isoformat()}Z")
            for source, time in times
            if isinstance(time, datetime) and time.year > 1601
        )
