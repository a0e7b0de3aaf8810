"""Verify: what still holds of a vault, duty by duty (docs/format.md section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tallystick.errors import SealError, TallyError, VaultDamaged
from tallystick.formats.mail import recipe
from tallystick.model.check import Check, Verdict, worst
from tallystick.model.custody import Event
from tallystick.seal import tile
from tallystick.services.crew import Crew, Lost
from tallystick.services.verifying.heads import Keys, sheet_check
from tallystick.services.verifying.packs import Coverage
from tallystick.services.verifying.records import Bundles, Examined, make_records
from tallystick.services.verifying.seals import Seals, Stamped
from tallystick.services.verifying.tree import Clock, Tree, missing_tiles, step_at_stamp
from tallystick.vault import sheet
from tallystick.vault.log import CHECKPOINT
from tallystick.vault.vault import Edges, Vault

DUTIES = (
    "sheet", "keys", "checkpoint", "tree", "entries", "clock", "packs", "originals", "containers", "seals", "witnesses",
    "against",
)  # fmt: skip
_BUNDLES_AT_ONCE = 1
_MOST_NAMED = 100

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Trust:
    """What the verifier brings: root certificates, checkpoints held by others, the last one this machine saw."""

    roots: tuple[bytes, ...] = ()
    against: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Every check in the order of the duties, and how much was looked at."""

    checks: tuple[Check, ...]
    log_size: int = 0
    originals: int = 0
    original_bytes: int = 0

    @property
    def verdict(self) -> Verdict:
        return worst(self.checks)


def verify(
    root: Path,
    edges: Edges,
    trust: Trust,
    *,
    jobs: int,
    is_quick: bool = False,
    progress: Progress = lambda _done, _whole: None,
) -> Verification:
    """The whole vault compared with what its log says; `is_quick` leaves out duties 8 and 9. Nothing is changed.

    Raises VaultNotFound where there is none; damage is a FAIL, not an error.
    """
    try:
        vault = Vault(root, edges)
    except (VaultDamaged, SealError) as error:
        duty = "sheet" if sheet.NAME in str(error) else "checkpoint"
        found = [Check.failed(duty, str(error), str(root))]
        return Verification(_in_order([*found, *_unmade(found, "the vault cannot be opened")]))
    try:
        return _Verifying(vault, trust, is_quick).run(jobs, progress)
    finally:
        vault.close()


@dataclass(slots=True)
class _Verifying:
    vault: Vault
    trust: Trust
    is_quick: bool
    checks: list[Check] = field(default_factory=list)
    originals: int = 0
    original_bytes: int = 0
    _failures: list[tuple[int, Check]] = field(default_factory=list)
    _failure_count: int = 0
    _recipes: list[str] = field(default_factory=list)
    _others: list[tuple[int, Event]] = field(default_factory=list)

    def run(self, jobs: int, progress: Progress) -> Verification:
        tree, clock, coverage = Tree(self.vault.log), Clock(), Coverage()
        for examined in self._examined(jobs, progress):
            tree.take(examined.leaf_hashes)
            clock.take(examined.times)
            coverage.take(examined.covered)
            self._note(examined)
        tree.close()
        keys = Keys.of(self._others)
        seals = Seals(self.vault, keys, self.trust.roots, tuple(self._others))
        self._judge_heads(keys, tree)
        self._judge_items(coverage)
        self._judge_outside(seals, clock)
        self.checks += _unmade(self.checks, "nothing of this kind to check")
        return Verification(_in_order(self.checks), self.vault.log.size, self.originals, self.original_bytes)

    def _examined(self, jobs: int, progress: Progress) -> Iterator[Examined]:
        """All bundles, examined by workers, in order."""
        last = -(-self.vault.log.size // tile.WIDTH)
        waiting = iter(range(0, last, _BUNDLES_AT_ONCE))
        back: dict[int, Examined] = {}
        wanted = given = 0
        with Crew(jobs, make_records, self.vault.root, self.vault.sheet.origin) as crew:
            while wanted < last:
                while crew.has_room and given < last and given - wanted < 64:
                    first = next(waiting)
                    given = first + _BUNDLES_AT_ONCE
                    crew.give(Bundles(first, min(given, last), self.vault.log.size, self.is_quick))
                for done in crew.take():
                    if isinstance(done, Lost) and not done.is_suspect:
                        crew.give(done.batch)
                    elif isinstance(done, Lost):
                        back[done.batch.first] = self._lost(done)
                    else:
                        back[done.batch.first] = done.result
                while wanted in back:
                    yield back.pop(wanted)
                    wanted = min(wanted + _BUNDLES_AT_ONCE, last)
                    progress(min(wanted * tile.WIDTH, self.vault.log.size), self.vault.log.size)

    def _lost(self, lost: Lost) -> Examined:
        reason = f"the process that examined these entries {lost.how}"
        check = Check.failed("originals", reason, f"log entries from {lost.batch.first * tile.WIDTH}")
        return Examined((), (), (), 0, 0, (), (), ((0, check),))

    def _note(self, examined: Examined) -> None:
        self.originals += examined.originals
        self.original_bytes += examined.original_bytes
        self._failure_count += len(examined.failures)
        self._failures += examined.failures[: _MOST_NAMED - len(self._failures)]
        self._recipes += examined.recipes
        self._others += examined.others

    def _judge_heads(self, keys: Keys, tree: Tree) -> None:
        store, log = self.vault.store, self.vault.log
        assert log.signed is not None
        self.checks.append(sheet_check(store.read(sheet.NAME), self.vault.sheet, keys))
        self.checks += keys.checks
        self.checks.append(keys.verify(log.signed, CHECKPOINT))
        wrong = [*tree.problems, *missing_tiles(log)]
        head = log.signed.checkpoint
        if tree.frontier.size != head.size or tree.frontier.root() != head.root:
            got = tree.frontier.root().hex()
            reason = f"the {tree.frontier.size} entries do not give the checkpoint's root"
            wrong.append(Check.failed("tree", reason, CHECKPOINT, expected=head.root.hex(), got=got))
        left = sorted(log.leftovers())
        said = f"; left by an interrupted write, no part of the log: {', '.join(left[:5])}" if left else ""
        self.checks += wrong or [Check.passed("tree", f"{head.size} entries give the signed root{said}", CHECKPOINT)]

    def _judge_items(self, coverage: Coverage) -> None:
        entries = [check for _, check in self._failures if check.name == "entries"]
        self.checks += entries or [Check.passed("entries", f"{self.vault.log.size} entries, each of a known kind")]
        self.checks += [check for _, check in self._failures if check.name == "tree"]
        self.checks += coverage.checks(self.vault.store)
        known = sorted({event.members["size"] for _i, event in self._others if event.kind in ("sealed", "witnessed")})
        known.append(self.vault.log.size)
        items = [self._with_first_broken(i, c, known) for i, c in self._failures if c.name == "originals"]
        self.checks += items
        if self._failure_count > len(self._failures):
            self.checks.append(Check.failed("originals", f"{self._failure_count} failures in all, the first are named"))
        if self.is_quick:
            reason = "left out by --quick: the bytes of the originals were not read"
            self.checks += [Check.not_checked("originals", reason), Check.not_checked("containers", reason)]
            return
        if not items:
            said = f"{self.originals} originals, {self.original_bytes} bytes, each with the hash that the log says"
            self.checks.append(Check.passed("originals", said))
        self.checks += self._containers()

    def _with_first_broken(self, index: int, check: Check, known: list[int]) -> Check:
        first = next(size for size in known if size > index or size == known[-1])
        return Check(
            check.name, check.verdict, check.reason, check.place, {**check.facts, "first_checkpoint": str(first)}
        )

    def _containers(self) -> Iterator[Check]:
        for sha256 in self._recipes:
            try:
                yield recipe.check(self.vault.stream(sha256), self.vault.stream)
            except TallyError as error:
                yield Check.failed("containers", str(error), f"recipe {sha256[:16]}")

    def _judge_outside(self, seals: Seals, clock: Clock) -> None:
        steps = list(clock.steps)
        for found in seals.checks():
            if isinstance(found, Check):
                self.checks.append(found)
            elif (step := self._step(found)) is not None:
                steps.append(step)
        self.checks += steps or [Check.passed("clock", "no time in the log steps back by more than a minute")]
        self.checks += [seals.against(name, raw) for name, raw in self.trust.against]

    def _step(self, stamped: Stamped) -> Check | None:
        try:
            last = self.vault.log.event(stamped.size - 1).time if stamped.size else ""
        except TallyError:
            # The damage itself is a FAIL of another duty.
            last = ""
        return step_at_stamp(stamped.size, stamped.time, last, stamped.logged_index, stamped.logged)


def _unmade(checks: Iterable[Check], reason: str) -> list[Check]:
    made = {check.name for check in checks}
    return [Check.not_checked(duty, reason) for duty in DUTIES if duty not in made]


def _in_order(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(sorted(checks, key=lambda check: DUTIES.index(check.name)))
