"""Small PDFs with Cyrillic text whose font travels inside: letters drawn with strokes (ISO 32000-1 9.6.5)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

# Each glyph is polylines parted by a blank; a point is two digits, x 0..4 and y 0..8 with 9 for one below the line.
STROKES: Mapping[str, str] = {
    "А": "002640 1232",
    "Б": "06003041423303 0646",
    "В": "00063645443303 3342413000",
    "Г": "000646",
    "Д": "09004049 1014263630",
    "Е": "46060040 0333",
    "Ё": "46060040 0333 1718 3738",
    "Ж": "0046 4006 2620",
    "З": "05163645443323 334241301001",
    "И": "06004640",
    "Й": "06004640 182738",
    "К": "0006 460340",
    "Л": "00164640",
    "М": "0006234640",
    "Н": "0006 4640 0343",
    "О": "103041453616050110",
    "П": "00064640",
    "Р": "00063645443303",
    "С": "4536160501103041",
    "Т": "0646 2620",
    "У": "0623 4610",
    "Ф": "2026 153544423111020415",
    "Х": "0046 0640",
    "Ц": "060040 4649",
    "Ч": "0604133343 4640",
    "Ш": "06004046 2620",
    "Щ": "06004049 4046 2620",
    "Ъ": "0616103041423313",
    "Ы": "06002031322303 4046",
    "Ь": "06003041423303",
    "Э": "0516364541301001 2343",
    "Ю": "0006 0323 25364541302125",
    "Я": "40461605041343 2300",
    "D": "00063645413000",
    "F": "000646 0333",
    "G": "4536160501103041 4323",
    "I": "2026",
    "J": "4641301001",
    "L": "060040",
    "N": "00064046",
    "Q": "103041453616050110 2240",
    "R": "00063645443303 2340",
    "S": "453616050413334241301001",
    "U": "060110304146",
    "V": "062046",
    "W": "0610233046",
    "Y": "0623 4623 2320",
    "Z": "06460040",
    "0": "103041453616050110 1234",
    "1": "152620 1030",
    "2": "05163645440040",
    "3": "05163645443323 334241301001",
    "4": "360242 3630",
    "5": "460603334241301001",
    "6": "4536160501103041423303",
    "7": "064610",
    "8": "13334445361605041302011030414233",
    "9": "0110304145361605041343",
    ".": "2021",
    ",": "2119",
    ":": "2021 2425",
    ";": "2119 2425",
    "-": "1333",
    "—": "0343",
    "_": "0040",
    "/": "0046",
    "%": "0046 0516 3041",
    "(": "36252130",
    ")": "16252110",
    "[": "36262030",
    "]": "16262010",
    "+": "2125 0343",
    "=": "0242 0444",
    "«": "251321 453341",
    "»": "052301 254321",
    "„": "1119 3139",
    "“": "1615 3635",
    "№": "00062026 3444423234 3141",
    "@": "3223143433 3241453616050110",
    "!": "2623 2021",
    "?": "0516364523 2021",
}
TWINS = str.maketrans("ABCEHKMOPTX", "АВСЕНКМОРТХ")
COLUMNS = 104
ROWS = 54


def stroke_pdf(lines: Sequence[str], title: str) -> bytes:
    """A PDF of A4 pages that shows the lines; text can be copied out of it by its ToUnicode map."""
    wrapped = [part for line in lines for part in (_wrap(line) or [""])]
    pages = [wrapped[i : i + ROWS] for i in range(0, len(wrapped), ROWS)]
    used = sorted(set("".join(wrapped)) | {" "})
    codes = {character: number for number, character in enumerate(used, 1)}
    glyphs = [_stream(_drawing(character)) for character in used]
    first_page = 5 + len(glyphs)
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _font(len(used)),
        _stream(_to_unicode(codes)),
        *glyphs,
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first_page + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        shown = "".join(f"<{''.join(f'{codes[c]:02X}' for c in line)}> Tj T*\n" for line in page)
        objects.append(_stream(f"BT /F1 10 Tf 14 TL 40 790 Td\n{shown}ET"))
    objects.append(f"<< /Title <FEFF{title.encode('utf-16-be').hex().upper()}> >>")
    return _file(objects)


def polylines(character: str) -> list[list[tuple[float, float]]]:
    """The strokes of one character in a cell 5 wide; a small letter is its capital at three quarters."""
    capital = character.upper().translate(TWINS)
    scale = 0.75 if character.islower() else 1.0
    lines = []
    for stroke in STROKES.get(capital, "").split():
        points = zip(stroke[::2], stroke[1::2], strict=True)
        lines.append([(int(x) * scale, (-1 if y == "9" else int(y)) * scale) for x, y in points])
    return lines


def _wrap(line: str) -> list[str]:
    return textwrap.wrap(line, COLUMNS, drop_whitespace=False, break_long_words=True)


def _drawing(character: str) -> str:
    paths = ""
    for points in polylines(character):
        paths += "".join(f"{x:g} {y:g} {'l' if n else 'm'} " for n, (x, y) in enumerate(points))
    return f"5 0 d0 0.6 w 1 J 1 j {paths}{'S' if paths else ''}"


def _font(count: int) -> str:
    names = " ".join(f"/g{n}" for n in range(1, count + 1))
    procedures = " ".join(f"/g{n} {4 + n} 0 R" for n in range(1, count + 1))
    widths = " ".join(["5"] * count)
    return (
        "<< /Type /Font /Subtype /Type3 /FontBBox [-1 -2 6 9] /FontMatrix [0.1 0 0 0.1 0 0] /Resources << >>"
        f" /FirstChar 1 /LastChar {count} /Widths [{widths}] /ToUnicode 4 0 R"
        f" /Encoding << /Type /Encoding /Differences [1 {names}] >> /CharProcs << {procedures} >> >>"
    )


def _to_unicode(codes: Mapping[str, int]) -> str:
    pairs = [f"<{number:02X}> <{ord(character):04X}>" for character, number in codes.items()]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    maps = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Strokes def /CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{maps}"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _file(objects: Iterable[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    count = len(offsets) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {count} /Root 1 0 R /Info {count - 1} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
