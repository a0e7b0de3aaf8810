"""Export: originals copied out byte for byte, under names that are safe on every system, as a BagIt bag (RFC 8493)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tallystick.bundle.bagit import MANIFEST, Payload, tag_files
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
                payload = _copied(vault, folder, entries)
            digest = _finished(folder, payload, vault.sheet.origin, edges)
        except OSError as error:
            raise VaultNotWritable(str(folder), str(error)) from error
        vault.append([edges.event("exported", items=len(payload), digest=digest, query=query)])
    return Exported(folder, len(payload), sum(each.size_bytes for each in payload), digest)


def _entries(vault: Vault, wanted: Iterable[str] | None) -> Generator[Entry, None, None]:
    if wanted is None:
        yield from vault.catalog.originals()
    else:
        yield from map(vault.find, wanted)


def _copied(vault: Vault, folder: Path, entries: Iterable[Entry]) -> list[Payload]:
    """Copies each original; gives its place in the bag."""
    payload: list[Payload] = []
    for entry in entries:
        _index, event = vault.kept_event(entry.sha256)
        path = f"data/{safe_name(entry, event.source.locator)}"
        copy_original(vault, entry.sha256, folder / path)
        payload.append(Payload(path, entry.sha256, entry.size_bytes))
    return payload


def copy_original(vault: Vault, sha256: str, path: Path) -> None:
    """The original is at `path`, where nothing was. Raises OSError, VaultDamaged where it is not what the log says."""
    with path.open("xb") as file:
        for piece in vault.stream(sha256):
            file.write(piece)


def safe_name(entry: Entry, locator: str) -> str:
    """A file name for an original: its place in the log, its hash, and what it was called, safe on every system."""
    last = unicodedata.normalize("NFC", locator.replace("\\", "/").rpartition("/")[2])
    stem = _UNSAFE.sub("-", last).strip("-.")[:_LONGEST_NAME].rstrip("-.")
    extension = _EXTENSIONS.get(entry.media_type, "")
    stem = stem.removesuffix(extension) or "original"
    return f"{entry.log_index:08d}-{entry.sha256[:12]}-{stem}{extension}"


def _finished(folder: Path, payload: list[Payload], origin: str, edges: Edges) -> str:
    """The bag's own files are written; returns the hash of the manifest."""
    facts = (
        ("Bag-Software-Agent", edges.software),
        ("Bagging-Date", f"{edges.clock():%Y-%m-%d}"),
        ("External-Identifier", origin),
    )
    files = tag_files(payload, facts)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return hashlib.sha256(files[MANIFEST]).hexdigest()
