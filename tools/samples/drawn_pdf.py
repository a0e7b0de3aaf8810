"""PDFs with text at its place, lines, photographs and a seal over the text; the same bytes on every run.

Text is in STSong-Light, named and not embedded (ISO 32000-1 9.7.5.2), so that Chinese, Latin and Cyrillic can be copied
out of it. Pictures are taken over as they are: a JPEG's bytes (7.4.8), and a PNG's compressed rows with their
predictor (7.4.4.4), so that no library compresses anything anew.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
    ),
    (
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    ),
    "<< /Type /ExtGState /BM /Multiply >>",
)
HEIGHT = 842


@dataclass(slots=True)
class Page:
    """One A4 page being drawn; places are in points from its left and upper edge."""

    drawn: list[str] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)

    def text(self, x: float, y: float, lines: str | Sequence[str], size: float = 10, leading: float = 14) -> float:
        """The lines stand from (x, y) downwards; the place below them is returned."""
        listed = [lines] if isinstance(lines, str) else list(lines)
        for line in listed:
            shown = line.encode("utf-16-be").hex().upper()
            self.drawn.append(f"BT /F1 {size:g} Tf {x:g} {HEIGHT - y:g} Td <{shown}> Tj ET")
            y += leading
        return y

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A thin line is drawn."""
        self.drawn.append(f"0.6 w {x:g} {HEIGHT - y:g} m {to_x:g} {HEIGHT - to_y:g} l S")

    def table(self, x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> float:
        """A table with lines around each cell; the place below it is returned."""
        right, high = x + sum(widths), 18
        for row in rows:
            self.line(x, y, right, y)
            left = x
            for width, cell in zip(widths, row, strict=True):
                self.line(left, y, left, y + high)
                self.text(left + 4, y + 13, cell, 9)
                left += width
            self.line(right, y, right, y + high)
            y += high
        self.line(x, y, right, y)
        return y + high

    def picture(self, content: bytes, x: float, y: float, width: float, *, over: bool = False) -> float:
        """The picture hangs from (x, y); `over` lets what is beneath show through. The place below is returned."""
        wide, tall = _size(content)
        height = width * tall / wide
        self.pictures.append(content)
        state = "/G1 gs " if over else ""
        name = f"/I{len(self.pictures)}"
        self.drawn.append(f"q {state}{width:g} 0 0 {height:g} {x:g} {HEIGHT - y - height:g} cm {name} Do Q")
        return y + height


def drawn_pdf(pages: Sequence[Page], *, title: str, made: str = "") -> bytes:
    """The pages as a file; `made` is a time as PDF writes it, as in D:20251211094500+08'00'."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *(one.encode() for one in FONT)]
    kids = []
    for page in pages:
        pictures = []
        for content in page.pictures:
            objects.append(_image(content))
            pictures.append(f"/I{len(pictures) + 1} {len(objects)} 0 R")
        stream = "\n".join(page.drawn).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        resources = f"/Font << /F1 3 0 R >> /ExtGState << /G1 6 0 R >> /XObject << {' '.join(pictures)} >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}] /Contents {len(objects)} 0 R"
            f" /Resources << {resources} >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    stamp = f" /CreationDate ({made})" if made else ""
    objects.append(f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}>{stamp} >>".encode())
    return _file(objects)


def _size(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG"):
        return struct.unpack(">II", content[16:24])
    at = 2
    while content[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    height, width = struct.unpack(">HH", content[at + 5 : at + 9])
    return width, height


def _image(content: bytes) -> bytes:
    width, height = _size(content)
    head = f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent"
    if not content.startswith(b"\x89PNG"):
        return _stream(f"{head} 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", content)
    chunks = _chunks(content)
    depth, palette = chunks[b"IHDR"][8], chunks[b"PLTE"]
    space = f"[/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex().upper()}>]"
    rows = f"<< /Predictor 15 /Colors 1 /BitsPerComponent {depth} /Columns {width} >>"
    return _stream(f"{head} {depth} /ColorSpace {space} /Filter /FlateDecode /DecodeParms {rows}", chunks[b"IDAT"])


def _stream(head: str, content: bytes) -> bytes:
    return f"{head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _chunks(png: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    at = 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        kind = png[at + 4 : at + 8]
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + size]
        at += 12 + size
    return found


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, count = len(out), len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
