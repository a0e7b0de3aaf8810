"""The parts of a mail as bytes: encoded words, text in any charset and transfer encoding, attachments, multiparts."""

from __future__ import annotations

import base64
import binascii
from random import Random

from bench.attachment import Attachment

__all__ = ["attached", "encoded_words", "multipart", "text_part"]

_ENCODINGS = ("base64", "quoted-printable", "8bit")
_ENCODING_WEIGHTS: dict[str, tuple[int, int, int]] = {"en": (0, 70, 30), "zh": (60, 15, 25), "ru": (40, 30, 30)}
_WORD_CHARACTERS = 12  # in UTF-8 and base64 still below the 75 that RFC 2047 allows


def encoded_words(text: str, charset: str) -> str:
    """A header's text, as encoded words (RFC 2047) where it is not ASCII."""
    if text.isascii():
        return text
    pieces = [text[at : at + _WORD_CHARACTERS].encode(charset) for at in range(0, len(text), _WORD_CHARACTERS)]
    return "\n ".join(f"=?{charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


def text_part(subtype: str, text: str, charset: str, language: str, random: Random) -> bytes:
    """A text part whose transfer encoding is one that mailers use for this language."""
    content = text.encode(charset, "replace") + b"\n"
    encoding = "7bit"
    if charset != "us-ascii":
        encoding = random.choices(_ENCODINGS, _ENCODING_WEIGHTS[language])[0]
    if encoding == "base64":
        content = base64.encodebytes(content)
    elif encoding == "quoted-printable":
        content = binascii.b2a_qp(content, istext=True)
    head = f'Content-Type: text/{subtype}; charset="{charset}"\nContent-Transfer-Encoding: {encoding}\n\n'
    return head.encode("ascii") + content


def attached(file: Attachment, name: str) -> bytes:
    """A file as a part in base64 under this name (ASCII)."""
    head = (
        f'Content-Type: {file.media_type}; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n'
    )
    return head.encode("ascii") + file.encoded


def multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    """The parts, one after the other, between lines of the boundary."""
    line = boundary.encode("ascii")
    head = b'Content-Type: multipart/%s;\n boundary="%s"\n\n' % (subtype.encode("ascii"), line)
    return head + b"".join(b"--%s\n%s\n" % (line, part) for part in parts) + b"--%s--\n" % line
