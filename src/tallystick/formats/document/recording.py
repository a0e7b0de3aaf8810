"""Sound and video: how long, in what, when and with what recorded, by their headers alone; nothing is played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document.file_name import is_named_screenshot, moment_of_name, program_of_name
from tallystick.formats.document.image import is_heif
from tallystick.formats.document.iso_media import is_iso_media, read_iso_media
from tallystick.formats.document.matroska import read_matroska
from tallystick.formats.document.recorded import Recorded
from tallystick.formats.document.riff_media import is_riff_media, read_riff_media
from tallystick.formats.document.stated_time import stated_time
from tallystick.formats.document.voice_media import is_mp3, read_amr, read_flac, read_mp3, read_ogg, read_silk
from tallystick.model.document import Document
from tallystick.model.message import Moment
from tallystick.model.reading import Count, Reading

_MARKS: tuple[tuple[bytes, Callable[[bytes], Recorded]], ...] = (
    (b"OggS", read_ogg),
    (b"fLaC", read_flac),
    (b"#!AMR", read_amr),
    (b"#!SILK_V3", read_silk),
    (b"\x02#!SILK_V3", read_silk),
    (b"\x1a\x45\xdf\xa3", read_matroska),
)


def recognises(head: Head) -> bool:
    return _reader(head.block) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:
    """The one reading of a recording. Raises NotThisFormat where it is none that is known."""
    reader = _reader(original[: 1 << 16])
    if reader is None:
        raise NotThisFormat("recording", "it begins like no recording")
    found = reader(original)
    if not found.tracks and not found.problems:
        found.problem("damaged", "", "it names no track")
    kinds = Counter(kind for kind, _codec in found.tracks)
    yield Reading(
        format="recording",
        documents=(_document(found, name),),
        counts=(Count("track", len(found.tracks), tuple(sorted(kinds.items()))),),
        problems=tuple(found.problems),
    )


def _reader(block: bytes) -> Callable[[bytes], Recorded] | None:
    for mark, reader in _MARKS:
        if block.startswith(mark):
            return reader
    if is_iso_media(block):
        return None if is_heif(block) else read_iso_media
    if is_riff_media(block):
        return read_riff_media
    return read_mp3 if is_mp3(block) else None


def _document(found: Recorded, name: str) -> Document:
    stated = [stated_time(text, "recorded") for text in found.dates]
    moments: list[Moment] = found.moments + [one for one in stated if one is not None]
    named = moment_of_name(name)
    moments += [named] if named else []
    properties = [("container", found.container)]
    properties += [("duration_seconds", f"{found.seconds:.2f}")] if found.seconds is not None else []
    properties += [("codec", f"{codec} ({kind})") for kind, codec in found.tracks]
    camera = " ".join(filter(None, (found.shown.get("make"), found.shown.get("model"))))
    properties += [("camera", camera)] if camera else []
    properties += [(key, found.shown[key]) for key in ("gps", "android", "comment") if key in found.shown]
    properties += found.properties
    properties += [("named-by", program_of_name(name))] if program_of_name(name) else []
    properties += [("screen-recording-by", "name")] if is_named_screenshot(name) else []
    return Document(
        kind="video" if any(kind == "video" for kind, _codec in found.tracks) else "audio",
        title=found.shown.get("title", ""),
        author=found.shown.get("author", ""),
        program=found.shown.get("program", ""),
        moments=tuple(moments),
        properties=tuple(properties),
    )
