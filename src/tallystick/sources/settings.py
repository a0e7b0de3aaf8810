"""What a user set for this machine, in the `config.toml` of his own configuration folder. It holds no secret."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tallystick.errors import ConfigError

NAME = "config.toml"
_AUTHORITY_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}\Z")


@dataclass(frozen=True, slots=True)
class Authority:
    """A timestamp authority: a short name for file names, its URL, and the roots that its tokens must chain to."""

    name: str
    url: str
    roots: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        if not _AUTHORITY_NAME.match(self.name):
            raise ValueError(f"authority name {self.name!r}: small letters, digits and hyphens only")
        if not self.url.startswith(("http://", "https://")):
            raise ValueError(f"authority {self.name}: {self.url!r} is no http or https address")


@dataclass(frozen=True, slots=True)
class Settings:
    """`name_servers` are IP addresses asked for DKIM keys, the system's own where there are none."""

    folder: Path
    actor: str = ""
    authorities: tuple[Authority, ...] = ()
    name_servers: tuple[str, ...] = ()
    name_server_port: int = 53
    extra_roots: tuple[Path, ...] = field(default=())

    @property
    def roots(self) -> tuple[Path, ...]:
        """The files of all root certificates that the user trusts."""
        return tuple(dict.fromkeys(path for each in self.authorities for path in each.roots)) + self.extra_roots


def load(folder: Path) -> Settings:
    """The settings in `folder`, those that go without saying where there are none. Raises ConfigError."""
    path = folder / NAME
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(folder)
    except (OSError, ValueError) as error:
        raise ConfigError(path, str(error)) from error
    try:
        return _settings(folder, found)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ConfigError(path, f"{error}") from error


def _settings(folder: Path, found: dict[str, Any]) -> Settings:
    if unknown := found.keys() - {"actor", "authority", "dns"}:
        raise ValueError(f"unknown setting {', '.join(sorted(unknown))}")
    dns = found.get("dns", {})
    if unknown := dns.keys() - {"servers", "port"}:
        raise ValueError(f"unknown setting dns.{', '.join(sorted(unknown))}")
    authorities = tuple(
        Authority(each["name"], each["url"], tuple(folder / root for root in each.get("roots", [])))
        for each in found.get("authority", [])
    )
    return Settings(
        folder,
        str(found.get("actor", "")),
        authorities,
        tuple(map(str, dns.get("servers", []))),
        int(dns.get("port", 53)),
    )
