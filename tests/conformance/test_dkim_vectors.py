"""DKIM messages that others signed: RFC 8463's, dkimpy's, MimeKit's (real ones by Gmail); flanker's canonical forms."""

from __future__ import annotations

import os
from pathlib import Path

import dkim as dkimpy
import pytest

from tallystick.model.check import Verdict
from tallystick.seal import canonicalization, dkim

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[3] / "shared"))
MAIL = SHARED / "data" / "mail"
ED25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


@pytest.fixture
def mail() -> Path:
    if not MAIL.is_dir():
        pytest.skip(f"the mails of other projects are not at {MAIL}")
    return MAIL


def football(mail: Path) -> dict[tuple[str, str], str]:
    rsa = (mail / "dkimpy/data/test.txt").read_text().strip()
    return {("test", "football.example.com"): rsa, ("brisbane", "football.example.com"): ED25519}


def gmail(mail: Path) -> dict[tuple[str, str], str]:
    lines = (mail / "mimekit/dkim/gmail.pub").read_text().splitlines()
    return {("20120113", "gmail.com"): "k=rsa; p=" + "".join(line for line in lines if "-----" not in line)}


@pytest.mark.parametrize(
    "name", ["dkimpy/data/rfc6376.signed.msg", "dkimpy/data/rfc6376.signed.rsa.msg", "mimekit/dkim/rfc8463-example.msg"]
)
def test_rfc_examples_pass(mail, name):
    """The signed examples of RFC 6376 and RFC 8463 pass, Ed25519 and RSA alike, the RSA key named as weak."""
    found = dkim.verify((mail / name).read_bytes(), football(mail))
    assert found
    for verified in found:
        assert verified.check.verdict is Verdict.PASS, verified.check.reason
        assert verified.covers_body
        assert bool(verified.weaknesses) == (verified.algorithm == "rsa-sha256")


@pytest.mark.parametrize("name", ["gmail.msg", "related.msg", "multipart-no-end-boundary.msg"])
def test_real_mails_by_gmail_pass(mail, name):
    """Mails that Gmail signed in 2015, stored with bare line feeds, still verify with the key of that time."""
    raw = (mail / "mimekit/dkim" / name).read_bytes()
    (found,) = dkim.verify(raw, gmail(mail))
    assert found.check.verdict is Verdict.PASS
    assert found.variant == "line ends repaired to CRLF"
    assert found.key_bits == 2048
    assert dkim.signatures(raw) == (found.signature,)


def test_degenerate_folding_passes(mail):
    """A signature folded in the ugliest legal way verifies (Debian bug 711751)."""
    (found,) = dkim.verify((mail / "dkimpy/data/test2.message").read_bytes(), gmail(mail))
    assert found.check.verdict is Verdict.PASS


def test_exims_ed25519_passes(mail):
    """A message that Exim signed with Ed25519 verifies."""
    record = (mail / "dkimpy/data/eximtest.dns").read_text().strip()
    (found,) = dkim.verify((mail / "dkimpy/data/ed25519test2.msg").read_bytes(), {("sed", "test.ex"): record})
    assert found.check.verdict is Verdict.PASS


@pytest.mark.parametrize("name", ["badk.txt", "badversion.txt", "test_bad.txt"])
def test_bad_key_records_fail(mail, name):
    """A key record of unknown kind, bad version or bad key gives a FAIL with its reason."""
    record = (mail / "dkimpy/data" / name).read_text().strip()
    keys = {("test", "football.example.com"): record}
    (found,) = dkim.verify((mail / "dkimpy/data/rfc6376.signed.rsa.msg").read_bytes(), keys)
    assert found.check.verdict is Verdict.FAIL
    assert "key" in found.check.reason


def test_a_domain_that_is_no_name_fails(mail):
    """A signature whose domain hides another one is malformed."""
    (found,) = dkim.verify((mail / "dkimpy/data/test.message.baddomain").read_bytes(), {})
    assert found.check.verdict is Verdict.FAIL


def test_reordered_tags_fail(mail):
    """A signature whose own field was rewritten no longer verifies."""
    (found,) = dkim.verify((mail / "dkimpy/data/rfc6376.signed.no_t.msg").read_bytes(), football(mail))
    assert found.check.verdict is Verdict.FAIL


@pytest.mark.parametrize("header", [b"relaxed", b"simple"])
@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
@pytest.mark.parametrize("length", [False, True])
@pytest.mark.parametrize(
    "name", ["test.message", "message.mbox", "rfc6376.msg", "rfc6376.w1258.msg", "test_extra.message"]
)
def test_what_dkimpy_signs_we_verify(mail, name, header, body, length):
    """A message that dkimpy signs, in each canonical form, verifies here, and fails with one letter changed."""
    folder = mail / "dkimpy/data"
    message = (folder / name).read_bytes()
    key = (folder / "test.private").read_bytes()
    names = [b"from", b"to", b"subject", b"date", b"message-id", b"x-none"]
    signed = dkimpy.sign(
        message, b"test", b"example.com", key, None, (header, body), include_headers=names, length=length
    )
    keys = {("test", "example.com"): (folder / "test.txt").read_text().strip()}
    raw = signed + message
    found = dkim.verify(raw, keys)[0]
    assert found.check.verdict is Verdict.PASS, found.check.reason
    assert found.covers_body
    assert dkimpy.verify(raw, dnsfunc=lambda _name, timeout=5: next(iter(keys.values())).encode())
    changed = raw[:-6] + b"X" + raw[-5:]
    assert dkim.verify(changed, keys)[0].check.verdict is Verdict.FAIL


@pytest.mark.parametrize("form", ["simple", "relaxed"])
def test_flankers_canonical_forms(mail, form):
    """Header and body come out in the canonical form that the DKIM working group's test set gives."""
    folder = mail / "flanker/messages/dkim"
    wrong = []
    for path in sorted(folder.glob("email.*")):
        # Its last line is blanks without a line end, which the set keeps. RFC 6376 3.4.4 ignores them at a line's end,
        # and no mail ends so: SMTP ends every line.
        if (path.name, form) == ("email.24", "relaxed"):
            continue
        expected = folder / path.name.replace("email", f"{form}.expected")
        fields, body = canonicalization.split(canonicalization.with_crlf(path.read_bytes()))
        is_relaxed = form == "relaxed"
        head = b"".join(canonicalization.header(field, is_relaxed) + b"\r\n" for field in fields)
        got = head + b"\r\n" + canonicalization.body(body, is_relaxed)
        if got != canonicalization.with_crlf(expected.read_bytes()):
            wrong.append((path.name, got, expected.read_bytes()))
    assert wrong == []
