"""A vault without services above it: a clock that ticks, random bytes from a seed, keys in a temporary folder."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tallystick.model.custody import Event
from tallystick.vault.memory import Memory
from tallystick.vault.pack import PackWriter
from tallystick.vault.signing import KeyRing
from tallystick.vault.vault import Edges, Vault, create, open_for_writing
from tallystick.vault.warc import RECORD_END, RecordFacts, record_header

ORIGIN = "tallystick/test-1"


@pytest.fixture
def edges(tmp_path: Path) -> Edges:
    chance = random.Random(7)
    ticks = iter(range(10**9))
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def clock() -> datetime:
        return start + timedelta(milliseconds=next(ticks))

    return Edges(clock, chance.randbytes, KeyRing(tmp_path / "keys", {}), Memory(tmp_path / "seen"), "alice", "test 1")


@pytest.fixture
def root(tmp_path: Path, edges: Edges) -> Path:
    """A new vault."""
    create(tmp_path / "vault", ORIGIN, edges).close()
    return tmp_path / "vault"


@pytest.fixture
def writing(root: Path, edges: Edges) -> Iterator[Vault]:
    """The same, open for writing."""
    with open_for_writing(root, edges, "test") as vault:
        yield vault


Keep = Callable[[Vault, list[bytes]], list[str]]


@pytest.fixture
def keep_all(edges: Edges) -> Keep:
    """Keeps blocks in one commit and gives their hashes."""

    def keep(vault: Vault, blocks: list[bytes]) -> list[str]:
        writer = PackWriter(vault.store, edges.clock, edges.nonce, edges.actor, edges.software, vault.reusable_packs())
        kept = [_kept(writer, edges, block) for block in blocks]
        events = [*writer.opened, *kept]
        writer.abandon()
        vault.sync_packs({event.members["pack"] for event in events})
        vault.append(events)
        return [event.members["sha256"] for event in kept]

    return keep


def _kept(writer: PackWriter, edges: Edges, block: bytes) -> Event:
    event = edges.event("kept")
    facts = RecordFacts(event.time, hashlib.sha256(block).hexdigest(), len(block), "message/rfc822", event.nonce)
    seed = edges.random(32)
    member = writer.append(record_header(facts, seed) + block + RECORD_END)
    place = member.location(hashlib.sha256(seed).hexdigest())
    members = {
        "sha256": facts.sha256, "size": facts.size, "type": facts.media_type, "run": "0" * 32,
        "source": {"kind": "file", "locator": facts.sha256[:8]}, "pack": place.pack, "offset": place.offset,
        "length": place.length, "crc32": place.crc32, "seed": place.seed,
    }  # fmt: skip
    return Event("kept", event.time, event.actor, event.nonce, members)
