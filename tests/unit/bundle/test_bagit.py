"""The files that make a folder a bag."""

from __future__ import annotations

import hashlib
from pathlib import Path

import bagit
import pytest

from tallystick.bundle.bagit import Payload, manifest, tag_files


@pytest.mark.parametrize("name", ["data/a.txt", "data/合同/b.txt"])
def test_another_program_accepts_the_bag(tmp_path: Path, name: str) -> None:
    """Names in other scripts are found again, and a fact stays one line."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"x")
    payload = [Payload(name, hashlib.sha256(b"x").hexdigest(), 1)]
    for path, content in tag_files(payload, [("External-Identifier", "a\nb: c")], {"README.txt": b"y"}).items():
        (tmp_path / path).write_bytes(content)
    bag = bagit.Bag(str(tmp_path))
    assert bag.is_valid()
    assert bag.info["Payload-Oxum"] == "1.1"
    assert bag.info["External-Identifier"] == "a b: c"


def test_every_tag_file_is_in_the_tag_manifest() -> None:
    """What stands beside the manifest is named too, so that a change of it is noticed."""
    files = tag_files([], [], {"verify.html": b"page"})
    named = {line.split("  ")[1] for line in files["tagmanifest-sha256.txt"].decode().splitlines()}
    assert named == set(files) - {"tagmanifest-sha256.txt"}


def test_a_name_cannot_end_its_line() -> None:
    """Percent signs and line ends are written as RFC 8493 2.1.3 has them."""
    assert manifest([Payload("data/100%\n.txt", "ab", 1)]) == b"ab  data/100%25%0A.txt\n"
