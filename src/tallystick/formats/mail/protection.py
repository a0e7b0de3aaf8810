"""Signatures and encryption that a message carries, recognised by their marks; nothing is verified here.

Source: RFC 8551 3.2 (S/MIME), RFC 3156 (PGP/MIME), RFC 9580 6.2 (armor), RFC 6376 3.5 (DKIM).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.model.message import Signature

_DKIM_TAG = re.compile(r"(?:^|;)\s*+([ds])\s*+=\s*+([^;\s]{1,255})")
_ARMOR = re.compile(
    r"^-----BEGIN PGP (SIGNED MESSAGE|MESSAGE|PUBLIC KEY BLOCK)(?:, PART [\d/]{1,9})?-----\s*$", re.MULTILINE
)
_INLINE = {
    "SIGNED MESSAGE": "pgp-inline-signed",
    "MESSAGE": "pgp-inline-encrypted",
    "PUBLIC KEY BLOCK": "pgp-inline-key",
}
_PKCS7_MIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_PKCS7_SIGNATURE = ("application/pkcs7-signature", "application/x-pkcs7-signature")


def dkim_signature(value: str) -> Signature:
    """Domain and selector of a DKIM-Signature's unfolded value; "" for what it does not say."""
    tags = dict(reversed(_DKIM_TAG.findall(value[:8_000])))
    return Signature(tags.get("d", ""), tags.get("s", ""))


def container_kind(media_type: str, parameters: Mapping[str, str]) -> str:
    """What a multipart says of its protection, "" for none."""
    if media_type == "multipart/signed":
        return "pgp-signed" if "pgp" in parameters.get("protocol", "").lower() else "smime-signed"
    if media_type == "multipart/encrypted":
        return "pgp-encrypted"
    return ""


def leaf_kind(media_type: str, parameters: Mapping[str, str], name: str) -> tuple[str, str]:
    """The protection that a leaf stands for and its role; ("", "") for an ordinary leaf."""
    if media_type in _PKCS7_SIGNATURE:
        return "smime-signed", "signature"
    if media_type == "application/pgp-signature":
        return "pgp-signed", "signature"
    if media_type == "application/pgp-encrypted":
        return "pgp-encrypted", "encrypted"
    if media_type in _PKCS7_MIME or (media_type == "application/octet-stream" and name.lower().endswith(".p7m")):
        kind = parameters.get("smime-type", "").lower()
        if kind == "signed-data":
            return "smime-opaque-signed", "encrypted"
        return ("smime-certificates", "signature") if kind == "certs-only" else ("smime-encrypted", "encrypted")
    return "", ""


def inline_kinds(text: str) -> list[str]:
    """The PGP blocks that stand in a plain text."""
    if "-----BEGIN PGP " not in text:
        return []
    return sorted({_INLINE[kind] for kind in _ARMOR.findall(text)})
