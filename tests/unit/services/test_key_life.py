"""The signing key's life: replaced under the old one's signature, and never in doubt whatever interrupts that."""

from __future__ import annotations

import shutil

import pytest

from tallystick.errors import SigningKeyExposed, SigningKeyMissing, SigningKeyWrong
from tallystick.model.check import Verdict
from tallystick.services.key import key_facts, rotate
from unit.services.workshop import Machine, checks_of, mail


def test_a_rotation_is_vouched_for_by_the_old_key(machine: Machine) -> None:
    """Both keys are named in order, the new one signs, and the whole log verifies, twice over."""
    old = key_facts(machine.root, machine.edges())
    machine.keep(machine.offer("a.eml", mail("one")))
    first = rotate(machine.root, machine.edges())
    machine.keep(machine.offer("b.eml", mail("two")))
    second = rotate(machine.root, machine.edges())
    assert second.vkeys[:1] == old.vkeys
    assert second.vkeys[:2] == first.vkeys
    assert len(set(second.vkeys)) == 3
    assert second.problem == ""
    machine.keep(machine.offer("c.eml", mail("three")))
    assert {check.verdict for check in checks_of(machine.assert_sound(), "keys")} == {Verdict.PASS}
    assert first.file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", ["key saved", "rotation logged", "sheet written"])
def test_an_interrupted_rotation_heals(machine: Machine, step: str) -> None:
    """Whatever step a rotation stopped behind, the next writer signs with the key that the log names."""
    machine.keep(machine.offer("a.eml", mail("one")))
    keys = machine.folder / "config" / "keys"
    before = machine.folder / "before"
    for folder in (machine.root, keys):
        shutil.copytree(folder, before / folder.name)
    facts = rotate(machine.root, machine.edges())
    # Between the steps stand: the old key beside the next one, and the vault as far as it had come.
    shutil.copy(facts.file, machine.edges().keys.next_path(facts.origin))
    shutil.copy(before / "keys" / facts.file.name, facts.file)
    if step == "key saved":
        shutil.rmtree(machine.root)
        shutil.copytree(before / machine.root.name, machine.root)
    elif step == "rotation logged":
        shutil.copy(before / machine.root.name / "tallystick.toml", machine.root / "tallystick.toml")
    machine.keep(machine.offer("b.eml", mail("two")))
    machine.assert_sound()
    found = key_facts(machine.root, machine.edges())
    assert found.problem == ""
    assert (found.vkeys == facts.vkeys) is (step != "key saved")
    assert len(rotate(machine.root, machine.edges()).vkeys) == len(found.vkeys) + 1
    machine.assert_sound()


def test_a_lost_key_stops_writing_and_nothing_else(machine: Machine) -> None:
    """The vault can be read and verified; adding says what is missing and what to do."""
    machine.keep(machine.offer("a.eml", mail("one")))
    facts = key_facts(machine.root, machine.edges())
    facts.file.unlink()
    machine.assert_sound()
    assert "not found" in key_facts(machine.root, machine.edges()).problem
    with pytest.raises(SigningKeyMissing, match="TALLY_SIGNING_KEY"):
        machine.keep(machine.offer("b.eml", mail("two")))


def test_a_key_that_others_can_read_is_not_used(machine: Machine) -> None:
    """The error says the mode and how to mend it."""
    facts = key_facts(machine.root, machine.edges())
    facts.file.chmod(0o644)
    with pytest.raises(SigningKeyExposed, match=r"0644.*chmod 600"):
        machine.keep(machine.offer("a.eml", mail("one")))


def test_another_vaults_key_is_refused(machine: Machine) -> None:
    """A key in its place that is not this vault's signs nothing."""
    other = Machine(machine.folder, name="other").init()
    facts = key_facts(machine.root, machine.edges())
    shutil.copy(key_facts(other.root, other.edges()).file, facts.file)
    with pytest.raises(SigningKeyWrong):
        machine.keep(machine.offer("a.eml", mail("one")))


def test_a_key_may_come_from_the_environment(machine: Machine) -> None:
    """TALLY_SIGNING_KEY stands in for the file."""
    facts = key_facts(machine.root, machine.edges())
    machine.environment["TALLY_SIGNING_KEY"] = facts.file.read_text()
    facts.file.unlink()
    machine.keep(machine.offer("a.eml", mail("one")))
    machine.assert_sound()
