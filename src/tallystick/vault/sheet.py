"""The sheet of a vault, `tallystick.toml`: its origin, its keys, its format. The log holds its hash."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import VaultDamaged, VaultNotFound

NAME = "tallystick.toml"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """`keys` are verifier keys in the order in which they signed; the last one signs now."""

    origin: str
    keys: tuple[str, ...]

    def encode(self) -> bytes:
        """The file, the same bytes for the same facts."""
        keys = "".join(f'  "{key}",\n' for key in self.keys)
        return (
            "# A Tallystick vault: docs/format.md of the program says how to read and verify it without the program.\n"
            "# The log holds this file's hash; do not edit it. It holds no secret.\n"
            f'format = {FORMAT}\norigin = "{self.origin}"\nkeys = [\n{keys}]\n'
        ).encode("ascii")

    def sha256(self) -> str:
        return hashlib.sha256(self.encode()).hexdigest()


def parse(raw: bytes) -> Sheet:
    """The sheet in `tallystick.toml`. Raises VaultDamaged where it is none or of another format."""
    try:
        found = tomllib.loads(raw.decode("utf-8"))
        origin, keys, version = found["origin"], found["keys"], found["format"]
    except (ValueError, KeyError) as error:
        raise VaultDamaged(NAME, f"cannot be read as a vault's sheet ({error})") from error
    if version != FORMAT:
        raise VaultDamaged(NAME, f"is of format {version}, this program reads format {FORMAT}")
    if (
        not isinstance(origin, str)
        or not isinstance(keys, list)
        or not keys
        or not all(isinstance(key, str) for key in keys)
    ):
        raise VaultDamaged(NAME, "names no origin or no keys")
    return Sheet(origin, tuple(keys))


def find_vault(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a sheet. Raises VaultNotFound."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder
    raise VaultNotFound(start)
