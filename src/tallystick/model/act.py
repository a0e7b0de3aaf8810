"""What a message does: a promise, an objection, a demand. A view, derived from the text alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tallystick.model.money import Money


class ActKind(StrEnum):
    """What the writer does with the words."""

    TERMS_SET = "terms.set"
    TERMS_CHANGE = "terms.change"
    ACCEPTANCE = "acceptance"
    PROMISE_PAY = "promise.pay"
    PROMISE_DELIVER = "promise.deliver"
    PERFORMANCE = "performance.report"
    OBJECTION = "objection"
    ADMISSION = "admission"
    DEMAND = "demand"
    REFUSAL = "refusal"
    SETTLEMENT = "settlement.offer"
    TERMINATION = "termination"
    EXCUSE = "notice.excuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act performed in a text at `start`..`end`, in characters; `words` are exactly those of the text there.

    `language` is en, zh or ru, that of the words. `ground` names the rule by which it was found. `money` are the sums
    within the words, `due` is the day that is promised or demanded, None where none is stated or it cannot be told.
    """

    kind: ActKind
    start: int
    end: int
    words: str
    language: str
    ground: str
    money: tuple[Money, ...] = ()
    due: date | None = None
