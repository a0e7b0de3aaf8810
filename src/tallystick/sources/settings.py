"""What a user set for this machine, in the `config.toml` of his own configuration folder. It holds no secret."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tallystick.errors import ConfigError

NAME = "config.toml"
OCR_LANGUAGES = ("zh", "en", "ru")
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
    """`name_servers` are IP addresses asked for DKIM keys, the system's own where there are none. `ocr` is the
    languages read in pictures, of zh, en and ru; none of them unless the user says so."""

    folder: Path
    actor: str = ""
    authorities: tuple[Authority, ...] = ()
    name_servers: tuple[str, ...] = ()
    name_server_port: int = 53
    extra_roots: tuple[Path, ...] = field(default=())
    ocr: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[Path, ...]:
        """The files of all root certificates that the user trusts."""
        return tuple(dict.fromkeys(path for each in self.authorities for path in each.roots)) + self.extra_roots


def read_roots(paths: Iterable[Path]) -> tuple[bytes, ...]:
    """The content of these root certificates' files. Raises ConfigError for one that cannot be read."""
    found = []
    for path in paths:
        try:
            found.append(path.read_bytes())
        except OSError as error:
            raise ConfigError(path, f"the root certificate cannot be read ({error.strerror})") from error
    return tuple(found)


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
    if unknown := found.keys() - {"actor", "authority", "dns", "ocr"}:
        raise ValueError(f"unknown setting {', '.join(sorted(unknown))}")
    dns = found.get("dns", {})
    if unknown := dns.keys() - {"servers", "port"}:
        raise ValueError(f"unknown setting dns.{', '.join(sorted(unknown))}")
    authorities = tuple(_authority(folder, each) for each in found.get("authority", []))
    if len({each.name for each in authorities}) < len(authorities):
        raise ValueError("two authorities of one name")
    actor, servers, port = found.get("actor", ""), dns.get("servers", []), dns.get("port", 53)
    if not isinstance(actor, str):
        raise TypeError("actor is no text")
    if not isinstance(servers, list):
        raise TypeError("dns.servers is no list")
    if not isinstance(port, int) or not 0 < port < 65536:
        raise ValueError(f"dns.port {port!r} is no port")
    addresses = tuple(str(ip_address(server)) for server in servers)
    return Settings(folder, actor, authorities, addresses, port, ocr=_ocr(found.get("ocr", {})))


def _ocr(found: dict[str, Any]) -> tuple[str, ...]:
    if unknown := found.keys() - {"languages"}:
        raise ValueError(f"unknown setting ocr.{', '.join(sorted(unknown))}")
    languages = found.get("languages", [])
    if not isinstance(languages, list):
        raise TypeError("ocr.languages is no list")
    if wrong := [language for language in languages if language not in OCR_LANGUAGES]:
        raise ValueError(f"ocr.languages: {wrong[0]!r} is none of {', '.join(OCR_LANGUAGES)}")
    return tuple(dict.fromkeys(languages))


def _authority(folder: Path, found: dict[str, Any]) -> Authority:
    if unknown := found.keys() - {"name", "url", "roots"}:
        raise ValueError(f"unknown setting authority.{', '.join(sorted(unknown))}")
    roots = found.get("roots", [])
    if not isinstance(roots, list):
        raise TypeError("roots is no list")
    return Authority(found["name"], found["url"], tuple(folder / root for root in roots))
