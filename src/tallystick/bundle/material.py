"""What a proof folder is made of: bytes and values that others gathered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tallystick.errors import MalformedEvent
from tallystick.model import canonical
from tallystick.seal import checkpoint as checkpoints
from tallystick.seal import proof as proofs
from tallystick.seal.checkpoint import Checkpoint
from tallystick.seal.part import PartProof

# What a reader may open with a double click. Anything that could run or fetch (html, svg, docm, exe ...) becomes .bin.
_EXTENSIONS = frozenset(
    {
        *("csv", "docx", "json", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"),
        *("gif", "heic", "jpeg", "jpg", "png", "tif", "tiff", "webp"),
        *("eml", "mp3", "mp4", "ogg", "wav", "zip"),
    }
)
_OF_TYPE = {
    "application/json": "json",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "message/rfc822": "eml",
    "text/csv": "csv",
    "text/plain": "txt",
}
# All that an entry `parts` may hold: whatever else it said would go into the folder, as its hash covers it whole.
_PARTS_MEMBERS = frozenset({"kind", "time", "actor", "nonce", "count", "root"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedEntry:
    """The bytes of a log entry and of the tlog-proof file that leads from it to a checkpoint."""

    entry: bytes
    proof: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeOriginal:
    """An original that is shown whole. Its bytes may be large, so the writer copies them to `name` itself."""

    sha256: str
    size: int
    media_type: str
    subject: str = ""

    @property
    def name(self) -> str:
        return f"original.{safe_extension(self.media_type)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePart:
    """One part of a message, its own headers included, with the proof that shows nothing of the others."""

    raw: bytes
    proof: PartProof
    media_type: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """An authority's reply (DER) over a checkpoint file, with its certificates (PEM) and the time that it states.

    `proof` is the event's tlog-proof to that same checkpoint. `authority` is the name in the vault's file names.
    """

    authority: str
    checkpoint: bytes
    proof: bytes
    reply: bytes
    certificates: bytes
    stated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofMaterial:
    """Everything that goes into a folder.

    `event` is the `kept` entry of a WholeOriginal, or the `parts` entry that a SinglePart is under.
    `vkey` is the key in force at the checkpoint that `event` is proved to; entries in `dkim_keys` and `rotations` are
    proved to that checkpoint too. `roots` are (name, PEM) of the roots that the prover trusts; they inform only.
    Raises ValueError for an event of another kind, and where a part would be shown together with something that tells
    of the rest of its message; MalformedEvent where the event is no entry.
    """

    event: ProvedEntry
    vkey: str
    shown: WholeOriginal | SinglePart
    timestamps: tuple[Timestamp, ...] = ()
    dkim_keys: tuple[ProvedEntry, ...] = ()
    rotations: tuple[ProvedEntry, ...] = ()
    roots: tuple[tuple[str, bytes], ...] = ()
    made: datetime
    program: str

    def __post_init__(self) -> None:
        entry = self.entry()
        if isinstance(self.shown, WholeOriginal):
            _require(entry.get("kind") == "kept", "an original is proved by its `kept` entry")
            return
        _require(set(entry) == _PARTS_MEMBERS and entry["kind"] == "parts", "a part is proved by its `parts` entry")
        _require(not self.dkim_keys, "a part is proved without key records: they name the sender of the message")
        is_whole = self.shown.proof.line.startswith(" ")
        _require(not is_whole, "this mail has no parts but itself: its headers would be shown; prove it whole")

    def entry(self) -> dict[str, Any]:
        """The event as the object that its bytes hold. Raises MalformedEvent."""
        try:
            value = canonical.decode(self.event.entry)
        except ValueError as error:
            raise MalformedEvent(self.index, "not in canonical form") from error
        if not isinstance(value, dict):
            raise MalformedEvent(self.index, "not one JSON object")
        return value

    @property
    def index(self) -> int:
        return proofs.parse(self.event.proof).index

    @property
    def checkpoint(self) -> Checkpoint:
        """The state of the log that the event is proved to be in."""
        return checkpoints.parse(proofs.parse(self.event.proof).checkpoint, is_own=True).checkpoint


def _require(condition: bool, why: str) -> None:
    if not condition:
        raise ValueError(why)


def safe_extension(media_type: str, name: str = "") -> str:
    """An extension that no system runs: of `name` where it is a harmless one, else of the type, else "bin"."""
    stem, dot, extension = name.lower().rpartition(".")
    if stem and dot and extension in _EXTENSIONS:
        return extension
    return _OF_TYPE.get(media_type.lower(), "bin")
