"""What a document, an image or a recording says, as data."""

from __future__ import annotations

from dataclasses import dataclass

from tallystick.model.message import Moment


@dataclass(frozen=True, slots=True)
class Passage:
    """A page, sheet, slide or section: its label ("page 3", "sheet Prices") and its text.

    `origin` is text (it stands in the document), ocr (read from a picture, with the engine in `engine`) or transcript
    (supplied by a person or made by a local engine).
    """

    label: str
    text: str
    origin: str = "text"
    engine: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document. `kind` is pdf, text, word, sheet, slides, rtf, image, screenshot, audio or video.

    `author`, `program` and the moments (sources: created, modified, taken, recorded) are what the document says of
    itself, which anybody can have written there. `properties` are further (name, value) pairs worth showing, such as
    duration_seconds, codec, width, height, camera, formulas, hidden-sheets, tracked-changes, signatures.
    `place` is where it stands in the original, "" for the original itself.
    """

    kind: str
    title: str = ""
    author: str = ""
    program: str = ""
    language: str = ""
    place: str = ""
    moments: tuple[Moment, ...] = ()
    passages: tuple[Passage, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """All passages, one after the other."""
        return "\n".join(passage.text for passage in self.passages if passage.text)
