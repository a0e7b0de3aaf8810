"""One import under way: offers go out to workers, outcomes come back, and commits put them in the log in order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tallystick.errors import FormatError, SourceError, TallyError, VaultNotWritable
from tallystick.formats.archive import Budget
from tallystick.model.ledger import MEDIA_TYPE, ImportLedger, Refusal
from tallystick.model.message import Signature
from tallystick.services.batch import Batch
from tallystick.services.containers import Expansion, Spool, expand, ours
from tallystick.services.crew import Crew, Done, Lost
from tallystick.services.intake import Outcome, Task, make_intake
from tallystick.services.reading import LARGEST_IN_MEMORY
from tallystick.services.reading.overflow import clear
from tallystick.sources.offer import Offer
from tallystick.vault.vault import Vault

_TASK_OFFERS = 64
_TASK_BYTES = 8 << 20
_WAIT_SECONDS = 0.5

Progress = Callable[[ImportLedger], None]
Offered = Iterator[Offer | Refusal]


@dataclass(slots=True)
class Import:
    """Owns the queue of what is offered and the ledger. `run` is called once."""

    vault: Vault
    ledger: ImportLedger
    jobs: int
    is_dry: bool
    progress: Progress
    stop: Callable[[], bool]
    signatures: set[Signature] = field(default_factory=set)
    carried: list[tuple[str, str]] = field(default_factory=list)
    # What is still to be offered: the innermost container last, each with the expansion that gives it.
    _queue: list[tuple[Offered, Expansion | None]] = field(default_factory=list)
    _expansions: dict[int, Expansion] = field(default_factory=dict)
    _again: list[Task] = field(default_factory=list)
    _held_back: Offer | None = None
    _is_alone: bool = False

    def run(self, offered: Offered) -> str:
        """Everything offered is dealt with; returns the hash (hex) of the kept ledger, "" when dry."""
        spool = Spool(self.vault.views / "spool")
        spool.clear()
        clear(self.vault.views)
        shares = [(name,) for name in reversed(self.vault.reusable_packs())]
        given = (self.vault.root, self.vault.edges.for_worker(), self.ledger.run, self.is_dry)
        batch = Batch(self.vault, self.jobs)
        try:
            with Crew(self.jobs, make_intake, *given, shares=shares) as crew:
                self._work_off(crew, spool, batch, offered)
                return "" if self.is_dry else self._keep_ledger(crew, spool, batch)
        except TallyError:
            # What is whole already is acknowledged before the failure is told.
            with contextlib.suppress(TallyError, OSError):
                batch.commit()
            raise
        except OSError as error:
            self.vault.store.check_place()
            raise VaultNotWritable(str(error.filename or self.vault.root), error.strerror or str(error)) from error
        finally:
            spool.clear()
            batch.close()

    def _keep_ledger(self, crew: Crew, spool: Spool, batch: Batch) -> str:
        if self.stop():
            self._give_up()
        path = spool.path()
        path.write_bytes(self.ledger.encode())
        self.stop = lambda: False
        batch.last_hash = ""
        self._work_off(crew, spool, batch, iter([ours(path, MEDIA_TYPE, f"ledger of import {self.ledger.run}")]))
        return batch.last_hash

    def _give_up(self) -> None:
        """What was not begun is no longer on offer; the ledger says so."""
        self.ledger.interrupted = True
        self.ledger.offered -= self._held_back is not None
        self._held_back = None
        self._queue.clear()
        for expansion in self._expansions.values():
            expansion.abandon()
        self._expansions.clear()

    def _work_off(self, crew: Crew, spool: Spool, batch: Batch, offered: Offered) -> None:
        self._queue.append((offered, None))
        while True:
            while crew.has_room and (task := self._next_task(crew)) is not None:
                crew.give(task)
            if crew.is_idle and not self._again:
                break
            for back in crew.take(_WAIT_SECONDS):
                if isinstance(back, Lost):
                    self._send_again(back)
                else:
                    self._take_in(back, spool, batch)
            if batch.is_full:
                batch.commit()
            self.progress(self.ledger)
        batch.commit()

    def _next_task(self, crew: Crew) -> Task | None:
        if self._again:
            return self._again.pop()
        if self.stop() or (self._is_alone and not crew.is_idle):
            return None
        self._is_alone = False
        offers: list[Offer] = []
        size = 0
        while len(offers) < _TASK_OFFERS and size < _TASK_BYTES and (offer := self._next_offer()) is not None:
            if offer.length > LARGEST_IN_MEMORY:
                # A large original is kept with nobody else at work, so that times in the log do not run backwards.
                if offers or not crew.is_idle:
                    self._held_back = offer
                    break
                self._is_alone = True
                return Task((offer,))
            offers.append(offer)
            size += offer.length
        return Task(tuple(offers)) if offers else None

    def _next_offer(self) -> Offer | None:
        """The next thing offered, counted; refusals on the way are written down."""
        if self._held_back is not None:
            offer, self._held_back = self._held_back, None
            return offer
        while self._queue:
            found = self._next_found(*self._queue[-1])
            if isinstance(found, Refusal):
                self.ledger.offered += 1
                self.ledger.refused.append(found)
            elif found is not None:
                self.ledger.offered += not found.is_ours
                if found.expansion:
                    self._expansions[found.expansion].unsettled += 1
                return found
        return None

    def _next_found(self, offered: Offered, expansion: Expansion | None) -> Offer | Refusal | None:
        try:
            return next(offered)
        except StopIteration:
            pass
        except (OSError, FormatError, SourceError) as error:
            self._queue.pop()
            self._end(expansion)
            place = expansion.offer.source.locator if expansion else ""
            return Refusal(place, getattr(error, "code", "source-unreadable"), str(error))
        self._queue.pop()
        self._end(expansion)
        return None

    def _end(self, expansion: Expansion | None) -> None:
        if expansion is not None:
            expansion.is_exhausted = True
            self._close_if_settled(expansion)

    def _close_if_settled(self, expansion: Expansion) -> None:
        if expansion.is_exhausted and not expansion.unsettled:
            del self._expansions[expansion.number]
            self._queue.append((iter(_remaining(expansion)), None))
            self._settle(expansion.offer, "")

    def _settle(self, offer: Offer, sha256: str) -> None:
        expansion = self._expansions.get(offer.expansion)
        if expansion is not None:
            expansion.settle(offer, sha256)
            expansion.unsettled -= 1
            self._close_if_settled(expansion)

    def _send_again(self, lost: Lost) -> None:
        task: Task = lost.batch
        if not lost.is_suspect:
            self._again.append(task)
        elif len(task.offers) > 1:
            self._again += [Task((offer,), task.died_of) for offer in task.offers]
        elif not task.died_of:
            self._again.append(Task(task.offers, lost.how))
        else:
            self._refuse(task.offers[0], Refusal(task.offers[0].source.locator, "worker-died", lost.how))

    def _take_in(self, back: Done, spool: Spool, batch: Batch) -> None:
        for offer, outcome in zip(back.batch.offers, back.result, strict=True):
            if outcome.refusal is not None:
                self._refuse(offer, outcome.refusal)
            elif outcome.status == "container":
                self._expand(offer, outcome.container_kind, spool)
            else:
                self._count(offer, batch.take(outcome))
                self._settle(offer, outcome.sha256)

    def _expand(self, offer: Offer, kind: str, spool: Spool) -> None:
        parent = self._expansions.get(offer.expansion)
        number = 1 + max(self._expansions, default=0)
        try:
            expansion = expand(number, kind, offer, spool, parent.budget if parent else Budget())
        except (OSError, FormatError) as error:
            self._refuse(offer, Refusal(offer.source.locator, getattr(error, "code", "source-unreadable"), str(error)))
            return
        self.ledger.offered -= 1
        self.ledger.containers += 1
        self._expansions[number] = expansion
        self._queue.append((expansion.offers(), expansion))

    def _refuse(self, offer: Offer, refusal: Refusal) -> None:
        if not offer.is_ours:
            self.ledger.refused.append(refusal)
        self._settle(offer, "")

    def _count(self, offer: Offer, outcome: Outcome) -> None:
        if offer.is_ours:
            return
        if outcome.status == "met":
            self.ledger.already_kept += 1
            return
        self.ledger.kept += 1
        self.ledger.kept_bytes += outcome.size_bytes
        reading = outcome.reading
        if reading is not None:
            self.ledger.count_problems(dict(reading.problems))
            self.signatures.update(reading.signatures)
            self.carried += [(text, outcome.sha256) for text in reading.checkpoints]


def _remaining(expansion: Expansion) -> list[Offer | Refusal]:
    """What a container still gives once all in it is settled, while its bytes are still at hand."""
    try:
        return list(expansion.close())
    except (OSError, FormatError, SourceError) as error:
        return [Refusal(expansion.offer.source.locator, getattr(error, "code", "source-unreadable"), str(error))]
