"""Small messages, each with one thing that goes wrong in the world, and what a reader must find in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.formats.mail.deviation import CODES
from tallystick.formats.mail.read import read
from tallystick.model.message import Message

HERE = Path(__file__).parent
EXPECTED: dict[str, dict[str, Any]] = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


def found(message: Message) -> dict[str, Any]:
    return {
        "subject": message.subject,
        "text": message.text,
        "html_text": message.html_text,
        "parts": [[part.path, part.role, part.media_type, part.name, part.size_bytes] for part in message.parts],
        "nested": [inner.subject for inner in message.nested],
        "protection": list(message.protection),
        "problems": [problem.code for problem in message.problems],
        "labels": list(message.labels),
        "moments": [
            f"{moment.utc.isoformat()} {moment.offset_minutes} {moment.source}" if moment.utc else moment.raw
            for moment in message.moments
        ],
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_damaged_message_is_read_as_people_meant_it(name: str) -> None:
    """Each golden message gives exactly the fields, parts and problems that are written beside it."""
    assert found(read((HERE / name).read_bytes())) == EXPECTED[name]


def test_every_golden_message_has_its_provenance() -> None:
    """No file lies in the folder without a line in the README and an expectation."""
    names = {path.name for path in HERE.glob("*.eml")}
    assert names == set(EXPECTED)
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in readme for name in names)


def test_every_problem_has_a_code_of_the_table() -> None:
    """A code that the table does not explain never leaves the reader."""
    for name in EXPECTED:
        assert {problem.code for problem in read((HERE / name).read_bytes()).problems} <= set(CODES)
