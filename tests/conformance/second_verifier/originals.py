"""Packs, the originals in them, the containers that recipes rebuild. Sections 4 and 6, duties 7 to 9."""

from __future__ import annotations

import hashlib
import re
import uuid
import zlib
from pathlib import Path

from .form import Entry, Wrong, canonical, need, sha256, unbase64

RECIPE = "application/vnd.tallystick.recipe+jsonl"
WARCINFO = (
    "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:{uuid}>\r\nWARC-Date: {time}\r\n"
    "WARC-Filename: {name}\r\nContent-Type: application/warc-fields\r\nContent-Length: {size}\r\n\r\n"
)
RESOURCE = (
    "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:{uuid}>\r\nWARC-Date: {time}\r\n"
    "WARC-Target-URI: urn:sha256:{sha256}\r\nWARC-Block-Digest: sha256:{sha256}\r\nContent-Type: {type}\r\n"
    "Content-Length: {size}\r\nTallystick-Seed: {seed}\r\n\r\n"
)


def located(entries: list[Entry]) -> dict[str, list[Entry]]:
    by_pack: dict[str, list[Entry]] = {}
    for entry in entries:
        if "pack" in entry:
            by_pack.setdefault(entry["pack"], []).append({"offset": 0, **entry})
    return {pack: sorted(those, key=lambda entry: entry["offset"]) for pack, those in by_pack.items()}


def check_packs(vault: Path, entries: list[Entry]) -> list[str]:
    """What was interrupted, in words."""
    torn, originals = [], vault / "originals"
    by_pack = located(entries)
    for pack, those in by_pack.items():
        need(those[0]["kind"] == "pack", f"{pack} does not begin with its pack entry")
        end = 0
        for entry in those:
            need(entry["offset"] == end, f"{pack} has a gap or an overlap at {end}")
            end += entry["length"]
        size = (originals / pack).stat().st_size
        need(size >= end, f"{pack} ends at {size}, before {end}")
        torn += [f"{pack}: {size - end} bytes of a torn tail"] if size > end else []
    for path in sorted(originals.rglob("*")):
        if not path.is_dir() and str(path.relative_to(originals)) not in by_pack:
            torn.append(f"{path.relative_to(originals)}: no entry names it")
    return torn


def record_of(vault: Path, entry: Entry) -> bytes:
    with (vault / "originals" / entry["pack"]).open("rb") as file:
        file.seek(entry.get("offset", 0))
        member = file.read(entry["length"])
    need(f"{zlib.crc32(member):08x}" == entry["crc32"], "the member has another CRC-32")
    inflater = zlib.decompressobj(wbits=31)
    try:
        record = inflater.decompress(member)
    except zlib.error:
        raise Wrong("the member is no gzip") from None
    need(inflater.eof and not inflater.unused_data, "the member is not one whole gzip member")
    return record


def uuid_of(nonce: str) -> uuid.UUID:
    bits = int(nonce, 16) & ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=bits | 8 << 76 | 2 << 62)


def block_of(vault: Path, entry: Entry) -> bytes:
    record = record_of(vault, entry)
    head, _, rest = record.partition(b"\r\n\r\n")
    if entry["kind"] == "pack":
        block = f"software: {entry['software']}\r\nformat: WARC File Format 1.1\r\n".encode()
        name = entry["pack"].rpartition("/")[2]
        stated = WARCINFO.format(uuid=uuid_of(entry["nonce"]), time=entry["time"], name=name, size=len(block)).encode()
    else:
        seed = head.rpartition(b": ")[2].decode("latin-1")
        need(re.fullmatch(r"[0-9a-f]{64}", seed), "the seed has another shape")
        need(sha256(bytes.fromhex(seed)) == entry["seed"], "the seed is another")
        block = rest.removesuffix(b"\r\n\r\n")
        need(sha256(block) == entry["sha256"] and len(block) == entry["size"], "the block has another hash")
        stated = RESOURCE.format_map({**entry, "seed": seed, "uuid": uuid_of(entry["nonce"])}).encode()
    need(record == stated + block + b"\r\n\r\n", "the record does not follow from its entry")
    return block


def check_originals(vault: Path, entries: list[Entry]) -> None:
    kept: set[str] = set()
    for index, entry in enumerate(entries):
        try:
            if "pack" in entry:
                block_of(vault, entry)
        except (Wrong, OSError) as wrong:
            raise Wrong(f"entry {index}: {wrong}") from None
        need(entry["kind"] != "met" or entry["sha256"] in kept, f"entry {index} meets what is not kept")
        kept |= {entry["sha256"]} if entry["kind"] == "kept" else set()


def check_containers(vault: Path, entries: list[Entry]) -> None:
    kept = {entry["sha256"]: entry for entry in entries if entry["kind"] == "kept"}
    for recipe in (entry for entry in kept.values() if entry["type"] == RECIPE):
        lines = block_of(vault, recipe).split(b"\n")
        need(lines.pop() == b"" and all(len(line) < 128 * 1024 for line in lines), "a recipe's lines")
        first, *steps, last = [canonical(line) for line in lines]
        need(first == {"container": "mbox", "recipe": 1}, "a recipe of another kind")
        whole, size = hashlib.sha256(), 0
        for step in steps:
            need(set(step) == {"bytes"} or set(step) == {"sha256", "size"}, "a recipe's line of another kind")
            need("bytes" in step or step["sha256"] in kept, "a recipe names what is not kept")
            piece = unbase64(step["bytes"]) if "bytes" in step else block_of(vault, kept[step["sha256"]])
            need(piece if "bytes" in step else len(piece) == step["size"], "a recipe's line of another size")
            whole.update(piece)
            size += len(piece)
        need(
            last == {"sha256": whole.hexdigest(), "size": size, "whole": True},
            "a recipe does not rebuild its container",
        )
