"""The media type under which a file is kept where it is no mail and no archive: what its bytes alone say."""

from __future__ import annotations

from tallystick.formats.carrier.head import Head

UNKNOWN = "application/octet-stream"
# What stands at a fixed place near the beginning: place, bytes, type.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/matroska"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"\x02#!SILK", "audio/silk"),
    (0, b"fLaC", "audio/flac"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"WARC/", "application/warc"),
    (0, b"{\\rtf", "application/rtf"),
)
_SUFFIXES = {"csv": "text/csv", "tsv": "text/tab-separated-values", "srt": "application/x-subrip", "vtt": "text/vtt"}


def media_type_of(head: Head) -> str:
    """The type of a file that begins so; application/octet-stream where nothing is known of it."""
    for place, mark, media_type in _SIGNATURES:
        if head.block.startswith(mark, place) and (mark != b"BM" or not head.text):
            return media_type
    if head.is_json:
        return "application/json"
    if head.is_html:
        return "text/html"
    if head.start.startswith("<?xml"):
        return "application/xml"
    if head.text:
        return _SUFFIXES.get(head.suffix, "text/plain")
    return UNKNOWN
