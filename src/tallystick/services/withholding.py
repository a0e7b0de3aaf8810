"""What stays out of a bundle, with the ground: lawyers' letters, what was said to settle, what repeats either of them
or came inside it, and what is held back from a platform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tallystick.bundle.wording import say
from tallystick.model.act import ActKind
from tallystick.model.stated_exhibit import StatedExhibit
from tallystick.record.holdings import HeldItem, HeldQuotation, Key
from tallystick.record.matter import Matter
from tallystick.record.settlement import says_it_settles
from tallystick.record.thread import beginning
from tallystick.services.known import Known
from tallystick.services.situation import Said

Ground = tuple[str, str]
_LAWYER = re.compile(
    r"law\s*firm|\battorney\b|\bsolicitors?\b|\bbarrister\b|legal\s+counsel|律师|律所|адвокат|rechtsanw[aä]lt|kanzlei",
    re.IGNORECASE,
)


@dataclass
class Withholding:
    """Knows the grounds. `stated` are the exhibits that a person named: of those a lawyer is not guessed by his name;
    `is_seen` says that the other side sees what the forum is given."""

    known: Known
    matter: Matter
    said: Sequence[Said]
    stated: Mapping[Key, StatedExhibit]
    language: str
    with_settlement: bool = False
    is_seen: bool = False

    def grounds(self, items: Iterable[HeldItem]) -> dict[Key, Ground]:
        """Of each of these items that stays out: the reason, and the same in a sentence."""
        return {item.key: ground for item in items if (ground := self._ground(item)) is not None}

    def is_carried(self, key: Key) -> bool:
        """Whether the item came inside a mail that stays out."""
        carrier = self._carrier(self.known.holdings.items[key])
        return carrier is not None and self._own(carrier) is not None

    def _ground(self, item: HeldItem) -> Ground | None:
        own, carrier = self._own(item), self._carrier(item)
        return own if own is not None or carrier is None else self._own(carrier)

    def _carrier(self, item: HeldItem) -> HeldItem | None:
        """The mail that the item came in."""
        mail = self.known.holdings.items.get((item.log_index, 0))
        return mail if item.origin and item.position and mail is not None and mail.kind == "mail" else None

    def _own(self, item: HeldItem) -> Ground | None:
        key = item.key
        if self.is_seen and key in self.stated and self.stated[key].hold_back:
            return "held-back", say(self.language, "withheld.held-back")
        if lawyer := self._lawyer(key, is_guess_allowed=key not in self.stated):
            return "privileged", say(self.language, "withheld.privileged", who=lawyer)
        quotations = self.known.holdings.quotations.get(key, ())
        if any(self._repeats_lawyer(key, quoted) for quoted in quotations):
            return "privileged-quoted", say(self.language, "withheld.privileged-quoted")
        if self.with_settlement:
            return None
        if key in self._settling:
            return "settlement", say(self.language, "withheld.settlement")
        if any(says_it_settles(quoted.text) or beginning(quoted.text) in self._offers for quoted in quotations):
            return "settlement-quoted", say(self.language, "withheld.settlement-quoted")
        return None

    # Lawyers

    @cached_property
    def _theirs(self) -> frozenset[object]:
        return frozenset(ident for party in self.matter.counterparties for ident in party.identifiers)

    @cached_property
    def _named(self) -> tuple[str, ...]:
        """An identifier is written with its scheme ("mail:..."), which no name shows."""
        names = (each.rpartition(":")[2].strip().casefold() for each in self.matter.sheet.lawyers)
        return tuple(name for name in names if name)

    def _is_shared(self, key: Key) -> bool:
        """Whether the other side wrote or received it."""
        return any(use.ident in self._theirs for use in self.known.holdings.uses.get(key, ()))

    def _is_lawyer(self, shown: str, *, is_guess_allowed: bool = True) -> bool:
        return any(name in shown.casefold() for name in self._named) or (
            is_guess_allowed and _LAWYER.search(shown) is not None
        )

    def _lawyer(self, key: Key, *, is_guess_allowed: bool = True) -> str:
        """Our lawyer's name, where the item passed between him and us alone; "" where it did not."""
        if self._is_shared(key):
            return ""
        for use in self.known.holdings.uses.get(key, ()):
            if self._is_lawyer(f"{use.name} {use.value}", is_guess_allowed=is_guess_allowed):
                return use.name or use.value
        return ""

    @cached_property
    def _advice(self) -> frozenset[str]:
        """How each letter with a lawyer begins, whatever matter it belongs to."""
        held = self.known.holdings
        mails = (key for key, item in held.items.items() if item.kind in ("mail", "message") and self._lawyer(key))
        return frozenset(start for key in mails if (start := beginning(held.texts.get(key, ""))))

    def _repeats_lawyer(self, key: Key, quoted: HeldQuotation) -> bool:
        """Whether the words are of a letter with a lawyer, or of a lawyer in what the other side never saw."""
        if beginning(quoted.text) in self._advice:
            return True
        return self._is_lawyer(quoted.author) and not self._is_shared(key) and (
            beginning(quoted.text) not in self._served
        )  # fmt: skip

    @cached_property
    def _served(self) -> frozenset[str]:
        """How each letter begins that the other side wrote or received."""
        held = self.known.holdings
        shared = (key for key, item in held.items.items() if item.kind == "mail" and self._is_shared(key))
        return frozenset(start for key in shared if (start := beginning(held.texts.get(key, ""))))

    # Settlement

    @cached_property
    def _settling(self) -> frozenset[Key]:
        """What was said to settle, whatever matter it belongs to."""
        held = self.known.holdings
        read = {one.item.key for one in self.said if one.act.kind is ActKind.SETTLEMENT}
        return frozenset(read) | {
            key for key, item in held.items.items() if says_it_settles(f"{item.title}\n{held.texts.get(key, '')}")
        }

    @cached_property
    def _offers(self) -> frozenset[str]:
        texts = self.known.holdings.texts
        return frozenset(start for key in self._settling if (start := beginning(texts.get(key, ""))))
