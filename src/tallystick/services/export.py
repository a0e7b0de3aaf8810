"""Export: originals copied out byte for byte, under names that are safe on every system, as a BagIt bag (RFC 8493)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import OutputExists, VaultNotWritable
from tallystick.formats.mail import recipe
from tallystick.model.ledger import MEDIA_TYPE as LEDGER_TYPE
from tallystick.services.find import every
from tallystick.vault.catalog import Entry
from tallystick.vault.vault import Edges, Vault, open_for_writing

_EXTENSIONS = {
    "message/rfc822": ".eml",
    "application/vnd.apple.emlx": ".emlx",
    "application/zip": ".zip",
    "application/gzip": ".gz",
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    recipe.MEDIA_TYPE: ".recipe.jsonl",
    LEDGER_TYPE: ".ledger.json",
}
_UNSAFE = re.compile(r"[^\w.-]+|^[.-]+|[. -]+$")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Exported:
    """How many originals and bytes were copied, where, and the hash of the manifest that the log now names."""

    folder: Path
    originals: int
    size_bytes: int
    manifest_sha256: str


def export(root: Path, edges: Edges, folder: Path, query: str = "") -> Exported:
    """All originals, or those that the query finds, are copied to `folder` as a bag; the log says so.

    Raises OutputExists, QueryError, VaultNotWritable, and VaultDamaged where an original is not what the log says.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    wanted = list(dict.fromkeys(hit.sha256 for hit in every(root, edges, query))) if query else None
    with open_for_writing(root, edges, "tally export") as vault:
        try:
            (folder / "data").mkdir(parents=True, exist_ok=True)
            with closing(_entries(vault, wanted)) as entries:
                manifest, size = _copied(vault, folder, entries)
            digest = _finished(folder, manifest, size, vault.sheet.origin, edges)
        except OSError as error:
            raise VaultNotWritable(str(folder), str(error)) from error
        vault.append([edges.event("exported", items=len(manifest), digest=digest, query=query)])
    return Exported(folder, len(manifest), size, digest)


def _entries(vault: Vault, wanted: Iterable[str] | None) -> Generator[Entry, None, None]:
    if wanted is None:
        yield from vault.catalog.originals()
    else:
        yield from map(vault.find, wanted)


def _copied(vault: Vault, folder: Path, entries: Iterable[Entry]) -> tuple[list[tuple[str, str]], int]:
    """Copies each original; gives (hash, path in the bag) for each, and the bytes in all."""
    manifest: list[tuple[str, str]] = []
    size = 0
    for entry in entries:
        _index, event = vault.kept_event(entry.sha256)
        path = f"data/{safe_name(entry, event.source.locator)}"
        with (folder / path).open("xb") as file:
            for piece in vault.stream(entry.sha256):
                size += file.write(piece)
        manifest.append((entry.sha256, path))
    return manifest, size


def safe_name(entry: Entry, locator: str) -> str:
    """A file name for an original: its place in the log, its hash, and what it was called, safe on every system."""
    last = unicodedata.normalize("NFC", locator.replace("\\", "/").rpartition("/")[2])
    stem = _UNSAFE.sub("-", last).strip("-.")[:_LONGEST_NAME].rstrip("-.")
    extension = _EXTENSIONS.get(entry.media_type, "")
    stem = stem.removesuffix(extension) or "original"
    return f"{entry.log_index:08d}-{entry.sha256[:12]}-{stem}{extension}"


def _finished(folder: Path, manifest: list[tuple[str, str]], size: int, origin: str, edges: Edges) -> str:
    """The bag's own files are written; returns the hash of the manifest."""
    lines = "".join(f"{sha256}  {path}\n" for sha256, path in sorted(manifest, key=lambda pair: pair[1]))
    files = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": (
            f"Bag-Software-Agent: {edges.software}\nBagging-Date: {edges.clock():%Y-%m-%d}\n"
            f"External-Identifier: {origin}\nPayload-Oxum: {size}.{len(manifest)}\n"
        ),
        "manifest-sha256.txt": lines,
    }
    tags = ""
    for name, text in files.items():
        content = text.encode("utf-8")
        (folder / name).write_bytes(content)
        tags += f"{hashlib.sha256(content).hexdigest()}  {name}\n"
    (folder / "tagmanifest-sha256.txt").write_bytes(tags.encode("ascii"))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()
