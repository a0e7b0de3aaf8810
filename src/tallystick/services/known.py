"""What is known, all at once: the record's holdings, who is who, what hangs together, and what persons stated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tallystick.errors import MatterNotFound, RecordStale
from tallystick.model import decision, matter
from tallystick.model.decision import Decision
from tallystick.model.matter import MatterSheet
from tallystick.record.holdings import Holdings
from tallystick.record.matter import Matter
from tallystick.record.matter import matter as assigned
from tallystick.record.missing import Scene
from tallystick.record.party import Parties, parties
from tallystick.record.places import RECORD
from tallystick.record.thread import Threads, threads
from tallystick.vault.vault import Edges, Vault, open_for_reading


@dataclass
class Known:
    """The whole record of a vault open for reading. What costs time is made when it is first asked for."""

    vault: Vault
    holdings: Holdings

    @cached_property
    def decisions(self) -> list[Decision]:
        """The decisions about people that stand, in the order of the log."""
        return decision.standing(self._statements(decision.MEDIA_TYPE, decision.parse))

    @cached_property
    def sheets(self) -> dict[str, MatterSheet]:
        """The newest sheet of each matter, by its name."""
        return {sheet.name: sheet for sheet in self._statements(matter.MEDIA_TYPE, matter.parse)}

    @cached_property
    def parties(self) -> Parties:
        return parties(self.holdings, self.decisions)

    @cached_property
    def threads(self) -> Threads:
        return threads(self.holdings)

    @cached_property
    def scene(self) -> Scene:
        """Everything held, who is who and what hangs together, as those look at it who ask what is missing."""
        return Scene(self.holdings, self.parties, self.threads)

    def matter(self, name: str) -> Matter:
        """The matter with all that belongs to it. Raises MatterNotFound."""
        if name not in self.sheets:
            raise MatterNotFound(name, ", ".join(sorted(self.sheets)))
        return assigned(self.sheets[name], self.holdings, self.parties, self.threads)

    def _statements(self, media_type: str, parse: Callable[[bytes, str, str], Any]) -> list[Any]:
        stated = [each for each in self.holdings.originals.values() if each.media_type == media_type]
        return [parse(self.vault.read(each.sha256), each.sha256, each.kept_at.isoformat()) for each in stated]


@contextmanager
def open_record(root: Path, edges: Edges) -> Iterator[Known]:
    """The record of a vault. Raises VaultNotFound, RecordStale where the record lacks what the log has."""
    from tallystick.record.database import Database

    with open_for_reading(root, edges) as vault:
        database = Database(vault.views / RECORD)
        # The tables can be named only once Django is set up, which opening the database does.
        from tallystick.record.load import load

        try:
            if database.log_size() < vault.log.size and vault.catalog.originals_from(database.log_size()):
                raise RecordStale("the record has not taken in all that is kept")
            # Nothing was kept yet: the record has no tables.
            is_empty = not vault.catalog.originals_from(0)
            yield Known(vault, Holdings({}) if is_empty else load(database, with_texts=True, with_quotations=True))
        finally:
            database.close()
