"""Power loss at any moment of an init and of a keep, on a disk that forgets and reorders what was not flushed."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fault_invariant import Acknowledged, acknowledged, check, check_healed
from fault_power import Call, Disk, differences, replace_folder, traced
from fault_subject import TALLY, Subject
from fault_trace import IS_EXHAUSTIVE, needs_strace

STATES = 2000 if IS_EXHAUSTIVE else 60
HEALED_EVERY = 10 if IS_EXHAUSTIVE else 12


def ends_acknowledging(call: Call, subject: Subject) -> bool:
    """Whether this call makes a checkpoint durable: the flush of the folder that it stands in."""
    return call.name == "fsync" and call.paths[0] == str(subject.root / "log")


@needs_strace
@pytest.mark.parametrize("jobs", [1, 2])
def test_power_loss_in_a_keep(grown: Subject, tmp_path_factory: pytest.TempPathFactory, jobs: int) -> None:
    """Whatever was not flushed is lost, every original under a checkpoint that was made durable is kept."""
    before = check(grown)
    disk, calls = traced(grown, grown.keep_command("second", jobs=jobs))
    explore(grown, disk, calls, before, tmp_path_factory.mktemp("crashed"), "second")


@needs_strace
def test_power_loss_in_the_first_keep(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same where the first pack, its folders and the views are made."""
    before = check(subject)
    disk, calls = traced(subject, subject.keep_command("first"))
    explore(subject, disk, calls, before, tmp_path_factory.mktemp("crashed"), "first")


@needs_strace
def test_power_loss_after_a_kill(subject: Subject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Folders that a killed keep had made but not flushed are flushed by the keep that uses them."""
    before = check(subject)
    disk = Disk(subject.place)
    for name in ("originals", f"originals/{datetime.now(UTC):%Y}"):
        (subject.root / name).mkdir()
        disk.apply(Call("mkdir", (str(subject.root / name),)))
    _disk, calls = traced(subject, subject.keep_command("first"))
    for call in calls:
        disk.apply(call)
    target = tmp_path_factory.mktemp("crashed")
    disk.crashed(random.Random(1), target, keeps=0.0)
    assert subject.hashes["first"] <= check(moved(subject, target), before).originals


@needs_strace
def test_power_loss_after_init(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A vault whose `init` has ended is there after a loss of power, its signing key too, so that it can be used."""
    subject = Subject(tmp_path_factory.mktemp("subject"))
    subject.write_source("first", mails=2)
    disk, calls = traced(subject, [*TALLY, "init", str(subject.root)])
    for call in calls:
        disk.apply(call)
    assert not differences(disk, subject.place)
    target = tmp_path_factory.mktemp("crashed")
    disk.crashed(random.Random(1), target, keeps=0.0)
    crashed = moved(subject, target)
    assert crashed.root.is_dir(), "the vault's own folder was never flushed"
    now = check(crashed)
    assert list((crashed.config / "keys").glob("*.key")), "the signing key's name was never flushed"
    check_healed(crashed, now, "first")


@needs_strace
def test_power_loss_in_init(tmp_path_factory: pytest.TempPathFactory) -> None:
    """An init cut off anywhere leaves a vault that works, or a folder in which init can be run again."""
    subject = Subject(tmp_path_factory.mktemp("subject"))
    disk, calls = traced(subject, [*TALLY, "init", str(subject.root)])
    target = tmp_path_factory.mktemp("crashed") / "state"
    chance = random.Random(2)
    looked_at = set(random.Random(3).sample(range(len(calls)), len(calls) if IS_EXHAUSTIVE else 12))
    for number, call in enumerate(calls):
        disk.apply(call)
        if number not in looked_at:
            continue
        replace_folder(target)
        disk.crashed(chance, target, keeps=(0.0, 0.5, 1.0)[number % 3])
        crashed = moved(subject, target)
        if not (crashed.root / "log" / "checkpoint").exists():
            crashed.init()
        check(crashed)


def explore(subject: Subject, disk: Disk, calls: list[Call], before: Acknowledged, folder: Path, source: str) -> None:
    """Many seeded states of the disk after a crash somewhere in these calls are checked, some of them healed."""
    chance = random.Random(20_240_101)
    moments = sorted(chance.choices(range(1, len(calls) + 1), k=STATES))
    durable, done, failures = before, 0, []
    for number, moment in enumerate(moments):
        for call in calls[done:moment]:
            disk.apply(call)
            if ends_acknowledging(call, subject):
                durable = at_present(subject, disk, folder / "acknowledged")
        done = max(done, moment)
        target = folder / "state"
        replace_folder(target)
        disk.crashed(random.Random(number), target, keeps=chance.choice([0.0, 0.2, 0.5, 0.9, 1.0]))
        crashed = moved(subject, target)
        try:
            found = acknowledged(crashed)
            assert durable.originals <= found.originals
            if number % HEALED_EVERY == 0:
                check_healed(crashed, check(crashed, durable), source)
        except Exception as error:
            failures.append(f"state {number} at call {moment} ({calls[moment - 1].name}): {error!r}"[:600])
    for call in calls[done:]:
        disk.apply(call)
    assert not differences(disk, subject.place), "the model missed a call"
    assert not failures, f"{len(failures)} of {len(moments)} states:\n" + "\n".join(failures[:10])


def at_present(subject: Subject, disk: Disk, place: Path) -> Acknowledged:
    """What a reader sees as acknowledged when nothing is forgotten."""
    replace_folder(place)
    disk.crashed(random.Random(0), place, keeps=1.1)
    return acknowledged(moved(subject, place))


def moved(subject: Subject, place: Path) -> Subject:
    """The subject whose vault and keys stand at `place`, offering the same sources."""
    return Subject(place, subject.name, subject.hashes)
