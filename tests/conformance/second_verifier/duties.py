"""The twelve duties of section 8 over a whole vault."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .form import Wrong, canonical, check_entries
from .log import check_keys, check_sheet, check_tree, claimed, leaf, read_entries, signed_checkpoint
from .originals import check_containers, check_originals, check_packs
from .seals import check_clock, check_seals

DUTIES = (
    *("sheet", "keys", "checkpoint", "tree", "entries", "clock"),
    *("packs", "originals", "containers", "seals", "witnesses", "against"),
)
PASS, FAIL, NOT_CHECKED = "PASS", "FAIL", "NOT_CHECKED"


def verify(vault: Path, roots: Path | None = None, against: list[Path] | None = None) -> dict[str, tuple[str, str]]:
    """For each duty its verdict and the reason."""
    found = dict.fromkeys(DUTIES, (NOT_CHECKED, "an earlier duty failed"))

    def duty(name: str, check: Callable[[], Any], *, is_open: Callable[[Any], str] = lambda _: "") -> Any:
        try:
            result = check()
        except (Wrong, OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
            found[name] = (FAIL, f"{type(wrong).__name__}: {wrong}")
            return None
        words = is_open(result)
        found[name] = (NOT_CHECKED, words) if words else (PASS, "; ".join(result) if name in ("tree", "packs") else "")
        return result

    note = duty("checkpoint", (vault / "log/checkpoint").read_bytes)
    size = note and duty("checkpoint", lambda: claimed(note)[1])
    raw = size and duty("entries", lambda: read_entries(vault / "log", size))
    entries = raw and duty("entries", lambda: [canonical(one) for one in raw])
    if not entries:
        return found
    duty("entries", lambda: check_entries(entries))
    if found["entries"][0] == FAIL:
        return found
    leaves = [leaf(entry) for entry in raw]
    duty("sheet", lambda: check_sheet(vault, entries))
    duty("keys", lambda: check_keys(entries))
    duty("checkpoint", lambda: signed_checkpoint(note, entries, leaves))
    duty("tree", lambda: check_tree(vault / "log", raw))
    duty("packs", lambda: check_packs(vault, entries))
    duty("originals", lambda: check_originals(vault, entries))
    duty("containers", lambda: check_containers(vault, entries))
    sealed = duty("seals", lambda: check_seals(vault, entries, leaves, roots), is_open=lambda result: result[1])
    duty("clock", lambda: check_clock(entries, sealed[0] if sealed else []))
    has_witness = any(entry["kind"] == "witnessed" for entry in entries)
    found["witnesses"] = (NOT_CHECKED, "DKIM is left to others") if has_witness else (PASS, "")
    foreign = [path.read_bytes() for path in against or []]
    duty("against", lambda: [signed_checkpoint(one, entries, leaves) for one in foreign])
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Verifies a vault, from docs/format.md alone.")
    parser.add_argument("vault", type=Path)
    parser.add_argument("--roots", type=Path, help="trusted root certificates of timestamp authorities, PEM")
    parser.add_argument("--against", type=Path, action="append", default=[], help="a checkpoint to be extended")
    given = parser.parse_args(arguments)
    found = verify(given.vault, given.roots, given.against)
    for name, (verdict, words) in found.items():
        print(f"{DUTIES.index(name) + 1:2} {name:11} {verdict} {words}".rstrip())
    return int(any(verdict == FAIL for verdict, _ in found.values()))
