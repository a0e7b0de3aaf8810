"""Timestamps by authorities that openssl runs: what is accepted, what is found, what openssl says of ours."""

from __future__ import annotations

import importlib.util
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tallystick.errors import AuthorityRefused, MalformedToken
from tallystick.model.check import Check, Verdict, worst
from tallystick.seal import certificate, der, timestamp

_spec = importlib.util.spec_from_file_location("tallystick_tests_tsa", Path(__file__).resolve().parents[1] / "tsa.py")
assert _spec is not None
assert _spec.loader is not None
tsa = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tsa)

STAMPED = b"vault.example/berlin\n3\nroot\n"
NONCE = 0xF00DFACE12345678


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return tsa.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return tsa.Authority(tmp_path_factory.mktemp("other"), "Other Authority")


@pytest.fixture(scope="module")
def request_der():
    return timestamp.request(STAMPED, NONCE)


@pytest.fixture(scope="module")
def reply(authority, request_der):
    return authority.reply(request_der)


def check(found: timestamp.Verified, name: str) -> Check:
    return next(check for check in found.checks if check.name == f"timestamp-{name}")


def verdicts(found: timestamp.Verified) -> dict[str, str]:
    return {check.name.removeprefix("timestamp-"): str(check.verdict) for check in found.checks}


def der_of(path: Path) -> bytes:
    return certificate.load(path.read_bytes())[0].public_bytes(Encoding.DER)


def test_a_good_reply_passes_every_check(authority, request_der, reply):
    """A reply to our request, checked against the authority's root, passes all seven checks."""
    asked = timestamp.parse_request(request_der)
    found = timestamp.verify(reply, STAMPED, asked=asked, roots=[authority.root.read_bytes()])
    assert len(found.checks) == 7
    assert worst(found.checks) is Verdict.PASS
    stamp = found.timestamp
    assert stamp is not None
    assert stamp.nonce == NONCE
    assert stamp.authority == "CN=Test Authority"
    assert stamp.policy == "1.3.6.1.4.1.13762.3"
    assert stamp.accuracy == timedelta(seconds=1, milliseconds=500)
    assert abs(stamp.time - datetime.now(tz=UTC)) < timedelta(minutes=5)
    assert stamp.time.tzinfo is UTC


def test_the_fraction_of_a_second_is_kept(reply, tmp_path):
    """The stated time is openssl's to the millisecond."""
    (tmp_path / "a.tsr").write_bytes(reply)
    text = tsa.run("ts", "-reply", "-in", "a.tsr", "-text", folder=tmp_path).decode()
    stated = timestamp.parse(reply).time
    assert f"{stated:%H:%M:%S}.{stated.microsecond // 1000:03}".rstrip("0").rstrip(".") in text


def test_openssl_reads_our_request(tmp_path, request_der):
    """openssl finds SHA-256, our nonce and the wish for certificates in our request."""
    (tmp_path / "a.tsq").write_bytes(request_der)
    text = tsa.run("ts", "-query", "-in", "a.tsq", "-text", folder=tmp_path).decode()
    assert "Hash Algorithm: sha256" in text
    assert "Nonce: 0xF00DFACE12345678" in text
    assert "Certificate required: yes" in text


def test_openssl_agrees_with_us(authority, request_der, reply, tmp_path):
    """openssl ts -verify accepts the reply, with the certificates as `chain` gives them."""
    (tmp_path / "a.tsq").write_bytes(request_der)
    (tmp_path / "a.tsr").write_bytes(reply)
    (tmp_path / "chain.pem").write_text(timestamp.chain(reply))
    arguments = ["-in", "a.tsr", "-queryfile", "a.tsq", "-CAfile", str(authority.root), "-untrusted", "chain.pem"]
    assert b"Verification: OK" in tsa.run("ts", "-verify", *arguments, folder=tmp_path)


def test_no_root_is_not_a_pass(reply):
    """Without roots the chain is NOT_CHECKED, while signature, purpose and validity are still checked."""
    found = verdicts(timestamp.verify(reply, STAMPED))
    assert found["chain"] == found["nonce"] == "NOT_CHECKED"
    assert {found[name] for name in ("status", "imprint", "signature", "purpose", "validity")} == {"PASS"}


def test_another_authoritys_root_fails(other, reply):
    """A root of somebody else gives no chain."""
    found = check(timestamp.verify(reply, STAMPED, roots=[other.root.read_bytes()]), "chain")
    assert found.verdict is Verdict.FAIL
    assert "issuer" in found.reason


def test_any_of_several_roots_will_do(authority, other, reply):
    """With several roots given, in one file or several, the one that fits is found."""
    both = other.root.read_bytes() + authority.root.read_bytes()
    assert check(timestamp.verify(reply, STAMPED, roots=[both]), "chain").verdict is Verdict.PASS


def test_an_intermediate_is_not_trusted_by_itself(authority, other, reply):
    """Neither the intermediate nor the root counts as trusted when it is only given as an intermediate."""
    extra = [authority.intermediate.read_bytes(), authority.root.read_bytes()]
    found = timestamp.verify(reply, STAMPED, roots=[other.root.read_bytes()], intermediates=extra)
    assert check(found, "chain").verdict is Verdict.FAIL


def test_several_authorities_are_several_tokens(authority, other, request_der, reply):
    """Two authorities' replies to one request verify each against its own root."""
    second = other.reply(request_der)
    for raw, root in ((reply, authority.root), (second, other.root)):
        assert worst(timestamp.verify(raw, STAMPED, roots=[root.read_bytes()]).checks) is not Verdict.FAIL


def test_other_data_fails(authority, reply):
    """A token over other bytes fails at the imprint only."""
    found = verdicts(timestamp.verify(reply, STAMPED + b"x", roots=[authority.root.read_bytes()]))
    assert [name for name, verdict in found.items() if verdict == "FAIL"] == ["imprint"]


def test_another_nonce_fails(reply):
    """A reply to another request fails at the nonce."""
    asked = timestamp.parse_request(timestamp.request(STAMPED, NONCE + 1))
    assert check(timestamp.verify(reply, STAMPED, asked=asked), "nonce").verdict is Verdict.FAIL


def test_a_reply_without_nonce_to_a_request_with_one_fails(authority, request_der):
    """An authority's reply to a request without nonce cannot stand for one with."""
    fields = der.children(der.read(request_der))
    bare = der.encode(der.SEQUENCE, fields[0].whole, fields[1].whole, fields[3].whole)
    assert timestamp.parse_request(bare).nonce is None
    raw = authority.reply(bare)
    expected = {request_der: Verdict.FAIL, bare: Verdict.NOT_CHECKED}
    for asked, verdict in expected.items():
        found = timestamp.verify(raw, STAMPED, asked=timestamp.parse_request(asked))
        assert check(found, "nonce").verdict is verdict


def test_a_certificate_expired_at_that_time_fails(tmp_path, request_der):
    """A token made after the authority's certificate had ended fails at validity and at the chain."""
    then = datetime.now(tz=UTC) - timedelta(days=400)
    expired = tsa.Authority(tmp_path, first=then, last=then + timedelta(days=30))
    found = timestamp.verify(expired.reply(request_der), STAMPED, roots=[expired.root.read_bytes()])
    assert check(found, "validity").verdict is Verdict.FAIL
    assert "expired" in check(found, "chain").reason
    assert check(found, "signature").verdict is Verdict.PASS


def test_a_certificate_that_expires_later_still_passes(tmp_path, request_der):
    """Validity is judged at the time in the token, not now: a certificate about to end passes."""
    now = datetime.now(tz=UTC)
    brief = tsa.Authority(tmp_path, first=now - timedelta(days=1), last=now + timedelta(minutes=5))
    found = timestamp.verify(brief.reply(request_der), STAMPED, roots=[brief.root.read_bytes()])
    assert worst(found.checks) is Verdict.NOT_CHECKED
    assert check(found, "chain").verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("purpose", "words"),
    [
        ("serverAuth", "not for timestamps alone"),
        ("critical,timeStamping,serverAuth", "not for timestamps alone"),
        ("timeStamping", "not marked critical"),
        ("none", "does not say what it is for"),
    ],
)
def test_a_wrong_purpose_fails(authority, reply, purpose, words):
    """A token signed by a certificate of the same authority that is not for timestamps alone, critically, fails."""
    now = datetime.now(tz=UTC)
    stem = "wrong-" + purpose.replace(",", "-")
    authority.issue(stem, "Wrong", now - timedelta(days=1), now + timedelta(days=9), purpose, issuer="intermediate")
    found = timestamp.verify(tsa.forge(authority.folder, reply, stem), STAMPED, roots=[authority.root.read_bytes()])
    assert words in check(found, "purpose").reason
    assert check(found, "purpose").verdict is Verdict.FAIL
    assert check(found, "signature").verdict is Verdict.PASS


def test_a_good_certificate_by_cms_passes(authority, reply):
    """The forging tool itself makes a token that passes when the certificate is right: the failures above are real."""
    forged = tsa.forge(authority.folder, reply, "authority")
    assert worst(timestamp.verify(forged, STAMPED, roots=[authority.root.read_bytes()]).checks) is not Verdict.FAIL


@pytest.mark.parametrize("backwards", [False, True])
def test_certificates_in_any_order_are_accepted(authority, reply, backwards):
    """A token whose certificates are not in DER order, which rfc3161-client refuses, verifies all the same."""
    from rfc3161_client import decode_timestamp_response

    held = sorted(map(der_of, (authority.certificate, authority.intermediate, authority.root)), reverse=backwards)
    shuffled = tsa.with_certificates(reply, *held)
    if backwards:
        with pytest.raises(ValueError, match="InvalidSetOrdering"):
            decode_timestamp_response(shuffled).signed_data  # noqa: B018 - it parses when asked
    found = timestamp.verify(shuffled, STAMPED, roots=[authority.root.read_bytes()])
    assert check(found, "chain").verdict is Verdict.PASS
    assert timestamp.chain(shuffled).count("BEGIN") == 3


def test_a_reply_without_certificates_needs_them_given(authority, reply):
    """A token without its certificate is NOT_CHECKED, and passes once it is given."""
    bare = tsa.with_certificates(reply)
    root = authority.root.read_bytes()
    missing = verdicts(timestamp.verify(bare, STAMPED, roots=[root]))
    assert {missing[name] for name in ("signature", "purpose", "validity", "chain")} == {"NOT_CHECKED"}
    assert timestamp.chain(bare) == ""
    extra = [authority.certificate.read_bytes(), authority.intermediate.read_bytes()]
    given = timestamp.verify(bare, STAMPED, roots=[root], intermediates=extra)
    assert {check.verdict for check in given.checks if check.name != "timestamp-nonce"} == {Verdict.PASS}
    assert timestamp.chain(bare, [*extra, root]).count("BEGIN") == 3


def test_a_swapped_certificate_is_found(authority, reply):
    """A certificate of the same key, issuer and serial but other contents is not what the signature names."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    real = certificate.load(authority.certificate.read_bytes())[0]
    key = serialization.load_pem_private_key((authority.folder / "intermediate.key").read_bytes(), None)
    builder = x509.CertificateBuilder(real.issuer, real.subject, real.public_key(), real.serial_number)
    builder = builder.not_valid_before(real.not_valid_before_utc).not_valid_after(real.not_valid_after_utc)
    twin = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    found = check(timestamp.verify(tsa.with_certificates(reply, twin), STAMPED), "signature")
    assert found.verdict is Verdict.FAIL
    assert "does not name" in found.reason


def test_a_changed_statement_is_found(authority, reply):
    """A flipped bit in the stated time fails at signature and chain."""
    at = reply.index(tsa.statement(reply)) + tsa.statement(reply).index(b"Z") - 9
    changed = reply[:at] + bytes([reply[at] ^ 1]) + reply[at + 1 :]
    found = timestamp.verify(changed, STAMPED, roots=[authority.root.read_bytes()])
    assert check(found, "signature").verdict is Verdict.FAIL
    assert check(found, "chain").verdict is Verdict.FAIL


def test_a_changed_signature_is_found(authority, reply):
    """A flipped bit in the signature fails at signature and chain."""
    at = len(reply) - 1
    changed = reply[:at] + bytes([reply[at] ^ 1])
    found = verdicts(timestamp.verify(changed, STAMPED, roots=[authority.root.read_bytes()]))
    assert found["signature"] == found["chain"] == "FAIL"


def test_granted_with_changes_counts(authority, reply):
    """Status 1, which RFC 3161 allows with a token, passes."""
    found = timestamp.verify(tsa.with_status(reply, 1), STAMPED, roots=[authority.root.read_bytes()])
    assert check(found, "status").verdict is Verdict.PASS
    assert check(found, "chain").verdict is Verdict.PASS


def test_a_refusal_says_why(authority):
    """An authority that refuses gives a FAIL with its words, and AuthorityRefused where the timestamp is asked for."""
    refusal = authority.reply(b"not a request")
    found = timestamp.verify(refusal, STAMPED)
    assert found.timestamp is None
    assert [check.verdict for check in found.checks] == [Verdict.FAIL]
    assert "rejected" in found.checks[0].reason
    assert timestamp.chain(refusal) == ""
    with pytest.raises(AuthorityRefused, match=r"authority test: .*rejected"):
        timestamp.parse(refusal, "test")


def test_parse_gives_what_is_stated(reply):
    """`parse` gives the same timestamp as `verify`, without any check."""
    assert timestamp.parse(reply) == timestamp.verify(reply, STAMPED).timestamp


def test_an_unreadable_root_is_an_error(reply):
    """A root that is no certificate is said to be none."""
    with pytest.raises(MalformedToken, match="certificate cannot be read"):
        timestamp.verify(reply, STAMPED, roots=[b"not a certificate"])


def test_every_flipped_byte_of_a_reply_is_found_or_harmless(authority, reply):
    """No changed byte of a reply passes unless what is stated, over what, stays the same; nothing else is raised."""
    root = authority.root.read_bytes()
    stated = timestamp.parse(reply)
    for at in range(0, len(reply), 7):
        changed = reply[:at] + bytes([reply[at] ^ 0x55]) + reply[at + 1 :]
        try:
            found = timestamp.verify(changed, STAMPED, roots=[root])
        except MalformedToken:
            continue
        if worst(check for check in found.checks if check.name != "timestamp-nonce") is Verdict.PASS:
            assert found.timestamp == stated


def test_the_authority_answers_over_http(authority, request_der):
    """The loopback server answers a timestamp query with a token, and refuses anything else."""
    headers = {"Content-Type": "application/timestamp-query"}
    with tsa.serve(authority) as url:
        with urllib.request.urlopen(urllib.request.Request(url, request_der, headers), timeout=10) as response:
            assert response.headers["Content-Type"] == "application/timestamp-reply"
            raw = response.read()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url, request_der), timeout=10)
        refused.value.close()
    assert check(timestamp.verify(raw, STAMPED), "signature").verdict is Verdict.PASS
