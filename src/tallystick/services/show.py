"""Show: one kept item, as it was received and as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.model.check import Verdict
from tallystick.model.custody import Event
from tallystick.model.message import Message
from tallystick.seal import dkim
from tallystick.services.dkim_keys import key_events
from tallystick.services.reading import LARGEST_IN_MEMORY, mail_span, message_of
from tallystick.services.views import same_message_ids
from tallystick.services.witness import key_records
from tallystick.vault.vault import Edges, Vault, open_for_reading

if TYPE_CHECKING:
    from tallystick.record.lookup import SameMessageId


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong an item is as evidence of who wrote it, and the plain sentence of what it does not prove."""

    name: str
    reason: str
    does_not_prove: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One item: its `kept` event and index, what it says if it is a mail, and what its signatures are worth,
    and other mails under the same Message-ID that say something else."""

    log_index: int
    event: Event
    message: Message | None
    signatures: tuple[dkim.Verified, ...]
    strength: Strength
    others: tuple[SameMessageId, ...]


def show(root: Path, edges: Edges, ident: str) -> Shown:
    """The item that `ident` names (hash, its beginning, or log index). Raises ItemNotFound, ItemAmbiguous."""
    with open_for_reading(root, edges) as vault:
        entry = vault.find(ident)
        index, event = vault.kept_event(entry.sha256)
        if entry.size_bytes > LARGEST_IN_MEMORY:
            return Shown(index, event, None, (), _OWN, ())
        block = vault.read(entry.sha256)
        message = message_of(block, entry.media_type, event.source.kind)
        signatures = tuple(_signatures(vault, block, event)) if message and message.signatures else ()
        others = same_message_ids(vault, message.message_id) if message and message.message_id else ()
        return Shown(index, event, message, signatures, _strength(message, signatures), others)


def raw(root: Path, edges: Edges, ident: str) -> Iterator[bytes]:
    """The item's bytes as they were received; a recipe's id gives the container that it rebuilds.

    Raises ItemNotFound, ItemAmbiguous, and VaultDamaged after the pieces where they are not what the log says.
    """
    from tallystick.formats.mail import recipe

    with open_for_reading(root, edges) as vault:
        entry = vault.find(ident)
        if entry.media_type == recipe.MEDIA_TYPE:
            yield from recipe.rebuild(vault.stream(entry.sha256), vault.stream)
        else:
            yield from vault.stream(entry.sha256)


def _signatures(vault: Vault, block: bytes, event: Event) -> list[dkim.Verified]:
    start, end = mail_span(block, event.members["type"])
    return dkim.verify(block[start:end], key_records(enumerate(key_events(vault))))


_CONTENT = "that what it says is true, or who sat at the keyboard"
_OWN = Strength(
    "own export",
    "it came from this user's own files, and nobody else vouches for it",
    f"that it was sent or received as it stands before it was kept, nor {_CONTENT}",
)


def _strength(message: Message | None, signatures: tuple[dkim.Verified, ...]) -> Strength:
    if message is None:
        return _OWN
    senders = {box.address.rpartition("@")[2].lower() for box in message.from_}
    for verified in signatures:
        domain = verified.signature.domain.lower()
        if verified.check.verdict is not Verdict.PASS or not verified.covers_body:
            continue
        if any(sender == domain or sender.endswith(f".{domain}") for sender in senders):
            return Strength(
                "signed by the sender's mail server",
                f"the mail server of {domain} signed headers and text, and the signature verifies with the kept key",
                f"{_CONTENT}; headers outside the signature may have been added",
            )
    return _OWN
