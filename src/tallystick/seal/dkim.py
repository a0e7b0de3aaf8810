"""DKIM: what a mail server signed, verified offline with a kept key record. Source: RFC 6376, RFC 8301, RFC 8463.

The duties of RFC 6376 6.1, in order: 1 the signature field is well formed, 2 the key record is at hand and allows it,
3 the body has the signed hash, 4 the header fields have the signed hash. No clock and no name server is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256

from tallystick.model.check import Check, Verdict
from tallystick.model.message import Signature
from tallystick.seal import canonicalization, dkim_claim, key_record
from tallystick.seal.dkim_claim import Claim
from tallystick.seal.key_record import KeyRecord

Keys = Mapping[tuple[str, str], str]
"""(selector, domain), both in lower case -> the TXT record; "" where the name did not exist when it was asked for."""

_MOST_SIGNATURES = 50
_QUOTED_ONCE = re.compile(rb"^>(>*From )", re.MULTILINE)
_QUOTED = re.compile(rb"^>From ", re.MULTILINE)
_ALGORITHMS = {"rsa-sha256": "rsa", "ed25519-sha256": "ed25519"}
_WORTH_SIGNING = ("subject", "date", "to")


@dataclass(frozen=True, slots=True)
class Verified:
    """What one DKIM signature is worth.

    `signed_headers` are the names that it covers, `covers_body` whether that is the whole body. `time` (UTC) is when it
    was made, as the signer says. `weaknesses` are sentences that lessen a PASS. `variant` says what had to be undone in
    the stored bytes, "" where they verify as they stand.
    """

    signature: Signature
    check: Check
    algorithm: str = ""
    key_bits: int = 0
    signed_headers: tuple[str, ...] = ()
    covers_body: bool = False
    time: datetime | None = None
    weaknesses: tuple[str, ...] = ()
    variant: str = ""


def signatures(message: bytes) -> tuple[Signature, ...]:
    """The signatures that a mail carries, topmost first, none of them verified; malformed ones are left out."""
    claims = map(dkim_claim.parse, dkim_claim.fields(message)[:_MOST_SIGNATURES])
    return tuple(claim.signature for claim in claims if isinstance(claim, Claim))


def verify(message: bytes, keys: Keys, *, received: datetime | None = None, place: str = "") -> list[Verified]:
    """What each DKIM signature of a mail is worth, topmost first; none where it carries none.

    Bare line feeds are taken as CRLF, and an mbox's `>From ` is taken back where only that verifies. `received` (aware)
    is when the mail was received, where known: a signature that had expired by then fails.
    """
    if not dkim_claim.fields(message):
        return []
    if len(dkim_claim.head(message)) == dkim_claim.LARGEST_HEAD:
        return [_not_checked(f"a header of more than {dkim_claim.LARGEST_HEAD} bytes is not looked at", place)]
    mail = _Mail(message)
    positions = [position for position, field in enumerate(mail.fields) if dkim_claim.is_signature(field)]
    results = [_verify_one(mail, position, keys, received, place) for position in positions[:_MOST_SIGNATURES]]
    if len(positions) > _MOST_SIGNATURES:
        results.append(_not_checked(f"more than {_MOST_SIGNATURES} signatures are not looked at", place))
    return results


class _Mail:
    """A mail taken apart once for all its signatures."""

    def __init__(self, message: bytes) -> None:
        self.repairs = []
        if canonicalization.has_bare_line_feed(message):
            message = canonicalization.with_crlf(message)
            self.repairs.append("line ends repaired to CRLF")
        if message.startswith((b"From ", b">From ")):
            message = message.partition(b"\r\n")[2]
            self.repairs.append("the mbox From line taken off")
        self.fields, self.body = canonicalization.split(message)
        self._canonical: dict[tuple[str, bool], bytes] = {}

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """The positions of each field name, in order."""
        found: dict[str, list[int]] = {}
        for position, field in enumerate(self.fields):
            name = field.partition(b":")[0].strip(b" \t").lower().decode("latin-1")
            found.setdefault(name, []).append(position)
        return found

    def bodies(self, is_relaxed: bool) -> Iterator[tuple[str, bytes]]:
        """The canonical body as it stands, then without mbox quoting, each with what was undone."""
        yield "", self._body("", is_relaxed)
        if b"\n>From " in self.body or self.body.startswith(b">From "):
            yield "the mbox quoting >From taken back", self._body("mboxo", is_relaxed)
        if b">>From " in self.body:
            yield "the mboxrd quoting >From taken back", self._body("mboxrd", is_relaxed)

    def _body(self, quoting: str, is_relaxed: bool) -> bytes:
        found = self._canonical.get((quoting, is_relaxed))
        if found is None:
            raw = self.body
            if quoting:
                raw = _QUOTED.sub(b"From ", raw) if quoting == "mboxo" else _QUOTED_ONCE.sub(rb"\1", raw)
            found = self._canonical[quoting, is_relaxed] = canonicalization.body(raw, is_relaxed)
        return found


def _not_checked(reason: str, place: str) -> Verified:
    return Verified(Signature("", ""), Check.not_checked("dkim", reason, place))


def _verify_one(mail: _Mail, position: int, keys: Keys, received: datetime | None, place: str) -> Verified:
    claim = dkim_claim.parse(mail.fields[position])
    if isinstance(claim, str):
        return Verified(Signature("", ""), Check.failed("dkim", f"the signature is malformed: {claim}", place))
    domain = claim.signature.domain
    text = keys.get((claim.signature.selector, domain))
    if not text:
        reason = "no key record is kept" if text is None else "its name server no longer had the key when it was asked"
        check = Check.not_checked("dkim", f"{domain} says that it signed this, but {reason}", place, **_facts(claim))
        return _unjudged(claim, check)
    record = key_record.parse(text)
    if isinstance(record, str):
        return _unjudged(claim, Check.failed("dkim", record, place, **_facts(claim)))
    problem = _use_problem(claim, record, mail, received)
    if problem:
        return _unjudged(claim, Check.failed("dkim", problem, place, **_facts(claim)))
    return _judge(mail, position, claim, record, received, place)


def _unjudged(claim: Claim, check: Check) -> Verified:
    return Verified(claim.signature, check, claim.algorithm, signed_headers=claim.headers, time=claim.time)


def _judge(
    mail: _Mail, position: int, claim: Claim, record: KeyRecord, received: datetime | None, place: str
) -> Verified:
    """Duties 3 and 4, and the result of all."""
    undone, size = _matching_body(mail, claim)
    headers_hold = _headers_hold(mail, position, claim, record)
    weaknesses = tuple(_weaknesses(mail, claim, record, size, received))
    variant = "; ".join((*mail.repairs, undone) if undone else mail.repairs)
    facts = {**_facts(claim), "key_bits": str(record.bits)}
    domain = claim.signature.domain
    if size is None or not headers_hold:
        changed = "the body is" if headers_hold else "the headers are" if size is not None else "headers and body are"
        check = Check("dkim", Verdict.FAIL, f"{changed} not what {domain} signed", place, facts)
    else:
        when = f" at {claim.time:%Y-%m-%dT%H:%M:%SZ}" if claim.time else ""
        signed = f"{domain} signed this message{when}"
        check = Check("dkim", Verdict.PASS, "; ".join(filter(None, (signed, variant, *weaknesses))), place, facts)
    return Verified(
        claim.signature,
        check,
        claim.algorithm,
        record.bits,
        claim.headers,
        covers_body=size is not None and claim.length in (None, size),
        time=claim.time,
        weaknesses=weaknesses,
        variant=variant,
    )


def _use_problem(claim: Claim, record: KeyRecord, mail: _Mail, received: datetime | None) -> str:
    """Duty 2: what forbids that this key's signature counts, "" where nothing does. RFC 6376 6.1.2, RFC 8301."""
    domain = claim.signature.domain
    if claim.algorithm == "rsa-sha1":
        return "the signature is by rsa-sha1, which is obsolete and counts for nothing (RFC 8301)"
    if _ALGORITHMS.get(claim.algorithm) != record.kind:
        return f"the signature is by {claim.algorithm[:20]}, the key is for {record.kind}"
    if record.hash_algorithms and "sha256" not in record.hash_algorithms:
        return "the key is not for sha256"
    if record.kind == "rsa" and record.bits < 1024:
        return f"the key has {record.bits} bits, too few to count (RFC 8301)"
    is_same = claim.identity_domain == domain
    if not is_same and (record.is_strict or not claim.identity_domain.endswith("." + domain)):
        return f"the identity signed for is not of {domain}"
    if claim.time and claim.expires and claim.expires < claim.time:
        return "the signature expires before it was made"
    if received and claim.expires and claim.expires < received:
        return f"the signature had expired on {claim.expires:%Y-%m-%d}, before the message was received"
    if len(mail.by_name.get("from", ())) > claim.headers.count("from"):
        return "there are more From fields than were signed"
    return ""


def _matching_body(mail: _Mail, claim: Claim) -> tuple[str, int | None]:
    """Duty 3: what was undone to the body that has the signed hash, and its size in bytes, None where none has it."""
    for undone, body in mail.bodies(claim.is_body_relaxed):
        is_long_enough = claim.length is None or claim.length <= len(body)
        if is_long_enough and sha256(memoryview(body)[: claim.length]).digest() == claim.body_hash:
            return undone, len(body)
    return "", None


def _headers_hold(mail: _Mail, position: int, claim: Claim, record: KeyRecord) -> bool:
    """Duty 4: whether the header fields are the signed ones. Source: RFC 6376 3.7, 5.4.2."""
    left = {name: list(mail.by_name.get(name, ())) for name in set(claim.headers)}
    hashed = []
    for name in claim.headers:
        places = left[name]
        # A name without a field left signs that there is none, and the signature does not sign itself.
        at = places.pop() if places else position
        if at != position:
            hashed.append(canonicalization.header(mail.fields[at], claim.is_header_relaxed) + b"\r\n")
    bare = dkim_claim.without_value(mail.fields[position])
    hashed.append(canonicalization.header(bare, claim.is_header_relaxed).rstrip())
    return _is_signed(record, claim.value, b"".join(hashed))


def _is_signed(record: KeyRecord, signature: bytes, hashed: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        if isinstance(record.key, Ed25519PublicKey):
            # RFC 8463 3: Ed25519 signs the hash, not the text.
            record.key.verify(signature, sha256(hashed).digest())
        else:
            record.key.verify(signature, hashed, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _weaknesses(
    mail: _Mail, claim: Claim, record: KeyRecord, size: int | None, received: datetime | None
) -> Iterator[str]:
    if record.kind == "rsa" and record.bits < 2048:
        yield f"its RSA key of {record.bits} bits is weak"
    if claim.length is not None and size is not None and claim.length < size:
        yield f"only the first {claim.length} of {size} bytes of the body are signed"
    elif claim.length is not None:
        yield "it allows text to be added behind the body"
    unsigned = [name for name in _WORTH_SIGNING if name in mail.by_name and name not in claim.headers]
    if unsigned:
        yield f"it does not cover {', '.join(unsigned)}"
    if record.is_testing:
        yield "the domain says that it is only testing"
    if claim.expires and received is None:
        yield f"it expires on {claim.expires:%Y-%m-%d}, and when the message was received is not known"
    if claim.time and received and claim.time > received + timedelta(days=1):
        yield "it says that it was made after the message was received"


def _facts(claim: Claim) -> dict[str, str]:
    signature = claim.signature
    return {"domain": signature.domain, "selector": signature.selector, "algorithm": claim.algorithm[:20]}
