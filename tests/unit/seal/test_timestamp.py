"""Timestamp requests and malformed replies; what real authorities' replies prove is in tests/conformance."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tallystick.errors import AuthorityRefused, MalformedToken
from tallystick.seal import certificate, der, statement, timestamp, token

OID_TST, OID_SIGNED = bytes.fromhex("2a864886f70d0109100104"), bytes.fromhex("2a864886f70d010702")
SHA_256 = bytes.fromhex("608648016503040201")
SEQ, INT = der.SEQUENCE, der.encode_integer


def oid(raw: bytes) -> bytes:
    return der.encode(der.OID, raw)


def tst(time: bytes = b"20260301120000Z", version: int = 1, *more: bytes) -> bytes:
    imprint = der.encode(SEQ, der.encode(SEQ, oid(SHA_256)), der.encode(der.OCTET_STRING, bytes(32)))
    return der.encode(SEQ, INT(version), oid(b"\x2a\x03"), imprint, INT(7), der.encode(0x18, time), *more)


def reply(
    content: bytes, kind: bytes = OID_TST, signers: int = 1, attributes: bytes = b"", outer: bytes = OID_SIGNED
) -> bytes:
    """A reply whose signature is nonsense."""
    algorithm = der.encode(SEQ, oid(SHA_256))
    identity = der.encode(SEQ, der.encode(SEQ), INT(5))
    signer = der.encode(
        SEQ,
        INT(1),
        identity,
        algorithm,
        der.encode(der.CONTEXT_0, attributes),
        algorithm,
        der.encode(der.OCTET_STRING, b"s"),
    )
    held = der.encode(SEQ, oid(kind), der.encode(der.CONTEXT_0, der.encode(der.OCTET_STRING, content)))
    data = der.encode(SEQ, INT(3), der.encode(der.SET, algorithm), held, der.encode(der.SET, signer * signers))
    stamp = der.encode(SEQ, oid(outer), der.encode(der.CONTEXT_0, data))
    return der.encode(SEQ, der.encode(SEQ, INT(0)), stamp)


def test_the_request_reads_back():
    """A request holds the SHA-256 of what is stamped and the nonce."""
    asked = timestamp.parse_request(timestamp.request(b"checkpoint", 2**64 - 1))
    assert asked == timestamp.Request("sha256", sha256(b"checkpoint").digest(), 2**64 - 1)


@pytest.mark.parametrize("nonce", [0, -1, 2**64])
def test_a_nonce_is_positive_and_bounded(nonce):
    """A nonce of more than 64 bits, none or a negative one is misuse."""
    with pytest.raises(ValueError, match="nonce"):
        timestamp.request(b"", nonce)


def test_a_statement_is_read_without_a_certificate():
    """What a token states is read even where nothing in it can be verified."""
    stated = timestamp.parse(reply(tst()))
    assert (stated.serial, stated.policy, stated.authority, stated.accuracy, stated.nonce) == (
        7,
        "1.2.3",
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("time", "microsecond"),
    [(b"20260301120000Z", 0), (b"20260301120000.5Z", 500_000), (b"20260301120000.1234567Z", 123_456)],
)
def test_fractions_of_a_second(time, microsecond):
    """A time is read to the microsecond."""
    assert timestamp.parse(reply(tst(time))).time.microsecond == microsecond


@pytest.mark.parametrize("time", [b"20260301120000", b"20260301120000.50Z", b"20260230120000Z", b"2026030112Z", b""])
def test_other_times_are_refused(time):
    """A time in another form, or one that does not exist, is refused."""
    with pytest.raises(MalformedToken, match="time"):
        timestamp.parse(reply(tst(time)))


def test_accuracy():
    """Seconds, milliseconds and microseconds add up; anything else is refused."""
    good = der.encode(SEQ, INT(2), der.encode(0x80, b"\x05"), der.encode(0x81, b"\x07"))
    accuracy = timestamp.parse(reply(tst(b"20260301120000Z", 1, good))).accuracy
    assert accuracy is not None
    assert accuracy.total_seconds() == 2.005007
    for bad in (der.encode(SEQ, der.encode(0x82, b"\x05")), der.encode(SEQ, b"\x02\x01\xff"), good + good):
        with pytest.raises(MalformedToken, match=r"accuracy|twice"):
            timestamp.parse(reply(tst(b"20260301120000Z", 1, bad)))


VALUE = der.encode(der.SET, b"\x05\x00")
ATTRIBUTE = der.encode(SEQ, oid(b"\x2a\x03"), VALUE)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "cut off"),
        (b"\x30\x00", "at least 1"),
        (der.encode(SEQ, der.encode(SEQ, INT(0))), "there is none"),
        (reply(tst(), kind=b"\x2a\x03"), "not a timestamp"),
        (reply(tst(), outer=b"\x2a\x03"), "not signed data"),
        (reply(tst(), signers=2), "one signer"),
        (reply(tst(version=2)), "version 2"),
        (reply(b"\x30\x00"), "at least 5"),
        (reply(tst(), attributes=ATTRIBUTE * 2), "several values"),
        (
            reply(tst(), attributes=der.encode(SEQ, oid(b"\x2a\x03"), der.encode(der.SET, b"\x05\x00" * 2))),
            "several values",
        ),
        (b"x" * 1_000_001, "at most"),
    ],
)
def test_malformed_replies_are_refused(raw, words):
    """A reply that is not one is refused with its reason."""
    with pytest.raises(MalformedToken, match=words):
        timestamp.parse(raw)


def test_a_token_has_a_bound_of_its_own():
    """A token that is read by itself is bounded as a reply is."""
    with pytest.raises(MalformedToken, match="at most"):
        token.parse(b"x" * 1_000_001)


@pytest.mark.parametrize(("status", "words"), [(2, "rejected: no: sorry"), (5, "revoked"), (99, "status 99")])
def test_refusals_are_in_words(status, words):
    """A refusal names its status and the authority's own words."""
    said = der.encode(SEQ, der.encode(der.UTF8_STRING, b"no"), der.encode(der.UTF8_STRING, b"sorry"))
    fields = [INT(status), said if status == 2 else der.encode(der.BIT_STRING, b"\x00\x80")]
    raw = der.encode(SEQ, der.encode(SEQ, *fields))
    with pytest.raises(AuthorityRefused, match=f"unnamed: .*{words}"):
        timestamp.parse(raw)


def test_an_unknown_hash_fails():
    """A timestamp over a hash that is not accepted is a FAIL."""
    md5 = tst().replace(SHA_256, bytes.fromhex("608648016503040209"))
    found = timestamp.verify(reply(md5), b"x")
    assert "not accepted" in found.checks[1].reason
    assert statement.parse(md5, "").hash_algorithm == "2.16.840.1.101.3.4.2.9"


def test_certificate_files_are_bounded():
    """A file of certificates is bounded in bytes and in number."""
    with pytest.raises(MalformedToken, match="more than 10000000 bytes"):
        certificate.load(b"x" * 10_000_001)
    block = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    with pytest.raises(MalformedToken, match="more than 1000 certificates"):
        certificate.load(block * 1001)
    with pytest.raises(MalformedToken, match="cannot be read"):
        certificate.load(block)
