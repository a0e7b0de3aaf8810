"""The account of one chat file: each record counted once, and every problem met."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tallystick.model.chat import ChatMessage, Participant
from tallystick.model.message import Problem
from tallystick.model.reading import Count


class Ledger:
    """Takes each unit of a file once, as a message, a system line, a problem or another share.

    `total` is what stood in the file and is added before the units are read, so that a unit forgotten shows.
    """

    def __init__(self, unit: str, total: int = 0) -> None:
        self.unit = unit
        self.total = total
        self.problems: list[Problem] = []
        self._shares: dict[str, int] = {"messages": 0, "system": 0, "problems": 0}

    def keep(self, message: ChatMessage) -> ChatMessage:
        """The message, counted as what it is."""
        self.share("system" if message.kind == "system" else "messages")
        return message

    def share(self, name: str, units: int = 1) -> None:
        """So many units became something other than a message."""
        self._shares[name] = self._shares.get(name, 0) + units

    def note(self, code: str, place: str, detail: str) -> None:
        """Something was wrong at a place; what stands there is counted elsewhere."""
        self.problems.append(Problem(code, place, detail))

    def lose(self, code: str, place: str, detail: str) -> None:
        """A unit could not be read as anything and became a problem."""
        self.note(code, place, detail)
        self.share("problems")

    def records(self, values: Iterable[Any], path: str) -> Iterable[tuple[str, dict[str, Any]]]:
        """Each record of a list with its place; what is no record is a problem. All of them are added to the total."""
        for number, value in enumerate(values):
            self.total += 1
            if isinstance(value, dict):
                yield f"{path}/{number}", value
            else:
                self.lose("not-a-record", f"{path}/{number}", "a message was expected here, and something else stands")

    def count(self) -> Count:
        """The account as it stands."""
        return Count(self.unit, self.total, tuple(self._shares.items()))


def speakers(messages: Iterable[ChatMessage], stated: Iterable[Participant] = ()) -> tuple[Participant, ...]:
    """Everybody whom the export lists and everybody else who said something, each once, in the order met."""
    found: dict[str, Participant] = {one.ident or one.name: one for one in stated}
    for message in messages:
        key = message.sender_id or message.sender
        if key and message.kind != "system" and (key not in found or not found[key].name):
            found[key] = Participant(name=message.sender, ident=message.sender_id, is_own=message.is_own)
    return tuple(found.values())
