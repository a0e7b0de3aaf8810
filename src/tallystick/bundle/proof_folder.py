"""A proof folder: what `tally prove` writes so that a stranger can check one original, or one part of one.

Names, contents and duties are those of docs/proof.md. This module arranges bytes that others gathered; it reads and
writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib import resources

from tallystick.bundle.material import ProofMaterial, SinglePart, Timestamp, WholeOriginal, safe_extension
from tallystick.bundle.page import pages
from tallystick.bundle.verify import decoded_body
from tallystick.model import canonical
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import proof as proofs
from tallystick.seal.note import parse_vkey

FORMAT = 1


def folder_files(material: ProofMaterial) -> Iterator[tuple[str, bytes]]:
    """Each file of the folder, as (name below it, bytes), but for the original of a WholeOriginal; the manifest last.

    Raises MalformedEvent, MalformedProof, MalformedCheckpoint, MalformedNote for material that is not what it says.
    """
    parse_vkey(material.vkey)
    listed: dict[str, dict[str, object]] = {}
    if isinstance(material.shown, WholeOriginal):
        listed[material.shown.name] = {"sha256": material.shown.sha256, "size": material.shown.size}
    for name, content in (*_evidence(material), *pages(material), ("verify.py", verifier())):
        if listed.get(name, {}).get("sha256", "") != sha256(content).hexdigest():
            if name in listed:
                raise ValueError(f"two different files would be named {name}")
            listed[name] = {"sha256": sha256(content).hexdigest(), "size": len(content)}
            yield name, content
    manifest = {"files": listed, "format": FORMAT, "made": _time(material.made), "program": material.program}
    yield "manifest.json", canonical.encode(manifest)


def verifier() -> bytes:
    """The standalone verifier as it goes into every folder."""
    return resources.files("tallystick.bundle").joinpath("verify.py").read_bytes()


def _evidence(material: ProofMaterial) -> Iterator[tuple[str, bytes]]:
    yield "event.json", material.event.entry
    yield "proof.tlog-proof", material.event.proof
    yield "vkey.txt", f"{material.vkey}\n".encode()
    if isinstance(material.shown, SinglePart):
        yield from _part_files(material.shown)
    for stamp in material.timestamps:
        yield from _timestamp_files(stamp)
    for below, entries in (("rotations", material.rotations), ("dkim", material.dkim_keys)):
        for proved in entries:
            index = proofs.parse(proved.proof).index
            yield f"{below}/{index}.event.json", proved.entry
            yield f"{below}/{index}.tlog-proof", proved.proof
    for name, pem in material.roots:
        yield f"roots/{name}.pem", pem


def _part_files(part: SinglePart) -> Iterator[tuple[str, bytes]]:
    yield "part/part.bin", part.raw
    yield "part/part.json", part.proof.encode()
    yield f"part/decoded.{safe_extension(part.media_type, part.name)}", decoded_body(part.raw)


def _timestamp_files(stamp: Timestamp) -> Iterator[tuple[str, bytes]]:
    size = checkpoints.parse(stamp.checkpoint, is_own=True).checkpoint.size
    yield f"timestamps/{size}.checkpoint", stamp.checkpoint
    yield f"timestamps/{size}.tlog-proof", stamp.proof
    yield f"timestamps/{size}.{stamp.authority}.tsr", stamp.reply
    yield f"timestamps/{size}.{stamp.authority}.pem", stamp.certificates


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
