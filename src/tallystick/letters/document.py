"""A letter as a Word document (OOXML) that a person can edit, with fonts for all three scripts."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Block
from docx.text.run import Run

from tallystick.letters.letter import Letter, Paragraph
from tallystick.letters.plain import shown

_LATIN, _CHINESE = "Times New Roman", "SimSun"
_LANGUAGES = {"en": "en-GB", "zh": "zh-CN", "ru": "ru-RU"}
_SPACE_AFTER = {"heading": 10, "body": 8, "quote": 8, "point": 3, "line": 2, "sign": 4}
# The earliest time that a zip archive can state: it says nothing of when it was made.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def document(letter: Letter, time: datetime) -> bytes:
    """The letter as a .docx file; its properties state `time`, and the bytes are the same each time.

    Raises ValueError for a time without a zone.
    """
    if time.tzinfo is None:
        raise ValueError("the time of the document has no zone")
    made = docx.Document()
    _describe(made, letter, time)
    for paragraph in letter.paragraphs:
        _write(made, paragraph, letter.language)
    file = io.BytesIO()
    made.save(file)
    return _settled(file.getvalue())


def _describe(made: Document, letter: Letter, time: datetime) -> None:
    properties = made.core_properties
    moment = time.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.title = shown(letter.title)[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = moment
    properties.language = _LANGUAGES[letter.language]
    properties.revision = 1
    style = made.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(11)
    _fonts(style.element.get_or_add_rPr())


def _write(made: Document, paragraph: Paragraph, language: str) -> None:
    block = made.add_paragraph()
    layout = block.paragraph_format
    layout.space_after = Pt(_SPACE_AFTER[paragraph.role])
    if paragraph.role == "heading":
        layout.space_before, layout.keep_with_next = Pt(10), True
        block.alignment = WD_ALIGN_PARAGRAPH.LEFT
    if paragraph.role == "quote":
        layout.left_indent = Pt(24)
    if paragraph.role == "sign":
        layout.keep_together = True
    _run(block, shown(paragraph.text), language).bold = paragraph.role == "heading"


def _run(block: Block, text: str, language: str) -> Run:
    run = block.add_run(text)
    properties = run._r.get_or_add_rPr()
    _fonts(properties)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:eastAsia" if language == "zh" else "w:val"), _LANGUAGES[language])
    properties.append(spoken)
    return run


def _fonts(properties: object) -> None:
    """Latin and Cyrillic in one font, Chinese in another, named for each script so that no program guesses."""
    fonts = properties.get_or_add_rFonts()  # type: ignore[attr-defined]  # an element of python-docx without a stub
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), _LATIN)
    fonts.set(qn("w:eastAsia"), _CHINESE)


def _settled(content: bytes) -> bytes:
    """The same archive, its members with one fixed time and in one order."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in made.namelist():
            settled.writestr(zipfile.ZipInfo(name, _NO_TIME), made.read(name), zipfile.ZIP_DEFLATED)
    return file.getvalue()
