"""The exhibits of a bundle: the chosen runs of a matter, numbered as the forum counts, with origin and purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from tallystick.bundle.wording import in_all, say
from tallystick.language.detect import languages
from tallystick.model.act import ActKind
from tallystick.model.exhibit import Exhibit, Shown
from tallystick.model.rule import LANGUAGES, Words
from tallystick.record.holdings import HeldItem
from tallystick.record.thread import local_day
from tallystick.services.known import Known
from tallystick.services.reading.derived import name_of
from tallystick.services.selection import Run, Selection
from tallystick.services.shown import Showing, conversation_title
from tallystick.services.situation import ident_of

# What an act shows, the strongest first: a message that does several things stands for the first of these.
_ELEMENTS: tuple[tuple[str, frozenset[ActKind]], ...] = (
    ("debt", frozenset((ActKind.ADMISSION, ActKind.PROMISE_PAY))),
    ("contract", frozenset((ActKind.TERMS_SET, ActKind.TERMS_CHANGE, ActKind.ACCEPTANCE))),
    ("breach", frozenset((ActKind.REFUSAL, ActKind.EXCUSE))),
    ("notice", frozenset((ActKind.OBJECTION, ActKind.DEMAND, ActKind.TERMINATION))),
    ("performance", frozenset((ActKind.PERFORMANCE, ActKind.PROMISE_DELIVER))),
)
GROUPS = ("contract", "performance", "breach", "notice", "debt", "other")
_ON_PLATFORM = frozenset(("alibaba", "1688"))
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a forum counts exhibits ("1", "1-1", "C-1") and in which order they stand (time, element-then-time,
    platform-then-time)."""

    style: str = "1"
    order: str = "time"


def exhibits(known: Known, selection: Selection, numbering: Numbering, language: str,
             showing: Showing) -> tuple[Exhibit, ...]:  # fmt: skip
    """The runs as numbered exhibits. What they show is read from the vault when it is asked for."""
    making = _Making(known, selection, language, showing)
    made = [making.exhibit(run) for run in selection.runs]
    stated = list(dict.fromkeys(each.exhibit.group for each in made if each.exhibit.group not in GROUPS))
    groups = [*GROUPS, *stated]
    made.sort(key=lambda each: _place(each, numbering.order, groups))
    return tuple(_numbered([each.exhibit for each in made], numbering.style))


@dataclass(frozen=True, slots=True)
class _Made:
    exhibit: Exhibit
    at: datetime | None
    is_on_platform: bool


@dataclass(slots=True)
class _Making:
    known: Known
    selection: Selection
    language: str
    showing: Showing

    def exhibit(self, run: Run) -> _Made:
        held = self.known.holdings
        first = held.items[run.keys[0]]
        original = held.originals[first.log_index]
        mail = held.items.get((first.log_index, 0)) if run.part else None
        at = (mail or first).sent_at
        group = self._group(run)
        text = " ".join(filter(None, (held.texts.get(key, "") for key in run.keys[:20]))) or first.title
        made = Exhibit(
            number="", title=self._title(run, first), kind=run.kind, ident=ident_of(self.known, first.key),
            sha256=original.sha256, log_index=original.log_index, kept_at=original.kept_at, on=_day(mail or first),
            origin=self._origin(run, first), proves=self._proves(run, group), group=group,
            language=next(iter(languages(text)), ""), form="copy" if run.kind in ("document", "image") else "original",
            show=lambda: self.showing.shown(run), translation=self._translation(run), stated_by=self._whose(run),
        )  # fmt: skip
        return _Made(made, at, first.channel in _ON_PLATFORM)

    def _group(self, run: Run) -> str:
        if run.stated is not None and run.stated.group:
            return run.stated.group
        keys = set(run.keys)
        done = {one.act.kind for one in self.selection.said if one.item.key in keys}
        found = next((element for element, kinds in _ELEMENTS if kinds & done), "")
        return found or ("performance" if run.kind == "statement" else "other")

    def _proves(self, run: Run, group: str) -> Words:
        if run.stated is not None and run.stated.proves:
            return _same(run.stated.proves)
        return in_all(f"proves.{group if group in GROUPS else 'other'}")

    def _title(self, run: Run, first: HeldItem) -> Words:
        if run.stated is not None and run.stated.title:
            return _same(run.stated.title)
        held = self.known.holdings
        values = {"title": _short(first.title), "who": self.known.scene.sender(first.key), "platform": first.channel}
        if run.part:
            mail = held.items[first.log_index, 0]
            return in_all("title.attachment", title=_short(first.title), day=_day(mail) or "")
        if run.kind == "conversation":
            last = held.items[run.keys[-1]]
            values |= {"title": _short(conversation_title(self.known, first))}
            if _day(first) is None or _day(last) is None:
                return in_all("title.conversation-undated", **values)
            values |= {"first": str(_day(first)), "last": str(_day(last))}
        return in_all(f"title.{run.kind}", **values)

    def _origin(self, run: Run, first: HeldItem) -> str:
        """Which mailbox, file or export it came from; never more of a path than the file's own name."""
        original = self.known.holdings.originals[first.log_index]
        kind = "mail" if run.part else run.kind
        source = say(self.language, f"origin.{kind}", name=name_of(original.locator), platform=first.channel)
        values = {"source": source, "day": f"{original.kept_at:%Y-%m-%d}", "index": original.log_index}
        if run.part:
            return say(self.language, "origin.inside", name=first.title, **values)
        return say(self.language, "origin.kept", **values)

    def _whose(self, run: Run) -> str:
        said = Counter(self.known.scene.is_ours(key) for key in run.keys)
        if set(said) == {True}:
            return "us"
        return "them" if set(said) == {False} else "other"

    def _translation(self, run: Run) -> Callable[[], Shown] | None:
        """The translation that a person named, which is a kept item itself."""
        if run.stated is None or not run.stated.translation:
            return None
        sha256, _, position = run.stated.translation.partition(":")
        held = self.known.holdings
        for index, original in held.originals.items():
            item = held.items.get((index, int(position or 0))) if original.sha256.startswith(sha256) else None
            if item is not None:
                translated = Run("mail" if item.kind == "mail" else "document", (item.key,))
                return lambda: self.showing.shown(translated)
        return None


def _same(text: str) -> Words:
    return dict.fromkeys(LANGUAGES, text)


def _short(title: str) -> str:
    text = " ".join(title.split())
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1] + "…"


def _day(item: HeldItem) -> date | None:
    return local_day(item.sent_at, item.zone_minutes) if item.sent_at else None


def _place(made: _Made, order: str, groups: list[str]) -> tuple[object, ...]:
    time = (made.at is None, made.at.timestamp() if made.at else 0.0, made.exhibit.log_index, made.exhibit.ident)
    if order == "element-then-time":
        return groups.index(made.exhibit.group), *time
    if order == "platform-then-time":
        return not made.is_on_platform, *time
    return time


def _numbered(ordered: Iterable[Exhibit], style: str) -> Iterable[Exhibit]:
    groups: dict[str, int] = {}
    within: Counter[str] = Counter()
    for count, exhibit in enumerate(ordered, 1):
        number = f"{style[:-1]}{count}"
        if style == "1-1":
            group = groups.setdefault(exhibit.group, len(groups) + 1)
            within[exhibit.group] += 1
            number = f"{group}-{within[exhibit.group]}"
        yield replace(exhibit, number=number)
