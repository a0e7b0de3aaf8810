"""Attacks by means of the mail itself: one Message-ID twice, a part shown for another."""

from __future__ import annotations

import sys
from dataclasses import replace

from tallystick.model.check import Verdict
from tallystick.record.database import Database
from tallystick.seal import part

machine = sys.modules["tallystick_tests_machine"]


def test_one_message_id_and_two_prices(tmp_path):
    """Two mails with one Message-ID and another price are both kept, both found, and named as a conflict."""
    forged = machine.Machine(tmp_path / "machine")
    offered = [tmp_path / "true.eml", tmp_path / "forged.eml"]
    offered[0].write_bytes(machine.mail("price", "The price is USD 10,000.\n", ident="offer"))
    offered[1].write_bytes(machine.mail("price", "The price is USD 90,000.\n", ident="offer"))
    forged.done("init")
    forged.keep(*offered)
    for amount in ("10,000", "90,000"):
        found = forged.done("find", amount)
        assert len(found["hits"]) == 1, found
    database = Database(forged.vault / "record" / "record.sqlite3")
    # The record's models can be imported only once a record was opened.
    from tallystick.record.lookup import conflicts

    try:
        (conflict,) = list(conflicts(database))
    finally:
        database.close()
    assert "offer@factory.example" in str(conflict)


def test_a_part_proof_for_another_part():
    """A proof of one part does not pass for another part, another place, another mail or another seed."""
    original = b"head" + b"contract, USD 10,000" + b"contract, USD 90,000"
    spans = [("1", 4, 20), ("2", 24, 20)]
    seed, count = bytes(range(32)), len(spans)
    root = part.parts_root(seed, original, spans)
    first, second = (part.prove_part(seed, original, spans, path) for path in ("1", "2"))
    blocks = [original[start : start + length] for _, start, length in spans]

    def verdict(proof, block, root=root):
        return part.verify_part(proof, block, count, root).verdict

    assert verdict(first, blocks[0]) is verdict(second, blocks[1]) is Verdict.PASS
    assert verdict(first, blocks[1]) is verdict(second, blocks[0]) is Verdict.FAIL
    for forged in (
        replace(first, index=1),
        replace(first, line=second.line),
        replace(first, salt=second.salt),
        replace(first, path=second.path),
        replace(first, line="1 5 20\n"),
    ):
        assert verdict(forged, blocks[0]) is Verdict.FAIL
    assert verdict(first, blocks[0], part.parts_root(bytes(32), original, spans)) is Verdict.FAIL
