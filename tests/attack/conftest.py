"""One small vault: a few mails, sealed once, one more mail after the seal. Every attack is made on a copy of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_PLACE = Path(__file__).with_name("machine.py")
if "tallystick_tests_machine" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("tallystick_tests_machine", _PLACE)
    assert _spec is not None
    assert _spec.loader is not None
    sys.modules[_spec.name] = importlib.util.module_from_spec(_spec)
    _spec.loader.exec_module(sys.modules[_spec.name])
machine = sys.modules["tallystick_tests_machine"]


@pytest.fixture(scope="session")
def owner(tmp_path_factory):
    """The honest owner's machine. `owner.older` is a copy of the vault made before the newest mail was kept."""
    owner = machine.Machine(tmp_path_factory.mktemp("owner"))
    offered = owner.folder / "offered"
    offered.mkdir()
    (offered / "price.eml").write_bytes(machine.mail("price", "The price is USD 10,000.\n"))
    (offered / "invoice.eml").write_bytes(machine.mail("invoice", attachment=b"USD 10,000" * 40))
    (offered / "box.mbox").write_bytes(machine.mbox(machine.mail("one"), machine.mail("two")))
    owner.done("init")
    owner.keep(offered)
    owner.seal()
    owner.older = owner.copy(owner.folder / "older")
    newest = owner.folder / "newest.eml"
    newest.write_bytes(machine.mail("newest", "We refuse delivery.\n"))
    owner.keep(newest)
    return owner


@pytest.fixture
def copy(owner, tmp_path):
    """A copy of the vault that may be attacked."""
    return owner.copy(tmp_path / "vault")
