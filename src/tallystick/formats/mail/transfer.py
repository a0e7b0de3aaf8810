"""Content out of its transfer encoding; what is damaged is decoded as far as it goes. Source: RFC 2045 6."""

from __future__ import annotations

import binascii
import re

import fast_mail_parser

from tallystick.formats.mail import uuencode
from tallystick.formats.mail.deviation import Deviations

IDENTITY = frozenset(("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "plain"))
_UUENCODED = frozenset(("x-uuencode", "uuencode", "x-uue", "uue"))
# The library decodes base64 ten times as fast as binascii, and takes it only as the body of a message.
_AS_BODY = b"Content-Transfer-Encoding: base64\n\n"
_LARGEST_FOR_LIBRARY = 90 * 1024 * 1024
_RUN = re.compile(rb"[A-Za-z0-9+/\s]*+=*")
_ALPHABET = bytes(range(256)).translate(None, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_LOOSE_EQUALS = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\r?\n|\r?\Z))")


def decoded(body: bytes, encoding: str, problems: Deviations, place: str) -> bytes:
    """The content of a leaf whose header names `encoding`; unknown encodings are taken as they stand."""
    if encoding == "base64":
        return _base64(body, problems, place)
    if encoding == "quoted-printable":
        return _quoted_printable(body, problems, place)
    if encoding in _UUENCODED:
        return _uuencoded(body, problems, place)
    if encoding not in IDENTITY:
        problems.add("transfer-unknown", place, repr(encoding[:40]))
    return body


def _base64(body: bytes, problems: Deviations, place: str) -> bytes:
    padding = body.find(b"=")
    if len(body) < _LARGEST_FOR_LIBRARY and (padding < 0 or not body[padding:].strip(b"=\r\n\t ")):
        try:
            content = fast_mail_parser.parse_email_tree(_AS_BODY + body).content
        except fast_mail_parser.ParseError:
            content = None
        if content is not None:
            return content
    return _repaired_base64(body, problems, place)


def _repaired_base64(body: bytes, problems: Deviations, place: str) -> bytes:
    """What the letters of the base64 alphabet say, up to the padding that ends it."""
    run = _RUN.match(body)
    rest = body[run.end() :] if run else b""
    if run and rest.strip() and run[0].endswith(b"="):
        problems.add("base64-trailing-text", place)
        body = run[0]
    elif rest.strip():
        problems.add("base64-damaged", place)
    letters = body.translate(None, _ALPHABET)
    if len(letters) % 4 == 1:
        problems.add("base64-damaged", place)
        letters = letters[:-1]
    elif body.count(b"=") != -len(letters) % 4:
        problems.add("base64-damaged", place)
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def _quoted_printable(body: bytes, problems: Deviations, place: str) -> bytes:
    content = binascii.a2b_qp(body)
    # A stray equals sign stays in the content, so only a surplus of them is worth a closer look.
    if (
        b"=" in content
        and content.count(b"=") != body.count(b"=3D") + body.count(b"=3d")
        and _LOOSE_EQUALS.search(body)
    ):
        problems.add("quoted-printable-damaged", place)
    return content


def _uuencoded(body: bytes, problems: Deviations, place: str) -> bytes:
    found = uuencode.blocks(body)
    if not found:
        problems.add("uuencode-damaged", place)
        return body
    if any(block.is_damaged for block in found):
        problems.add("uuencode-damaged", place)
    return b"".join(block.content for block in found)
