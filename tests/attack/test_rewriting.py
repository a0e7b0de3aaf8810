"""Something is put in the place of something else: items, sheet, packs, entries, checkpoints, the whole log."""

from __future__ import annotations

import shutil
import sys
import zlib

import pytest

from tallystick.seal import note

machine = sys.modules["tallystick_tests_machine"]


def pack_of(vault):
    (path,) = (vault / "originals").rglob("*.warc.gz")
    return path


def members(vault):
    """The gzip members of the one pack, in order."""
    content, found = pack_of(vault).read_bytes(), []
    while content:
        inflater = zlib.decompressobj(wbits=31)
        inflater.decompress(content)
        found.append(content[: len(content) - len(inflater.unused_data)])
        content = inflater.unused_data
    return found


def compressed(octets, level):
    deflater = zlib.compressobj(level, wbits=31)
    return deflater.compress(octets) + deflater.flush()


def both(owner, vault, *against):
    """The duties that fail; both verifiers must find that something does."""
    assert owner.failed_by_second(vault, *against)
    return owner.failed(vault, *against)


def test_items_swapped_in_the_pack(owner, copy):
    """Two records that change places in a pack are both found."""
    found = members(copy)
    found[1], found[2] = found[2], found[1]
    pack_of(copy).write_bytes(b"".join(found))
    assert "originals" in both(owner, copy)


def test_items_swapped_in_the_log(owner, copy):
    """Two entries that change places do not give the signed root, even where all tiles were made anew."""
    entries = machine.entries_of(copy)
    entries[1], entries[2] = entries[2], entries[1]
    machine.write_log(copy, entries, None)
    assert both(owner, copy)


def test_the_sheet_rewritten(owner, copy):
    """The vault's manifest is hashed in the log: another origin, another key or a comment is found."""
    sheet = copy / "tallystick.toml"
    honest = sheet.read_text()
    stranger = str(note.SignerKey("tallystick/stranger", bytes(32)).verifier)
    for changed in (honest + "# a comment\n", honest.replace('origin = "', 'origin = "x'), _with_key(honest, stranger)):
        sheet.write_text(changed)
        assert both(owner, copy)


def _with_key(sheet, key):
    head, _, _ = sheet.partition("keys = [")
    return f'{head}keys = [\n  "{key}",\n]\n'


def test_a_pack_compressed_anew(owner, copy):
    """The same originals compressed otherwise are not the pack that was sealed."""
    records = [zlib.decompress(member, 31) for member in members(copy)]
    pack_of(copy).write_bytes(b"".join(compressed(record, 1) for record in records))
    assert both(owner, copy) & {"packs", "originals"}


def test_a_gzip_header_changed(owner, copy):
    """Even a compressed byte that no reader of gzip looks at is covered."""
    content = bytearray(pack_of(copy).read_bytes())
    content[4] ^= 1
    pack_of(copy).write_bytes(content)
    assert both(owner, copy) == {"originals"}


def test_bytes_behind_a_pack(owner, copy):
    """Bytes behind the last record are reported as a torn tail and are no failure: they are no evidence."""
    with pack_of(copy).open("ab") as file:
        file.write(b"never acknowledged")
    said = " ".join(check.reason for check in owner.verify(copy).checks if check.name == "packs")
    assert "torn tail of 18 bytes" in said
    assert owner.failed(copy) == owner.failed_by_second(copy) == set()
    assert "18 bytes" in machine.second.verify(copy)["packs"][1]


def test_an_entry_injected(owner, copy):
    """An entry more in a bundle that the checkpoint covers is found."""
    entries = machine.entries_of(copy)
    forged = machine.encoded({**machine.parsed(entries)[-1], "nonce": "0" * 32})
    (bundle,) = (copy / "log/tile/entries").rglob(str(len(entries)))
    bundle.write_bytes(machine.second_log.bundle([*entries, forged]))
    assert both(owner, copy)
    machine.write_log(copy, [*entries, forged], None)
    assert both(owner, copy)


def test_an_entry_laid_beside_the_log(owner, copy):
    """Tiles beyond the checkpoint count as left by an interrupted write: reported, never shown as kept."""
    entries = machine.entries_of(copy)
    forged = machine.encoded({**machine.parsed(entries)[-1], "nonce": "0" * 32})
    for path, content in machine.second_log.expected_tiles([*entries, forged]):
        (copy / "log" / path).write_bytes(content)
    found = owner.verify(copy)
    assert found.log_size == len(entries)
    assert "interrupted write" in " ".join(check.reason for check in found.checks if check.name == "tree")
    assert "left over" in machine.second.verify(copy)["tree"][1]


def test_the_checkpoint_of_another_vault(owner, copy, tmp_path):
    """A checkpoint that another vault's key signed is not this vault's."""
    other = machine.Machine(tmp_path / "other")
    other.done("init")
    shutil.copy(other.vault / "log/checkpoint", copy / "log/checkpoint")
    assert both(owner, copy)


def test_a_checkpoint_that_a_stranger_signed(owner, copy):
    """A log made anew under the owner's sheet, signed by a stranger's key of the same name, is refused."""
    stranger = note.SignerKey(owner.key.name, bytes(range(32)))
    machine.write_log(copy, machine.entries_of(copy)[:-1], stranger)
    assert both(owner, copy) >= {"checkpoint"}


def replaced(owner, vault, signer):
    """The vault's log written anew by `signer` with another beginning, its newest mail and its seal left out."""
    entries = [entry for entry in machine.parsed(machine.entries_of(vault))[:-3] if entry["kind"] != "sealed"]
    entries[1]["source"]["locator"] = "elsewhere/price.eml"
    shutil.rmtree(vault / "seals")
    if signer != owner.key:
        entries[0]["key"] = str(signer.verifier)
        sheet = vault / "tallystick.toml"
        sheet.write_text(_with_key(sheet.read_text(), str(signer.verifier)))
        entries[0]["sheet"] = machine.second_form.sha256(sheet.read_bytes())
    shutil.rmtree(vault / "record")
    machine.write_log(vault, [machine.encoded(entry) for entry in entries], signer)


@pytest.mark.parametrize("who", ["stranger", "owner"])
def test_a_log_signed_anew(owner, copy, who):
    """A log replaced as a whole is consistent in itself, whoever signs; an older checkpoint or a seal held elsewhere
    convicts it."""
    signer = owner.key if who == "owner" else note.SignerKey(owner.key.name, bytes(range(32)))
    (sealed,) = (owner.vault / "seals").glob("*.checkpoint")
    held = [owner.older / "log/checkpoint", sealed, owner.vault / "log/checkpoint"]
    replaced(owner, copy, signer)
    assert owner.failed(copy) == owner.failed_by_second(copy) == set()
    for checkpoint in held:
        assert both(owner, copy, checkpoint) == {"against"}


def test_the_owner_rewrites_below_his_own_seal(owner, copy):
    """Who has the right key and leaves the seal in place is convicted by the seal alone."""
    entries = machine.parsed(machine.entries_of(copy))
    entries[1]["source"]["locator"] = "elsewhere/price.eml"
    machine.write_log(copy, [machine.encoded(entry) for entry in entries], owner.key)
    assert both(owner, copy) == {"seals"}
