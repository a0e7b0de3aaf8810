"""Trusted timestamps: the request for one, and what a reply proves, offline. Source: RFC 3161, RFC 5816.

rfc3161-client reads the reply and checks the chain of certificates; what it leaves out is checked here as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import new as new_hash
from hashlib import sha256
from typing import TYPE_CHECKING

from tallystick.errors import AuthorityRefused, MalformedToken
from tallystick.model.check import Check
from tallystick.seal import certificate, der, statement, token
from tallystick.seal.statement import Timestamp

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_SHA256_OID = bytes.fromhex("608648016503040201")
_STATUS = ("granted", "granted with changes", "rejected", "waiting", "revocation warning", "revoked")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the hash to be stamped, its algorithm, and the nonce, None where there is none."""

    hash_algorithm: str
    imprint: bytes
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Verified:
    """What the checks of one reply found, and the timestamp, None where none was granted."""

    timestamp: Timestamp | None
    checks: tuple[Check, ...]


def request(stamped: bytes, nonce: int) -> bytes:
    """The DER request for a timestamp over `stamped`, by SHA-256, with the certificates wanted in the reply.

    `nonce` is random, positive, at most 64 bits. Raises ValueError otherwise. Source: RFC 3161 2.4.1.
    """
    if not 0 < nonce < 2**64:
        raise ValueError("a nonce is a positive number of at most 64 bits")
    algorithm = der.encode(der.SEQUENCE, der.encode(der.OID, _SHA256_OID), der.encode(der.NULL))
    imprint = der.encode(der.SEQUENCE, algorithm, der.encode(der.OCTET_STRING, sha256(stamped).digest()))
    wants_certificates = der.encode(0x01, b"\xff")
    return der.encode(der.SEQUENCE, der.encode_integer(1), imprint, der.encode_integer(nonce), wants_certificates)


def parse_request(raw: bytes) -> Request:
    """The request in `raw`. Raises MalformedToken where it is not one."""
    fields = der.members(der.read(raw), der.SEQUENCE, 2)
    algorithm, imprint = statement.read_imprint(fields[1])
    nonces = [der.integer(field) for field in fields[2:] if field.tag == der.INTEGER]
    return Request(algorithm, imprint, nonces[0] if nonces else None)


@certificate.tolerating_old_ones()
def parse(reply: bytes, authority: str = "") -> Timestamp:
    """The timestamp in a reply, nothing of it verified.

    Raises MalformedToken where it is not a reply, AuthorityRefused (naming `authority`) where none was granted.
    """
    status, stamp = _parse_reply(reply)
    if stamp is None:
        raise AuthorityRefused(authority or "unnamed", status)
    signed = token.parse(stamp)
    return _timestamp(signed, token.signer_certificate(signed, certificate.load(*signed.certificates)))


@certificate.tolerating_old_ones()
def verify(
    reply: bytes,
    stamped: bytes,
    *,
    asked: Request | None = None,
    roots: Sequence[bytes] = (),
    intermediates: Sequence[bytes] = (),
    place: str = "",
) -> Verified:
    """What the reply proves of `stamped`, offline.

    `asked` is the request that it answers; `roots` are trusted certificates and `intermediates` further ones, PEM or
    DER. Without `asked` the nonce, without `roots` the chain is NOT_CHECKED. Raises MalformedToken where the reply or a
    certificate cannot be read.
    """
    status, stamp = _parse_reply(reply)
    if stamp is None:
        return Verified(None, (Check.failed("timestamp-status", f"the authority gave none: {status}", place),))
    signed = token.parse(stamp)
    extra = certificate.load(*intermediates)
    signer = token.signer_certificate(signed, certificate.load(*signed.certificates) + extra)
    found = _timestamp(signed, signer)
    checks = [
        Check.passed("timestamp-status", f"the authority answered: {status}", place),
        _imprint_check(found, stamped, place),
        _nonce_check(found, asked, place),
        *_signer_checks(found, signed, signer, place),
        _chain_check(stamp, found, signer, certificate.load(*roots), extra, place),
    ]
    return Verified(found, tuple(checks))


@certificate.tolerating_old_ones()
def chain(reply: bytes, known: Iterable[bytes] = ()) -> str:
    """The certificates of a reply as PEM, the authority's own first, each followed by its issuer, the root last.

    `known` are further certificates that may complete it. "" where the authority's own is nowhere found.
    """
    stamp = _parse_reply(reply)[1]
    if stamp is None:
        return ""
    signed = token.parse(stamp)
    held = certificate.load(*signed.certificates, *known)
    signer = token.signer_certificate(signed, held)
    return certificate.encode_pem(certificate.chain(signer, held)) if signer is not None else ""


def _parse_reply(reply: bytes) -> tuple[str, bytes | None]:
    """The authority's status in words, and its token where one was granted."""
    if len(reply) > token.LARGEST_REPLY:
        raise MalformedToken(f"expected at most {token.LARGEST_REPLY} bytes, got {len(reply)}")
    fields = der.members(der.read(reply), der.SEQUENCE, 1)
    status_fields = der.members(fields[0], der.SEQUENCE, 1)
    status = der.integer(status_fields[0])
    words = [_STATUS[status] if 0 <= status < len(_STATUS) else f"status {status}"]
    for field in status_fields[1:]:
        if field.tag == der.SEQUENCE:
            words.extend(text.content.decode("utf-8", "replace")[:200] for text in der.children(field))
    granted = status in (0, 1)
    if granted and len(fields) != 2:
        raise MalformedToken("a timestamp is said to be granted, but there is none")
    return ": ".join(words), fields[1].whole if granted else None


def _timestamp(signed: token.Token, signer: Certificate | None) -> Timestamp:
    return statement.parse(signed.statement, signer.subject.rfc4514_string() if signer is not None else "")


def _imprint_check(found: Timestamp, stamped: bytes, place: str) -> Check:
    name = "timestamp-imprint"
    if found.hash_algorithm not in token.HASHES.values():
        return Check.failed(name, "the hash that was stamped is of an algorithm that is not accepted", place)
    expected = new_hash(found.hash_algorithm, stamped, usedforsecurity=True).digest()
    facts = {"algorithm": found.hash_algorithm, "expected": expected.hex(), "got": found.imprint.hex()}
    if expected != found.imprint:
        return Check.failed(name, "the timestamp is over other bytes", place, **facts)
    return Check.passed(name, f"the timestamp of {found.time:%Y-%m-%dT%H:%M:%SZ} is over these bytes", place, **facts)


def _nonce_check(found: Timestamp, asked: Request | None, place: str) -> Check:
    name = "timestamp-nonce"
    if asked is None or asked.nonce is None:
        return Check.not_checked(name, "the request with its nonce is not at hand", place)
    if found.nonce != asked.nonce:
        facts = {"expected": str(asked.nonce), "got": str(found.nonce)}
        return Check.failed(name, "it answers another request", place, **facts)
    return Check.passed(name, "it answers this request", place)


def _signer_checks(found: Timestamp, signed: token.Token, signer: Certificate | None, place: str) -> list[Check]:
    names = ("timestamp-signature", "timestamp-purpose", "timestamp-validity")
    if signer is None:
        reason = "the authority's certificate is neither in the reply nor given"
        return [Check.not_checked(name, reason, place) for name in names]
    subject = signer.subject.rfc4514_string()
    first, last = signer.not_valid_before_utc, signer.not_valid_after_utc
    problems = (
        token.signature_problem(signed, signer),
        certificate.purpose_problem(signer),
        "" if first <= found.time <= last else f"{subject} was valid from {first:%Y-%m-%d} to {last:%Y-%m-%d} only",
    )
    good = (f"signed by {subject}", f"{subject} is for timestamps", f"{subject} was valid at that time")
    return [
        Check.failed(name, problem, place) if problem else Check.passed(name, claim, place)
        for name, problem, claim in zip(names, problems, good, strict=True)
    ]


def _chain_check(
    stamp: bytes,
    found: Timestamp,
    signer: Certificate | None,
    roots: list[Certificate],
    extra: list[Certificate],
    place: str,
) -> Check:
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    name = "timestamp-chain"
    if not roots:
        return Check.not_checked(name, "no root certificate of an authority is given", place)
    if signer is None:
        return Check.not_checked(name, "the authority's certificate is neither in the reply nor given", place)
    # The library trusts whatever self-signed certificate it is handed, so only the given roots may be such.
    links = [link for link in extra if link.issuer != link.subject]
    # Status and order of certificates are not signed, and the library is stricter about both than RFC 3161.
    granted = der.encode(der.SEQUENCE, der.encode_integer(0))
    try:
        response = decode_timestamp_response(der.encode(der.SEQUENCE, granted, token.in_order(stamp)))
        own = signer if not response.signed_data.certificates and signer in links else None
        verifier = VerifierBuilder(roots=roots, intermediates=links, tsa_certificate=own).build()
        verifier.verify(response, found.imprint)
    except (VerificationError, ValueError) as error:
        said = re.search(r"Verify error: ([^\"\]]+)", str(error))
        return Check.failed(name, f"no chain to a given root: {said[1] if said else error}", place)
    return Check.passed(name, "its certificates lead to a given root", place)
