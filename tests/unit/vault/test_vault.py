"""A vault: made, written and read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.errors import (
    ItemNotFound,
    SigningKeyMissing,
    TallyError,
    VaultDamaged,
    VaultExists,
    VaultNotWritable,
)
from tallystick.seal import checkpoint
from tallystick.seal.note import VerifierKey
from tallystick.vault.vault import Edges, Vault, create, open_for_reading, open_for_writing

ORIGIN = "tallystick/test-1"


def test_new_vault(root: Path, edges: Edges) -> None:
    """A new vault has one entry that names its key and its sheet, and holds no secret."""
    vault = Vault(root, edges)
    event = vault.log.event(0)
    assert (vault.log.size, event.kind, event.members["key"]) == (1, "vault", vault.sheet.keys[0])
    assert event.members["sheet"] == vault.sheet.sha256()
    secret = edges.keys.path(ORIGIN).read_text().strip()
    assert secret
    assert all(secret.encode() not in each.read_bytes() for each in root.rglob("*") if each.is_file())


@pytest.mark.parametrize("name", ["other.txt", ".hidden", "originals", "tallystick.toml.bak"])
def test_folder_in_use(tmp_path: Path, edges: Edges, name: str) -> None:
    """A folder that holds anything is refused and left as it is, and no key is made for it."""
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / name).write_bytes(b"mine")
    with pytest.raises(VaultExists):
        create(tmp_path / "vault", ORIGIN, edges)
    assert [each.name for each in (tmp_path / "vault").iterdir()] == [name]
    assert not edges.keys.folder.exists()


def test_vault_in_use(root: Path, edges: Edges) -> None:
    """A vault is not made over another."""
    before = (root / "log" / "checkpoint").read_bytes()
    with pytest.raises(VaultExists):
        create(root, ORIGIN, edges)
    assert (root / "log" / "checkpoint").read_bytes() == before


@pytest.mark.parametrize("left", [[], ["tallystick.toml.part"], ["tallystick.toml"], ["tallystick.toml", "log/tile"]])
def test_interrupted_init_is_resumed(root: Path, edges: Edges, left: list[str]) -> None:
    """An init that ended before its first checkpoint can be run again."""
    other = root.with_name("other")
    other.mkdir()
    for name in left:
        (other / name).parent.mkdir(exist_ok=True)
        if name == "log/tile":
            (other / name).mkdir()
        else:
            (other / name).write_bytes((root / "tallystick.toml").read_bytes())
    vault = create(other, "tallystick/test-2", edges)
    assert (vault.log.size, vault.sheet.origin) == (1, "tallystick/test-2")
    with open_for_writing(other, edges, "test") as again:
        assert not list(again.log.leftovers())


def test_place_that_cannot_be_made(tmp_path: Path, edges: Edges) -> None:
    """A vault below a file cannot be made, and the error is ours."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TallyError) as caught:
        create(tmp_path / "file" / "vault", ORIGIN, edges)
    assert isinstance(caught.value, VaultNotWritable | VaultExists)


def test_kept_and_read(root: Path, edges: Edges, keep_all) -> None:
    """What was kept is read back by its hash, by readers that open later, and the checkpoint is signed."""
    blocks = [b"", b"one", b"two" * 100_000]
    with open_for_writing(root, edges, "test") as vault:
        hashes = keep_all(vault, blocks)
    with open_for_reading(root, edges) as reader:
        assert [reader.read(sha256) for sha256 in hashes] == blocks
        assert [reader.find(sha256[:12]).sha256 for sha256 in hashes] == hashes
        assert all(len(reader.seed(reader.kept_event(sha256)[1])) == 32 for sha256 in hashes)
        assert reader.log.signed is not None
        raw = (root / "log" / "checkpoint").read_bytes()
        assert checkpoint.parse(raw, is_own=True).checkpoint.size == reader.log.size == 5
        assert VerifierKey
        with pytest.raises(ItemNotFound):
            reader.read("00" * 32)
    assert edges.memory.recall(ORIGIN) == raw


def test_changed_original_is_found(root: Path, edges: Edges, keep_all) -> None:
    """An original whose record was changed is not given out as whole."""
    with open_for_writing(root, edges, "test") as vault:
        (sha256,) = keep_all(vault, [b"pay EUR 1000 " * 50])
        location = vault.kept_event(sha256)[1].location
        assert location is not None
    path = root / "originals" / location.pack
    raw = path.read_bytes()
    for place in range(location.offset + 10, location.end):
        changed = bytearray(raw)
        changed[place] ^= 1
        path.write_bytes(changed)
        reader = Vault(root, edges)
        try:
            assert reader.read(sha256) == b"pay EUR 1000 " * 50
        except VaultDamaged:
            pass
        finally:
            reader.close()


def test_torn_pack_is_not_written_again(root: Path, edges: Edges, keep_all) -> None:
    """A pack with a torn tail is left alone, the next records go elsewhere, and all of them are read."""
    with open_for_writing(root, edges, "test") as vault:
        (first,) = keep_all(vault, [b"one"])
        (name,) = vault.reusable_packs()
    with (root / "originals" / name).open("ab") as pack:
        pack.write(b"torn")
    with open_for_writing(root, edges, "test") as vault:
        assert vault.reusable_packs() == []
        (second,) = keep_all(vault, [b"two"])
        assert (vault.read(first), vault.read(second)) == (b"one", b"two")
        assert vault.reusable_packs() != [name]


def test_lost_key(root: Path, edges: Edges, keep_all) -> None:
    """Without the key nothing is added, everything is read, and the lock is given back."""
    with open_for_writing(root, edges, "test") as vault:
        (sha256,) = keep_all(vault, [b"one"])
    edges.keys.path(ORIGIN).unlink()
    with pytest.raises(SigningKeyMissing), open_for_writing(root, edges, "test"):
        pass
    assert not (root / "lock.json").exists()
    with open_for_reading(root, edges) as reader:
        assert reader.read(sha256) == b"one"


def test_workers_have_no_secret(edges: Edges) -> None:
    """What is handed to workers holds no key from the environment."""
    given = Edges(
        edges.clock,
        edges.random,
        type(edges.keys)(edges.keys.folder, {"TALLY_SIGNING_KEY": "x"}),
        edges.memory,
        "a",
        "b",
    )
    assert given.for_worker().keys.environment == {}
