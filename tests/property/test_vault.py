"""What holds of a vault whatever is kept in it, in whatever steps."""

from __future__ import annotations

import hashlib
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.model.check import Verdict
from tallystick.model.custody import Event
from tallystick.seal.merkle import consistency_proof, leaf_hash, root, verify_consistency
from tallystick.seal.note import ED25519, SignerKey
from tallystick.vault.disk import LocalDisk
from tallystick.vault.log import Log, expected_tiles
from tallystick.vault.memory import Memory
from tallystick.vault.pack import PackWriter
from tallystick.vault.signing import KeyRing
from tallystick.vault.vault import Edges, Vault, create, open_for_writing
from tallystick.vault.warc import RECORD_END, RecordFacts, record_header

SIGNER = SignerKey("example.org/log", bytes(range(32)), ED25519)
STEPS = st.lists(st.one_of(st.integers(1, 5), st.integers(200, 600)), min_size=1, max_size=6)


@given(STEPS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_append_only(steps: list[int], reopens: bool) -> None:
    """After any appends, every older checkpoint is that of the first entries, consistent with the newest."""
    with tempfile.TemporaryDirectory() as folder:
        log = Log(LocalDisk(Path(folder)), SIGNER.name)
        leaves: list[bytes] = []
        heads: list[tuple[int, bytes]] = []
        for count in steps:
            entries = [b'{"n":%d}' % number for number in range(len(leaves), len(leaves) + count)]
            leaves += map(leaf_hash, entries)
            log.append(entries, leaves[-count:], SIGNER)
            if reopens:
                log = Log.open(LocalDisk(Path(folder)), SIGNER.name)
            assert log.signed is not None
            heads.append((log.size, log.signed.checkpoint.root))
        newest = heads[-1]
        for size, head in heads:
            assert head == root(leaves[:size])
            proof = consistency_proof(size, newest[0], log.reader())
            check = verify_consistency(size, newest[0], proof, head, newest[1])
            assert check.verdict is Verdict.PASS, check.reason
        found = set(LocalDisk(Path(folder)).names("log"))
        assert found == {f"log/{tile}" for tile in expected_tiles(newest[0])} | {"log/checkpoint"}


@given(
    st.lists(st.lists(st.binary(max_size=3000), min_size=1, max_size=4), min_size=1, max_size=4), st.integers(1, 400)
)
@settings(max_examples=25, deadline=None)
def test_originals_come_back(imports: list[list[bytes]], torn: int) -> None:
    """Whatever was kept is streamed back identical by a vault opened anew, torn packs between the imports or not."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        edges = _edges(place)
        create(place / "vault", "tallystick/p", edges).close()
        kept: dict[str, bytes] = {}
        for number, blocks in enumerate(imports):
            with open_for_writing(place / "vault", edges, "test") as vault:
                new = {hashlib.sha256(block).hexdigest(): block for block in blocks}
                _keep(vault, {key: block for key, block in new.items() if key not in kept})
                kept |= new
            if number % 2:
                for pack in (place / "vault" / "originals").rglob("*.gz"):
                    with pack.open("ab") as file:
                        file.write(bytes(torn))
        again = Vault(place / "vault", edges)
        assert {entry.sha256 for entry in again.catalog.originals()} == set(kept)
        for sha256, block in kept.items():
            assert b"".join(again.stream(sha256)) == block
        again.close()


def _edges(place: Path) -> Edges:
    chance = random.Random(3)
    ticks = iter(range(10**9))

    def clock() -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=next(ticks))

    return Edges(clock, chance.randbytes, KeyRing(place / "keys", {}), Memory(place / "seen"), "alice", "test 1")


def _keep(vault: Vault, blocks: dict[str, bytes]) -> None:
    edges = vault.edges
    writer = PackWriter(vault.store, edges.clock, edges.nonce, edges.actor, edges.software, vault.reusable_packs())
    events: list[Event] = []
    for sha256, block in blocks.items():
        event = edges.event("kept")
        seed = edges.random(32)
        header = record_header(RecordFacts(event.time, sha256, len(block), "text/plain", event.nonce), seed)
        at = writer.append(header + block + RECORD_END).location(hashlib.sha256(seed).hexdigest())
        members = {
            "sha256": sha256, "size": len(block), "type": "text/plain", "pack": at.pack, "offset": at.offset,
            "length": at.length, "crc32": at.crc32, "seed": at.seed, "source": {"kind": "file", "locator": "a"},
        }  # fmt: skip
        events.append(Event("kept", event.time, event.actor, event.nonce, members))
    events = [*writer.opened, *events]
    writer.abandon()
    if events:
        vault.sync_packs({event.members["pack"] for event in events})
        vault.append(events)
