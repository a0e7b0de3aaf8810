"""One bit is flipped, anywhere in what is evidence."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tallystick.model.check import Verdict

machine = sys.modules["tallystick_tests_machine"]
NO_EVIDENCE = ("record", "lock", "lock.json")


def evidence(vault: Path) -> list[Path]:
    """The files of a vault that are evidence: all but views and lock."""
    files = (path for path in vault.rglob("*") if path.is_file())
    return sorted(path for path in files if path.relative_to(vault).parts[0] not in NO_EVIDENCE)


def unnoticed(
    places: Iterator[tuple[Path, int]] | list[tuple[Path, int]], is_noticed: Callable[[], bool], seed: int
) -> list[str]:
    """Where a bit, chosen by the seed, can be flipped without being noticed; every file is left as it was."""
    chosen, missed = random.Random(seed), []
    for path, position in places:
        content = path.read_bytes()
        bit = 1 << chosen.randrange(8)
        path.write_bytes(content[:position] + bytes([content[position] ^ bit]) + content[position + 1 :])
        try:
            if not is_noticed():
                missed.append(f"{path.name} byte {position} bit {bit:#04x}")
        except Exception as error:
            missed.append(f"{path.name} byte {position} bit {bit:#04x}: {type(error).__name__}: {error}")
        path.write_bytes(content)
    return missed


def sampled(vault: Path, count: int, least: int, seed: int) -> list[tuple[Path, int]]:
    """About `count` places over all files by their size, at least `least` in each."""
    chosen, files = random.Random(seed), evidence(vault)
    whole = sum(path.stat().st_size for path in files)
    places = []
    for path in files:
        size = path.stat().st_size
        wanted = min(size, max(least, round(count * size / whole)))
        places += [(path, position) for position in chosen.sample(range(size), wanted)]
    return places


def test_the_program_notices_a_flipped_bit(owner, copy):
    """A bit flipped at any of some 150 places, three at least in each file, is a FAIL and never a crash."""
    places = sampled(copy, 150, 3, seed=1)
    assert len({path for path, _ in places}) == len(evidence(copy)) >= 8
    assert unnoticed(places, lambda: owner.verify(copy).verdict is Verdict.FAIL, seed=2) == []


def test_the_second_verifier_notices_a_flipped_bit(owner, copy):
    """The second verifier finds a bit flipped at any of some 800 other places, without any root certificate."""
    places = sampled(copy, 800, 3, seed=3)
    assert unnoticed(places, lambda: is_failed_by_second(copy), seed=4) == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_flipped_bit_in_any_byte_is_noticed(owner, copy):
    """There is no byte of a vault in which a flipped bit goes unnoticed."""
    places = ((path, position) for path in evidence(copy) for position in range(path.stat().st_size))
    assert unnoticed(places, lambda: is_failed_by_second(copy), seed=5) == []


def is_failed_by_second(vault: Path) -> bool:
    found = machine.second.verify(vault)
    return any(verdict == machine.second.FAIL for verdict, _ in found.values())
