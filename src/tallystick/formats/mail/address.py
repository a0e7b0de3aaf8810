"""Addresses of a header field, groups flattened, odd forms read as people meant them. Source: RFC 5322 3.4."""

from __future__ import annotations

import re

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.encoded_word import decode_words
from tallystick.model.message import Address

_SIMPLE = re.compile(r'([^"<>(),:;@\\]*+)<([^<>\s,;:"()@]++@[^<>\s,;:"()@]++)>')
_BARE = re.compile(r'[^<>\s,;:"()@\\]++@[^<>\s,;:"()@\\]++')
# An unclosed quote or bracket runs to the end in one token, so that a list of quotes costs one pass.
_TOKEN = re.compile(
    r'"(?P<quoted>(?:[^"\\]++|\\.)*)(?P<close>"?)|<(?P<angle>[^<>]*+)(?P<shut>>?)|(?P<mark>[,;:()])'
    r'|\\(?P<escaped>.)|(?P<plain>[^"<,;:()\\]++|\\)',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_INSIDE = re.compile(r"([^<>]*+)<([^<>\s]++)>\s*")


class _Entry:
    """One address while its tokens come in."""

    __slots__ = ("angle", "comment", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comment: list[str] = []
        self.angle: str | None = None


def addresses(value: str, most: int, problems: Deviations, place: str) -> tuple[Address, ...]:
    """The mailboxes that an unfolded, still encoded `value` names, at most `most`; ("" for what is missing)."""
    if '"' not in value and "(" not in value and len(value) < 10_000:
        plain = [_plain(piece.strip(), problems, place) for piece in value.split(",")]
        if None not in plain and len(plain) <= most:
            return tuple([address for address in plain if address is not None])
    found, is_closed = _split(value, most, problems, place)
    if not is_closed:
        problems.add("address-unreadable", place)
        found, _ = _split(re.sub(r'["()]', " ", value), most, problems, place)
    return tuple(found)


def _plain(piece: str, problems: Deviations, place: str) -> Address | None:
    """`name <address>` or an address alone, which is nearly all there is; None for anything else."""
    simple = _SIMPLE.fullmatch(piece)
    if simple is not None:
        name = simple[1].strip()
        return Address(decode_words(name, problems, place) if "=?" in name else name, simple[2])
    return Address("", piece) if _BARE.fullmatch(piece) else None


def _split(value: str, most: int, problems: Deviations, place: str) -> tuple[list[Address], bool]:
    found: list[Address] = []
    entry = _Entry()
    depth = 0
    is_closed = True
    for token in _TOKEN.finditer(value):
        kind = token.lastgroup
        mark = token["mark"]
        if depth:
            depth += (mark == "(") - (mark == ")")
            if depth:
                entry.comment.append(token[0])
        elif mark in (",", ";"):
            _finish(entry, found, problems, place)
            entry = _Entry()
            if len(found) >= most:
                problems.add("limit-addresses", place)
                return found, True
        elif mark == "(":
            depth = 1
        elif mark == ":":
            # The name of a group goes; "mailto:" and a stray colon do no harm either.
            entry = _Entry()
        elif kind in ("quoted", "close"):
            is_closed = is_closed and token["close"] == '"'
            entry.words.append(_ESCAPE.sub(r"\1", token["quoted"]))
        elif kind in ("angle", "shut"):
            entry.angle = token["angle"]
        else:
            entry.words.append(token["escaped"] or token[0])
    _finish(entry, found, problems, place)
    return found, is_closed and depth == 0


def _finish(entry: _Entry, found: list[Address], problems: Deviations, place: str) -> None:
    name = " ".join("".join(entry.words).split())
    comment = "".join(entry.comment).strip()
    if entry.angle is not None:
        address = entry.angle.rpartition(":")[2].strip()
    elif "@" in name and " " not in name:
        name, address = "", name
    else:
        bare = _BARE.search(name)
        address = bare[0] if bare else ""
        if bare:
            name = (name[: bare.start()] + name[bare.end() :]).strip()
    name = name or comment
    if "=?" in name:
        name = decode_words(name, problems, place).strip()
        hidden = _INSIDE.fullmatch(name) if not address else None
        if hidden is not None:
            problems.add("address-in-encoded-word", place)
            name, address = hidden[1].strip(), hidden[2]
    if name or address:
        found.append(Address(name, address))
