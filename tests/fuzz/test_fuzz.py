"""A minute of fuzzing of every parser: by atheris where it is installed, and by hypothesis always."""

from __future__ import annotations

import importlib.util
import os
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HERE = Path(__file__).parent
MOST_MEMORY = 3 << 30
SECONDS = int(os.environ.get("TALLY_FUZZ_SECONDS", "60"))


def load(name: str) -> ModuleType:
    """A module that lies beside this one, which is no package."""
    spec = importlib.util.spec_from_file_location(f"fuzz_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


targets, seeds = load("targets"), load("seeds")


@st.composite
def changed(draw: st.DrawFn, name: str) -> bytes:
    """A good input of the target with up to five runs of it cut, doubled, overwritten or moved; or any bytes."""
    content = draw(st.sampled_from(seeds.seeds(name)) | st.binary(max_size=200))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        new = draw(
            st.sampled_from([b"", content[start:end] * 2, b"\0", b"\xff" * 4, b"\n", content[:40]])
            | st.binary(max_size=8)
        )
        content = content[:start] + new + content[end:]
    return content


@pytest.mark.parametrize("name", targets.TARGETS)
def test_good_input_is_taken_without_error(name: str) -> None:
    """Each target has good inputs, and runs on them without any error but our own."""
    assert seeds.seeds(name)
    for content in seeds.seeds(name):
        targets.run(name, content)


@pytest.fixture
def bounded_memory() -> Iterator[None]:
    """A parser that asks for memory without end gets a MemoryError, and the machine keeps the rest."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, hard))
    yield
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@pytest.mark.timeout(300)
@pytest.mark.usefixtures("bounded_memory")
@pytest.mark.parametrize("name", sorted(set(targets.TARGETS) - targets.NATIVE))
def test_changed_input_raises_only_our_errors(name: str) -> None:
    """Whatever is done to a good input, the parser ends within 5 seconds, with a result or an error of ours."""

    @settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(content=changed(name))
    def one(content: bytes) -> None:
        targets.run(name, content)

    one()


@pytest.mark.parametrize("name", sorted(targets.NATIVE))
def test_changed_input_of_a_native_reader(name: str, tmp_path: Path) -> None:
    """It ends its process with a result or an error of ours on each of 40 changed files, and never by a signal."""
    chance = random.Random(7)
    for number in range(40):
        content = bytearray(chance.choice(seeds.seeds(name)))
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        (tmp_path / f"{number:02d}").write_bytes(content)
    command = [sys.executable, str(HERE / "run.py"), "--target", name, "--input", *map(str, sorted(tmp_path.iterdir()))]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert run.returncode == 0, run.stderr


@pytest.mark.slow
@pytest.mark.timeout(SECONDS * 3 + 600)
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed on this system")
def test_atheris_finds_no_fault(tmp_path: Path) -> None:
    """Fuzzing guided by coverage, TALLY_FUZZ_SECONDS in all (60), finds no leak, no hang and no hunger for memory."""
    command = [sys.executable, str(HERE / "run.py"), "--seconds", str(SECONDS), "--faults", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 3 + 500)
    assert run.returncode == 0, run.stdout + run.stderr
