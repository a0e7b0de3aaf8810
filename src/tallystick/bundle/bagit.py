"""The files that make a folder a BagIt bag. Source: RFC 8493."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST = "manifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class Payload:
    """A file below `data/`: its path in the bag with that prefix, SHA-256 (hex) and size."""

    path: str
    sha256: str
    size_bytes: int


def tag_files(payload: Sequence[Payload], facts: Iterable[tuple[str, str]],
              more: Mapping[str, bytes] | None = None) -> dict[str, bytes]:  # fmt: skip
    """The bag's own files by name: declaration, facts, manifest, `more` as given, and the manifest of all these.

    `facts` are lines of bag-info.txt; the sum of the payload is added to them.
    """
    lines = [*facts, ("Payload-Oxum", f"{sum(each.size_bytes for each in payload)}.{len(payload)}")]
    files = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": "".join(f"{name}: {_one_line(value)}\n" for name, value in lines).encode(),
        MANIFEST: manifest(payload),
        **(more or {}),
    }
    tags = "".join(f"{sha256(content).hexdigest()}  {_path(name)}\n" for name, content in sorted(files.items()))
    return {**files, "tagmanifest-sha256.txt": tags.encode()}


def manifest(payload: Iterable[Payload]) -> bytes:
    """The manifest, a line a file, in the order of the paths."""
    ordered = sorted(payload, key=lambda each: each.path)
    return "".join(f"{each.sha256}  {_path(each.path)}\n" for each in ordered).encode()


def _path(path: str) -> str:
    """A path as a manifest has it (RFC 8493 2.1.3): percent signs and line ends are escaped."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _one_line(value: str) -> str:
    return " ".join(value.split())
