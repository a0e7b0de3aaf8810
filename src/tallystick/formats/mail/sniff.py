"""What kind of file this is: by its first bytes before its name, and without failing.

What is no known kind is still an original, of type application/octet-stream.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tallystick.formats.mail.mbox import is_separator, next_separator

# As many bytes as a caller should hand over: enough for one message of the usual size.
HEAD_BYTES = 1 << 16
_HEADER_BYTES = 1 << 12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file and its media type. `holds` says whether other originals are inside it."""

    name: str
    media_type: str
    holds: bool = False


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("message", "message/rfc822"),
        Kind("mbox", "application/mbox", holds=True),
        Kind("mhtml", "multipart/related"),
        Kind("emlx", "application/vnd.apple.emlx", holds=True),
        Kind("zip", "application/zip", holds=True),
        Kind("gzip", "application/gzip", holds=True),
        Kind("tnef", "application/vnd.ms-tnef"),
        Kind("pst", "application/vnd.ms-outlook-pst"),
        Kind("compound", "application/x-ole-storage"),
        Kind("opendocument", "application/vnd.oasis.opendocument"),
        Kind("ooxml", "application/vnd.openxmlformats-officedocument"),
        Kind("pdf", "application/pdf"),
        Kind("png", "image/png"),
        Kind("jpeg", "image/jpeg"),
        Kind("gif", "image/gif"),
        Kind("unknown", "application/octet-stream"),
    )
}

SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", KINDS["zip"]),
    (b"PK\x05\x06", KINDS["zip"]),
    (b"\x1f\x8b\x08", KINDS["gzip"]),
    (b"\x78\x9f\x3e\x22", KINDS["tnef"]),
    (b"!BDN", KINDS["pst"]),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", KINDS["compound"]),
    (b"%PDF-", KINDS["pdf"]),
    (b"\x89PNG\r\n\x1a\n", KINDS["png"]),
    (b"\xff\xd8\xff", KINDS["jpeg"]),
    (b"GIF8", KINDS["gif"]),
)
_FIRST_BYTES = frozenset(signature[0] for signature, _ in SIGNATURES)

# Headers that a mail has and a text, a setting or a script hardly begins with.
_MAIL_FIELD = re.compile(
    rb"(?im)^(?:from|to|cc|date|subject|sender|received|message-id|mime-version|return-path|delivered-to|reply-to"
    rb"|envelope-to|in-reply-to|references|dkim-signature|authentication-results|arc-seal|list-id"
    rb"|content-type|x-gm-thrid|x-mozilla-status|x-[a-z-]{2,30})[ \t]*:"
)
_FIELDS = re.compile(rb"(?:>?From [^\n]*\n)?(?:[!-9;-~]{1,100}+[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*(?:\n|\Z))")
_SAVED_PAGE = re.compile(rb"(?im)^(?:snapshot-content-location:|from: <?saved by )")
_EMLX = re.compile(rb"(\d{1,12})[ \t]*\r?\n")
_MESSAGE_NAME = re.compile(r"(?i)\.(?:eml|email|mime|rfc822)(?:\.txt)?\Z|:2,[a-z]*\Z")
_MAILDIR_FLAGS = re.compile(r"[:;!\-]2,([A-Za-z]*)\Z")
_MH_NAME = re.compile(r",?[1-9][0-9]{0,9}\Z")
_YEAR = re.compile(r"(?:19|20)[0-9][0-9]\Z")


def sniff(head: bytes, size: int, name: str) -> Kind:
    """The kind of a file of `size` bytes that begins with `head` (best 64 KiB of it) and is called `name`.

    A file that begins with a separator line is an mbox, unless it holds one message and nothing in its name says
    mbox: then it is that message, and its first line is a time that somebody stated.
    """
    if head[:1] and head[0] in _FIRST_BYTES:
        for signature, kind in SIGNATURES:
            if head.startswith(signature):
                return _kind_of_zip(head) if kind.name == "zip" else kind
    start = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    if head.startswith(b"From ", start) and is_separator(head, start):
        return _mbox_or_message(head, size, name, start)
    if head[start : start + 1].isdigit() and (kind_of_digits := _emlx(head, size)) is not None:
        return kind_of_digits
    if _has_header(head[start : start + _HEADER_BYTES], name):
        return KINDS["mhtml" if _is_saved_page(head[start : start + _HEADER_BYTES], name) else "message"]
    if _MESSAGE_NAME.search(name) and b"\0" not in head[:_HEADER_BYTES]:
        return KINDS["message"]
    return KINDS["unknown"]


def folder_kind(names: Collection[str], folders: Collection[str] = ()) -> str:
    """ "maildir", "mh" or "tree": the layout that the names in one folder speak for.

    `names` are its files (or all its names), `folders` the names of its subfolders where they are known apart.
    """
    if {"cur", "new"} <= {*names, *folders}:
        return "maildir"
    if ".mh_sequences" in names or ".xmhcache" in names:
        return "mh"
    visible = [name for name in names if not name.startswith(".")]
    numbered = bool(visible) and all(_MH_NAME.match(name) for name in visible)
    # A tree of folders named by years is not MH, whose numbers begin at 1.
    return "mh" if numbered and not all(_YEAR.match(name) for name in visible) else "tree"


def maildir_flags(name: str) -> str:
    """The flags in a Maildir file's name: D draft, F flagged, P passed, R replied, S seen, T trashed; "" for none."""
    flags = _MAILDIR_FLAGS.search(name)
    return "" if flags is None else flags[1]


def _mbox_or_message(head: bytes, size: int, name: str, start: int) -> Kind:
    second = next_separator(head, start + 1)
    if second < 0 and ("mbox" not in name.lower()) and (size <= len(head) or _MESSAGE_NAME.search(name)):
        return KINDS["message"]
    return KINDS["mbox"]


def _emlx(head: bytes, size: int) -> Kind | None:
    count = _EMLX.match(head)
    if (
        count is None
        or int(count[1]) > size
        or not _has_header(head[count.end() : count.end() + _HEADER_BYTES], ".eml")
    ):
        return None
    return KINDS["emlx"]


def _has_header(head: bytes, name: str) -> bool:
    """Whether `head` begins with a header field and two of its fields are a mail's (one, if the name says mail)."""
    if _FIELDS.match(head) is None:
        return False
    first = _MAIL_FIELD.search(head)
    if first is None:
        return False
    return _MESSAGE_NAME.search(name) is not None or _MAIL_FIELD.search(head, first.end()) is not None


def _is_saved_page(header: bytes, name: str) -> bool:
    """Whether a header is that of a page which a browser saved with its pictures (RFC 2557), not of a mail."""
    if _SAVED_PAGE.search(header):
        return True
    return name.lower().endswith((".mht", ".mhtml")) and b"multipart/related" in header.lower()


def _kind_of_zip(head: bytes) -> Kind:
    """The documents that are zips inside are documents, not folders of originals."""
    length = int.from_bytes(head[26:28], "little")
    first = head[30 : 30 + length]
    if first == b"mimetype":
        return KINDS["opendocument"]
    if first.startswith((b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")):
        return KINDS["ooxml"]
    return KINDS["zip"]
