"""The tree, its tiles, the notes signed over it. Sections 2 and 5, duties 1 to 4."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .form import Entry, Wrong, need, sha256, unbase64


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return node(root(leaves[:half]), root(leaves[half:]))


def number(n: int) -> str:
    groups = [f"{n % 1000:03}"]
    while n := n // 1000:
        groups.insert(0, f"x{n % 1000:03}")
    return "/".join(groups)


def bundle(entries: list[bytes]) -> bytes:
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def expected_tiles(entries: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Path and content of every tile and bundle that a log of these entries has."""
    level, row = "entries", entries
    while row:
        for start in range(0, len(row), 256):
            part = row[start : start + 256]
            width = "" if len(part) == 256 else f".p/{len(part)}"
            yield f"tile/{level}/{number(start // 256)}{width}", bundle(part) if level == "entries" else b"".join(part)
        if level == "entries":
            level, row = "0", [leaf(entry) for entry in entries]
        else:
            level, row = f"{int(level) + 1}", [root(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]


def read_entries(log: Path, size: int) -> list[bytes]:
    entries: list[bytes] = []
    for start in range(0, size, 256):
        width = min(256, size - start)
        path = log / f"tile/entries/{number(start // 256)}{'' if width == 256 else f'.p/{width}'}"
        need(path.is_file(), f"{path.relative_to(log)} is missing")
        octets, at = path.read_bytes(), 0
        for _ in range(width):
            length = int.from_bytes(octets[at : at + 2], "big")
            need(at + 2 + length <= len(octets), f"{path.relative_to(log)} ends within an entry")
            entries.append(octets[at + 2 : at + 2 + length])
            at += 2 + length
        need(at == len(octets), f"{path.relative_to(log)} goes on after its last entry")
    return entries


def key_of(vkey: str) -> tuple[str, bytes, bytes]:
    name, identity, encoded = [*vkey.split("+", 2), "", ""][:3]
    octets = unbase64(encoded)
    need(name and len(octets) == 33 and octets[0] == 1, f"{vkey!r} is no Ed25519 verifier key")
    known = hashlib.sha256(f"{name}\n".encode() + octets).digest()[:4]
    need(known.hex() == identity, f"{vkey!r} has another key id")
    return name, known, octets[1:]


def opened(note: bytes, vkey: str) -> str:
    """The text of a note with exactly one signature line, by this key."""
    try:
        text, separator, line = note.decode().partition("\n\n")
    except UnicodeDecodeError:
        raise Wrong("a note that is not UTF-8") from None
    name, identity, public = key_of(vkey)
    found = re.fullmatch(r"\u2014 (\S+) (\S+)\n", line)
    need(separator and found, "a note without its one signature line")
    assert found is not None
    signature = unbase64(found[2])
    need((found[1], signature[:4]) == (name, identity), "a note signed by another key")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], f"{text}\n".encode())
    except InvalidSignature:
        raise Wrong("a note whose signature does not verify") from None
    return text + "\n"


def checkpoint_of(text: str) -> tuple[str, int, bytes]:
    found = re.fullmatch(r"([^\n]+)\n(0|[1-9]\d*)\n([^\n]+)\n", text)
    need(found, "a checkpoint is three lines")
    assert found is not None
    return found[1], int(found[2]), unbase64(found[3])


def claimed(note: bytes) -> tuple[str, int, bytes]:
    """What a checkpoint says, whoever signed it."""
    try:
        return checkpoint_of(note.decode().partition("\n\n")[0] + "\n")
    except UnicodeDecodeError:
        raise Wrong("a checkpoint that is not UTF-8") from None


def key_in_force(entries: list[Entry], size: int) -> str:
    keys = [entry["new"] for entry in entries[:size] if entry["kind"] == "rotated"]
    return str(([entries[0]["key"], *keys])[-1])


def signed_checkpoint(note: bytes, entries: list[Entry], leaves: list[bytes]) -> int:
    """The size of a checkpoint that is signed by the key of its time and whose root the first entries have."""
    origin, size, stated = claimed(note)
    need(0 < size <= len(leaves), f"a checkpoint of size {size}, the log has {len(leaves)}")
    opened(note, key_in_force(entries, size))
    need(origin == entries[0]["origin"], f"a checkpoint of {origin!r}")
    need(root(leaves[:size]) == stated, f"the first {size} entries have another root than the checkpoint")
    return size


def check_sheet(vault: Path, entries: list[Entry]) -> None:
    octets = (vault / "tallystick.toml").read_bytes()
    newest = [entry["sheet"] for entry in entries if entry["kind"] in ("vault", "rotated")][-1]
    need(sha256(octets) == newest, "tallystick.toml has another hash than the log says")
    sheet = tomllib.loads(octets.decode())
    used = [entries[0]["key"], *(entry["new"] for entry in entries if entry["kind"] == "rotated")]
    need(sheet.get("origin") == entries[0]["origin"], "tallystick.toml names another origin")
    need(sheet.get("keys", [sheet.get("key")]) == used, "tallystick.toml names other keys")
    need(sheet.get("format") == entries[0]["format"] == 1, "tallystick.toml names another format")


def check_keys(entries: list[Entry]) -> None:
    now = entries[0]["key"]
    need(key_of(now)[0] == entries[0]["origin"], "the first key has another name than the origin")
    for entry in entries:
        if entry["kind"] == "rotated":
            need(entry["old"] == now, "a rotation from a key that was not in force")
            text = opened(entry["signature"].encode(), now)
            need(text == f"tallystick key rotation\n{now}\n{entry['new']}\n", "a rotation that says something else")
            now = entry["new"]
            need(key_of(now)[0] == entries[0]["origin"], "a key has another name than the origin")


def check_tree(log: Path, raw: list[bytes]) -> list[str]:
    """The files that the checkpoint does not cover: left by an interrupted write, no part of the evidence."""
    left = {str(path.relative_to(log)) for path in log.rglob("*") if not path.is_dir()} - {"checkpoint"}
    for path, content in expected_tiles(raw):
        need(path in left, f"log/{path} is missing")
        need((log / path).read_bytes() == content, f"log/{path} is not what the entries give")
    return [f"left over: log/{path}" for path in sorted(left - {path for path, _ in expected_tiles(raw)})]
