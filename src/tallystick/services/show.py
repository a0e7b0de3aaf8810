"""Show: one kept item, as it was received and as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.errors import ItemNotFound, RecordStale
from tallystick.model.custody import Event
from tallystick.model.message import Message
from tallystick.record.places import RECORD
from tallystick.record.strength import Strength, strength
from tallystick.seal import dkim
from tallystick.services.dkim_keys import key_events
from tallystick.services.reading import LARGEST_IN_MEMORY, mail_span, message_of
from tallystick.services.views import same_message_ids
from tallystick.services.witness import key_records
from tallystick.vault.vault import Edges, Vault, open_for_reading

if TYPE_CHECKING:
    from tallystick.record.contents import Contents
    from tallystick.record.lookup import SameMessageId


@dataclass(frozen=True, slots=True)
class Shown:
    """One original: its `kept` event and index, what it says if it is a mail, what its signatures are worth, other
    mails under the same Message-ID that say something else, and what it gave to the record from `position` on, None
    where the record cannot be read."""

    log_index: int
    event: Event
    message: Message | None
    signatures: tuple[dkim.Verified, ...]
    strength: Strength
    others: tuple[SameMessageId, ...]
    contents: Contents | None
    position: int


def show(root: Path, edges: Edges, ident: str) -> Shown:
    """The original that `ident` names (hash, its beginning, or log index; ":" and a position after it for one of its
    items). Raises ItemNotFound, ItemAmbiguous."""
    named, _, position = ident.partition(":")
    if position and not position.isdecimal():
        raise ItemNotFound(ident)
    at = int(position or 0)
    with open_for_reading(root, edges) as vault:
        entry = vault.find(named)
        index, event = vault.kept_event(entry.sha256)
        contents = _contents(vault, index, at)
        block = b"" if entry.size_bytes > LARGEST_IN_MEMORY else vault.read(entry.sha256)
        message = message_of(block, entry.media_type, event.source.kind)
        signatures = tuple(_signatures(vault, block, event)) if message and message.signatures else ()
        others = same_message_ids(vault, message.message_id) if message and message.message_id else ()
        worth = _strength(message, signatures, contents)
        return Shown(index, event, message, signatures, worth, others, contents, at)


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


def _contents(vault: Vault, index: int, position: int) -> Contents | None:
    from tallystick.record.database import Database

    database = Database(vault.views / RECORD)
    try:
        if database.log_size() <= index:
            return None
        from tallystick.record.contents import contents

        return contents(database, index, position)
    except RecordStale:
        return None
    finally:
        database.close()


def _strength(message: Message | None, signatures: tuple[dkim.Verified, ...], contents: Contents | None) -> Strength:
    senders = [box.address for box in message.from_] if message else []
    marks = frozenset(contents.items[0].marks) if contents and contents.items else frozenset()
    return strength(contents.formats if contents and message is None else (), marks, signatures, senders)
