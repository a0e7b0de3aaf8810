"""WAV and AVI: what the chunks of a RIFF file say (Microsoft multimedia, EBU Tech 3285)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tallystick.formats.document.recorded import Recorded
from tallystick.formats.document.stated_time import stated_time

_MOST_CHUNKS = 5_000
_WAV_CODECS = {1: "PCM", 3: "PCM float", 6: "A-law", 7: "mu-law", 17: "ADPCM", 85: "MP3", 0xFFFE: "PCM"}


def is_riff_media(block: bytes) -> bool:
    """Whether the file is a WAV or an AVI."""
    return block[:4] in (b"RIFF", b"RF64") and block[8:12] in (b"WAVE", b"AVI ")


def read_riff_media(original: bytes) -> Recorded:
    """What the chunks say, as far as they are whole."""
    found = Recorded("WAV" if original[8:12] == b"WAVE" else "AVI")
    rate = 0
    stated_end = int.from_bytes(original[4:8], "little") + 8
    if original[:4] == b"RIFF" and stated_end > len(original):
        found.problem("truncated", "", f"{stated_end - len(original)} bytes are missing at the end")
    kind = ""
    for name, body, size in _chunks(original, 12, len(original), 0):
        if name == b"fmt " and len(body) >= 16:
            tag, _channels, _samples, rate = struct.unpack_from("<HHII", body)
            found.tracks.append(("audio", _WAV_CODECS.get(tag, f"0x{tag:04x}")))
        elif name == b"data" and rate:
            found.length(min(size, len(original)), rate)
        elif name == b"avih" and len(body) >= 20:
            microseconds, frames = struct.unpack_from("<I12xI", body)
            found.length(frames * microseconds, 1_000_000)
        elif name == b"strh" and len(body) >= 8:
            kind = {b"vids": "video", b"auds": "audio"}.get(body[:4], "other")
            found.tracks.append((kind, body[4:8].decode("latin-1").strip("\0 ") or "unknown"))
        elif name == b"bext" and len(body) >= 338:
            _broadcast(found, body)
        elif name[:1] == b"I":
            found.tag(name.decode("latin-1"), body.decode("utf-8", "replace"))
    return found


def _broadcast(found: Recorded, body: bytes) -> None:
    day, time = (body[start:end].decode("latin-1").strip("\0 ") for start, end in ((320, 330), (330, 338)))
    moment = stated_time(f"{day.replace('/', '-')}T{time.replace('-', ':')}", "recorded")
    found.moments += [moment] if moment else []
    found.tag("software", body[256:288].decode("latin-1"))


def _chunks(original: bytes, start: int, end: int, depth: int) -> Iterator[tuple[bytes, bytes, int]]:
    """The name, the first 64 KiB and the stated size of each chunk, those in lists included."""
    for _ in range(_MOST_CHUNKS):
        if start + 8 > end:
            return
        name, size = struct.unpack_from("<4sI", original, start)
        body = start + 8
        if name == b"LIST" and original[body : body + 4] != b"movi" and depth < 6:
            yield from _chunks(original, body + 4, min(body + size, end), depth + 1)
        else:
            yield name, original[body : min(body + size, body + (64 << 10), end)], size
        start = body + size + size % 2
