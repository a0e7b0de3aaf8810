"""Recordings of each container: duration, codec, time and device by their headers."""

from __future__ import annotations

import struct

import pytest

from document_files import box, mp4, opus, wav
from tallystick.errors import NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.document import recording
from tallystick.model.document import Document
from tallystick.model.reading import Reading


def read(original: bytes, name: str = "") -> Reading:
    assert recording.recognises(Head.of(original))
    (reading,) = recording.read(original, name)
    assert all(count.unbalanced == 0 for count in reading.counts)
    return reading


def said(original: bytes, name: str = "") -> tuple[Document, dict[str, str]]:
    document = read(original, name).documents[0]
    return document, dict(document.properties)


def test_video_says_when_and_with_what() -> None:
    """An MP4 states its duration, its codec, its time in UTC and the phone."""
    document, shown = said(mp4(), "VID_20240305_142233.mp4")
    assert (document.kind, shown["duration_seconds"], shown["codec"]) == ("video", "90.00", "H.264 (video)")
    assert [(one.source, str(one.utc), one.offset_minutes) for one in document.moments] == [
        ("recorded", "2024-03-05 06:22:33+00:00", 0),
        ("file-name", "2024-03-05 14:22:33+00:00", None),
    ]
    assert shown["camera"] == "iPhone"


def test_tags_of_apple_have_a_zone() -> None:
    """A phone's own list of tags names the creation date with its zone."""
    key = b"com.apple.quicktime.creationdate"
    keys = box(b"keys", bytes(4), b"\0\0\0\1", struct.pack(">I4s", 8 + len(key), b"mdta"), key)
    value = box(b"data", b"\0\0\0\1", bytes(4), b"2024-03-05T14:22:33+0800")
    meta = box(b"meta", box(b"hdlr", bytes(8), b"mdta", bytes(12)), keys, box(b"ilst", box(b"\0\0\0\1", value)))
    document, _shown = said(box(b"ftyp", b"qt  ", bytes(4)) + box(b"moov", meta))
    assert [(one.source, one.offset_minutes) for one in document.moments] == [("recorded", 480)]


def test_media_outside_is_said_and_not_fetched() -> None:
    """A movie may name an address for its sound: it is shown without its secrets."""
    outside = box(b"url ", bytes(4), b"https://x.example/a?token=abcdef\0")
    movie = box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"dinf", outside)))))
    problems = read(box(b"ftyp", b"isom", bytes(4)) + movie).problems
    assert [one.code for one in problems] == ["external-reference"]
    assert "abcdef" not in problems[0].detail


def test_voice_message_of_whatsapp() -> None:
    """An Opus file in Ogg: its duration without the part that is skipped, and the day in its name."""
    document, shown = said(opus(3), "PTT-20240305-WA0001.opus")
    assert (document.kind, shown["duration_seconds"], shown["named-by"]) == ("audio", "3.00", "WhatsApp")
    assert document.program == "WhatsApp"


def test_cut_off_recordings_say_so() -> None:
    """A missing end of an Ogg, a WAV and an MP4 is a problem."""
    for original in (opus()[: opus().rfind(b"OggS")], wav()[:-100], mp4()[:16] + box(b"mdat", bytes(9))):
        assert "truncated" in [problem.code for problem in read(original).problems]


def test_wav_and_avi() -> None:
    """RIFF files count bytes or frames."""
    assert said(wav(2))[1]["duration_seconds"] == "2.00"
    header = b"avih" + struct.pack("<I", 56) + struct.pack("<I12xI", 40_000, 50).ljust(56, b"\0")
    stream = b"strh" + struct.pack("<I", 8) + b"vidsH264"
    listed = b"hdrl" + header + stream
    body = b"AVI LIST" + struct.pack("<I", len(listed)) + listed
    _document, shown = said(b"RIFF" + struct.pack("<I", len(body)) + body)
    assert (shown["duration_seconds"], shown["codec"]) == ("2.00", "H264 (video)")


def test_flac_counts_samples() -> None:
    """A FLAC file states its rate and its samples, and its tags."""
    info = bytes(10) + (8000 << 44 | 24_000).to_bytes(8, "big") + bytes(16)
    tags = struct.pack("<I", 1) + b"x" + struct.pack("<II", 1, 9) + b"TITLE=Hey"
    original = b"fLaC\0" + len(info).to_bytes(3, "big") + info + b"\x84" + len(tags).to_bytes(3, "big") + tags
    document, shown = said(original)
    assert (shown["duration_seconds"], document.title) == ("3.00", "Hey")


def test_mp3_counts_frames_and_reads_tags() -> None:
    """Thirty-eight frames of 26 ms and an ID3 tag in UTF-16."""
    title = b"\x01" + "会议".encode("utf-16")
    frame = b"TIT2" + struct.pack(">I", len(title)) + b"\0\0" + title
    tag = b"ID3\x03\0\0" + bytes((0, 0, 0, len(frame))) + frame
    sound = (b"\xff\xfb\x90\x00" + bytes(413)) * 38
    document, shown = said(tag + sound)
    assert (document.title, shown["duration_seconds"]) == ("会议", "0.99")
    assert recording.recognises(Head.of(sound))


def test_voice_of_phones_and_of_wechat() -> None:
    """AMR and SILK count their packets of 20 ms."""
    assert said(b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50)[1]["duration_seconds"] == "1.00"
    assert said(b"#!AMR-WB\n" + (b"\x04" + bytes(17)) * 50)[1]["duration_seconds"] == "1.00"
    _document, shown = said(b"\x02#!SILK_V3" + b"\x04\0abcd" * 100 + b"\xff\xff")
    assert (shown["duration_seconds"], shown["voice-message-of"]) == ("2.00", "WeChat or QQ")


def test_webm_says_its_time() -> None:
    """A WebM states duration, date and codec before its first cluster."""

    def element(identifier: str, body: bytes) -> bytes:
        return bytes.fromhex(identifier) + (len(body) | 1 << 56).to_bytes(8, "big") + body

    nanoseconds = (731_312_553 * 10**9).to_bytes(8, "big")
    info = element("1549A966", element("4489", struct.pack(">d", 2500)) + element("4461", nanoseconds))
    entry = element("AE", element("83", b"\2") + element("86", b"A_OPUS"))
    original = element("1A45DFA3", element("4282", b"webm")) + element("18538067", info + element("1654AE6B", entry))
    document, shown = said(original)
    assert (shown["container"], shown["duration_seconds"], shown["codec"]) == ("WebM", "2.50", "OPUS (audio)")
    assert str(document.moments[0].utc) == "2024-03-05 06:22:33+00:00"


@pytest.mark.parametrize("original", [mp4(), opus(), wav(1), b"ID3\x03\0\0\0\0\0\x0a" + bytes(40)])
def test_any_cut_is_read_without_failing(original: bytes) -> None:
    """However a recording is cut, it is read or refused, and never fails otherwise."""
    for end in range(12, len(original), max(1, len(original) // 60)):
        if recording.recognises(Head.of(original[:end])):
            read(original[:end])


def test_what_is_no_recording_is_refused() -> None:
    """Texts and pictures are none."""
    for original in (b"", b"text that says ftyp", b"\xff\xd8\xff\xe0", b"\0\0\0\x18ftypheic"):
        assert not recording.recognises(Head.of(original))
        with pytest.raises(NotThisFormat):
            next(recording.read(original))
