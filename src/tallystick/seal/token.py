"""A timestamp token: CMS signed data with the authority's statement inside. Source: RFC 5652 5, RFC 3161 2.4.2.

The signature of the authority's certificate over the statement is checked here, so that it is known even where no
root is given; whether the certificate is to be trusted is a question of its own (`tallystick.seal.timestamp`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import new as new_hash
from typing import TYPE_CHECKING

from tallystick.errors import MalformedToken
from tallystick.seal import der

if TYPE_CHECKING:
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509 import Certificate

LARGEST_REPLY = 1_000_000
HASHES = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_CERTIFICATE_V1, _CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_TST_INFO_DER = bytes.fromhex("2a864886f70d0109100104")
_RSA_PREFIX, _RSA_PSS = "1.2.840.113549.1.1.", "1.2.840.113549.1.1.10"


@dataclass(frozen=True, slots=True)
class Token:
    """A token taken apart. `statement` is the TSTInfo; `attributes` are the signed ones, by OID; all of it DER."""

    statement: bytes
    certificates: tuple[bytes, ...]
    issuer: bytes
    serial: int
    hash_oid: str
    signature_oid: str
    signature: bytes
    signed: bytes
    attributes: dict[str, bytes]


def parse(raw: bytes) -> Token:
    """The token in `raw`. Raises MalformedToken unless it is DER signed data with one signer and signed attributes."""
    fields = _signed_data(raw)
    content = der.members(fields[2], der.SEQUENCE, 2)
    statement = der.read(der.expect(content[1], der.CONTEXT_0).content, der.OCTET_STRING)
    if der.oid(content[0]) != _TST_INFO:
        raise MalformedToken("the signed content is not a timestamp")
    held = [field for field in fields[3:-1] if field.tag == der.CONTEXT_0]
    certificates = tuple(child.whole for field in held for child in der.children(field))
    signers = der.members(fields[-1], der.SET, 1)
    if len(signers) != 1:
        raise MalformedToken(f"expected one signer, got {len(signers)}")
    return _parse_signer(signers[0], statement.content, certificates)


def in_order(raw: bytes) -> bytes:
    """A copy of the token whose certificates stand in the order that DER wants; they are not signed, so it is as good.

    Some authorities send them in another order, which strict readers refuse.
    """
    fields = _signed_data(raw)
    sorted_fields = [
        der.encode(field.tag, der.sort_set(der.children(field))) if field.tag == der.CONTEXT_0 else field.whole
        for field in fields
    ]
    kind = der.children(der.read(raw))[0]
    return der.encode(der.SEQUENCE, kind.whole, der.encode(der.CONTEXT_0, der.encode(der.SEQUENCE, *sorted_fields)))


def signer_certificate(token: Token, candidates: Sequence[Certificate]) -> Certificate | None:
    """The certificate that the token says it was signed with, or None where it is not among the candidates."""
    for certificate in candidates:
        if certificate.serial_number == token.serial and certificate.issuer.public_bytes() == token.issuer:
            return certificate
    return None


def signature_problem(token: Token, certificate: Certificate) -> str:
    """What is wrong with the token's signature by this certificate's key, "" where nothing is.

    Source: RFC 5652 5.4 and 5.6; RFC 5816 2.2 for the certificate's hash inside the signature.
    """
    if token.hash_oid not in HASHES:
        return f"it rests on the hash {token.hash_oid}, which is not accepted"
    if token.attributes.get(_CONTENT_TYPE) != der.encode(der.OID, _TST_INFO_DER):
        return "the signed content type is not that of a timestamp"
    digest = new_hash(HASHES[token.hash_oid], token.statement, usedforsecurity=True).digest()
    if token.attributes.get(_MESSAGE_DIGEST) != der.encode(der.OCTET_STRING, digest):
        return "the signed hash is not that of the statement"
    if not _names(token, certificate):
        return "the signature does not name the certificate that it came with"
    return _key_problem(token, certificate)


def _signed_data(raw: bytes) -> list[der.Element]:
    if len(raw) > LARGEST_REPLY:
        raise MalformedToken(f"expected at most {LARGEST_REPLY} bytes, got {len(raw)}")
    outer = der.members(der.read(raw), der.SEQUENCE, 2)
    if der.oid(outer[0]) != _SIGNED_DATA:
        raise MalformedToken("the token is not signed data")
    return der.members(der.read(der.expect(outer[1], der.CONTEXT_0).content), der.SEQUENCE, 4)


def _parse_signer(signer: der.Element, statement: bytes, certificates: tuple[bytes, ...]) -> Token:
    fields = der.members(signer, der.SEQUENCE, 6)
    identity = der.members(fields[1], der.SEQUENCE, 2)
    attributes = {}
    for attribute in der.children(der.expect(fields[3], der.CONTEXT_0)):
        pair = der.members(attribute, der.SEQUENCE, 2)
        values = der.members(pair[1], der.SET, 1)
        if len(values) != 1 or der.oid(pair[0]) in attributes:
            raise MalformedToken("a signed attribute has several values")
        attributes[der.oid(pair[0])] = values[0].whole
    return Token(
        statement,
        certificates,
        issuer=der.expect(identity[0], der.SEQUENCE).whole,
        serial=der.integer(identity[1]),
        hash_oid=_algorithm(fields[2]),
        signature_oid=_algorithm(fields[4]),
        signature=der.expect(fields[5], der.OCTET_STRING).content,
        # They are signed as a SET, but sent under a tag of their own. Source: RFC 5652 5.4.
        signed=der.encode(der.SET, fields[3].content),
        attributes=attributes,
    )


def _algorithm(element: der.Element) -> str:
    return der.oid(der.members(element, der.SEQUENCE, 1)[0])


def _names(token: Token, certificate: Certificate) -> bool:
    from cryptography.hazmat.primitives.serialization import Encoding

    encoded = certificate.public_bytes(Encoding.DER)
    for attribute, default in ((_CERTIFICATE_V2, "sha256"), (_CERTIFICATE_V1, "sha1")):
        if attribute in token.attributes:
            certs = der.members(der.read(token.attributes[attribute]), der.SEQUENCE, 1)[0]
            first = der.members(der.members(certs, der.SEQUENCE, 1)[0], der.SEQUENCE, 1)
            name = default
            if first[0].tag == der.SEQUENCE and len(first) > 1:
                name = HASHES.get(_algorithm(first.pop(0)), "")
            # SHA-1 only tells certificates of one key apart here; it does not carry the signature.
            return bool(name) and first[0].content == new_hash(name, encoded, usedforsecurity=False).digest()
    return False


def _key_problem(token: Token, certificate: Certificate) -> str:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

    try:
        key = certificate.public_key()
        algorithm = _hash(HASHES[token.hash_oid])
        is_rsa = token.signature_oid.startswith(_RSA_PREFIX) and token.signature_oid != _RSA_PSS
        if isinstance(key, rsa.RSAPublicKey) and is_rsa:
            key.verify(token.signature, token.signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(token.signature, token.signed, ec.ECDSA(algorithm))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(token.signature, token.signed)
        else:
            return f"its algorithm {token.signature_oid} is not known here"
    except InvalidSignature:
        return "the signature is wrong"
    except (ValueError, UnsupportedAlgorithm) as error:
        return f"the certificate's key cannot be read ({error})"
    return ""


def _hash(name: str) -> hashes.HashAlgorithm:
    from cryptography.hazmat.primitives import hashes

    known: dict[str, hashes.HashAlgorithm] = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    return known[name]
