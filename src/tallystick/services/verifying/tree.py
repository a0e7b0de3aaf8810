"""The tree, seen once in order: tiles compared with what the entries give, roots of past sizes. Duties 4 and 6."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from tallystick.errors import VaultDamaged
from tallystick.model.check import Check
from tallystick.model.custody import parse_time
from tallystick.seal import merkle, tile
from tallystick.vault.log import FOLDER, Log, expected_tiles

LARGEST_STEP_BACK = timedelta(seconds=60)
_MOST_NAMED = 20


class Tree:
    """Takes all leaf hashes in order, holds 256 a level, and compares each tile of the vault as it is completed."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._levels: list[list[bytes]] = []
        self._indexes: list[int] = []
        self.frontier = merkle.Frontier()
        self.problems: list[Check] = []

    def take(self, leaf_hashes: Iterable[bytes]) -> None:
        leaves = list(leaf_hashes)
        self.frontier.extend(leaves)
        for leaf in leaves:
            self._put(0, leaf)

    def close(self) -> None:
        """The tiles that are not full are compared too."""
        for level, nodes in enumerate(self._levels):
            if nodes:
                self._compare(tile.TilePath(level, self._indexes[level], len(nodes)), nodes)

    def _put(self, level: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
            self._indexes.append(0)
        nodes = self._levels[level]
        nodes.append(node)
        if len(nodes) == tile.WIDTH:
            self._compare(tile.TilePath(level, self._indexes[level]), nodes)
            self._levels[level] = []
            self._indexes[level] += 1
            self._put(level + 1, merkle.root(nodes))

    def _compare(self, path: tile.TilePath, nodes: list[bytes]) -> None:
        name = f"{FOLDER}/{path}"
        try:
            found = self._log.tile(path)
        except VaultDamaged as error:
            self.problems.append(Check.failed("tree", str(error), name))
            return
        if found != b"".join(nodes):
            self.problems.append(Check.failed("tree", "the tile is not what the entries give", name))


class Clock:
    """Takes the times of all entries in order and remembers where they step back. Duty 6."""

    def __init__(self) -> None:
        self._latest = ""
        self._latest_index = 0
        self.steps: list[Check] = []

    def take(self, times: Iterable[tuple[int, str]]) -> None:
        for index, time in times:
            if time >= self._latest:
                self._latest, self._latest_index = time, index
            elif parse_time(self._latest) - parse_time(time) > LARGEST_STEP_BACK and len(self.steps) < _MOST_NAMED:
                self.steps.append(self._step(index, time))

    def _step(self, index: int, time: str) -> Check:
        reason = (
            f"the clock was set back: entry {self._latest_index} says {self._latest}, entry {index} after it {time}"
        )
        return Check.failed("clock", reason, f"log entry {index}", earlier=self._latest, later=time)


def step_at_stamp(size: int, stamped: datetime, last: str, logged_index: int, logged: str) -> Check | None:
    """What a timestamp over the first `size` entries says of the log's own times, or None where they agree.

    `last` is the time of entry `size - 1` ("" where it cannot be read), `logged` that of the `sealed` entry.
    """
    when = f"{stamped:%Y-%m-%dT%H:%M:%SZ}"
    if last and parse_time(last) - stamped > LARGEST_STEP_BACK:
        reason = f"entry {size - 1} says {last}, yet an authority had stamped it by {when}"
        return Check.failed("clock", reason, f"log entry {size - 1}")
    if stamped - parse_time(logged) > LARGEST_STEP_BACK:
        reason = f"entry {logged_index} says {logged}, yet it names a stamp of {when}"
        return Check.failed("clock", reason, f"log entry {logged_index}")
    return None


def missing_tiles(log: Log) -> Iterator[Check]:
    """Tiles and bundles that the log should have and does not.

    A wider one serves only where a writer beside us has signed a newer checkpoint meanwhile.
    """
    for path in expected_tiles(log.size):
        try:
            is_there = log.has(path) or (log.tile(path) != b"" and not log.is_newest())
        except VaultDamaged:
            is_there = False
        if not is_there:
            yield Check.failed("tree", "the file is missing", f"{FOLDER}/{path}")
