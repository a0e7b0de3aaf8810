"""DKIM key records: what gives a key, and why others give none."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tallystick.seal import key_record

ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
RSA_KEY = rsa.generate_private_key(65537, 1024).public_key()
RSA = base64.b64encode(RSA_KEY.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
BARE = base64.b64encode(RSA_KEY.public_bytes(Encoding.DER, PublicFormat.PKCS1)).decode()
CURVE = ec.generate_private_key(ec.SECP256R1()).public_key()
EC = base64.b64encode(CURVE.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@pytest.mark.parametrize(
    ("text", "kind", "bits"),
    [
        (f"v=DKIM1; k=rsa; p={RSA}", "rsa", 1024),
        (f"p={RSA[:40]} \r\n\t{RSA[40:]} ;", "rsa", 1024),
        (f"k=rsa;p={BARE}", "rsa", 1024),
        (f"v=DKIM1; g=*; s=email:other; n=a note; k=ed25519; p={ED25519}", "ed25519", 256),
    ],
)
def test_good_records(text, kind, bits):
    """A key of either kind is read, folded or not, as SubjectPublicKeyInfo or bare."""
    record = key_record.parse(text)
    assert isinstance(record, key_record.KeyRecord)
    assert (record.kind, record.bits, record.is_testing, record.is_strict) == (kind, bits, False, False)


def test_flags_and_hashes():
    """Testing and strictness flags and the accepted hashes are read."""
    record = key_record.parse(f"t=y : s; h= sha1 : sha256; p={RSA}")
    assert isinstance(record, key_record.KeyRecord)
    assert (record.is_testing, record.is_strict, record.hash_algorithms) == (True, True, ("sha1", "sha256"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no key"),
        ("p=", "revoked"),
        ("v=DKIM1; p=", "revoked"),
        (f"v=DKIM2; p={RSA}", "not of version"),
        (f"p={RSA}; v=DKIM1", "not of version"),
        (f"s=tlsrpt; p={RSA}", "not for mail"),
        (f"k=dsa; p={RSA}", "unknown kind"),
        ("p=!!!", "cannot be read"),
        ("p=é", "cannot be read"),
        ("p=AAAA", "cannot be read"),
        ("k=ed25519; p=AAAA", "cannot be read"),
        (f"p={EC}", "not the RSA key"),
        (f"p={RSA}; p={RSA}", "twice"),
        ("v=spf1 -all", "not of version"),
        ("<html>", "malformed"),
        ("p=" + "A" * 70_000, "too long"),
    ],
)
def test_records_without_a_key(text, words):
    """A record that gives no key says why."""
    reason = key_record.parse(text)
    assert isinstance(reason, str)
    assert words in reason
