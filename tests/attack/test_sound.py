"""Before any attack, and where only what is no evidence was touched."""

from __future__ import annotations

import shutil
import sys

from tallystick.model.check import Verdict

machine = sys.modules["tallystick_tests_machine"]


def test_the_untouched_vault_passes(owner):
    """Both verifiers pass the vault that nobody touched, timestamp and all."""
    found = machine.verdicts(owner.verify(owner.vault))
    assert {duty for duty, verdict in found.items() if verdict is not Verdict.PASS} == {"witnesses", "against"}
    assert {verdict for verdict, _ in machine.second.verify(owner.vault, owner.authority.root).values()} == {"PASS"}


def test_the_user_is_told_that_nothing_failed(owner):
    """The command ends with 0 and says PASS against the checkpoint that this machine remembers."""
    code, document = owner.tally("verify", "--roots", owner.authority.root)
    assert (code, document["verdict"]) != (1, "FAIL")
    assert [check["verdict"] for check in document["checks"] if check["name"] == "against"] == ["PASS"]


def test_views_are_no_evidence(owner, copy):
    """A vault whose views were deleted, or overwritten with rubbish, is as sound as before."""
    shutil.rmtree(copy / "record")
    assert owner.failed(copy) == set()
    (copy / "record").mkdir(exist_ok=True)
    for name in ("catalog.sqlite3", "record.sqlite3"):
        (copy / "record" / name).write_bytes(b"rubbish" * 1000)
    assert owner.failed(copy) == set()
