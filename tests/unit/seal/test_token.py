"""The signature of a token, by every kind of key, and each way in which it is not one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha1, sha256, sha512

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from tallystick.seal import certificate, der, token

NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Clock")])
RSA = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED25519 = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
DSA = dsa.generate_private_key(1024)
SHA_256, SHA_512 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.3"
STATEMENT = b"\x30\x00"
NAMED = "1.2.840.113549.1.9.16.2.47"


def certified(key, issuer: x509.Name = NAME, by=None) -> x509.Certificate:
    start, end = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(issuer, NAME, key.public_key(), 5).not_valid_before(start).not_valid_after(end)
    signer = by or key
    return builder.sign(signer, None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def essential(encoded: bytes, *algorithm: bytes) -> bytes:
    """A SigningCertificate attribute that names a certificate by this hash."""
    certificate_id = der.encode(der.SEQUENCE, *algorithm, der.encode(der.OCTET_STRING, encoded))
    return der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, certificate_id))


def made(key, oid: str = "1.2.840.113549.1.1.11") -> tuple[token.Token, x509.Certificate]:
    """A token signed by this key, and its certificate."""
    held = certified(key)
    signed = b"the signed attributes"
    attributes = {
        "1.2.840.113549.1.9.3": der.encode(der.OID, bytes.fromhex("2a864886f70d0109100104")),
        "1.2.840.113549.1.9.4": der.encode(der.OCTET_STRING, sha256(STATEMENT).digest()),
        NAMED: essential(sha256(held.public_bytes(Encoding.DER)).digest()),
    }
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        signature = key.sign(signed, ec.ECDSA(hashes.SHA256()))
    else:
        signature = key.sign(signed) if isinstance(key, ed25519.Ed25519PrivateKey) else b""
    return token.Token(STATEMENT, (), NAME.public_bytes(), 5, SHA_256, oid, signature, signed, attributes), held


@pytest.mark.parametrize("key", [RSA, EC, ED25519])
def test_every_kind_of_key_is_verified(key):
    """A signature by RSA, by a curve or by Ed25519 holds, and with a bit flipped it does not."""
    good, held = made(key)
    assert token.signature_problem(good, held) == ""
    broken = replace(good, signature=good.signature[:-1] + bytes([good.signature[-1] ^ 1]))
    assert "wrong" in token.signature_problem(broken, held)


@pytest.mark.parametrize("key_and_oid", [(DSA, "1.2.840.10040.4.3"), (RSA, "1.2.840.113549.1.1.10")])
def test_unknown_algorithms_are_named(key_and_oid):
    """A signature by an algorithm that is not known here is no good one, and the algorithm is named."""
    good, held = made(*key_and_oid)
    assert f"{key_and_oid[1]} is not known" in token.signature_problem(good, held)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hash_oid": "1.3.14.3.2.26"}, "not accepted"),
        ({"hash_oid": SHA_512}, "not that of the statement"),
        ({"statement": b"\x30\x01"}, "not that of the statement"),
        ({"attributes": {}}, "content type"),
    ],
)
def test_what_is_signed_is_the_statement(change, words):
    """Another hash, statement or content type than the signed ones is named."""
    good, held = made(EC)
    assert words in token.signature_problem(replace(good, **change), held)


def test_the_certificate_is_named_in_any_version():
    """The certificate may be named by SHA-256, another hash, or by the SHA-1 of the first version."""
    good, held = made(EC)
    encoded = held.public_bytes(Encoding.DER)
    in_sha512 = der.encode(der.SEQUENCE, der.encode(der.OID, bytes.fromhex("608648016503040203")))
    in_md5 = der.encode(der.SEQUENCE, der.encode(der.OID, bytes.fromhex("2a864886f70d0205")))
    rest = {name: value for name, value in good.attributes.items() if name != NAMED}
    versions = {
        "": {NAMED: essential(sha512(encoded).digest(), in_sha512)},
        "does not name": {NAMED: essential(sha256(encoded).digest(), in_md5)},
    }
    for problem, named in versions.items():
        assert problem in token.signature_problem(replace(good, attributes={**rest, **named}), held)
        assert bool(problem) == bool(token.signature_problem(replace(good, attributes={**rest, **named}), held))
    first = {"1.2.840.113549.1.9.16.2.12": essential(sha1(encoded).digest())}
    assert token.signature_problem(replace(good, attributes={**rest, **first}), held) == ""
    assert "does not name" in token.signature_problem(replace(good, attributes=rest), held)


def test_a_key_that_is_none_is_named():
    """A certificate whose key is not on its curve has no key to verify by."""
    good, held = made(EC)
    encoded = held.public_bytes(Encoding.DER)
    at = encoded.index(b"\x03\x42\x00\x04") + 4
    broken = x509.load_der_x509_certificate(encoded[:at] + bytes([encoded[at] ^ 1]) + encoded[at + 1 :])
    named = {**good.attributes, NAMED: essential(sha256(broken.public_bytes(Encoding.DER)).digest())}
    assert "cannot be read" in token.signature_problem(replace(good, attributes=named), broken)


def test_an_issuer_of_the_same_name_but_another_key_is_none():
    """A chain goes on by key, not by name alone."""
    real = certified(EC)
    issued = certified(ED25519, by=EC)
    impostor = certified(ec.generate_private_key(ec.SECP256R1()))
    assert certificate.chain(issued, [impostor, real]) == [issued, real]
    assert certificate.chain(issued, [impostor]) == [issued]
