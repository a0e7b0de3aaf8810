"""The inclusion and consistency proofs of transparency-dev/merkle: those to accept and those to reject."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from tallystick.model.check import Verdict
from tallystick.seal import merkle

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[3] / "shared"))
VECTORS = SHARED / "data" / "verify" / "merkle" / "testdata"


def vectors(kind: str) -> list[dict]:
    if not VECTORS.is_dir():
        pytest.skip(f"the vectors of transparency-dev/merkle are not at {VECTORS}")
    return [json.loads(path.read_text()) for path in sorted((VECTORS / kind).rglob("*.json"))]


def decode(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_inclusion_vectors():
    """Every published inclusion proof is accepted or rejected as its authors say."""
    found = vectors("inclusion")
    assert len(found) > 90
    for vector in found:
        proof = [decode(node) for node in vector["proof"] or []]
        check = merkle.verify_inclusion(
            decode(vector["leafHash"]), vector["leafIdx"], vector["treeSize"], proof, decode(vector["root"])
        )
        assert (check.verdict is not Verdict.PASS) == vector["wantErr"], vector["desc"]


def test_consistency_vectors():
    """Every published consistency proof is accepted or rejected as its authors say."""
    found = vectors("consistency")
    assert len(found) > 90
    for vector in found:
        proof = [decode(node) for node in vector["proof"] or []]
        check = merkle.verify_consistency(
            vector["size1"], vector["size2"], proof, decode(vector["root1"]), decode(vector["root2"])
        )
        assert (check.verdict is not Verdict.PASS) == vector["wantErr"], vector["desc"]
