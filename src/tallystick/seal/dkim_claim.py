"""What a DKIM-Signature field claims: who signed, what it covers, and by what. Source: RFC 6376 3.5."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tallystick.model.message import Signature
from tallystick.seal import canonicalization, key_record

LARGEST_HEAD = 4_000_000
_LARGEST_TIME = 253_402_300_799
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIELD = re.compile(rb"dkim-signature[ \t]*:", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9_])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)
_FORMS = ("simple", "relaxed")


@dataclass(frozen=True, slots=True)
class Claim:
    """A signature field that is well formed, taken apart; nothing of it is verified.

    `headers` are in lower case and in signed order, `length` is how many bytes of body are signed, None for all.
    """

    signature: Signature
    algorithm: str
    headers: tuple[str, ...]
    body_hash: bytes
    value: bytes
    is_header_relaxed: bool
    is_body_relaxed: bool
    length: int | None
    identity_domain: str
    time: datetime | None
    expires: datetime | None


def head(message: bytes) -> bytes:
    """The header of a mail, its last line end included, or the first megabytes of it where it is longer than those."""
    ends = (message.find(blank, 0, LARGEST_HEAD) + len(blank) // 2 for blank in (b"\n\n", b"\r\n\r\n"))
    return message[: min((end for end in ends if end > 1), default=LARGEST_HEAD)]


def fields(message: bytes) -> list[bytes]:
    """The DKIM-Signature fields of a mail, topmost first, line ends as CRLF. Cheap where there are none."""
    top = head(message)
    if b"dkim-signature" not in top.lower():
        return []
    return [field for field in canonicalization.split(canonicalization.with_crlf(top))[0] if is_signature(field)]


def is_signature(field: bytes) -> bool:
    """Whether a header field is a DKIM-Signature."""
    return _FIELD.match(field) is not None


def parse(field: bytes) -> Claim | str:
    """What the signature field claims, or what is wrong with it. Source: RFC 6376 6.1.1."""
    try:
        tags = key_record.parse_tags(field.partition(b":")[2].decode("latin-1"))
        missing = [name for name in ("v", "a", "b", "bh", "d", "h", "s") if not tags.get(name)]
        if missing:
            return f"it has no {missing[0]}="
        if tags["v"] != "1" or "dns/txt" not in re.split(r"\s*:\s*", tags.get("q", "dns/txt")):
            return "it is of another version"
        header_form, _, body_form = tags.get("c", "simple").partition("/")
        if header_form not in _FORMS or body_form not in ("", *_FORMS):
            return "its canonicalisation is unknown"
        names = tuple(name.strip().lower() for name in tags["h"].split(":"))
        if "from" not in names:
            return "it does not cover the sender"
        if not _NAME.fullmatch(tags["d"]) or not _NAME.fullmatch(tags["s"]):
            return "its domain or selector is no name"
        domain = tags["d"].lower()
        return Claim(
            Signature(domain, tags["s"].lower()),
            tags["a"],
            names,
            key_record.decode_base64(tags["bh"]),
            key_record.decode_base64(tags["b"]),
            header_form == "relaxed",
            body_form == "relaxed",
            _number(tags, "l"),
            tags.get("i", "@" + domain).rpartition("@")[2].lower(),
            _time(tags, "t"),
            _time(tags, "x"),
        )
    except ValueError as error:
        return str(error)


def without_value(field: bytes) -> bytes:
    """The signature field with its b= empty, which is how it is signed. Source: RFC 6376 3.7."""
    name, colon, value = field.partition(b":")
    tags = value.split(b";")
    emptied = [tag.partition(b"=")[0] + b"=" if tag.partition(b"=")[0].strip() == b"b" else tag for tag in tags]
    return name + colon + b";".join(emptied)


def _number(tags: Mapping[str, str], name: str) -> int | None:
    if name not in tags:
        return None
    if not _NUMBER.fullmatch(tags[name]):
        raise ValueError(f"its {name}= is not a number")
    return int(tags[name])


def _time(tags: Mapping[str, str], name: str) -> datetime | None:
    seconds = _number(tags, name)
    if seconds is None:
        return None
    if seconds > _LARGEST_TIME:
        raise ValueError(f"its {name}= is not a time")
    return _EPOCH + timedelta(seconds=seconds)
