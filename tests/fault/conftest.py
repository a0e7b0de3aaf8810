"""What every fault test starts from: a vault made by the real program, a small source, and the one checker."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

# Test folders are no packages: the parts that the fault tests share are made importable by name here.
for _name in ("fault_subject", "fault_invariant", "fault_trace", "fault_power", "fault_mount", "fault_process"):
    _spec = importlib.util.spec_from_file_location(_name, Path(__file__).with_name(f"{_name}.py"))
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_name])

from fault_subject import Subject  # noqa: E402


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    """A new vault, and six mails and an mbox of three that are not in it yet."""
    made = Subject(tmp_path)
    made.write_source("first", mails=6, mbox_mails=3)
    made.init()
    return made


@pytest.fixture
def grown(subject: Subject) -> Subject:
    """A vault with one acknowledged import, and a second source to be kept."""
    subject.keep("first")
    subject.write_source("second", mails=6, mbox_mails=3)
    return subject
