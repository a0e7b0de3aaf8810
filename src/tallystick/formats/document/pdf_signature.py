"""Digital signatures in a PDF, recognised and described; whether they hold is not checked here (ISO 32000-2, 12.8)."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID

from tallystick.formats.document.pdf_note import full_name
from tallystick.formats.document.pdf_object import member, sequence, words
from tallystick.model.check import Check
from tallystick.model.message import Problem

_LARGEST_CONTENTS = 1 << 20
_BLANK = b"\r\n \t\0"


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature: the field, who and when as stated, the names in its certificates, and the bytes it covers."""

    field: str
    name: str
    date: str
    reason: str
    kind: str
    certificates: tuple[str, ...]
    byte_range: tuple[int, ...]

    @property
    def end(self) -> int:
        """Where the signed bytes end; 0 where no range is stated."""
        return self.byte_range[2] + self.byte_range[3] if len(self.byte_range) == 4 else 0

    @classmethod
    def of(cls, form_field: Any) -> PdfSignature:
        """What a signed field says of its signature."""
        value = member(form_field, "V")
        numbers = [words(one) for one in sequence(member(value, "ByteRange"), 64)]
        return cls(
            field=full_name(form_field),
            name=words(member(value, "Name"))[:500],
            date=words(member(value, "M"))[:100],
            reason=words(member(value, "Reason"))[:500],
            kind=words(member(value, "SubFilter"))[:100],
            certificates=_certificates(member(value, "Contents")),
            byte_range=tuple(int(one) for one in numbers if one.isascii() and one.isdigit() and len(one) < 16),
        )

    @property
    def described(self) -> str:
        """One line: who, when, and what the certificates inside say."""
        parts = [self.name or "no name stated", self.date or "no date stated", self.reason, self.kind]
        named = "; ".join(self.certificates)
        return ", ".join(filter(None, parts)) + (f"; certificates of: {named}" if named else "")

    def check(self) -> Check:
        """The check that was not made: recognising a signature is not verifying it."""
        return Check.not_checked(
            "pdf-signature",
            "the signature is recognised, and whether it holds is not checked here",
            self.field,
            signer=self.name,
            certificates="; ".join(self.certificates),
            date=self.date,
            byte_range=" ".join(map(str, self.byte_range)),
        )


def revised_after(signatures: list[PdfSignature], original: bytes) -> list[Problem]:
    """A Problem where bytes follow, or stand before, what the last signature covers."""
    ranges = [one for one in signatures if one.end]
    if not ranges:
        return []
    last = max(ranges, key=lambda one: one.end)
    problems = []
    size = len(original.rstrip(_BLANK))
    if last.end < size:
        detail = f"{size - last.end} bytes follow the signed range, which ends at byte {last.end}"
        problems.append(Problem("revised-after-signing", last.field, detail))
    if last.byte_range[0] != 0:
        detail = f"the signed range begins at byte {last.byte_range[0]}, not at the beginning of the file"
        problems.append(Problem("signature-range", last.field, detail))
    return problems


def _certificates(contents: Any) -> tuple[str, ...]:
    """The common names in the certificates that a PKCS #7 signature carries, in its order."""
    try:
        der = bytes(contents)[:_LARGEST_CONTENTS]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pkcs7.load_der_pkcs7_certificates(_without_padding(der))
        return tuple(_common_name(certificate) for certificate in found[:20])
    except Exception:  # a signature that cannot be opened is described without certificates
        return ()


def _common_name(certificate: Certificate) -> str:
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else certificate.subject.rfc4514_string()


def _without_padding(der: bytes) -> bytes:
    """The first DER value; a PDF reserves more room than its signature needs, filled with zeros."""
    if len(der) < 2 or der[1] < 0x80:
        return der
    octets = der[1] & 0x7F
    return der[: 2 + octets + int.from_bytes(der[2 : 2 + octets], "big")]
