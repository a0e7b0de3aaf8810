"""MP4, MOV, M4A and 3GP: what their boxes say (ISO/IEC 14496-12, QuickTime File Format)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tallystick.formats.carrier import without_secrets
from tallystick.formats.document.recorded import Recorded
from tallystick.model.message import Moment

_MOST_BOXES = 20_000
_DEEPEST = 8
_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_HOLDERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"meta", b"ilst", b"mvex", b"dinf"))
_CODECS = {
    "avc1": "H.264", "avc3": "H.264", "hvc1": "H.265", "hev1": "H.265", "mp4a": "AAC", "samr": "AMR-NB",
    "sawb": "AMR-WB", "av01": "AV1", "vp09": "VP9", "alac": "ALAC", "mp4v": "MPEG-4", "s263": "H.263", "lpcm": "PCM",
    "Opus": "Opus", "ac-3": "AC-3",
}  # fmt: skip
_KINDS = {b"vide": "video", b"soun": "audio"}


def is_iso_media(block: bytes) -> bool:
    """Whether the file begins as these do; an old MOV has no ftyp."""
    return block[4:8] == b"ftyp" or (block[4:8] in (b"moov", b"mdat", b"wide") and b"moov" in block)


def read_iso_media(original: bytes) -> Recorded:
    """What the boxes say, as far as they are whole."""
    brand = original[8:12].decode("latin-1").strip() if original[4:8] == b"ftyp" else "qt"
    container = "3GP" if brand.startswith("3g") else {"qt": "MOV", "M4A": "M4A", "M4B": "M4A"}.get(brand, "MP4")
    found = Recorded(container)
    boxes = _Boxes(original, found)
    boxes.walk(0, len(original), 0)
    if not boxes.has_movie:
        found.problem("truncated", "", "the list of tracks (moov) is missing: the recording is cut off")
    return found


class _Boxes:
    """One walk over the boxes of a file; `_keys` are the names of Apple's tags, listed before their values."""

    def __init__(self, original: bytes, found: Recorded) -> None:
        self._original = original
        self._found = found
        self._left = _MOST_BOXES
        self._keys: list[str] = []
        self._kind = "other"
        self.has_movie = False

    def walk(self, start: int, end: int, depth: int) -> None:
        for kind, body, stop in self._boxes(start, end):
            if kind in _HOLDERS and depth < _DEEPEST:
                self.has_movie |= kind == b"moov"
                # ISO's meta has a version before its boxes, QuickTime's has none.
                shift = 4 if kind == b"meta" and self._original[body + 4 : body + 8] != b"hdlr" else 0
                self.walk(body + shift, stop, depth + 1)
            else:
                self._read(kind, self._original[body : min(stop, body + (64 << 10))])

    def _boxes(self, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        while start + 8 <= end and self._left > 0:
            self._left -= 1
            size, kind = struct.unpack_from(">I4s", self._original, start)
            body = start + 8
            if size == 1 and body + 8 <= end:
                size, body = int.from_bytes(self._original[body : body + 8], "big"), body + 8
            stop = end if size == 0 else start + size
            if stop < body:
                return
            yield kind, body, min(stop, end)
            start = stop

    def _read(self, kind: bytes, body: bytes) -> None:
        if kind == b"mvhd":
            self._movie(body)
        elif kind == b"hdlr" and body[8:12] in (*_KINDS, b"text", b"sbtl", b"tmcd", b"meta", b"hint"):
            self._kind = _KINDS.get(body[8:12], "other")
        elif kind == b"stsd" and len(body) >= 16:
            codec = body[12:16].decode("latin-1").strip()
            self._found.tracks.append((self._kind, _CODECS.get(codec, codec)))
        elif kind in (b"url ", b"alis") and len(body) > 4 and not body[3] & 1:
            address = without_secrets(body[4:504].decode("utf-8", "replace").strip("\0"))
            self._found.problem("external-reference", "dref", f"its media stand elsewhere: {address}; not fetched")
        elif kind == b"keys":
            self._keys = [key.decode("utf-8", "replace") for key in self._entries(body[8:])]
        elif kind[:1] in (b"\0", b"\xa9"):
            self._tag(kind, body)

    def _movie(self, body: bytes) -> None:
        if len(body) < 20:
            return
        if body[0] == 1 and len(body) >= 32:
            created, _modified, scale, length = struct.unpack_from(">QQIQ", body, 4)
        else:
            created, _modified, scale, length = struct.unpack_from(">IIII", body, 4)
        self._found.length(length, scale)
        if 0 < created < 1 << 33:
            time = _EPOCH + timedelta(seconds=created)
            self._found.moments.append(Moment(time, 0, "recorded", f"{time:%Y-%m-%dT%H:%M:%SZ}"))

    def _entries(self, listed: bytes) -> Iterator[bytes]:
        at = 0
        while at + 8 <= len(listed):
            size = int.from_bytes(listed[at : at + 4], "big")
            if size < 8:
                return
            yield listed[at + 8 : at + size]
            at += size

    def _tag(self, kind: bytes, body: bytes) -> None:
        number = int.from_bytes(kind, "big")
        name = kind.decode("latin-1")
        if kind[0] == 0:
            if not 0 < number <= len(self._keys):
                return
            name = self._keys[number - 1]
        # Apple's list has a "data" box with 8 bytes of type before the text; QuickTime's own has a length and language.
        text = body[16:] if body[4:8] == b"data" else body[4 : 4 + int.from_bytes(body[:2], "big")]
        self._found.tag(name, text.decode("utf-8", "replace"))
