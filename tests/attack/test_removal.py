"""Something is taken away: the newest item, a tile, a bundle, the end of the log."""

from __future__ import annotations

import shutil
import sys

import pytest

machine = sys.modules["tallystick_tests_machine"]


def rolled_back(owner, vault):
    """The vault as it was before the newest mail: item, index and log entry are gone, all else is sound."""
    shutil.rmtree(vault)
    return owner.copy(vault, owner.older)


def test_a_rollback_alone_looks_like_an_older_vault(owner, copy):
    """An older state of the whole vault is sound in itself: nothing inside it can tell, and we do not claim so."""
    assert owner.failed(rolled_back(owner, copy)) == set()


def test_a_rollback_is_found_by_a_newer_checkpoint(owner, copy):
    """A checkpoint that somebody holds from after the removed item shows that the log was cut off."""
    held = owner.vault / "log" / "checkpoint"
    vault = rolled_back(owner, copy)
    assert owner.failed(vault, held) == owner.failed_by_second(vault, held) == {"against"}


def test_a_rollback_is_found_by_the_memory_of_the_machine(owner, tmp_path):
    """The command fails, with no option given, where this machine has seen more of the log than there is."""
    kept = owner.vault.rename(tmp_path / "kept")
    try:
        owner.copy(owner.vault, owner.older)
        code, document = owner.tally("verify")
        assert code == 1
        assert {check["name"] for check in document["checks"] if check["verdict"] == "FAIL"} == {"against"}
    finally:
        shutil.rmtree(owner.vault)
        kept.rename(owner.vault)


def test_a_log_truncated_under_newer_packs(owner, copy):
    """The log and views put back to an older state leave a torn tail in the pack, and a newer checkpoint convicts."""
    held = owner.vault / "log" / "checkpoint"
    for folder in ("log", "record"):
        shutil.rmtree(copy / folder)
        shutil.copytree(owner.older / folder, copy / folder)
    said = " ".join(check.reason for check in owner.verify(copy).checks if check.name == "packs")
    assert "torn tail" in said
    assert owner.failed(copy, held) == owner.failed_by_second(copy, held) == {"against"}


def test_the_newest_entry_cut_off_without_the_key(owner, copy):
    """Who removes the newest item, its index and its entry, but cannot sign, is found by the checkpoint."""
    shutil.rmtree(copy / "record")
    machine.write_log(copy, machine.entries_of(copy)[:-1], None)
    assert owner.failed(copy)
    assert owner.failed_by_second(copy)


@pytest.mark.parametrize("name", ["tile/0/000.p/{size}", "tile/entries/000.p/{size}", "checkpoint"])
def test_a_removed_file_of_the_log(owner, copy, name):
    """A tile, an entry bundle or the checkpoint that is gone is a FAIL."""
    size = len(machine.entries_of(copy))
    (copy / "log" / name.format(size=size)).unlink()
    assert owner.failed(copy)
    assert owner.failed_by_second(copy)


@pytest.mark.parametrize("kind", ["checkpoint", "tsq", "tsr", "pem"])
def test_a_removed_file_of_a_seal(owner, copy, kind):
    """Each file of a seal is named by the log and missed where it is gone."""
    (path,) = (copy / "seals").glob(f"*.{kind}")
    path.unlink()
    assert "seals" in owner.failed(copy)
    assert "seals" in owner.failed_by_second(copy)


def test_a_removed_pack(owner, copy):
    """A pack that is gone is missed."""
    (path,) = (copy / "originals").rglob("*.warc.gz")
    path.unlink()
    assert owner.failed(copy) >= {"packs", "originals"}
    assert owner.failed_by_second(copy) >= {"packs", "originals"}
