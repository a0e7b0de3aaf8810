"""The requests and replies of rfc3161-client's own tests, made by the authority of the Sigstore project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallystick.model.check import Verdict
from tallystick.seal import certificate, timestamp

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[3] / "shared"))
FOLDER = SHARED / "data" / "verify" / "rfc3161-test_tsa"


@pytest.fixture
def folder() -> Path:
    if not FOLDER.is_dir():
        pytest.skip(f"the replies of rfc3161-client are not at {FOLDER}")
    return FOLDER


def verdicts(found: timestamp.Verified) -> dict[str, str]:
    return {check.name.removeprefix("timestamp-"): str(check.verdict) for check in found.checks}


def test_the_reply_passes(folder):
    """The published reply passes every check against the published chain, its root alone trusted."""
    leaf, intermediate, root = certificate.load((folder / "ts_chain.pem").read_bytes())
    asked = timestamp.parse_request((folder / "request.der").read_bytes())
    found = timestamp.verify(
        (folder / "response.tsr").read_bytes(),
        b"hello",
        asked=asked,
        roots=[certificate.encode_pem([root]).encode()],
        intermediates=[certificate.encode_pem([leaf, intermediate]).encode()],
    )
    assert set(verdicts(found).values()) == {"PASS"}
    assert found.timestamp is not None
    assert found.timestamp.hash_algorithm == "sha512"
    assert f"{found.timestamp.time:%Y-%m-%dT%H:%M:%SZ}" == "2024-10-08T15:40:32Z"


def test_without_the_intermediate_there_is_no_chain(folder):
    """The root alone does not vouch for a certificate that an absent intermediate issued."""
    root = certificate.load((folder / "ts_chain.pem").read_bytes())[2]
    reply = (folder / "response.tsr").read_bytes()
    found = timestamp.verify(reply, b"hello", roots=[certificate.encode_pem([root]).encode()])
    assert verdicts(found)["chain"] == "FAIL"


def test_the_reply_to_another_request_fails(folder):
    """The other published reply does not answer this request."""
    asked = timestamp.parse_request((folder / "request.der").read_bytes())
    found = timestamp.verify((folder / "other_response.tsr").read_bytes(), b"hello", asked=asked)
    assert verdicts(found)["nonce"] == "FAIL"


def test_injected_certificates_do_not_matter(folder):
    """Certificates that somebody added to a reply do not take the place of the one that signed it."""
    reply = (folder / "response-injected-certs.tsr").read_bytes()
    roots = [(folder / "ts_chain.pem").read_bytes()]
    found = timestamp.verify(reply, b"hello", roots=roots)
    clean = timestamp.verify((folder / "response.tsr").read_bytes(), b"hello", roots=roots)
    assert found.timestamp == clean.timestamp
    assert verdicts(found) == verdicts(clean)
    assert next(check for check in found.checks if check.name == "timestamp-signature").verdict is Verdict.PASS
