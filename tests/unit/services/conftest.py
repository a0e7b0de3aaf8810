"""What the tests of services start from: an empty vault, and one timestamp authority for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

import test_authority
from unit.services.workshop import Machine, MailServer


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with a new vault."""
    return Machine(tmp_path).init()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> test_authority.Authority:
    """A timestamp authority by openssl."""
    return test_authority.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def mail_server() -> MailServer:
    """The mail server of a witness, a lawyer."""
    return MailServer("kanzlei.example")
