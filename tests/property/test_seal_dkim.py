"""Laws of DKIM verification: nothing leaks, nothing changed passes, and dkimpy agrees."""

from __future__ import annotations

import base64

import dkim as dkimpy
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.model.check import Verdict
from tallystick.seal import canonicalization, dkim, key_record

KEY = rsa.generate_private_key(65537, 2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
DER = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
RECORD = "v=DKIM1; p=" + base64.b64encode(DER).decode()
KEYS = {("s", "d.example"): RECORD}
BODIES = st.lists(
    st.sampled_from([b"word", b" ", b"\t", b"  ", b"\r\n", b"\r\n\r\n", b"From x", b">From y", "ы".encode(), b"."]),
    max_size=30,
).map(b"".join)


def signed(body: bytes, header: bytes, form: bytes) -> bytes:
    message = b"From: a@d.example\r\nTo: b@x.example\r\nSubject: s  t\r\nDate: now\r\n\r\n" + body
    return dkimpy.sign(message, b"s", b"d.example", PEM, canonicalize=(header, form)) + message


@given(BODIES, st.sampled_from([b"simple", b"relaxed"]), st.sampled_from([b"simple", b"relaxed"]), st.integers(0))
@settings(deadline=None, max_examples=150)
def test_dkimpys_signatures_verify_and_show_a_flip(body, header, form, bit):
    """What dkimpy signs verifies here; a flipped bit in a signed mail passes only where dkimpy passes it too."""
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    raw = signed(body, header, form)
    (found,) = dkim.verify(raw, KEYS)
    assert found.check.verdict is Verdict.PASS
    at = bit // 8 % len(raw)
    changed = raw[:at] + bytes([raw[at] ^ 1 << bit % 8]) + raw[at + 1 :]
    results = dkim.verify(changed, KEYS)
    if any(result.check.verdict is Verdict.PASS and not result.variant for result in results):
        assert dkimpy.verify(changed, dnsfunc=lambda _name, timeout=5: RECORD.encode())


@given(st.one_of(st.binary(max_size=300), st.tuples(st.integers(0, 900), st.integers(0, 900), st.binary(max_size=9))))
@settings(deadline=None, max_examples=500)
def test_nothing_leaks(drawn):
    """Arbitrary bytes, and a signed mail with a piece replaced, give results and never an error."""
    if isinstance(drawn, tuple):
        whole = signed(b"hello\r\n", b"relaxed", b"relaxed")
        raw = whole[: drawn[0]] + drawn[2] + whole[drawn[1] :]
    else:
        raw = b"DKIM-Signature: " + drawn
    for result in dkim.verify(raw, KEYS):
        assert result.check.reason
    dkim.signatures(raw)


@given(st.text(max_size=200))
def test_key_records_never_leak(text):
    """Any text is a key record or a reason why it is none."""
    assert key_record.parse(text)


@given(BODIES, st.booleans())
def test_canonical_bodies_stay(body, is_relaxed):
    """The canonical form of a canonical body is itself."""
    once = canonicalization.body(body, is_relaxed)
    assert canonicalization.body(once, is_relaxed) == once
