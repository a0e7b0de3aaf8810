"""Corpora of generated mail: made once for each set of parameters, kept under `.bench/corpora`.

python -m bench.corpus mails 20000
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.letter import letters
from bench.plan import MAILS, SMALL, Profile, plan
from bench.prose import order_number
from bench.vocabulary import languages

__all__ = ["PROFILES", "Corpus", "corpus", "warmed"]

VERSION = 1  # raise when the same parameters give other bytes
SEED = 20_260_101
FOLDER = 1000
PROCESSES = 2
PROFILES: dict[str, Profile] = {profile.name: profile for profile in (MAILS, SMALL)}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus on disk: one `.eml` a mail in folders of 1000, and the same files as Maildirs by hard links."""

    name: str
    files: Path
    maildir: Path
    sums: Path
    mails: int
    size_bytes: int
    addresses: tuple[str, ...]
    orders: tuple[str, ...]


def corpus(home: Path, profile: Profile, mails: int, seed: int = SEED) -> Corpus:
    """The corpus with these parameters, made unless it is there."""
    place = home / f"{profile.name}-{mails}-{seed}-v{VERSION}"
    manifest = place / "manifest.json"
    if not manifest.exists():
        shutil.rmtree(place, ignore_errors=True)
        _make(place, profile, mails, seed)
    facts = json.loads(manifest.read_text("utf-8"))
    return Corpus(
        f"{profile.name}-{mails}",
        place / "files",
        place / "maildir",
        place / "SHA256SUMS",
        facts["mails"],
        facts["size_bytes"],
        tuple(facts["addresses"]),
        tuple(facts["orders"]),
    )


def warmed(made: Corpus) -> int:
    """Every file has been read once, so that the page cache holds what fits; the bytes read."""
    return sum(len(path.read_bytes()) for path in made.files.rglob("*.eml"))


def _make(place: Path, profile: Profile, mails: int, seed: int) -> None:
    for number in range((mails + FOLDER - 1) // FOLDER):
        (place / "files" / f"{number:03d}").mkdir(parents=True)
        for leaf in ("cur", "new", "tmp"):
            (place / "maildir" / f"{number:03d}" / leaf).mkdir(parents=True)
    with ProcessPoolExecutor(PROCESSES) as pool:
        shares = [pool.submit(_write, place, profile, mails, seed, share) for share in range(PROCESSES)]
        written = [share.result() for share in shares]
    lines = sorted(line for share in written for line in share)
    (place / "SHA256SUMS").write_text("".join(f"{digest}  {path}\n" for path, digest, _ in lines), "utf-8")
    threads = plan(profile, mails, seed)
    facts = {
        "mails": len(lines),
        "size_bytes": sum(size for _, _, size in lines),
        "addresses": sorted({thread.them.address for thread in threads})[:200],
        "orders": [order_number(thread.number) for thread in threads[:: max(1, len(threads) // 200)]],
    }
    (place / "manifest.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), "utf-8")


def _write(place: Path, profile: Profile, mails: int, seed: int, share: int) -> list[tuple[str, str, int]]:
    """One share of the threads written as files; for each file its path, SHA-256 and size in bytes."""
    made, tongues = [], languages()
    for thread in plan(profile, mails, seed)[share::PROCESSES]:
        for ordinal, content in letters(thread, profile, tongues[thread.script[:2]], seed):
            folder, name = f"{ordinal // FOLDER:03d}", f"{ordinal:06d}.eml"
            path = place / "files" / folder / name
            path.write_bytes(content)
            os.link(path, place / "maildir" / folder / "cur" / f"{ordinal:06d}.bench:2,S")
            made.append((f"{folder}/{name}", hashlib.sha256(content).hexdigest(), len(content)))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a corpus of generated mail.")
    parser.add_argument("profile", choices=PROFILES)
    parser.add_argument("mails", type=int)
    parser.add_argument("--home", type=Path, default=Path(".bench/corpora"))
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    started = time.perf_counter()
    made = corpus(options.home, PROFILES[options.profile], options.mails, options.seed)
    print(f"{made.files}: {made.mails} mails, {made.size_bytes:,} bytes, {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
