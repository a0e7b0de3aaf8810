"""The one checker that runs after every step: nothing acknowledged is lost, and the next run heals."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass

from fault_subject import Subject

from tallystick.model.check import Verdict
from tallystick.record.places import RECORD
from tallystick.services.find import find
from tallystick.services.rebuild import rebuild, record_digest
from tallystick.services.verify import Trust, verify
from tallystick.vault.log import CHECKPOINT
from tallystick.vault.vault import Vault


@dataclass(frozen=True)
class Acknowledged:
    """What a vault has acknowledged: its checkpoint file and the hashes of the originals that this covers."""

    checkpoint: bytes
    originals: frozenset[str]


def check(subject: Subject, before: Acknowledged | None = None) -> Acknowledged:
    """Every original that the last checkpoint covers is there, byte for byte; the log extends what was acknowledged
    before, and all of that is still kept. Returns what is acknowledged now."""
    now = acknowledged(subject)
    held = () if before is None else (("what was acknowledged before", before.checkpoint),)
    found = verify(subject.root, subject.edges(), Trust(against=held), jobs=1)
    assert found.verdict is not Verdict.FAIL, [each for each in found.checks if each.verdict is Verdict.FAIL]
    if before is not None:
        assert before.originals <= now.originals
    return now


def acknowledged(subject: Subject) -> Acknowledged:
    """What the log on disk says is kept, each original read from its pack and hashed; no view is asked."""
    vault = Vault(subject.root, subject.edges())
    originals = set()
    for _index, event in vault.log.events():
        if event.location is not None:
            sha256 = event.members["sha256"]
            assert hashlib.sha256(vault.read_event(event)).hexdigest() == sha256
            originals.add(sha256)
    return Acknowledged((subject.root / CHECKPOINT).read_bytes(), frozenset(originals))


def check_healed(subject: Subject, before: Acknowledged, *names: str) -> None:
    """The next keep of the same sources ends balanced with all of it kept, leaves no leftovers, and the views are
    those that a rebuild makes."""
    wanted = set().union(*(subject.hashes[name] for name in names))
    ledger = subject.keep(*names).ledger
    assert ledger.unbalanced == 0
    assert not ledger.refused, ledger.refused
    assert ledger.offered == len(wanted) == ledger.kept + ledger.already_kept
    now = check(subject, before)
    assert wanted <= now.originals
    vault = Vault(subject.root, subject.edges())
    assert not list(vault.log.leftovers())
    for sha256 in wanted:
        assert vault.catalog.find(sha256).sha256 == sha256
    vault.close()
    check_views(subject, len(wanted), names[-1])


def check_views(subject: Subject, wanted: int, word: str) -> None:
    """Each message is found, before and after a rebuild, and the rebuilt record is the one there was."""
    standing = record_digest(subject.root / "record" / RECORD)
    standing_total = find(subject.root, subject.edges(), f"subject:{word}", limit=1).total
    assert standing_total == wanted, f"{standing_total} of {wanted} are found before a rebuild"
    rebuilt = rebuild(subject.root, subject.edges(), jobs=1)
    assert rebuilt.tables == standing
    assert find(subject.root, subject.edges(), f"subject:{word}", limit=1).total == wanted


def check_words(run: subprocess.CompletedProcess[str]) -> None:
    """A keep that met a fault ended as documented: 0, 1, 2 or 3, and a sentence of ours where it failed."""
    assert "Traceback" not in run.stderr, run.stderr
    assert run.returncode in (0, 1, 2, 3), run.stderr
    if run.returncode in (1, 2):
        assert run.stderr.startswith("tally: "), run.stderr
