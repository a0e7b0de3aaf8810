"""A production for a United States court: page images under their numbers, load files, and chats by day as RSMF."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import pypdfium2  # type: ignore[import-untyped]

from tallystick.bundle.load_file import Produced, dat, opt
from tallystick.bundle.rsmf import days, rsmf
from tallystick.model.bundle import BundlePdf, Layout
from tallystick.model.exhibit import Conversation, Exhibit
from tallystick.services.known import Known

VOLUME = "VOL001"
_DPI = 150
_JPEG_QUALITY = 80


def files(known: Known, exhibits: Sequence[Exhibit], layout: Layout, pdf: BundlePdf,
          enclosed: AbstractSet[str]) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    """Images and texts of each exhibit's pages, DAT and OPT that name them, and an RSMF file for each chat and day."""
    spans = {number: (first, last) for number, first, last in pdf.index}
    start = min((first for first, _last in spans.values()), default=1)
    custodian = ", ".join(sorted(party.name for party in known.parties.all if party.is_ours)) or "custodian not stated"
    produced = []
    document = pypdfium2.PdfDocument(pdf.content)
    try:
        for exhibit in exhibits:
            first, last = spans.get(exhibit.number, (1, 0))
            bates = [
                f"{layout.prefix}{layout.first_page + page - start:0{layout.digits}d}"
                for page in range(first, last + 1)
            ]
            made = [_page(document, page - 1) for page in range(first, last + 1)]
            name = bates[0] if bates else f"exhibit-{exhibit.number}"
            for number, (image, _text) in zip(bates, made, strict=True):
                yield f"production/IMAGES/{number}.jpg", image
            yield f"production/TEXT/{name}.txt", "\f".join(text for _image, text in made).encode("utf-8", "replace")
            produced.append(_produced(exhibit, bates, name, custodian, enclosed))
    finally:
        document.close()
    yield "production/DATA/load.dat", dat(produced)
    yield "production/DATA/load.opt", opt(produced, VOLUME)
    yield from _chats(exhibits, custodian, known.vault.edges.software)


def _produced(exhibit: Exhibit, bates: list[str], name: str, custodian: str, enclosed: AbstractSet[str]) -> Produced:
    folder = f"../originals/{exhibit.log_index:08d}-{exhibit.sha256[:12]}"
    return Produced(
        bates=tuple(bates), exhibit=exhibit.number, kind=exhibit.kind, day=exhibit.on.isoformat() if exhibit.on else "",
        sender=exhibit.stated_by, title=exhibit.title["en"], custodian=custodian, source=exhibit.origin,
        sha256=exhibit.sha256, native=folder if exhibit.sha256 in enclosed else "", text=f"TEXT/{name}.txt",
        images=tuple(f"IMAGES/{number}.jpg" for number in bates),
    )  # fmt: skip


def _page(document: pypdfium2.PdfDocument, index: int) -> tuple[bytes, str]:
    """A page as JPEG, and its text."""
    page = document[index]
    try:
        stream = io.BytesIO()
        picture = page.render(scale=_DPI / 72).to_pil().convert("RGB")
        picture.save(stream, "JPEG", quality=_JPEG_QUALITY, dpi=(_DPI, _DPI))
        words = page.get_textpage()
        try:
            return stream.getvalue(), words.get_text_range()
        finally:
            words.close()
    finally:
        page.close()


def _chats(exhibits: Sequence[Exhibit], custodian: str, generator: str) -> Iterator[tuple[str, bytes]]:
    for exhibit in exhibits:
        shown = exhibit.show() if exhibit.kind == "conversation" else None
        if isinstance(shown, Conversation):
            for each in days(shown):
                name = f"production/RSMF/{exhibit.number}-{each.day}.rsmf"
                yield name, rsmf(each, custodian=custodian, generator=generator)
