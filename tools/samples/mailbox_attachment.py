"""Files that letters carry, written byte by byte: small valid PDFs, workbooks and pictures."""

import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from html import escape

from mailbox_carrier import stored_zip


def pdf(lines: Sequence[str], *, title: str = "") -> bytes:
    """A PDF of A4 pages of 52 lines each; any script of Adobe-GB1 (Latin, Chinese, Cyrillic) is shown.

    The font is named, not embedded (ISO 32000-1 9.7.5.2), so that the file stays small.
    """
    pages = [lines[i : i + 52] for i in range(0, len(lines), 52)] or [()]
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        (
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
        ),
        (
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
            " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
        ),
    ]
    for number, page in enumerate(pages):
        text = "".join(f"<{line.encode('utf-16-be').hex().upper()}> Tj T*\n" for line in page)
        stream = f"BT /F1 10 Tf 14 TL 56 785 Td\n{text}ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> >>")
    return _pdf_file(objects)


def workbook(rows: Sequence[Sequence[str | int | float]], at: datetime, *, sheet: str = "Sheet1") -> bytes:
    """An Office Open XML workbook of one sheet; numbers stay numbers, stamped `at`."""
    cells = "".join(f'<row r="{n}">{_row(n, row)}</row>' for n, row in enumerate(rows, 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return stored_zip(((name, (declaration + text).encode()) for name, text in files.items()), at)


def picture(width: int, height: int, pixels: bytes) -> bytes:
    """A PNG of 8-bit RGB pixels; the zlib stream is stored, so that no library's version shows."""
    rows = b"".join(b"\0" + pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", _stored_zlib(rows)) + _chunk(b"IEND", b"")


def _pdf_file(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    entries = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{entries}".encode()
    out += f"trailer\n<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _row(number: int, row: Sequence[str | int | float]) -> str:
    shown = []
    for column, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", row, strict=False):
        if isinstance(value, str):
            shown.append(f'<c r="{column}{number}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        else:
            shown.append(f'<c r="{column}{number}"><v>{value}</v></c>')
    return "".join(shown)


def _stored_zlib(raw: bytes) -> bytes:
    """RFC 1950 around RFC 1951 stored blocks of at most 65,535 bytes."""
    blocks = [raw[i : i + 65535] for i in range(0, len(raw), 65535)] or [b""]
    out = bytearray(b"\x78\x01")
    for number, block in enumerate(blocks, 1):
        out += struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
    return bytes(out) + struct.pack(">I", zlib.adler32(raw))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def tnef(subject: str, file_name: str, content: bytes) -> bytes:
    """A minimal TNEF stream (MS-OXTNEF 2.1) that carries one file, as Outlook's winmail.dat does."""
    name = file_name.encode("cp1252") + b"\0"
    attributes = (
        (1, 0x00089006, struct.pack("<I", 0x00010000)),
        (1, 0x00069007, struct.pack("<II", 1252, 0)),
        (1, 0x00078008, b"IPM.Microsoft Mail.Note\0"),
        (1, 0x00018004, subject.encode("cp1252") + b"\0"),
        (2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0)),
        (2, 0x00018010, name),
        (2, 0x0006800F, content),
    )
    out = bytearray(struct.pack("<IH", 0x223E9F78, 1))
    for level, tag, value in attributes:
        out += struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return bytes(out)
