"""Where the clock is real: the objects that commands and pages work with, built from the machine they run on."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick import __version__
from tallystick.errors import TallyError
from tallystick.vault.memory import Memory
from tallystick.vault.sheet import find_vault
from tallystick.vault.signing import KeyRing
from tallystick.vault.vault import Edges

if TYPE_CHECKING:
    from tallystick.services.verify import Trust
    from tallystick.sources.name_server import NameServer
    from tallystick.sources.settings import Settings

CONFIG_VARIABLE = "TALLY_CONFIG"
VAULT_VARIABLE = "TALLY_VAULT"


def now() -> datetime:
    """The time of this machine's clock, aware, UTC."""
    return datetime.now(UTC)


def config_folder() -> Path:
    """The user's own configuration folder: `TALLY_CONFIG`, else where this system keeps such things."""
    given = os.environ.get(CONFIG_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("tallystick")


def edges() -> Edges:
    """The world as vaults see it."""
    from tallystick.vault.lock import who

    folder = config_folder()
    keys, memory = KeyRing(folder / "keys", os.environ), Memory(folder / "seen")
    found = settings()
    return Edges(now, os.urandom, keys, memory, found.actor or who(), f"tallystick {__version__}", found.ocr)


def settings() -> Settings:
    """What the user set for this machine. Raises ConfigError."""
    from tallystick.sources.settings import load

    return load(config_folder())


def name_server() -> NameServer:
    """Whom to ask for DKIM keys."""
    from tallystick.sources.name_server import NameServer

    found = settings()
    return NameServer(found.name_servers, found.name_server_port)


def vault_root(given: Path | None) -> Path:
    """The vault meant: the one given, else that of `TALLY_VAULT`, else the nearest above this folder.

    Raises VaultNotFound.
    """
    named = given or (Path(os.environ[VAULT_VARIABLE]) if os.environ.get(VAULT_VARIABLE) else None)
    return find_vault(Path.cwd()) if named is None else find_vault_at(named)


def find_vault_at(folder: Path) -> Path:
    """The same folder, which must itself hold a sheet. Raises VaultNotFound."""
    from tallystick.errors import VaultNotFound
    from tallystick.vault.sheet import NAME

    if not (folder / NAME).is_file():
        raise VaultNotFound(folder)
    return folder.absolute()


def trust(root: Path, roots: tuple[Path, ...], against: tuple[Path, ...]) -> Trust:
    """What a verifier on this machine brings: roots from settings and those given, checkpoints given and remembered."""
    from tallystick.services.verify import Trust
    from tallystick.sources.settings import read_roots
    from tallystick.vault import sheet

    known = (*settings().roots, *roots)
    held = [(str(path), path.read_bytes()) for path in against]
    try:
        origin = sheet.parse((root / sheet.NAME).read_bytes()).origin
        seen = Memory(config_folder() / "seen").recall(origin)
    except (OSError, TallyError):
        seen = None
    if seen is not None:
        held.append(("the last checkpoint that this machine saw", seen))
    return Trust(read_roots(known), tuple(held))


def worker_count() -> int:
    """How many processes this machine can usefully run at once."""
    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16))
