"""DKIM signatures made here with test keys: each way in which they hold, are weak, or fail."""

from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from tallystick.model.check import Verdict
from tallystick.model.message import Signature
from tallystick.seal import canonicalization, dkim, dkim_claim

MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
RSA_2048 = rsa.generate_private_key(65537, 2048)
RSA_1024 = rsa.generate_private_key(65537, 1024)
ED25519 = Ed25519PrivateKey.from_private_bytes(bytes(32))
HEAD = [b"From: Mei <mei@supplier.example>", b"To: jan@importer.example", b"Subject: Price", b"Date: Sun, 1 Mar 2026"]
BODY = b"The price is  4.10.\r\n\r\nFrom next week it is 4.20.\r\n"


def record(key, more: str = "") -> str:
    if isinstance(key, Ed25519PrivateKey):
        return f"v=DKIM1; {more} k=ed25519; p=" + base64.b64encode(key.public_key().public_bytes_raw()).decode()
    raw = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; {more} p=" + base64.b64encode(raw).decode()


def signed(
    key=RSA_2048, *, head=HEAD, body=BODY, form="relaxed/relaxed", names="from:to:subject:date", **tags
) -> bytes:
    """The message with a signature by this key on top, made straight after RFC 6376 3.7."""
    header_relaxed, body_relaxed = (part == "relaxed" for part in (form + "/simple").split("/")[:2])
    covered = canonicalization.body(body, body_relaxed)[: int(tags["l"]) if "l" in tags else None]
    algorithm = "ed25519-sha256" if isinstance(key, Ed25519PrivateKey) else "rsa-sha256"
    values = {"v": "1", "a": algorithm, "c": form, "d": "supplier.example", "s": "may", "h": names, **tags}
    values.setdefault("bh", base64.b64encode(sha256(covered).digest()).decode())
    field = "DKIM-Signature: " + "; ".join(f"{name}={value}" for name, value in values.items() if value is not None)
    bare = field.encode() + b";\r\n b="
    left = list(head)
    parts = []
    for name in names.split(":"):
        for line in reversed(left):
            if line.partition(b":")[0].strip().lower() == name.strip().lower().encode():
                parts.append(canonicalization.header(line, header_relaxed) + b"\r\n")
                left.remove(line)
                break
    hashed = b"".join([*parts, canonicalization.header(bare, header_relaxed)])
    if isinstance(key, Ed25519PrivateKey):
        value = key.sign(sha256(hashed).digest())
    else:
        value = key.sign(hashed, padding.PKCS1v15(), SHA256())
    encoded = base64.b64encode(value)
    return b"\r\n".join([bare + encoded[:60] + b"\r\n  " + encoded[60:], *head]) + b"\r\n\r\n" + body


def verified(message: bytes, key=RSA_2048, more: str = "", **options) -> dkim.Verified:
    found = dkim.verify(message, {("may", "supplier.example"): record(key, more)}, **options)
    assert len(found) == 1
    return found[0]


def failed(message: bytes, key=RSA_2048, more: str = "", **options) -> str:
    found = verified(message, key, more, **options)
    assert found.check.verdict is Verdict.FAIL
    return found.check.reason


@pytest.mark.parametrize("form", ["simple", "simple/simple", "simple/relaxed", "relaxed", "relaxed/relaxed"])
@pytest.mark.parametrize("key", [RSA_2048, ED25519])
def test_a_good_signature_passes(key, form):
    """A signature by either kind of key, in each form, passes with time, names and place."""
    found = verified(signed(key, form=form, t=str(int(MADE.timestamp()))), key, place="m")
    assert found.check.verdict is Verdict.PASS, found.check.reason
    assert found.check.reason == "supplier.example signed this message at 2026-03-01T12:00:00Z"
    assert (found.signature, found.time, found.check.place) == (Signature("supplier.example", "may"), MADE, "m")
    assert found.signed_headers == ("from", "to", "subject", "date")
    assert (found.covers_body, found.weaknesses, found.variant) == (True, (), "")


def test_what_changed_is_named():
    """A changed body, changed headers and both are told apart."""
    good = signed()
    assert failed(good.replace(b"4.10", b"4.90")).startswith("the body is not what")
    assert failed(good.replace(b"Price", b"Pride")).startswith("the headers are not what")
    assert failed(good.replace(b"4.10", b"4.90").replace(b"Price", b"Pride")).startswith(
        "headers and body are not what"
    )


def test_another_key_fails():
    """A signature does not verify by another key of the same kind."""
    assert "headers are" in failed(signed(), rsa.generate_private_key(65537, 2048))


def test_no_kept_key_is_not_checked():
    """Without a key record, or with one that was already gone, nothing is claimed."""
    for keys, words in (({}, "no key record"), ({("may", "supplier.example"): ""}, "no longer had")):
        (found,) = dkim.verify(signed(), keys)
        assert found.check.verdict is Verdict.NOT_CHECKED
        assert words in found.check.reason
        assert found.algorithm == "rsa-sha256"


def test_a_revoked_key_fails():
    """A key that its domain has revoked gives a FAIL that says so."""
    (found,) = dkim.verify(signed(), {("may", "supplier.example"): "v=DKIM1; p="})
    assert found.check.verdict is Verdict.FAIL
    assert "revoked" in found.check.reason


def test_no_signature_no_result():
    """A mail without a signature has no result, not even when its body speaks of one."""
    message = b"From: a@b.example\r\n\r\nDKIM-Signature: v=1; d=x.example; s=y\r\n"
    assert dkim.verify(message, {}) == []
    assert dkim.signatures(message) == ()
    assert dkim.signatures(b"") == ()
    assert dkim.signatures(b"\n\nDKIM-Signature: v=1") == ()


def test_several_signatures_are_each_judged():
    """Two signatures on one mail are two results, the topmost first."""
    inner = signed(ED25519)
    head, _, body = inner.partition(b"\r\n\r\n")
    outer = signed(RSA_2048, head=canonicalization.split(inner)[0], body=body, d="list.example", s="june")
    assert head in outer
    keys = {("june", "list.example"): record(RSA_2048), ("may", "supplier.example"): record(ED25519)}
    found = dkim.verify(outer, keys)
    assert [one.signature.domain for one in found] == ["list.example", "supplier.example"]
    assert {one.check.verdict for one in found} == {Verdict.PASS}
    assert dkim.signatures(outer) == tuple(one.signature for one in found)


def test_names_are_compared_in_lower_case():
    """Domain and selector are looked up in lower case, as name servers do."""
    assert verified(signed(d="Supplier.EXAMPLE", s="May")).check.verdict is Verdict.PASS


def test_bare_line_feeds_are_repaired_and_said():
    """A mail stored with bare line feeds verifies, and the reason says what was repaired."""
    found = verified(signed().replace(b"\r\n", b"\n"))
    assert found.check.verdict is Verdict.PASS
    assert "line ends repaired to CRLF" in found.check.reason


@pytest.mark.parametrize("first", [b"From mei Sun Mar  1 12:00:00 2026\r\n", b">From mei Sun Mar  1 12:00:00 2026\r\n"])
def test_an_mbox_line_in_front_is_taken_off_and_said(first):
    """A mail with an mbox's From line in front verifies, and the reason says so."""
    found = verified(first + signed())
    assert found.check.verdict is Verdict.PASS
    assert found.variant == "the mbox From line taken off"


def test_mbox_quoting_is_taken_back_and_said():
    """A mail whose lines an mbox quoted verifies without that quoting, by either custom, and the reason says which."""
    once = signed().replace(b"\r\nFrom next", b"\r\n>From next")
    assert verified(once).variant == "the mbox quoting >From taken back"
    body = BODY + b">From a quote.\r\n"
    twice = signed(body=body).replace(b"\r\n>From a", b"\r\n>>From a").replace(b"\r\nFrom next", b"\r\n>From next")
    assert verified(twice).variant == "the mboxrd quoting >From taken back"
    first = signed(body=b"From here\r\n").replace(b"\r\n\r\nFrom", b"\r\n\r\n>From")
    assert verified(first).check.verdict is Verdict.PASS
    assert verified(signed(body=body)).variant == ""
    assert "body is" in failed(once.replace(b"4.10", b"4.90"))


@pytest.mark.parametrize("key", [RSA_1024])
def test_a_weak_key_passes_and_is_named(key):
    """A key of 1024 bits passes, and is called weak."""
    found = verified(signed(key), key)
    assert found.check.verdict is Verdict.PASS
    assert "1024 bits is weak" in found.check.reason


def test_a_key_below_1024_bits_fails():
    """A key of 768 bits counts for nothing, whatever it signs (RFC 8301)."""
    pem = subprocess.run(["openssl", "genrsa", "768"], capture_output=True, check=True).stdout
    key = load_pem_private_key(pem, None)
    assert "768 bits" in failed(signed(key), key)


def test_rsa_sha1_fails():
    """rsa-sha1 is obsolete and fails, named (RFC 8301)."""
    assert "rsa-sha1" in failed(signed(a="rsa-sha1"))


def test_a_partial_body_is_named():
    """With l= the part signed is named, text added behind it or not; too large an l= fails."""
    size = len(canonicalization.body(BODY, True))
    part = verified(signed(l="10") + b"PS: 4.90\r\n")
    assert (part.check.verdict, part.covers_body) == (Verdict.PASS, False)
    assert f"only the first 10 of {size + 10} bytes" in part.check.reason
    whole = verified(signed(l=str(size)))
    assert whole.covers_body
    assert "text to be added" in whole.check.reason
    assert "body is" in failed(signed(l=str(size)).replace(BODY, BODY[:20]))


def test_unsigned_headers_are_named():
    """What a reader relies on and the signature does not cover is named."""
    assert "does not cover subject, date, to" in verified(signed(names="from")).check.reason


def test_more_senders_than_signed_fail():
    """A second From field, added in front, is not what was signed, though the rest is."""
    assert "more From fields" in failed(signed().replace(b"To: jan", b"From: eve@evil.example\r\nTo: jan"))
    doubled = signed(names="from:from:to:subject:date")
    assert verified(doubled).check.verdict is Verdict.PASS


def test_fields_are_signed_from_the_bottom_up():
    """A name listed once covers the lowest field of that name; one listed too often covers its absence."""
    head = [b"X-Note: one", *HEAD, b"X-Note: two"]
    good = signed(head=head, names="from:x-note:dkim-signature:x-absent")
    assert verified(good.replace(b"one", b"other")).check.verdict is Verdict.PASS
    assert "headers" in failed(good.replace(b"two", b"other"))
    assert "headers" in failed(good.replace(b"X-Note: two", b"X-Note: two\r\nX-Absent: now there"))


def test_expiry():
    """An expired signature fails where the mail came later, passes where it came before, else is named."""
    message = signed(t=str(int(MADE.timestamp())), x=str(int(MADE.timestamp()) + 3600))
    assert "had expired on 2026-03-01" in failed(message, received=MADE + timedelta(days=1))
    assert verified(message, received=MADE).weaknesses == ()
    assert "expires on 2026-03-01" in verified(message).check.reason
    early = signed(t=str(int(MADE.timestamp())), x="1")
    assert "expires before" in failed(early)


def test_a_time_after_receipt_is_named():
    """A signature that claims to be younger than the mail's receipt is named."""
    message = signed(t=str(int(MADE.timestamp())))
    assert "after the message was received" in verified(message, received=MADE - timedelta(days=2)).check.reason


@pytest.mark.parametrize(
    ("tags", "more", "words"),
    [
        ({"a": "ed25519-sha256"}, "", "the key is for rsa"),
        ({"a": "rsa-md5"}, "", "by rsa-md5"),
        ({}, "h=sha1;", "not for sha256"),
        ({"i": "@other.example"}, "", "identity"),
        ({"i": "@notsupplier.example"}, "", "identity"),
        ({"i": "mei@sales.supplier.example"}, "t=s;", "identity"),
    ],
)
def test_what_the_key_does_not_allow_fails(tags, more, words):
    """A signature of another kind, hash or identity than the key allows fails."""
    assert words in failed(signed(**tags), more=more)


def test_a_subdomains_identity_passes():
    """An identity below the domain passes where the key is not strict, and a testing key is named."""
    assert verified(signed(i="mei@sales.supplier.example")).check.verdict is Verdict.PASS
    assert "only testing" in verified(signed(), more="t=y;").check.reason


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({"v": None}, "no v="),
        ({"v": "2"}, "another version"),
        ({"q": "dns/other"}, "another version"),
        ({"c": "fancy"}, "canonicalisation"),
        ({"c": "simple/fancy"}, "canonicalisation"),
        ({"h": "to:subject"}, "does not cover the sender"),
        ({"d": "a b"}, "no name"),
        ({"s": "-"}, "no name"),
        ({"bh": "!"}, "base64"),
        ({"l": "-1"}, "not a number"),
        ({"t": "soon"}, "not a number"),
        ({"t": "999999999999"}, "not a time"),
        ({"x": ""}, "not a number"),
        ({"z": "a;v=1"}, "twice"),
        ({"z": "a;nonsense"}, "name"),
    ],
)
def test_malformed_signatures_fail(tags, words):
    """A signature field that breaks RFC 6376's rules is a FAIL that says which, and no signature to look up."""
    form = tags.pop("c", "relaxed")
    message = signed(**tags).replace(b"c=relaxed", b"c=" + form.encode())
    (found,) = dkim.verify(message, {})
    assert found.check.verdict is Verdict.FAIL
    assert words in found.check.reason
    assert dkim.signatures(message) == ()


def test_a_short_signature_fails():
    """A signature of the wrong length is a FAIL, for both kinds of key."""
    for key in (RSA_2048, ED25519):
        message = signed(key)
        start = message.index(b"b=", message.index(b"bh=") + 3) + 2
        assert "headers" in failed(message[:start] + b"AAAA" + message[message.index(b"\r\nFrom:") :], key)


def test_bounds():
    """More than fifty signatures, and a header of more than four million bytes, are said not to be looked at."""
    one = signed().partition(b"\r\nFrom:")[0] + b"\r\n"
    many = dkim.verify(one * 60 + signed(), {})
    assert len(many) == 51
    assert "more than 50" in many[-1].check.reason
    assert len(dkim.signatures(one * 60 + signed())) == 50
    (huge,) = dkim.verify(one + b"X: " + b"y" * dkim_claim.LARGEST_HEAD + b"\r\n\r\n", {})
    assert huge.check.verdict is Verdict.NOT_CHECKED
    assert "header" in huge.check.reason
