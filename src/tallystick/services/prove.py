"""Prove: a folder that shows one item, or one part of it, to somebody who distrusts us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tallystick.bundle.material import ProofMaterial, ProvedEntry, SinglePart, Timestamp, WholeOriginal
from tallystick.bundle.proof_folder import folder_files
from tallystick.errors import OutputExists, PartNotFound, VaultDamaged, VaultNotWritable
from tallystick.model.check import Verdict
from tallystick.model.custody import Event
from tallystick.seal import dkim, merkle, timestamp
from tallystick.seal import part as part_tree
from tallystick.seal.proof import TlogProof
from tallystick.services.export import copy_original
from tallystick.services.reading import LARGEST_IN_MEMORY, mail_span, message_of
from tallystick.services.verifying.seals import FOLDER
from tallystick.services.witness import key_records
from tallystick.sources.settings import read_roots
from tallystick.vault.vault import Edges, Vault, open_for_reading


@dataclass(frozen=True, slots=True)
class Proved:
    """What the folder proves: the item's hash, its log index, the part ("" for all of it), seals and files in it."""

    folder: Path
    sha256: str
    log_index: int
    part: str
    timestamps: int
    files: tuple[str, ...]


def prove(
    root: Path, edges: Edges, ident: str, folder: Path, *, part: str = "", roots: tuple[Path, ...] = ()
) -> Proved:
    """`folder` holds all that a stranger needs to check the item offline; the signing key is not needed.

    With `part` (a path such as "1.2") nothing of the rest of the message is in it. `roots` are certificates that
    the prover trusts, for information. Raises ItemNotFound, ItemAmbiguous, PartNotFound, OutputExists, VaultDamaged.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputExists(folder)
    with open_for_reading(root, edges) as vault:
        entry = vault.find(ident)
        index, event = vault.kept_event(entry.sha256)
        proving = _Proving(vault, index, event)
        material = proving.part(part, roots) if part else proving.whole(roots)
        names = []
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if isinstance(material.shown, WholeOriginal):
                names.append(material.shown.name)
                copy_original(vault, entry.sha256, folder / material.shown.name)
            for name, content in folder_files(material):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
                names.append(name)
        except OSError as error:
            raise VaultNotWritable(str(folder), str(error)) from error
        return Proved(folder, entry.sha256, index, part, len(material.timestamps), tuple(names))


def material_of(vault: Vault, sha256: str, roots: tuple[Path, ...], made: datetime) -> ProofMaterial:
    """Everything that proves one original to a stranger, as of `made`. Raises ItemNotFound, VaultDamaged."""
    index, event = vault.kept_event(sha256)
    return replace(_Proving(vault, index, event).whole(roots), made=made)


@dataclass(slots=True)
class _Proving:
    vault: Vault
    index: int
    event: Event

    def whole(self, roots: tuple[Path, ...]) -> ProofMaterial:
        """The item with everything that is known of it."""
        found = self.event.members
        shown = WholeOriginal(
            sha256=found["sha256"], size=found["size"], media_type=found["type"], subject=self._subject()
        )
        keys = tuple(self._proved(index) for index in self._relied_keys())
        return self._material(self.index, shown, keys, roots)

    def part(self, path: str, roots: tuple[Path, ...]) -> ProofMaterial:
        """One part, from the entry that holds nothing but the salted tree."""
        sha256 = self.event.members["sha256"]
        block = self.vault.read(sha256)
        message = message_of(block, self.event.members["type"], self.event.source.kind)
        parts = {each.path: each for each in message.parts} if message else {}
        covered = part_tree.spans(message.parts) if message else []
        known = [name for name, _start, _length in covered if name]
        tree = self.vault.log.event(self.index + 1) if self.index + 1 < self.vault.log.size else self.event
        if path not in known or tree.kind != "parts":
            raise PartNotFound(sha256[:16], path, known if tree.kind == "parts" else [])
        seed = self.vault.seed(self.event)
        if part_tree.parts_root(seed, block, covered).hex() != tree.members["root"]:
            raise VaultDamaged(
                f"log entry {self.index + 1}",
                "this version of the program takes the mail apart otherwise than the one that kept it",
            )
        start, length = next((start, length) for name, start, length in covered if name == path)
        shown = SinglePart(
            raw=block[start : start + length],
            proof=part_tree.prove_part(seed, block, covered, path),
            media_type=parts[path].media_type,
            name=parts[path].name,
        )
        return self._material(self.index + 1, shown, (), roots)

    def _material(
        self, index: int, shown: WholeOriginal | SinglePart, keys: tuple[ProvedEntry, ...], roots: tuple[Path, ...]
    ) -> ProofMaterial:
        vault = self.vault
        return ProofMaterial(
            event=self._proved(index),
            vkey=vault.sheet.keys[-1],
            shown=shown,
            timestamps=tuple(self._timestamps(index)),
            dkim_keys=keys,
            rotations=tuple(self._proved(each) for each in vault.catalog.events("rotated")),
            roots=tuple(zip((path.stem for path in roots), read_roots(roots), strict=True)),
            made=vault.edges.clock(),
            program=vault.edges.software,
        )

    def _proved(self, index: int) -> ProvedEntry:
        """An entry with its proof to the newest checkpoint."""
        signed = self.vault.log.signed
        assert signed is not None
        return ProvedEntry(entry=self.vault.log.entry(index), proof=self._proof(index, signed.encode()))

    def _proof(self, index: int, checkpoint: bytes) -> bytes:
        size = int(checkpoint.split(b"\n", 2)[1])
        path = merkle.inclusion_proof(index, size, self.vault.log.reader(size))
        return TlogProof(index, tuple(path), checkpoint).encode()

    def _timestamps(self, index: int) -> Iterator[Timestamp]:
        """Every seal that covers the entry, oldest first: the oldest says most."""
        for sealed in map(self.vault.log.event, self.vault.catalog.events("sealed")):
            size, name = sealed.members["size"], sealed.members["authority"]
            if size <= index:
                continue
            checkpoint = self.vault.store.read(f"{FOLDER}/{size}.checkpoint")
            reply = self.vault.store.read(f"{FOLDER}/{size}.{name}.tsr")
            yield Timestamp(
                authority=name,
                checkpoint=checkpoint,
                proof=self._proof(index, checkpoint),
                reply=reply,
                certificates=self.vault.store.read(f"{FOLDER}/{size}.{name}.pem"),
                stated=timestamp.parse(reply, name).time,
            )

    def _relied_keys(self) -> list[int]:
        """The kept key records with which a signature of this mail verifies."""
        if self.event.members["size"] > LARGEST_IN_MEMORY:
            return []
        block = self.vault.read(self.event.members["sha256"])
        if message_of(block, self.event.members["type"]) is None:
            return []
        start, end = mail_span(block, self.event.members["type"])
        held = [(index, self.vault.log.event(index)) for index in self.vault.catalog.events("dkim-key")]
        good = {
            (verified.signature.selector, verified.signature.domain)
            for verified in dkim.verify(block[start:end], key_records(held))
            if verified.check.verdict is Verdict.PASS
        }
        return [index for index, event in held if (event.members["selector"], event.members["domain"]) in good]

    def _subject(self) -> str:
        if self.event.members["size"] > LARGEST_IN_MEMORY:
            return ""
        block = self.vault.read(self.event.members["sha256"])
        message = message_of(block, self.event.members["type"])
        return message.subject if message else ""
