"""The whole bundle as one PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest

import bundle_exhibits
from tallystick.bundle import bundle_pdf as made
from tallystick.bundle.bundle_pdf import bundle_pdf, bundle_pdfs
from tallystick.errors import GlyphMissing, TypesettingFailed
from tallystick.model.bundle import BundlePdf, Column, ForeignPages, Layout, Sheet
from tallystick.model.exhibit import Conversation, Pages, Plain, Spoken

TIME = bundle_exhibits.TIME
CHINESE = Layout(
    language="zh", counts_front=False,
    columns=(Column.NUMBER, Column.TITLE, Column.ORIGIN, Column.PROVES, Column.PAGES, Column.FORM),
)  # fmt: skip
BATES = Layout(language="ru", prefix="BERG", digits=6, foreign_pages=ForeignPages.PICTURES)


@pytest.fixture(scope="module")
def english() -> BundlePdf:
    """Every kind of exhibit in the English layout."""
    layout = Layout(shows_headers=True)
    return bundle_pdf(bundle_exhibits.all_kinds(), layout=layout, front=bundle_exhibits.front(), time=TIME)


def texts(bundle: BundlePdf) -> list[str]:
    """The text layer of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(bundle.content))
    return [page.get_textpage().get_text_range() for page in document]


def links(document: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    """(page, page that it leads to) of each link, from 1."""
    places = {page.objgen: place for place, page in enumerate(document.pages, 1)}
    for place, page in enumerate(document.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            assert "/A" not in annotation
            yield place, places[annotation.Dest[0].objgen]


def test_the_same_input_gives_the_same_bytes(english: BundlePdf) -> None:
    """A second run over the same exhibits makes the same file."""
    layout = Layout(shows_headers=True)
    again = bundle_pdf(bundle_exhibits.all_kinds(), layout=layout, front=bundle_exhibits.front(), time=TIME)
    assert again == english


def test_the_printed_number_is_the_place_in_the_file(english: BundlePdf) -> None:
    """Page 7 of the file says 7 at its foot and in its label, and each exhibit begins where the index says."""
    document = pypdfium2.PdfDocument(io.BytesIO(english.content))
    for place, text in enumerate(texts(english), 1):
        assert text.split()[-1] == str(place) or f"\n{place}" in text.replace("\r", "")
        assert document.get_page_label(place - 1) == str(place)
    assert len(document) == english.pages
    assert [number for number, _, _ in english.index] == [str(each) for each in range(1, 12)]
    assert all(before[2] + 1 == after[1] for before, after in zip(english.index, english.index[1:], strict=False))


def test_every_page_bears_its_stamp_and_short_hash(english: BundlePdf) -> None:
    """Each page of an exhibit names the exhibit and the first 16 digits of its item's hash."""
    pages = texts(english)
    for exhibit, (number, first, last) in zip(bundle_exhibits.all_kinds(), english.index, strict=True):
        for place in range(first, last + 1):
            assert f"Exhibit {number}" in pages[place - 1]
            assert f"SHA-256 {exhibit.sha256[:16]}" in pages[place - 1]


def test_the_list_tells_the_pages_and_leads_to_them(english: BundlePdf) -> None:
    """The index holds the first and last page of each exhibit, and a link to the first."""
    pages = texts(english)
    with pikepdf.open(io.BytesIO(english.content)) as document:
        found = set(links(document))
        led = {to for place, to in found if "Index of exhibits" in pages[place - 1]}
        assert {first for _, first, _ in english.index} <= led
        assert all((first, 2) in found for _, first, _ in english.index)  # each stamp leads back to the list
    told = " ".join(pages[1:4])
    assert all((f"{first}–{last}" if first != last else str(first)) in told for _, first, last in english.index)


def test_the_bookmarks_lead_to_each_exhibit(english: BundlePdf) -> None:
    """The outline names the sheets and the exhibits in their order."""
    outline = list(pypdfium2.PdfDocument(io.BytesIO(english.content)).get_toc())
    titles = [each.get_title() for each in outline]
    assert titles[:4] == ["Bundle", "Index of exhibits", "Chronology", "Exhibit 1: Document 1"]
    assert titles[-2:] == ["Statement of completeness", "Custody report"]
    places = [each.get_dest().get_index() + 1 for each in outline[3:-2]]
    assert places == [first for _, first, _ in english.index]


def test_mail_shows_its_fields_files_and_on_request_its_header_lines(english: BundlePdf) -> None:
    """Fields, text, names and hashes of files stand on the page; header lines only where they are asked for."""
    first = texts(english)[english.index[0][1] - 1]
    for words in ("anna@buyer.example", "the goods arrived short", "photo <1>.jpg", "48,211 bytes", "X-Odd: #set page"):
        assert words in first
    (short,) = [bundle_pdf([bundle_exhibits.exhibit("1", bundle_exhibits.letter())], layout=Layout(before=(), after=()),
                           front=bundle_exhibits.front(), time=TIME)]  # fmt: skip
    assert "X-Odd" not in texts(short)[0]


def test_a_conversation_shows_times_zones_senders_and_marks(english: BundlePdf) -> None:
    """Each message stands with its time, the zone or that none is named, who wrote it, and its marks."""
    shown = texts(english)[english.index[2][1] - 1]
    for words in ("王经理", "2026-02-09 09:00:05 (UTC+08:00)", "(no zone named)", "edited", "deleted", "invoice.pdf"):
        assert words in shown


def test_a_document_keeps_its_own_text_and_lines_and_loses_what_acts(english: BundlePdf) -> None:
    """The pages of others are taken in with their text layer; scripts, links and annotations are not."""
    number, first, last = english.index[3]
    assert (number, last - first) == ("4", 1)
    assert "CONTRACT No. 114 page 2" in texts(english)[last - 1]
    assert b"evil.example/\n" not in english.content
    with pikepdf.open(io.BytesIO(english.content)) as document:
        assert "/OpenAction" not in document.Root
        assert not any(each.get("/S") in ("/JavaScript", "/URI") for each in document.objects
                       if isinstance(each, pikepdf.Dictionary))  # fmt: skip


def test_translations_of_documents_face_their_originals(english: BundlePdf) -> None:
    """Page by page the translation stands beside the original."""
    _, first, last = english.index[6]
    pages = texts(english)
    assert last - first == 2
    assert "ORIGINAL page 1" in pages[first - 1]
    assert "TRANSLATION page 1" in pages[first - 1]


def test_what_cannot_be_shown_is_said_on_the_page_and_in_the_remarks(english: BundlePdf) -> None:
    """A broken picture and a broken document are told where they would stand, and to the caller."""
    assert [number for number, _ in english.remarks] == ["9", "10"]
    assert "cannot be shown" in texts(english)[english.index[9][1] - 1]


def test_pdf_a_is_declared_only_where_it_is_true(english: BundlePdf) -> None:
    """With a document's own pages as they are nothing is declared; with pictures of them it is, and text is found."""
    assert not english.is_archival
    with pikepdf.open(io.BytesIO(english.content)) as document, document.open_metadata() as metadata:
        assert "pdfaid:part" not in metadata
    pictures = bundle_pdf(bundle_exhibits.all_kinds(), layout=BATES, front=bundle_exhibits.front(), time=TIME)
    assert pictures.is_archival
    with pikepdf.open(io.BytesIO(pictures.content)) as document, document.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "2"
    assert "CONTRACT No. 114 page 1" in texts(pictures)[pictures.index[3][1] - 1]
    assert "BERG000011" in texts(pictures)[10]


def test_the_chinese_list_has_the_columns_of_the_court() -> None:
    """证据清单 with its six columns, the copy's addressee, the place for the seal; evidence numbered from page 1."""
    bundle = bundle_pdf(bundle_exhibits.all_kinds(), layout=CHINESE, front=bundle_exhibits.front(), time=TIME)
    pages = texts(bundle)
    text = "".join(pages[:3]).replace("\r\n", "")
    for words in (
        "证据清单",
        "序号",
        "证据名称",
        "证据来源",
        "证明对象和内容",
        "页码",
        "原件/复印件",
        "副本送达: 宁波示例有限公司",
    ):
        assert words in text
    assert "提交人（签名/盖章）: Berg GmbH" in "".join(pages[:5]).replace("\r\n", "")
    document = pypdfium2.PdfDocument(io.BytesIO(bundle.content))
    first = bundle.index[0][1]
    assert [document.get_page_label(place) for place in (0, 1, first - 1)] == ["i", "ii", "1"]


def test_the_completeness_page_says_where_its_counts_do_not_add_up(english: BundlePdf) -> None:
    """120 sealed, 100 inside and 19 left out leave one that is not accounted for, and the page says so."""
    assert any("1 are not accounted for" in text for text in texts(english))


def test_a_character_that_no_font_shows_is_an_error_that_names_the_message() -> None:
    """The message, not only the exhibit, is named; on request the character is printed by its number instead."""
    talk = Conversation(name="x", platform="x", messages=(
        Spoken(ident="bad1:3", time="", zone="", sender="x", is_ours=None, text="price \ue000"),))  # fmt: skip
    exhibits = [bundle_exhibits.exhibit("1", talk)]
    with pytest.raises(GlyphMissing, match=r"bad1:3.*U\+E000"):
        bundle_pdf(exhibits, layout=Layout(), front=bundle_exhibits.front(), time=TIME)
    named = bundle_pdf(exhibits, layout=Layout(names_unshown=True), front=bundle_exhibits.front(), time=TIME)
    assert "price ⟨U+E000⟩" in texts(named)[named.index[0][1] - 1]


def test_chunks_do_not_change_the_numbers(english: BundlePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is set at once, the pages and the index are the same."""
    monkeypatch.setattr(made, "_CHUNK", 1)
    layout = Layout(shows_headers=True)
    chunked = bundle_pdf(bundle_exhibits.all_kinds(), layout=layout, front=bundle_exhibits.front(), time=TIME)
    assert (chunked.index, chunked.pages, texts(chunked)) == (english.index, english.pages, texts(english))


def test_sheets_alone_and_exhibits_alone_are_bundles_and_nothing_is_none() -> None:
    """A list without exhibits can be made, exhibits without sheets too; a bundle of nothing is refused."""
    front = bundle_exhibits.front()
    assert bundle_pdf([], layout=Layout(), front=front, time=TIME).index == ()
    bare = Layout(before=(), after=())
    assert bundle_pdf([bundle_exhibits.exhibit("1", Plain())], layout=bare, front=front, time=TIME).pages == 1
    with pytest.raises(ValueError, match="nothing"):
        bundle_pdf([], layout=bare, front=front, time=TIME)
    with pytest.raises(ValueError, match="layout"):
        bundle_pdf([], layout=Layout(language="de"), front=front, time=TIME)


def test_layers_that_can_be_hidden_are_taken_as_seen() -> None:
    """A document with layers comes in as a picture of what a viewer shows, so that no hidden layer appears."""
    with pikepdf.open(io.BytesIO(bundle_exhibits.document())) as document:
        document.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=pikepdf.Dictionary())
        held = io.BytesIO()
        document.save(held)
    exhibits = [bundle_exhibits.exhibit("1", Pages(content=held.getvalue()))]
    bundle = bundle_pdf(exhibits, layout=Layout(before=(Sheet.LIST,)), front=bundle_exhibits.front(), time=TIME)
    assert bundle.is_archival
    assert "CONTRACT No. 114 page 2" in texts(bundle)[bundle.index[0][2] - 1]


def test_a_fault_of_the_typesetter_names_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pages are not accepted, the error says which items were being set."""
    monkeypatch.setattr("tallystick.bundle.exhibit_pages._Pen.shown", lambda pen, shown: "#nothing")
    broken = bundle_exhibits.exhibit("1", Plain())
    with pytest.raises(TypesettingFailed, match=broken.ident):
        bundle_pdf([broken], layout=Layout(), front=bundle_exhibits.front(), time=TIME)


def test_one_line_of_a_hundred_thousand_characters_is_set_whole() -> None:
    """A message without any line end is set in pieces; no character of it is lost."""
    text = "".join(f"{number:05}" for number in range(20_000))
    exhibits = [bundle_exhibits.exhibit("1", Plain(passages=(("", text),)))]
    bundle = bundle_pdf(exhibits, layout=Layout(before=(), after=()), front=bundle_exhibits.front(), time=TIME)
    pages = "".join("".join(page.split("\r\n")) for page in texts(bundle))
    assert all(f"{number:05}{number + 1:05}" in pages for number in (0, 3_999, 7_998, 19_998))


def test_a_copy_for_an_opponent_is_what_setting_it_alone_gives() -> None:
    """The exhibits of a copy are set once for all, and not a byte differs for it."""
    layout = Layout(counts_front=False, columns=CHINESE.columns)
    served = replace(bundle_exhibits.front(), copy_for="=Иванов & #Sons, 王")
    longer = replace(served, title="A very long title of the matter " * 60)
    shown = bundle_exhibits.all_kinds
    _first, *copies = bundle_pdfs(shown(), layout=layout, fronts=(bundle_exhibits.front(), served, longer), time=TIME)
    for front, copy in zip((served, longer), copies, strict=True):
        assert copy == bundle_pdf(shown(), layout=layout, front=front, time=TIME)
    assert "Иванов" in "".join(texts(copies[0]))


def test_a_document_with_a_password_is_named_and_stops_nothing() -> None:
    """What nobody can open without its password is said so of, and the other exhibits are set."""
    with pikepdf.open(io.BytesIO(bundle_exhibits.document())) as document:
        held = io.BytesIO()
        document.save(held, encryption=pikepdf.Encryption(owner="theirs", user="unknown"))
    exhibits = [bundle_exhibits.exhibit("1", Pages(content=held.getvalue())), bundle_exhibits.exhibit("2", Plain())]
    bundle = bundle_pdf(exhibits, layout=Layout(), front=bundle_exhibits.front(), time=TIME)
    assert [number for number, _remark in bundle.remarks] == ["1"]
    assert len(bundle.index) == 2
