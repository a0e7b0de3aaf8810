"""The folder that is handed in: a BagIt bag of pages, originals with their proofs, and the verifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tallystick.bundle import folder_files, verifier
from tallystick.bundle.bagit import Payload, tag_files
from tallystick.bundle.material import ProofMaterial, WholeOriginal
from tallystick.bundle.verify_page import verify_page
from tallystick.model import canonical
from tallystick.services.export import copy_original
from tallystick.vault.vault import Vault

# Every proof of a bundle has the same explanation and verifier: they stand once, at the top.
_AT_THE_TOP = ("verify.py", "README.html", "README.zh.html", "README.ru.html", "manifest.json")


@dataclass(frozen=True, slots=True)
class Bag:
    """What goes in: pages and lists by path below `data/`, what proves each original, and files beside the manifest."""

    files: Mapping[str, bytes]
    originals: tuple[ProofMaterial, ...]
    beside: Mapping[str, bytes]
    facts: tuple[tuple[str, str], ...]


def read_through(vault: Vault, hashes: Iterable[str]) -> None:
    """The bytes of each of these originals are what the log says. Raises VaultDamaged."""
    for each in sorted(hashes):
        for _piece in vault.stream(each):
            pass


def write_bag(vault: Vault, folder: Path, bag: Bag) -> tuple[str, ...]:
    """The bag is in `folder`, which is new; returns the names of all files. Raises OSError, VaultDamaged."""
    payload = [_put(folder, f"data/{name}", content) for name, content in sorted(bag.files.items())]
    for each in bag.originals:
        payload.extend(_proof(vault, folder, each))
    beside = {"verify.py": verifier(), "verify.html": verify_page(), **bag.beside}
    tags = tag_files(payload, bag.facts, beside)
    for name, content in tags.items():
        _write(folder / name, content)
    return tuple(sorted([*tags, *(each.path for each in payload)]))


def _proof(vault: Vault, folder: Path, material: ProofMaterial) -> Iterator[Payload]:
    """The proof folder of an original, as `tally prove` makes it, without what stands at the top."""
    shown = material.shown
    assert isinstance(shown, WholeOriginal)
    below = f"data/originals/{material.index:08d}-{shown.sha256[:12]}"
    path = folder / below / shown.name
    path.parent.mkdir(parents=True)
    copy_original(vault, shown.sha256, path)
    yield Payload(f"{below}/{shown.name}", shown.sha256, shown.size)
    listed: dict[str, dict[str, object]] = {shown.name: {"sha256": shown.sha256, "size": shown.size}}
    for name, content in folder_files(material):
        if name == "manifest.json":
            manifest = {**canonical.decode(content), "files": listed}
            yield _put(folder, f"{below}/{name}", canonical.encode(manifest))
        elif name not in _AT_THE_TOP:
            listed[name] = {"sha256": sha256(content).hexdigest(), "size": len(content)}
            yield _put(folder, f"{below}/{name}", content)


def _put(folder: Path, path: str, content: bytes) -> Payload:
    _write(folder / path, content)
    return Payload(path, sha256(content).hexdigest(), len(content))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
