"""Timestamps, by the `openssl` command, and the clock. Section 7, duties 6 and 10."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from .form import Entry, moment, need, sha256
from .log import signed_checkpoint

STEP = timedelta(seconds=60)


def check_clock(entries: list[Entry], stamps: list[tuple[int, int, datetime]]) -> None:
    times = [moment(entry) for entry in entries]
    for index, (before, after) in enumerate(pairwise(times), 1):
        need(before - after <= STEP, f"entry {index} steps back in time")
    for size, sealed, stamped in stamps:
        need(max(times[:size]) - stamped <= STEP, f"an entry below {size} is later than the timestamp over it")
        need(
            stamped - min(times[sealed:]) <= STEP, f"an entry from {sealed} on is earlier than the timestamp it follows"
        )


def openssl(*arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=False)
    need(done.returncode == 0, f"openssl {arguments[0]} {arguments[1]}: {done.stderr.strip()[:200]}")
    return done.stdout


def check_token(stem: Path, checkpoint: Path, roots: Path) -> datetime:
    """When a reply to `stem`.tsq says that the checkpoint was there."""
    reply, query, chain = (stem.with_name(f"{stem.name}.{kind}") for kind in ("tsr", "tsq", "pem"))
    shown = openssl("ts", "-reply", "-in", str(reply), "-text")
    found = re.search(r"Time stamp: (\w+ +\d+ [\d:]+)(\.\d+)? (\d+) GMT", shown)
    need(found, "a token without a time")
    assert found is not None
    stamped = datetime.strptime(f"{found[1]} {found[3]}", "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    trust = ["-CAfile", str(roots), "-attime", str(int(stamped.timestamp()))]
    trust += ["-untrusted", str(chain)] if chain.is_file() else []
    openssl("ts", "-verify", "-in", str(reply), "-data", str(checkpoint), *trust)
    openssl("ts", "-verify", "-in", str(reply), "-queryfile", str(query), *trust)
    return stamped + timedelta(seconds=float(found[2] or 0))


def check_seals(
    vault: Path, entries: list[Entry], leaves: list[bytes], roots: Path | None
) -> tuple[list[tuple[int, int, datetime]], str]:
    """The times that tokens give, as (size sealed, index of the sealed entry, time), and what stays unchecked."""
    seals, stamps, logged, is_unrooted = vault / "seals", [], set(), False
    for path in seals.glob("*.checkpoint"):
        need(signed_checkpoint(path.read_bytes(), entries, leaves) == int(path.stem), f"{path.name} is of another size")
    for index, entry in enumerate(entries):
        if entry["kind"] == "witnessed":
            name = f"{entry['size']}.checkpoint"
            need(sha256((seals / name).read_bytes()) == entry["checkpoint"], f"seals/{name} has another hash")
            logged.add(name)
        if entry["kind"] == "sealed":
            for name, stated in entry["files"].items():
                need(re.fullmatch(r"[\w.-]+", name) and (seals / name).is_file(), f"seals/{name} is missing")
                need(sha256((seals / name).read_bytes()) == stated, f"seals/{name} has another hash")
            logged |= set(entry["files"])
            stem = seals / f"{entry['size']}.{entry['authority']}"
            need({f"{stem.name}.tsr", f"{entry['size']}.checkpoint"} <= set(entry["files"]), "a seal without its files")
            is_unrooted = is_unrooted or not roots
            if roots:
                stamps.append((entry["size"], index, check_token(stem, seals / f"{entry['size']}.checkpoint", roots)))
    spare = sorted({path.name for path in seals.glob("*")} - logged)
    words = [f"no entry names seals/{name}" for name in spare]
    return stamps, "; ".join(words + ["no root certificates were given"] * is_unrooted)
