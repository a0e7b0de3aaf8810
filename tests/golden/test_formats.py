"""The golden files of every format: recognised as what they are, read, and every unit accounted for."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tallystick.errors import FormatError
from tallystick.formats import FORMATS, format_of
from tallystick.formats.carrier import Head
from tallystick.formats.guide import LANGUAGES, guide, names
from tallystick.formats.mail.sniff import sniff
from tallystick.formats.media_type import media_type_of
from tallystick.model.reading import Reading

GOLDEN = Path(__file__).parent / "formats"
FILES = sorted(path for path in GOLDEN.glob("*/*") if path.is_file())
GOOD = [path for path in FILES if not path.name.startswith("not-")]


def read(path: Path) -> list[Reading]:
    """What the file says, as far as it can be read."""
    found = []
    is_broken = any(word in path.name for word in ("damaged", "hostile", "bomb"))
    with contextlib.suppress(FormatError) if is_broken else contextlib.nullcontext():
        for reading in FORMATS[path.parent.name].read(path.read_bytes(), path.name):
            found.append(reading)
    return found


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_golden_files(name: str) -> None:
    """A good one at least, and one that is damaged or hostile."""
    mine = [path for path in GOOD if path.parent.name == name]
    assert len(mine) >= 2, name


@pytest.mark.parametrize("path", GOOD, ids=label)
def test_a_golden_file_is_recognised(path: Path) -> None:
    """By its content, with a name that says nothing: as its own format, and as no mail."""
    content = path.read_bytes()
    found = format_of(Head.of(content, path.name))
    assert found is not None
    assert found.name == path.parent.name
    assert sniff(content[:65536], len(content), "file").name not in ("message", "mbox")
    assert media_type_of(Head.of(content, path.name)) != ""


@pytest.mark.parametrize("path", [path for path in FILES if path.name.startswith("not-")], ids=label)
def test_a_file_of_another_kind_is_left_alone(path: Path) -> None:
    """What only shares the carrier of a format is not claimed by it."""
    found = format_of(Head.of(path.read_bytes(), path.name))
    assert found is None or found.name != path.parent.name


@pytest.mark.parametrize("path", GOOD, ids=label)
def test_every_unit_is_accounted_for(path: Path) -> None:
    """Lines, frames, nodes or rows in are messages, system lines and problems out."""
    readings = read(path)
    counts = [count for reading in readings for count in reading.counts]
    assert counts or "damaged" in path.name or "hostile" in path.name or "bomb" in path.name
    assert [count for count in counts if count.unbalanced] == []


@pytest.mark.parametrize("path", GOOD, ids=label)
def test_every_problem_is_in_the_guide(path: Path) -> None:
    """The guide of the format says what each code means that its files give."""
    known = guide(path.parent.name).problems
    codes = {problem.code for reading in read(path) for problem in reading.problems}
    assert codes <= set(known), codes - set(known)


def test_every_format_has_a_guide() -> None:
    """With steps for an app in three languages each, and none is of a format that is not there."""
    assert set(names()) == set(FORMATS)
    for name in names():
        shown = guide(name)
        assert shown.export, name
        for way in shown.export:
            assert set(way.steps) == set(LANGUAGES)
            assert all(way.steps[language] for language in LANGUAGES)
