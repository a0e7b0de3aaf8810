"""Attachments of 20 to 200 KB whose bytes compress as such files do; number `n` is always the same file."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from random import Random

__all__ = ["Attachment", "attachment"]

SMALLEST_BYTES = 20_000
LARGEST_BYTES = 200_000
_KINDS = ("pdf", "jpg", "xlsx", "csv")
_KIND_WEIGHTS = (45, 30, 15, 10)
_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it stands in a mail: its media type, its ending, and its bytes in base64 lines."""

    media_type: str
    ending: str
    encoded: bytes


@lru_cache(maxsize=64)
def attachment(seed: int, number: int) -> Attachment:
    """Attachment `number` of the corpus with this seed."""
    random = Random(f"{seed}/attachment/{number}")
    ending = random.choices(_KINDS, _KIND_WEIGHTS)[0]
    size = random.randrange(SMALLEST_BYTES, LARGEST_BYTES)
    content = {"pdf": _pdf, "jpg": _jpg, "xlsx": _xlsx, "csv": _csv}[ending](random, size)
    return Attachment(_TYPES[ending], ending, base64.encodebytes(content))


def _csv(random: Random, size: int) -> bytes:
    rows = [
        f"{row};M{random.randrange(10**4)};{random.randrange(5000)};{random.random() * 90:.2f}\r\n"
        for row in range(size // 22)
    ]
    return "".join(rows).encode()[:size]


def _jpg(random: Random, size: int) -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00" + random.randbytes(size) + b"\xff\xd9"
    )


def _xlsx(random: Random, size: int) -> bytes:
    rows = [
        f'<row r="{row}"><c r="A{row}"><v>{random.random()}</v></c><c r="B{row}"><v>{random.random()}</v></c></row>'
        for row in range(1, size // 20)
    ]
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        member = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2026, 1, 1, 0, 0, 0))
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>")
    return sheet.getvalue()


def _pdf(random: Random, size: int) -> bytes:
    """Objects, a page of deflated text, and images that do not compress."""
    page = "".join(f"BT 72 {random.randrange(800)} Td ({random.randrange(10**9)}) Tj ET\n" for _ in range(400))
    text = zlib.compress(page.encode(), 1)
    image = random.randbytes(max(0, size - len(text)))
    parts = [b"%PDF-1.5\n", _stream(1, text), _stream(2, image), b"trailer << /Root 1 0 R >>\n%%EOF\n"]
    return b"".join(parts)


def _stream(number: int, content: bytes) -> bytes:
    head = f"{number} 0 obj << /Length {len(content)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + content + b"\nendstream\nendobj\n"
