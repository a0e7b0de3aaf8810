"""Rarer things that documents hold, each of which has been evidence or an attack somewhere."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from document_files import (
    DRAWING,
    PACKAGE,
    SLIDE,
    TYPES,
    WORD,
    contract_docx,
    jpeg,
    letter_odt,
    paragraph,
    pdf_page,
    png,
    saved,
    zipped,
)
from document_files import (
    docx as word_file,
)
from document_files import (
    odf as odf_file,
)
from tallystick.formats.carrier import Zipped
from tallystick.formats.document import (
    compound_workbook,
    csv,
    docx,
    image,
    odf,
    package,
    pdf,
    plain,
    pptx,
    recording,
    rtf,
    xlsx,
)
from tallystick.formats.document import pdf_page as pages_of
from tallystick.formats.document.package import Package
from tallystick.formats.document.sheet_comments import sheet_comments
from tallystick.model.reading import Reading

LOCKED = Path(__file__).parents[3] / "golden" / "formats" / "xls" / "with-password.xlsx"
XL = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def passages(reading: Reading) -> dict[str, str]:
    return {passage.label: passage.text for passage in reading.documents[0].passages}


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def test_moved_words_symbols_and_breaks() -> None:
    """Words moved away are changes, not text; breaks and symbols are characters."""
    body = (
        '<w:p><w:moveFrom w:author="A" w:date="d"><w:r><w:t>old place</w:t></w:r></w:moveFrom></w:p>'
        '<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:sym w:char="20AC"/><w:sym w:char="?"/></w:r></w:p>'
        '<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>'
    )
    reading = next(docx.read(word_file(body)))
    assert passages(reading) == {"text": "a\tb\n€\nseen", "tracked changes": "moved away by A (d): old place"}
    assert dict(reading.counts[1].became) == {"shown": 2, "blank": 0, "deleted": 1}


def test_table_in_a_cell_stays_in_its_cell() -> None:
    """A table inside a table's cell does not break the rows of the outer one."""
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{inner}</w:tc><w:tc>{paragraph('z')}</w:tc></w:tr></w:tbl>"
    assert passages(next(docx.read(word_file(outer)))) == {"text": "x\ty\tz"}


def test_signed_document_is_not_checked() -> None:
    """An XML signature inside is recognised and not verified."""
    (check,) = next(docx.read(word_file("", _xmlsignatures__sig1_DOT_xml="<s/>"))).checks
    assert check.verdict == "NOT_CHECKED"


def test_custom_properties_are_shown() -> None:
    """A property that the author's company added is shown under its name."""
    custom = '<Properties><property name="Project"><lpwstr>Valves</lpwstr></property></Properties>'
    relation = '<Relationship Id="r" Type="x/custom-properties" Target="docProps/custom.xml"/>'
    original = zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>',
            "docProps/custom.xml": custom,
            "word/document.xml": f'<w:document xmlns:w="{WORD}"/>',
        }
    )
    assert ("custom:Project", "Valves") in next(docx.read(original)).documents[0].properties


def test_threads_of_comments_have_names_and_dates() -> None:
    """A thread on a cell names its person; the note that Excel writes for older programs is left out."""
    original = zipped(
        {
            "xl/persons/person.xml": f'<personList xmlns="{XL}"><person displayName="Anna" id="{{1}}"/></personList>',
            "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{XL}"><threadedComment ref="B2"'
            ' dT="2024-03-05T09:00:00.00" personId="{1}"><text>Why 13.90?</text></threadedComment></ThreadedComments>',
            "xl/comments1.xml": "<comments><authors><author>tc={1}</author></authors><commentList>"
            '<comment ref="B2" authorId="0"><text><t>[Threaded comment]</t></text></comment></commentList></comments>',
        }
    )
    (shown,) = sheet_comments(Package(Zipped(original)))
    assert shown.text == "B2 Anna (2024-03-05T09:00:00.00): Why 13.90?"


def test_cells_of_a_slide_are_a_row() -> None:
    """A table on a slide is read by rows."""
    cells = "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{word}</a:t></a:r></a:p></a:txBody></a:tc>" for word in "xy")
    slide = f'<p:sld xmlns:p="{SLIDE}" xmlns:a="{DRAWING}"><a:tbl><a:tr>{cells}</a:tr></a:tbl></p:sld>'
    assert pptx.drawn_text(Package(Zipped(zipped({"s.xml": slide}))).xml("s.xml")) == "x\ty"  # type: ignore[arg-type]


def test_pictures_of_a_letter_are_embedded_and_broken_ones_said() -> None:
    """OpenDocument keeps pictures in a folder of its own."""
    reading = next(odf.read(odf_file("text", "<text:p>x</text:p>", Pictures__1_DOT_png="dot")))
    assert [(one.name, one.media_type) for one in reading.embedded] == [("1.png", "image/png")]
    broken = odf_file("text", "", Pictures__1_DOT_png="dot" * 9).replace(b"Pictures/1.png", b"Pictures/2.png", 1)
    assert "part-not-read" in codes(next(odf.read(broken)))


def test_slides_of_opendocument_are_numbered() -> None:
    """Each page of a presentation is a passage."""
    body = "<draw:page><text:p>one</text:p></draw:page><draw:page><text:p>a<text:tab/>b</text:p></draw:page>"
    assert passages(next(odf.read(odf_file("presentation", body)))) == {"slide 1": "one", "slide 2": "a\tb"}


def test_signed_letter_is_not_checked() -> None:
    """A signature of OpenDocument is recognised."""
    signed = odf_file("text", "", **{"META-INF__documentsignatures_DOT_xml": "<s/>"})
    assert len(next(odf.read(signed)).checks) == 1
    assert not next(odf.read(letter_odt())).checks


def test_office_file_with_a_password_is_said() -> None:
    """A package encrypted with a password is named as such, and by its name's ending as a document or a sheet."""
    original = LOCKED.read_bytes()
    assert compound_workbook.is_workbook(original)
    for name, kind in (("contract.docx", "word"), ("prices.xlsx", "sheet"), ("", "sheet")):
        reading = next(xlsx.read(original, name))
        assert (codes(reading), reading.documents[0].kind) == (["encrypted"], kind)


def test_attachment_of_an_odd_filter_or_without_bytes_is_said() -> None:
    """An attachment whose content is damaged is a problem and is counted."""
    made = pikepdf.new()
    pdf_page(made, "x")
    stream = made.make_stream(b"")
    stream.write(b"not compressed at all", filter=pikepdf.Name.FlateDecode)
    file = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF="a.xml", EF=pikepdf.Dictionary(F=stream))
    absent = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="b.xml", EF=pikepdf.Dictionary())
    made.Root.AF = pikepdf.Array([made.make_indirect(file), made.make_indirect(absent)])
    reading = next(pdf.read(saved(made, compress_streams=False)))
    assert codes(reading) == ["attachment-not-read", "attachment-not-read"]
    assert reading.counts[1].unbalanced == 0


def test_file_pinned_to_a_page_is_embedded() -> None:
    """A file attached by a pin on a page is taken out, with its page."""
    made = pikepdf.new()
    page = pdf_page(made, "x")
    file = pikepdf.Dictionary(F="C:\\tmp\\a.txt", EF=pikepdf.Dictionary(F=made.make_stream(b"hello")))
    page.obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, FS=file)])
    (one,) = next(pdf.read(saved(made))).embedded
    assert (one.name, one.media_type, one.content, one.place) == ("a.txt", "text/plain", b"hello", "page 1")


def test_fields_that_run_in_circles_end() -> None:
    """A form whose fields are their own parents and children is read once."""
    made = pikepdf.new()
    pdf_page(made, "x")
    field = made.make_indirect(pikepdf.Dictionary(T="a", V=pikepdf.Name.On))
    field.Kids, field.Parent = pikepdf.Array([field]), field
    made.Root.AcroForm = pikepdf.Dictionary(Fields=[field], XFA="x")
    reading = next(pdf.read(saved(made)))
    assert passages(reading)["form fields"].endswith(": On")
    assert "active-content" in codes(reading)


def test_actions_behind_others_are_found() -> None:
    """A program to be started hides behind a harmless action, on a page's opening."""
    made = pikepdf.new()
    page = pdf_page(made, "x")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    page.obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Named, Next=pikepdf.Array([launch])))
    script = pikepdf.Dictionary(Names=pikepdf.Array(["a", pikepdf.Dictionary(S=pikepdf.Name.JavaScript)]))
    made.Root.Names = pikepdf.Dictionary(JavaScript=made.make_indirect(script))
    assert sorted(problem.detail.partition(":")[0] for problem in next(pdf.read(saved(made))).problems) == [
        "JavaScript",
        "Launch",
    ]


def test_text_of_a_document_is_bounded() -> None:
    """After the last character that is read, pages are counted as unread."""
    made = pikepdf.new()
    for word in ("first", "second"):
        pdf_page(made, word)
    pages = pages_of.PdfPages(_left=3)
    original = saved(made)
    with pikepdf.open(io.BytesIO(original)) as opened:
        pages.read(original, list(opened.pages), lambda: original)
    assert (pages.became["text"], pages.became["unread"]) == (1, 1)
    assert [problem.code for problem in pages.problems] == ["limit-text"]


def test_sound_of_broadcasters_has_its_time() -> None:
    """A Broadcast WAV states program, day and time; INFO tags count too."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    bext = bytes(256) + b"Recorder".ljust(32, b"\0") + bytes(32) + b"2024-03-05" + b"14:22:33" + bytes(264)
    listed = b"INFO" + b"INAM" + struct.pack("<I", 4) + b"Call"
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body
        for name, body in ((b"fmt ", form), (b"bext", bext), (b"LIST", listed), (b"data", bytes(8000)))
    )
    document = next(recording.read(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)).documents[0]
    assert (document.title, document.program) == ("Call", "Recorder")
    assert [str(moment.utc) for moment in document.moments] == ["2024-03-05 14:22:33+00:00"]


def test_tags_of_flac_that_lie_are_said() -> None:
    """A list of tags that states more than it holds is a problem."""
    original = b"fLaC\x84\0\0\x08" + struct.pack("<I", 0) + struct.pack("<I", 9)
    assert codes(next(recording.read(original))) == ["damaged-metadata"]


def test_large_video_uses_long_boxes() -> None:
    """Boxes of more than 4 GiB state their length in eight bytes, and long recordings their duration so."""
    header = b"\1\0\0\0" + struct.pack(">QQIQ", 3_792_464_553, 0, 1, 7200) + bytes(80)
    long = struct.pack(">I4sQ", 1, b"mvhd", 16 + len(header)) + header
    original = struct.pack(">I4s", 16, b"ftyp") + b"mp42" + bytes(4) + struct.pack(">I4s", 0, b"moov") + long
    document = next(recording.read(original)).documents[0]
    assert dict(document.properties)["duration_seconds"] == "7200.00"


def test_exif_that_is_damaged_is_said() -> None:
    """EXIF that points nowhere is a problem; the picture's size is read all the same."""
    exif = Image.Exif()
    exif[0x010F] = "Xiaomi"
    reading = next(image.read(jpeg(exif).replace(b"II*\0\x08\0\0\0", b"II*\0\xff\xff\xff\x7f", 1)))
    assert ("width", "8") in reading.documents[0].properties


def test_huge_picture_is_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More pixels than are ever decoded is said."""
    monkeypatch.setattr(image, "MOST_PIXELS", 10)
    assert codes(next(image.read(png()))) == ["limit-pixels"]


def test_limits_of_tables_and_groups_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows beyond the limit and groups beyond theirs are problems, and still counted."""
    monkeypatch.setattr(csv, "MOST_ROWS", 1)
    reading = next(csv.read("a,b\n1,2\n\ufffd,3\n".encode()))
    assert (codes(reading), reading.counts[0].unbalanced) == (["limit-rows"], 0)
    monkeypatch.setattr(rtf, "MOST_GROUPS", 1)
    assert codes(next(rtf.read(b"{\\rtf1{\\footer a}{\\footer b}}"))) == ["limit-groups"]


def test_blank_table_and_note_in_subtitles() -> None:
    """A row of empty cells is blank; a note among subtitles is no speech."""
    assert dict(next(csv.read(b"a,b\n,\n1,2\n")).counts[0].became) == {"rows": 2, "blank": 1}
    original = "WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\nsecond\n\nNOTE x\nmore\n"
    assert next(plain.read(original.encode())).documents[0].text == "[00:01.000] first\nsecond"


def test_members_that_are_refused_are_said() -> None:
    """A member that cannot be opened safely is a problem and stands in the count."""
    twice = contract_docx().replace(b"word/header1.xml", b"word/header2.xml", 1)
    reading = next(docx.read(twice))
    assert "part-not-read" in codes(reading)
    assert reading.counts[0].unbalanced == 0
    assert package.media_type("a.emf") == "image/emf"


def test_names_that_are_no_text_are_passed_over() -> None:
    """A key that is not UTF-8 in the description does not hide the others, and halves of characters are replaced."""
    made = pikepdf.new()
    pdf_page(made, "x")
    made.docinfo["/Titlf"], made.docinfo["/Author"] = "no key", "Li Wei"
    reading = next(pdf.read(saved(made).replace(b"/Titlf", b"/Titl\xe9", 1)))
    assert reading.documents[0].author == "Li Wei"


def test_tree_of_files_that_runs_in_circles_ends() -> None:
    """A tree of attachments that is its own branch gives each file once."""
    made = pikepdf.new()
    pdf_page(made, "x")
    file = made.make_indirect(pikepdf.Dictionary(F="a.txt", EF=pikepdf.Dictionary(F=made.make_stream(b"hello"))))
    branch = made.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(["a", file])))
    branch.Kids = pikepdf.Array([branch, branch])
    made.Root.Names = pikepdf.Dictionary(EmbeddedFiles=branch)
    assert [one.name for one in next(pdf.read(saved(made))).embedded] == ["a.txt"]
