"""Packs and their gzip members."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tallystick.vault import pack
from tallystick.vault.disk import LocalDisk
from tallystick.vault.pack import PackWriter, expand, expand_stream
from tallystick.vault.vault import Edges

RECORD = b"record " * 5000


def writer_of(root: Path, edges: Edges, reusable: list[str] | None = None) -> PackWriter:
    return PackWriter(LocalDisk(root), edges.clock, edges.nonce, edges.actor, edges.software, reusable or [])


def test_expand() -> None:
    """A member gives its record back, whole or in pieces of bounded size."""
    member = gzip.compress(RECORD)
    assert expand(member, len(RECORD)) == RECORD
    pieces = list(expand_stream(member, len(RECORD), 1000))
    assert b"".join(pieces) == RECORD
    assert max(map(len, pieces)) <= 1000


@pytest.mark.parametrize("chunk_bytes", [7, 1000, 1 << 24])
@pytest.mark.parametrize(
    ("member", "size", "said"),
    [
        (gzip.compress(RECORD), len(RECORD) - 1, "longer"),
        (gzip.compress(RECORD), len(RECORD) + 1, "shorter"),
        (gzip.compress(RECORD)[:-1], len(RECORD), "early|damaged"),
        (gzip.compress(RECORD)[:-9], len(RECORD), "early|damaged"),
        (gzip.compress(RECORD) + b"x", len(RECORD), "behind"),
        (gzip.compress(RECORD) + gzip.compress(b"y"), len(RECORD), "behind"),
        (b"", 0, "early|damaged"),
        (b"no gzip at all", 3, "damaged|early"),
        (gzip.compress(b"\0" * 10_000_000), 10, "longer"),
    ],
)
def test_damaged_members(member: bytes, size: int, said: str, chunk_bytes: int) -> None:
    """A member that is not exactly the record that the log says is refused with a ValueError, whatever the pieces."""
    with pytest.raises(ValueError, match=said):
        list(expand_stream(member, size, chunk_bytes))


def test_every_flipped_byte_is_found() -> None:
    """No changed byte of a member gives the record back."""
    member = gzip.compress(b"a small record of some words", mtime=0)
    for place in range(len(member)):
        changed = bytearray(member)
        changed[place] ^= 0x20
        try:
            got = expand(bytes(changed), 28)
        except ValueError:
            continue
        # Times, names and the like of a gzip header say nothing of the record; the log's CRC-32 covers them.
        assert place < 10
        assert got == b"a small record of some words"


def test_first_record_of_a_pack(tmp_path: Path, edges: Edges) -> None:
    """A new pack begins with its own record, told in an event; records follow one another without gap."""
    writer = writer_of(tmp_path, edges)
    first, second = writer.append(RECORD), writer.append(b"second")
    (opened,) = writer.opened
    assert (opened.kind, opened.members["length"]) == ("pack", first.offset)
    assert second.offset == first.offset + first.length
    writer.abandon()
    content = (tmp_path / "originals" / first.pack).read_bytes()
    assert len(content) == second.offset + second.length
    assert gzip.decompress(content[first.offset : second.offset]) == RECORD


def test_streamed_record(tmp_path: Path, edges: Edges) -> None:
    """A record given in pieces is the record given whole."""
    writer = writer_of(tmp_path, edges)
    member = writer.append_stream(b"head", iter([b"a" * 100_000, b"", b"b"]))
    writer.abandon()
    content = (tmp_path / "originals" / member.pack).read_bytes()[member.offset :]
    assert len(content) == member.length
    assert gzip.decompress(content) == b"head" + b"a" * 100_000 + b"b\r\n\r\n"


def test_names_do_not_collide(tmp_path: Path, edges: Edges) -> None:
    """Two writers of one moment make two packs; an abandoned pack is not written again, a reusable one is."""
    one, two = writer_of(tmp_path, edges), writer_of(tmp_path, edges)
    names = [writer.append(b"x").pack for writer in (one, two)]
    one.abandon()
    names.append(one.append(b"y").pack)
    assert len(set(names)) == 3
    again = writer_of(tmp_path, edges, [names[0]])
    assert again.append(b"z").pack == names[0]
    assert not again.opened
    for writer in (one, two, again):
        writer.abandon()


def test_full_pack_is_rolled(tmp_path: Path, edges: Edges, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that has reached its size is followed by another."""
    monkeypatch.setattr(pack, "LARGEST_PACK_BYTES", 100)
    writer = writer_of(tmp_path, edges)
    assert writer.append(b"a").pack != writer.append(b"b").pack
    writer.abandon()
