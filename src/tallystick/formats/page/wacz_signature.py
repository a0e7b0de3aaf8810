"""The signature of a WACZ: over the digest of its datapackage, by an own key or by the certificate of a domain.

Source: WACZ Signing and Verification 0.1.0. Signed is the text "sha256:<hex>" itself, with ECDSA and SHA-256. Browsers
write the signature as the two numbers r and s one after the other, servers as DER.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tallystick.errors import AuthorityRefused, MalformedToken
from tallystick.formats.page.dates import find_date
from tallystick.model.check import Check, Verdict
from tallystick.seal import timestamp

_LARGEST = 200_000
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]{1,20000}-----END CERTIFICATE-----")
_MOST_CERTIFICATES = 10
_WITHIN = timedelta(minutes=10)


def check_signature(digest: Any, datapackage: bytes) -> Iterator[Check]:
    """What `digest`, the content of datapackage-digest.json, proves of the datapackage."""
    if not isinstance(digest, dict):
        yield Check.not_checked(
            "wacz-signature", "datapackage-digest.json is no JSON object", "datapackage-digest.json"
        )
        return
    actual = "sha256:" + hashlib.sha256(datapackage).hexdigest()
    yield _compared("wacz-datapackage-digest", _text(digest, "hash"), actual)
    signed = digest.get("signedData")
    if not isinstance(signed, dict):
        yield Check.not_checked("wacz-signature", "the archive is not signed", "datapackage-digest.json")
        return
    yield _compared("wacz-signed-digest", _text(signed, "hash"), actual)
    if _text(signed, "domainCert"):
        yield from _domain_checks(signed)
    elif _text(signed, "publicKey"):
        yield _own_key_check(signed)
        yield Check.not_checked(
            "wacz-signer", "the key is the saving program's own: it says that nothing changed since, not who signed"
        )
    else:
        yield Check.not_checked(
            "wacz-signature", "it is signed in a way that is not known: neither key nor certificate"
        )


def _compared(name: str, stated: str, actual: str) -> Check:
    if not stated:
        return Check.not_checked(name, "no digest of datapackage.json is stated", "datapackage-digest.json")
    if stated == actual:
        return Check.passed(
            name, "datapackage.json has the digest that is stated", "datapackage-digest.json", digest=actual
        )
    return Check.failed(
        name,
        "datapackage.json has another digest than is stated",
        "datapackage-digest.json",
        stated=stated[:100],
        actual=actual,
    )


def _own_key_check(signed: dict[str, Any]) -> Check:
    try:
        key = load_der_public_key(_decoded(_text(signed, "publicKey")))
    except (ValueError, UnsupportedAlgorithm):
        return Check.failed("wacz-signature", "the public key cannot be read")
    return _signature_check(key, signed)


def _signature_check(key: object, signed: dict[str, Any]) -> Check:
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return Check.not_checked(
            "wacz-signature", f"the key is of a kind that the standard does not name: {type(key).__name__}"
        )
    try:
        signature = _decoded(_text(signed, "signature"))
        stated = _text(signed, "hash").encode()
        key.verify(_as_der(signature, key), stated, ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return Check.failed("wacz-signature", "the signature does not fit the digest and the key")
    finger = hashlib.sha256(_text(signed, "publicKey").encode()).hexdigest() if _text(signed, "publicKey") else ""
    return Check.passed(
        "wacz-signature", "the signature fits the digest and the key", curve=key.curve.name, key_sha256=finger,
        created=_text(signed, "created")[:60], software=_text(signed, "software")[:100],
    )  # fmt: skip


def _as_der(signature: bytes, key: ec.EllipticCurvePublicKey) -> bytes:
    """The signature as DER; r and s one after the other are twice as long as a number of the curve."""
    size = (key.curve.key_size + 7) // 8
    if len(signature) == 2 * size:
        return encode_dss_signature(int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
    return signature


def _domain_checks(signed: dict[str, Any]) -> Iterator[Check]:
    chain = _certificates(_text(signed, "domainCert"))
    if not chain:
        yield Check.failed("wacz-signature", "the certificate of the domain cannot be read")
        return
    yield _signature_check(chain[0].public_key(), signed)
    yield _name_check(chain[0], _text(signed, "domain"))
    yield _chain_check(chain)
    yield from _time_checks(signed, chain[0])


def _certificates(pem: str) -> list[x509.Certificate]:
    found: list[x509.Certificate] = []
    for one in _CERTIFICATE.finditer(pem[:_LARGEST]):
        try:
            found.append(x509.load_pem_x509_certificate(one[0].encode()))
        except (ValueError, UnsupportedAlgorithm):
            return []
        if len(found) >= _MOST_CERTIFICATES:
            break
    return found


def _name_check(certificate: x509.Certificate, domain: str) -> Check:
    names = {str(one.value) for one in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)}
    try:
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names |= set(held.get_values_for_type(x509.DNSName))
    except (x509.ExtensionNotFound, ValueError):
        pass
    if domain and domain in names:
        return Check.passed("wacz-domain", "the certificate is of the domain that is stated", domain=domain[:200])
    return Check.failed("wacz-domain", "the certificate is not of the domain that is stated", domain=domain[:200])


def _chain_check(chain: list[x509.Certificate]) -> Check:
    """Whether each certificate is signed by the next; that the last is to be trusted is not for a file to say."""
    for one, issuer in pairwise(chain):
        try:
            one.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
            return Check.failed("wacz-certificates", "a certificate is not signed by the one that follows it")
    last = chain[-1].subject.rfc4514_string()[:200]
    return Check.not_checked(
        "wacz-certificates",
        "each certificate is signed by the next; whether the last is to be trusted was not checked",
        last=last,
    )


def _time_checks(signed: dict[str, Any], certificate: x509.Certificate) -> Iterator[Check]:
    """The timestamp is over the signature as it is written, in base64."""
    stamped = _text(signed, "signature").encode()
    try:
        reply = _decoded(_text(signed, "timeSignature"))
        held = [one.encode() for one in _CERTIFICATE.findall(_text(signed, "timestampCert")[:_LARGEST])]
        verified = timestamp.verify(reply, stamped, intermediates=held[:_MOST_CERTIFICATES], place="timeSignature")
    except (ValueError, MalformedToken, AuthorityRefused) as error:
        yield Check.failed("wacz-timestamp", f"the timestamp cannot be read: {error}"[:300])
        return
    failed = [check for check in verified.checks if check.verdict is Verdict.FAIL]
    found = verified.timestamp
    if failed or found is None:
        yield Check.failed("wacz-timestamp", failed[0].reason if failed else "there is no timestamp", "timeSignature")
        return
    yield Check.passed(
        "wacz-timestamp", "the timestamp is over this signature; whether to trust its authority was not checked",
        time=found.time.isoformat(),
    )  # fmt: skip
    yield _moment_check(found.time, _text(signed, "created"), certificate)


def _moment_check(stamped: datetime, created: str, certificate: x509.Certificate) -> Check:
    """The signature was made, by its timestamp, when the certificate was valid, and when it says that it was made."""
    if not certificate.not_valid_before_utc <= stamped <= certificate.not_valid_after_utc:
        return Check.failed("wacz-time", "the timestamp is from a time when the certificate was not valid")
    stated = find_date(created, source="document")
    if stated is None or stated.moment.utc is None:
        return Check.not_checked("wacz-time", "when it was signed is not stated")
    if abs(stamped - stated.moment.utc) > _WITHIN:
        return Check.failed("wacz-time", "the stated time of signing and the timestamp are more than 10 minutes apart")
    return Check.passed(
        "wacz-time", "the stated time of signing is that of the timestamp, and the certificate was valid"
    )


def _text(held: dict[str, Any], name: str) -> str:
    value = held.get(name)
    return value[:_LARGEST] if isinstance(value, str) else ""


def _decoded(text: str) -> bytes:
    if not text:
        raise ValueError("nothing is there")
    return base64.b64decode(text, validate=True)
