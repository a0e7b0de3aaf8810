"""A DKIM key record: the public key that a domain publishes in its name server. Source: RFC 6376 3.6.1, RFC 8463."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_LARGEST_RECORD = 65_535
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_FOLD = re.compile(r"[ \t\r\n]+")
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A published key and what it may be used for. `kind` is "rsa" or "ed25519"."""

    kind: str
    key: RSAPublicKey | Ed25519PublicKey
    bits: int
    hash_algorithms: tuple[str, ...]
    is_testing: bool
    is_strict: bool


def parse_tags(text: str) -> dict[str, str]:
    """The tags of a record or signature, folds taken out. Raises ValueError for bad syntax or a tag twice.

    Source: RFC 6376 3.2.
    """
    tags: dict[str, str] = {}
    specs = text.split(";")
    if not specs[-1].strip(_SPACE):
        specs.pop()
    for spec in specs:
        name, equals, value = spec.partition("=")
        name = name.strip(_SPACE)
        if not equals or not _TAG.fullmatch(name):
            raise ValueError("a tag is not <name>=<value>")
        if name in tags:
            raise ValueError(f"the tag {name}= stands there twice")
        tags[name] = value.strip(_SPACE)
    return tags


def decode_base64(value: str) -> bytes:
    """The bytes of base64 with folds in it. Raises ValueError where it is none."""
    try:
        return base64.b64decode(_FOLD.sub("", value).encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error


def parse(text: str) -> KeyRecord | str:
    """The key that a TXT record holds, or the reason why it holds none that counts."""
    if len(text) > _LARGEST_RECORD:
        return "the key record is too long"
    try:
        tags = parse_tags(text)
    except ValueError as error:
        return f"the key record is malformed: {error}"
    if tags.get("v", "DKIM1") != "DKIM1" or ("v" in tags and next(iter(tags)) != "v"):
        return "the key record is not of version DKIM1"
    if "p" not in tags:
        return "the key record holds no key"
    if not tags["p"]:
        return "the key was revoked: its record is empty"
    if not {"*", "email"} & set(_list(tags.get("s", "*"))):
        return "the key is not for mail"
    kind = tags.get("k", "rsa")
    flags = _list(tags.get("t", ""))
    key = _load(kind, tags["p"])
    if isinstance(key, str):
        return key
    bits = 256 if kind == "ed25519" else getattr(key, "key_size", 0)
    return KeyRecord(kind, key, bits, _list(tags.get("h", "")), "y" in flags, "s" in flags)


def _list(value: str) -> tuple[str, ...]:
    return tuple(item.strip(_SPACE) for item in value.split(":") if item.strip(_SPACE))


def _load(kind: str, encoded: str) -> RSAPublicKey | Ed25519PublicKey | str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if kind not in ("rsa", "ed25519"):
        return f"the key is of the unknown kind {kind[:20]}"
    try:
        raw = decode_base64(encoded)
        if kind == "ed25519":
            return Ed25519PublicKey.from_public_bytes(raw)
        key = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm):
        return "the key cannot be read"
    if not isinstance(key, RSAPublicKey):
        return "the key is not the RSA key that it says it is"
    return key
