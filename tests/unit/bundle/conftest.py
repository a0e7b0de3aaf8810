"""What the tests of proof folders share: one authority and folders made once."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


def _maker() -> ModuleType:
    path = Path(__file__).with_name("folder_maker.py")
    if "folder_maker" not in sys.modules:
        spec = importlib.util.spec_from_file_location("folder_maker", path)
        assert spec is not None
        assert spec.loader is not None
        sys.modules["folder_maker"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["folder_maker"])
    return sys.modules["folder_maker"]


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    """The module that makes logs, mails and folders."""
    return _maker()


@pytest.fixture(scope="session")
def authority(maker: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> object:
    """A timestamp authority by openssl."""
    return maker.test_authority.Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def _full(maker: ModuleType, authority: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, _ = maker.full_folder(tmp_path_factory.mktemp("proof") / "full", authority)
    return Path(folder)


@pytest.fixture(scope="session")
def _part(maker: ModuleType, authority: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    log, mail = maker.Log(), maker.plain_mail()
    index = log.keep_parts(mail, maker.part_spans(mail))
    log.fill(3)
    material = maker.single_part(log, index, mail, "2", timestamps=(log.stamped(authority, index),))
    return Path(maker.write(tmp_path_factory.mktemp("proof") / "part", material))


def _copier(source: Path, tmp_path: Path) -> Callable[[], Path]:
    def copy() -> Path:
        target = tmp_path / f"copy-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(source, target)
        return target

    return copy


@pytest.fixture
def full_folder(_full: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a fresh copy of a folder that holds every kind of file."""
    return _copier(_full, tmp_path)


@pytest.fixture
def part_folder(_part: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a fresh copy of a folder that proves the PDF of a mail."""
    return _copier(_part, tmp_path)
