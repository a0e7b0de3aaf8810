"""Signed and unsigned WACZ archives: what their digests and signatures prove."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from page_fixtures import domain_certificate, own_signature, wacz
from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head
from tallystick.formats.page import wacz as module
from tallystick.formats.page.wacz_signature import check_signature
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading
from tallystick.seal import timestamp
from tsa import Authority

KEY = ec.generate_private_key(ec.SECP384R1())


def reading(original: bytes) -> Reading:
    (found,) = module.read(original)
    assert [count.unbalanced for count in found.counts] == [0, 0]
    return found


def verdicts(found: Reading) -> dict[str, Verdict]:
    return {one.name: one.verdict for one in found.checks}


def test_signed_archive_passes() -> None:
    """All digests and the signature fit; who holds the key is said to be unknown."""
    found = reading(wacz())
    assert verdicts(found) == {
        "wacz-resources": Verdict.PASS,
        "wacz-datapackage-digest": Verdict.PASS,
        "wacz-signed-digest": Verdict.PASS,
        "wacz-signature": Verdict.PASS,
        "wacz-signer": Verdict.NOT_CHECKED,
        "warc-digests": Verdict.PASS,
    }
    assert [(page.kind, len(page.statements)) for page in found.pages] == [("complaint", 4)]
    assert "do-not-show" not in repr(found)


def test_unsigned_archive_is_not_checked() -> None:
    """Without a signature that duty is NOT_CHECKED, and never passes."""
    assert verdicts(reading(wacz(signed=False)))["wacz-signature"] is Verdict.NOT_CHECKED


def test_changed_archive_fails() -> None:
    """An archive exchanged after signing has another digest than its datapackage states."""
    found = verdicts(reading(wacz(tampered=True)))
    assert found["wacz-resource"] is Verdict.FAIL
    assert "wacz-resources" not in found


def test_added_archive_fails() -> None:
    """A file that the datapackage does not list was put in afterwards."""
    assert verdicts(reading(wacz(unlisted=True)))["wacz-unlisted"] is Verdict.FAIL


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"signature": base64.b64encode(bytes(95) + b"\x01").decode()}, "wacz-signature"),
        ({"signature": "%"}, "wacz-signature"),
        ({"publicKey": "AAAA"}, "wacz-signature"),
        ({"hash": "sha256:" + "0" * 64}, "wacz-signed-digest"),
    ],
)
def test_wrong_signature_fails(change: dict[str, str], name: str) -> None:
    """A signature, key or digest that is not the one signed fails its duty."""
    assert verdicts(reading(wacz(lambda stated: {**own_signature(stated, KEY), **change})))[name] is Verdict.FAIL


@pytest.mark.parametrize("signed", [{"hash": "x"}, {"hash": "x", "signature": "eA=="}])
def test_unknown_way_of_signing_is_not_checked(signed: dict[str, str]) -> None:
    """Neither key nor certificate: nothing can be checked."""
    checks = {one.name: one.verdict for one in check_signature({"hash": "x", "signedData": signed}, b"{}")}
    assert checks["wacz-signature"] is Verdict.NOT_CHECKED


@pytest.fixture(scope="module")
def sign(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Callable[[str], dict[str, str]]]:
    """Signs as a server does: certificate of a domain, DER signature, timestamp over the signature as written."""
    authority = Authority(Path(tmp_path_factory.mktemp("tsa")))

    def signer(domain: str = "trade.example.com", hours: int = 0, stamped: str = "") -> Callable[[str], dict[str, str]]:
        def signed(stated: str) -> dict[str, str]:
            now = datetime.now(tz=UTC)
            key, ca_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
            signature = base64.b64encode(key.sign(stated.encode(), ec.ECDSA(hashes.SHA256()))).decode()
            reply = authority.reply(timestamp.request((stamped or signature).encode(), 7))
            return {
                "hash": stated,
                "signature": signature,
                "domain": "trade.example.com",
                "domainCert": domain_certificate(key, domain, now - timedelta(days=1), ca_key),
                "timeSignature": base64.b64encode(reply).decode(),
                "timestampCert": authority.intermediate.read_text(),
                "created": (now + timedelta(hours=hours)).isoformat(timespec="seconds"),
                "software": "authsigner 0.5.0",
            }

        return signed

    return signer


def test_domain_signature_passes(sign: Any) -> None:
    """Signature, domain and timestamp fit; whether to trust the roots is said to be unchecked."""
    found = verdicts(reading(wacz(sign())))
    assert {
        name: found[name] for name in ("wacz-signature", "wacz-domain", "wacz-timestamp", "wacz-time")
    } == dict.fromkeys(("wacz-signature", "wacz-domain", "wacz-timestamp", "wacz-time"), Verdict.PASS)
    assert found["wacz-certificates"] is Verdict.NOT_CHECKED


@pytest.mark.parametrize(
    ("options", "change", "name"),
    [
        ({"domain": "other.example.com"}, {}, "wacz-domain"),
        ({"hours": -2}, {}, "wacz-time"),
        ({"stamped": "another signature"}, {}, "wacz-timestamp"),
        ({}, {"timeSignature": "AAAA"}, "wacz-timestamp"),
        ({}, {"domainCert": "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----"}, "wacz-signature"),
        ({}, {"signature": base64.b64encode(b"x" * 70).decode()}, "wacz-signature"),
    ],
)
def test_domain_signature_fails_where_it_is_wrong(sign: Any, options: Any, change: Any, name: str) -> None:
    """Another domain, another time, another stamped text, or nonsense: each fails the duty that it breaks."""
    found = verdicts(reading(wacz(lambda stated: {**sign(**options)(stated), **change})))
    assert found[name] is Verdict.FAIL


def test_chain_that_is_none_fails(sign: Any) -> None:
    """A certificate that the next one did not sign is no chain."""

    def two(stated: str) -> dict[str, str]:
        one, other = sign()(stated), sign()(stated)
        mark = "-----END CERTIFICATE-----\n"
        mixed = one["domainCert"].split(mark)[0] + mark + other["domainCert"].split(mark)[1] + mark
        return {**one, "domainCert": mixed}

    assert verdicts(reading(wacz(two)))["wacz-certificates"] is Verdict.FAIL


def changed(**members: bytes) -> bytes:
    """The signed archive with some members replaced, or taken out where their content is empty."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wacz())) as held, zipfile.ZipFile(out, "w") as opened:
        for name in held.namelist():
            content = members.get(name.replace("/", "_").replace(".", "_").replace("-", "_"), held.read(name))
            if content:
                opened.writestr(name, content)
    return out.getvalue()


def test_unreadable_members_are_reported() -> None:
    """A datapackage, digest or list of pages that is no JSON is a finding, and the archive is read all the same."""
    found = reading(changed(datapackage_json=b"{", datapackage_digest_json=b"[", pages_pages_jsonl=b"{\n{}\n"))
    assert {one.code for one in found.problems} >= {"datapackage-unreadable", "page-list-line"}
    assert verdicts(found)["wacz-signature"] is Verdict.FAIL
    assert verdicts(found)["wacz-resources"] is Verdict.NOT_CHECKED
    assert len(found.pages) == 1
    odd = reading(changed(datapackage_digest_json=b"[]"))
    assert verdicts(odd)["wacz-signature"] is Verdict.NOT_CHECKED


def test_listed_page_that_is_not_held_is_reported() -> None:
    """The list of pages names an address that no archive holds."""
    found = reading(changed(pages_pages_jsonl=b'{"url": "https://example.com/gone", "ts": "x"}'))
    assert "page-not-held" in [one.code for one in found.problems]


def test_recognised_by_its_members() -> None:
    """A zip with a datapackage and archives is a WACZ; one without is refused."""
    assert module.recognises(Head.of(wacz()))
    assert not module.recognises(Head.of(changed(datapackage_json=b"")))
    with pytest.raises(NotThisFormat):
        list(module.read(changed(datapackage_json=b"")))


def test_any_flipped_byte_raises_nothing_but_format_errors() -> None:
    """Damaged archives are read or refused."""
    whole = wacz()
    for at in range(0, len(whole), 61):
        try:
            reading(whole[:at] + bytes((whole[at] ^ 0x55,)) + whole[at + 1 :])
        except FormatError:
            continue


@pytest.mark.parametrize(
    ("options", "change", "name", "verdict"),
    [
        ({}, {"created": "soon"}, "wacz-time", Verdict.NOT_CHECKED),
        ({}, {"timeSignature": ""}, "wacz-timestamp", Verdict.FAIL),
        ({}, {"hash": ""}, "wacz-signed-digest", Verdict.NOT_CHECKED),
    ],
)
def test_what_is_not_stated_is_said(sign: Any, options: Any, change: Any, name: str, verdict: Verdict) -> None:
    """A time or digest that is not stated cannot be compared, and a missing timestamp fails."""
    found = verdicts(reading(wacz(lambda stated: {**sign(**options)(stated), **change})))
    assert found[name] is verdict


def test_key_of_another_kind_is_not_checked() -> None:
    """The standard names ECDSA alone; another key is said to be unchecked."""
    key = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    changed_key = {"publicKey": base64.b64encode(key).decode()}
    found = verdicts(reading(wacz(lambda stated: {**own_signature(stated, KEY), **changed_key})))
    assert found["wacz-signature"] is Verdict.NOT_CHECKED
