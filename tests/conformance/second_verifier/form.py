"""The form of what a vault holds: base64, canonical JSON, entries. Sections 1 and 3, duty 5."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

Entry = dict[str, Any]
LOCATION = {"pack": str, "offset": int, "length": int, "crc32": str, "seed": str}
EVERY = {"kind": str, "time": str, "actor": str, "nonce": str}
REQUIRED: dict[str, dict[str, type]] = {
    "vault": {"format": int, "origin": str, "key": str, "sheet": str},
    "pack": {"pack": str, "length": int, "crc32": str, "software": str},
    "kept": {"sha256": str, "size": int, "type": str, "source": dict, **LOCATION},
    "parts": {"count": int, "root": str},
    "met": {"sha256": str, "source": dict},
    "sealed": {"size": int, "authority": str, "files": dict},
    "witnessed": {"size": int, "sha256": str, "checkpoint": str},
    "dkim-key": {
        "domain": str,
        "selector": str,
        "answer": str,
        "status": str,
        "resolver": str,
        "authentic": bool,
    },
    "rotated": {"old": str, "new": str, "signature": str, "sheet": str},
    "exported": {"items": int, "digest": str, "query": str},
}
OPTIONAL: dict[str, dict[str, type]] = {
    "kept": {"container": dict, "run": str},
    "met": {"container": dict, "run": str, "size": int, "type": str, **LOCATION},
}
SHAPES = {
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z",
    "nonce": r"[0-9a-f]{32}",
    "run": r"[0-9a-f]{32}",
    "crc32": r"[0-9a-f]{8}",
    "pack": r"\d{4}/\d{8}T\d{6}Z-\d+\.warc\.gz",
    **dict.fromkeys(("sha256", "seed", "sheet", "digest", "checkpoint", "root"), r"[0-9a-f]{64}"),
}


class Wrong(Exception):
    """Something in the vault is not as the format says."""


def need(is_so: object, words: str) -> None:
    if not is_so:
        raise Wrong(words)


def sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()


def unbase64(text: str) -> bytes:
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Wrong("not base64") from None
    need(base64.b64encode(octets).decode() == text, "base64 in another form")
    return octets


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    need(len(dict(pairs)) == len(pairs), "a member occurs twice")
    return dict(pairs)


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def canonical(octets: bytes) -> Any:
    try:
        value = json.loads(octets.decode(), object_pairs_hook=_once)
        again = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        raise Wrong("not JSON") from None
    need(again == octets, "JSON, but not in canonical form")
    return value


def check_entry(index: int, entry: Any, before: str) -> None:
    need(isinstance(entry, dict) and entry.get("kind") in REQUIRED, f"entry {index} is of no known kind")
    kind = entry["kind"]
    need((kind == "vault") == (index == 0), "a vault entry stands first, and only there")
    need(kind != "parts" or before == "kept", "parts without a kept entry just before")
    required = {**EVERY, **REQUIRED[kind]}
    known = {**required, **OPTIONAL.get(kind, {})}
    need(set(required) <= set(entry), f"{kind} without {sorted(set(required) - set(entry))}")
    need(set(entry) <= set(known), f"{kind} with {sorted(set(entry) - set(known))}")
    need(not set(LOCATION) & set(entry) or kind == "pack" or set(LOCATION) <= set(entry), "half a location")
    for name, value in entry.items():
        need(type(value) is known[name], f"{kind}.{name} is no {known[name].__name__}")
        need(re.fullmatch(SHAPES.get(name, r"(?s:.*)"), str(value)), f"{kind}.{name} has another shape")
        need(not isinstance(value, int) or value >= 0, f"{kind}.{name} is negative")


def check_entries(entries: list[Any]) -> None:
    before = ""
    for index, entry in enumerate(entries):
        check_entry(index, entry, before)
        before = entry["kind"]


def moment(entry: Entry) -> datetime:
    return datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
