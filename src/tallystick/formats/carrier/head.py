"""The beginning of a file, looked at once for all formats that ask whether it is theirs."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cached_property

from tallystick.errors import FormatError
from tallystick.formats.archive import Budget, Limits, list_zip
from tallystick.formats.carrier.text import decode_text

HEAD_BYTES = 1 << 16
_MOST_NAMES = 2_000
_HTML = re.compile(r"(?i)<(?:!doctype\s+html|(?:html|head|body)(?=[\s>/]))")
# A chat may begin with a bracket too: what follows it must be what JSON allows there.
_JSON = re.compile(r'\{\s*(?:"|\}|\Z)|\[\s*(?:[\[{"\]]|-?\d+(?:\.\d+)?\s*[,\]]|true\b|false\b|null\b|\Z)')
_MARKS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "compound"),
    (b"%PDF-", "pdf"),
)


@dataclass(frozen=True)
class Head:
    """The first 64 KiB of a file of `size` bytes called `name`; `whole` is all of it where it is at hand."""

    block: bytes
    size: int
    name: str = ""
    whole: bytes | None = None

    @classmethod
    def of(cls, original: bytes, name: str = "") -> Head:
        """The head of an original that is at hand."""
        return cls(original[:HEAD_BYTES], len(original), name, original)

    @cached_property
    def suffix(self) -> str:
        """What follows the last dot of the name, in small letters; "" where there is none."""
        _stem, dot, suffix = self.name.rpartition(".")
        return suffix.lower() if dot else ""

    @cached_property
    def text(self) -> str:
        """The head as text, without a byte order mark; "" where it is binary."""
        if self.block.count(0) and not self.block.startswith((b"\xff\xfe", b"\xfe\xff")):
            return ""
        return decode_text(self.block, is_cut=self.size > len(self.block)).text

    @cached_property
    def start(self) -> str:
        """The first 4,096 characters of the text that are no white space."""
        return self.text[:8192].lstrip()[:4096]

    @cached_property
    def carriers(self) -> frozenset[str]:
        """What the file can be written in: the carriers whose formats are asked."""
        for mark, carrier in _MARKS:
            if self.block.startswith(mark):
                return frozenset((carrier,))
        if not self.text:
            return frozenset(("binary",))
        found = {"text", "binary"}
        found |= {name for name in ("json", "html", "xml") if getattr(self, f"is_{name}")}
        return frozenset(found)

    @property
    def is_json(self) -> bool:
        return _JSON.match(self.start) is not None

    @property
    def is_xml(self) -> bool:
        """Whether it begins as XML does and is not HTML."""
        return self.start.startswith("<") and not self.is_html

    @cached_property
    def is_html(self) -> bool:
        start = self.start[:1024]
        return start.startswith("<") and _HTML.search(start) is not None

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The paths in a zip's directory, at most 2,000 of them; empty for anything else."""
        if self.whole is None or not self.block.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return ()
        try:
            listing = list_zip(io.BytesIO(self.whole), Budget(Limits(directory_bytes=16 << 20)))
        except FormatError:
            return ()
        return tuple(member.path for member in listing.members[:_MOST_NAMES])
