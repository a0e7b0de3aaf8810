"""Ogg, FLAC, MP3, AMR and SILK: what the headers of sound files and voice messages say.

Sources: RFC 3533, RFC 7845, RFC 9639, ISO/IEC 11172-3, RFC 4867, ID3v2.4. SILK as WeChat and QQ write it has no
published description: packets of 20 ms with their lengths before them.
"""

from __future__ import annotations

import re
import struct

from tallystick.formats.document.recorded import Recorded

_OGG_TYPES = ((b"OpusHead", "audio", "Opus"), (b"\x01vorbis", "audio", "Vorbis"), (b"Speex   ", "audio", "Speex"),
              (b"\x7fFLAC", "audio", "FLAC"), (b"\x80theora", "video", "Theora"))  # fmt: skip
_MOST_FRAMES = 2_000_000
_MOST_COMMENTS = 500
_AMR_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_WB_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_BITRATES = {  # kbit/s by version and layer (ISO/IEC 11172-3 2.4.2.3, 13818-3 2.4.2.3)
    (1, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SYNC = re.compile(rb"\xff[\xe2-\xff]")
_ID3_CHARSETS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}


def read_ogg(original: bytes) -> Recorded:
    """What the first pages and the last say. An Opus file counts in 48,000ths of a second, whatever it was made at."""
    found = Recorded("Ogg")
    head = original[: 64 << 10]
    rate, skipped = 0, 0
    for mark, kind, codec in _OGG_TYPES:
        at = head.find(mark)
        if at >= 0:
            found.tracks.append((kind, codec))
            if codec == "Opus":
                rate, skipped = 48_000, int.from_bytes(head[at + 10 : at + 12], "little")
            elif codec == "Vorbis":
                rate = int.from_bytes(head[at + 12 : at + 16], "little")
            elif codec == "Speex":
                rate = int.from_bytes(head[at + 36 : at + 40], "little")
    for mark in (b"OpusTags", b"\x03vorbis"):
        if (at := head.find(mark)) >= 0:
            _vorbis_comments(found, original[at + len(mark) : at + (1 << 20)])
    last = original.rfind(b"OggS")
    granule = int.from_bytes(original[last + 6 : last + 14], "little", signed=True)
    found.length(granule - skipped, rate)
    if last >= 0 and last + 5 < len(original) and not original[last + 5] & 4:
        found.problem("truncated", "", "the last page is not marked as the end: the recording is cut off")
    return found


def read_flac(original: bytes) -> Recorded:
    """What the metadata blocks say."""
    found = Recorded("FLAC", tracks=[("audio", "FLAC")])
    at = 4
    for _ in range(128):
        if at + 4 > len(original):
            break
        kind, size = original[at] & 0x7F, int.from_bytes(original[at + 1 : at + 4], "big")
        body = original[at + 4 : at + 4 + size]
        if kind == 0 and len(body) >= 18:
            packed = int.from_bytes(body[10:18], "big")
            found.length(packed & 0xFFFFFFFFF, packed >> 44)
        elif kind == 4:
            _vorbis_comments(found, body)
        if original[at] & 0x80:
            break
        at += 4 + size
    return found


def read_amr(original: bytes) -> Recorded:
    """The number of frames, each of 20 ms."""
    is_wide = original.startswith(b"#!AMR-WB\n")
    found = Recorded("AMR", tracks=[("audio", "AMR-WB" if is_wide else "AMR-NB")])
    sizes, at, frames = _AMR_WB_BYTES if is_wide else _AMR_BYTES, 9 if is_wide else 6, 0
    while at < len(original) and frames < _MOST_FRAMES:
        at += sizes[original[at] >> 3 & 15]
        frames += 1
    found.length(frames, 50)
    return found


def read_silk(original: bytes) -> Recorded:
    """The number of packets, each of 20 ms, as WeChat and QQ write them."""
    found = Recorded("SILK", tracks=[("audio", "SILK")])
    found.properties.append(("voice-message-of", "WeChat or QQ"))
    at, packets = original.find(b"#!SILK_V3") + 9, 0
    while at + 2 <= len(original) and packets < _MOST_FRAMES:
        size = int.from_bytes(original[at : at + 2], "little")
        if size >= 0x8000 or at + 2 + size > len(original):
            break
        packets, at = packets + 1, at + 2 + size
    found.length(packets, 50)
    return found


def read_mp3(original: bytes) -> Recorded:
    """What the tags say, and the duration by its frames."""
    found = Recorded("MP3")
    start = _id3(found, original)
    syncs = (one.start() for one in _SYNC.finditer(original, start, start + (64 << 10)))
    sync = next((at for at in syncs if _frame(original, at)), -1)
    if sync < 0:
        found.problem("damaged", "", "no frame of sound in it")
        return found
    found.tracks.append(("audio", "MP3"))
    # The first frame of many files holds no sound but the number of frames that follow.
    has_index = any(mark in original[sync : sync + 200] for mark in (b"Xing", b"Info"))
    seconds, at, frames = 0.0, sync, 0
    while frames < _MOST_FRAMES and (frame := _frame(original, at)):
        seconds += frame[1] if frames or not has_index else 0.0
        at += frame[0]
        frames += 1
    found.length(seconds, 1)
    return found


def is_mp3(block: bytes) -> bool:
    """Whether an ID3 tag or two frames in succession begin the file."""
    if block[:3] == b"ID3" and len(block) > 10 and block[3] in (2, 3, 4):
        return True
    first = _frame(block, 0)
    return first is not None and _frame(block, first[0]) is not None


def _frame(original: bytes, at: int) -> tuple[int, float] | None:
    """The length in bytes and in seconds of the MPEG frame at `at`; None where there is none."""
    if at + 4 > len(original) or original[at] != 0xFF or original[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = original[at + 1] >> 3 & 3, 4 - (original[at + 1] >> 1 & 3)
    bitrate, rate = original[at + 2] >> 4, original[at + 2] >> 2 & 3
    if version == 1 or layer == 4 or bitrate in (0, 15) or rate == 3:
        return None
    generation = 1 if version == 3 else 2
    kilobits = _BITRATES[(generation, 3 if generation == 2 and layer == 2 else layer)][bitrate]
    hertz = _RATES[version][rate]
    samples = 384 if layer == 1 else 576 if layer == 3 and generation == 2 else 1152
    padding = (original[at + 2] >> 1 & 1) * (4 if layer == 1 else 1)
    return samples // 8 * kilobits * 1000 // hertz + padding, samples / hertz


def _id3(found: Recorded, original: bytes) -> int:
    """Reads the ID3v2 tag, if there is one, and says where it ends."""
    if original[:3] != b"ID3" or len(original) < 10:
        return 0
    end = 10 + _synchsafe(original[6:10])
    at, version = 10, original[3]
    while at + 10 <= min(end, len(original)) and version in (3, 4):
        name = original[at : at + 4]
        stated = original[at + 4 : at + 8]
        size = _synchsafe(stated) if version == 4 else int.from_bytes(stated, "big")
        if not name.strip(b"\0") or size <= 0:
            break
        body = original[at + 10 : at + 10 + min(size, 4096)]
        if name[:1] == b"T" and body:
            charset = _ID3_CHARSETS.get(body[0], "latin-1")
            text = body[1:].decode(charset, "replace").strip("\0\ufeff")
            key, _null, value = text.partition("\0")
            found.tag(key if name == b"TXXX" else name.decode("latin-1"), value if name == b"TXXX" else key)
        at += 10 + size
    return end


def _synchsafe(four: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(four, (21, 14, 7, 0), strict=False))


def _vorbis_comments(found: Recorded, block: bytes) -> None:
    try:
        size = struct.unpack_from("<I", block)[0]
        found.tag("vendor", block[4 : 4 + min(size, 500)].decode("utf-8", "replace"))
        at = 4 + size
        number = struct.unpack_from("<I", block, at)[0]
        at += 4
        for _ in range(min(number, _MOST_COMMENTS)):
            size = struct.unpack_from("<I", block, at)[0]
            key, _equals, value = block[at + 4 : at + 4 + min(size, 2000)].decode("utf-8", "replace").partition("=")
            found.tag(key, value)
            at += 4 + size
    except struct.error:
        found.problem("damaged-metadata", "comments", "the list of tags ends before its stated length")
