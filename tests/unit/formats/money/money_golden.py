"""The fixtures of statements, invoices and timesheets, read."""

from __future__ import annotations

from pathlib import Path

from tallystick.formats import FORMATS
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "formats"


def golden(name: str, file: str) -> bytes:
    return (GOLDEN / name / file).read_bytes()


def read(name: str, original: bytes) -> Reading:
    (reading,) = FORMATS[name].read(original)
    assert all(count.unbalanced == 0 for count in reading.counts)
    assert all(number >= 0 for count in reading.counts for _share, number in count.became)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}
