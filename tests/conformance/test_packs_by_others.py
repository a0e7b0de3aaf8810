"""Packs, seals and bags before the tools that others wrote for these formats."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PLACE = Path(__file__).resolve().parents[1] / "attack" / "machine.py"
if "tallystick_tests_machine" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("tallystick_tests_machine", _PLACE)
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_spec.name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_spec.name])
machine = sys.modules["tallystick_tests_machine"]

HOSTILE = [
    "CON.eml",
    "trailing dot. .eml",
    "new\nline\rreturn.eml",
    "-rf --no-preserve-root.eml",
    "%2e%2e%2f100%.eml",
    'quote" and $(id) `id`.eml',
    "\u202egnp.eml",
    "e\u0301 and é.eml",
    "合同 договор 🧾.eml",
    "n" * 240 + ".eml",
]


@pytest.fixture(scope="module")
def owner(tmp_path_factory):
    """A sealed vault of several kinds of source whose names no system likes."""
    owner = machine.Machine(tmp_path_factory.mktemp("owner"))
    offered = owner.folder / "offered"
    offered.mkdir()
    for number, name in enumerate(HOSTILE):
        (offered / name).write_bytes(machine.mail(f"h{number}"))
    Path(os.fsdecode(os.fsencode(offered) + b"/not \xff utf-8.eml")).write_bytes(machine.mail("bytes"))
    (offered / "b.emlx").write_bytes(machine.emlx(machine.mail("b")))
    (offered / "empty.eml").write_bytes(b"")
    (offered / "large.eml").write_bytes(machine.mail("large", attachment=bytes(range(256)) * 20_000))
    (offered / "box.mbox").write_bytes(machine.mbox(machine.mail("one"), machine.mail("two")))
    machine.zipped(offered / "z.zip", {"../../etc/passwd.eml": machine.mail("p"), "/abs.eml": machine.mail("q")})
    owner.done("init")
    owner.tally("keep", "--offline", "--jobs", "1", offered)
    owner.seal()
    return owner


def packs(owner) -> list[Path]:
    found = sorted((owner.vault / "originals").rglob("*.warc.gz"))
    assert found
    return found


def kept(owner):
    return [entry for entry in machine.parsed(machine.entries_of(owner.vault)) if entry["kind"] == "kept"]


def test_warcio_checks_the_packs(owner):
    """`warcio check` finds the digest of every block of our packs right; it checks none of an empty block."""
    pytest.importorskip("warcio", reason="warcio is not installed")
    for pack in packs(owner):
        done = subprocess.run([*_WARCIO, "check", "-v", str(pack)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout
        assert done.stdout.count("digest pass") == sum(entry["size"] > 0 for entry in kept(owner))


_WARCIO = [sys.executable, "-c", "from warcio.cli import main; main()"]


def test_fastwarc_reads_the_packs(owner):
    """fastwarc verifies the block digest of every record and reads the originals byte for byte."""
    fastwarc = pytest.importorskip("fastwarc.warc", reason="fastwarc is not installed")
    found = []
    for pack in packs(owner):
        with pack.open("rb") as file:
            for record in fastwarc.ArchiveIterator(file):
                if record.record_type == fastwarc.WarcRecordType.resource:
                    assert record.verify_block_digest()
                    found.append(machine.second_form.sha256(record.reader.read()))
    assert sorted(found) == sorted(entry["sha256"] for entry in kept(owner))


def test_openssl_accepts_the_seals(owner):
    """`openssl ts -verify` accepts each token for the checkpoint file and for the request, and for no other file."""
    seals = owner.vault / "seals"
    (reply,) = seals.glob("*.tsr")
    request, chain = reply.with_suffix(".tsq"), reply.with_suffix(".pem")
    checkpoint = next(seals.glob("*.checkpoint"))

    def verified(*given: object) -> int:
        command = ["openssl", "ts", "-verify", "-in", reply, "-CAfile", owner.authority.root, "-untrusted", chain]
        return subprocess.run([*map(str, command), *map(str, given)], capture_output=True, check=False).returncode

    assert verified("-data", checkpoint) == 0
    assert verified("-queryfile", request) == 0
    assert verified("-data", owner.vault / "tallystick.toml") != 0


def test_bagit_validates_the_export(owner, tmp_path):
    """`bagit.py --validate` calls our export valid; it holds every original and no name leaves the bag."""
    pytest.importorskip("bagit", reason="bagit is not installed")
    owner.done("export", tmp_path / "bag")
    command = [sys.executable, "-m", "bagit", "--validate", str(tmp_path / "bag")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    payload = [path for path in (tmp_path / "bag" / "data").rglob("*") if path.is_file()]
    found = {machine.second_form.sha256(path.read_bytes()) for path in payload}
    assert found == {entry["sha256"] for entry in kept(owner)}
    assert all(path.name.isprintable() and len(path.name.encode()) <= 255 for path in payload)
    payload[0].write_bytes(b"changed")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0
