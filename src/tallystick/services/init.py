"""Init: a new vault and its signing key."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tallystick.vault.vault import Edges, create

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class NewVault:
    """Where the vault is, its origin, its verifier key, and the file of its signing key."""

    root: Path
    origin: str
    vkey: str
    key_file: Path


def make_vault(root: Path, name: str | None, edges: Edges) -> NewVault:
    """A vault stands in `root`, with an origin that no other vault has. Raises VaultExists, VaultNotWritable."""
    root = root.absolute()
    plain = _NOT_IN_A_NAME.sub("-", (name or root.name).lower()).strip("-.") or "vault"
    origin = f"tallystick/{plain[:60]}-{edges.random(4).hex()}"
    vault = create(root, origin, edges)
    vault.close()
    return NewVault(root, origin, vault.sheet.keys[-1], edges.keys.path(origin))
