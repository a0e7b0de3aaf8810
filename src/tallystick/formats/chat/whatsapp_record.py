"""The messages of a WhatsApp export, built from its lines: times, senders, what each carries, and what is doubtful."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from tallystick.formats.chat.whatsapp_body import Body, is_group_notice, is_notice, read_body
from tallystick.formats.chat.whatsapp_dates import Decision, FileDate, decided
from tallystick.formats.chat.whatsapp_lines import Lines, Row
from tallystick.formats.chat.whatsapp_prefix import shape_of
from tallystick.formats.chat.whatsapp_times import Clocks, Days, backward, unread
from tallystick.formats.chat.whatsapp_words import QUICK, unmarked
from tallystick.model.chat import Chat, ChatMessage, Participant
from tallystick.model.message import Moment, Problem
from tallystick.model.reading import Count, Reading

_MOST_PROBLEMS = 20  # of one code; the rest are counted in one more
_LONGEST_NAME = 120
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
_BACKWARD = timedelta(days=1)
_NO_MARKS: tuple[str, ...] = ()
_AMBIGUOUS = ("ambiguous-time",)
_EXPORT_LIMITS = (10_000, 40_000)
_PHONE = re.compile(r"\+?[\d\s().\u2011-]{7,24}$")
_PHONE_FILE = re.compile(r"-(\d{4})-(\d\d)-(\d\d)-\d\d-\d\d-\d\d\.")
_ANDROID_FILE = re.compile(r"(?:IMG|VID|PTT|AUD|STK|DOC)-(\d{4})(\d\d)(\d\d)-WA\d")
_ENOUGH_FILES = 50
_QUOTE = re.compile('["“«「„]')
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"), ("„", "“"))

_ORDER_PROBLEMS = {
    "sequence": "the order is read as {order}: only so does time run forwards through the file",
    "form": "the order is read as {order}: no locale writes a date of this form in another",
    "files": "the order is read as {order}: only so do dates agree with the names of the files sent then",
}
_CALENDARS = {
    "buddhist": "years are of the Buddhist era; 543 was taken from each",
    "japanese": "years are of a Japanese era; they were counted from its first",
    "unknown": "the numbers are no dates of the Gregorian, Buddhist or Japanese calendar; no time was read",
}


class Record:
    """Builds the reading of one export."""

    def __init__(self, lines: Lines, title: str) -> None:
        self._lines = lines
        self._title = title
        self._problems: list[Problem] = []
        self._met: Counter[str] = Counter()
        self._became: Counter[str] = Counter()
        self._known: dict[str | None, tuple[str, str]] = {}
        self._stubs: dict[str, Body] = {}
        self._own: set[str] = set()
        self._is_group = False
        self._decision = Decision("", "", ())

    def problem(self, code: str, place: str, detail: str) -> None:
        """The problem is noted; beyond twenty of a code only their number is."""
        self._note(Problem(code, place, detail))

    def _note(self, problem: Problem) -> None:
        self._met[problem.code] += 1
        if self._met[problem.code] <= _MOST_PROBLEMS:
            self._problems.append(problem)

    def reading(self, name: str) -> Reading:
        """The chat with its account of all lines. To be called once: the lines are consumed."""
        self._preamble()
        rows = self._lines.rows
        self._decision = self._decide(rows)
        is_tail = len(rows) in _EXPORT_LIMITS and not is_notice(rows[0][3])
        if is_tail:
            self.problem("export-limit", "", f"exactly {len(rows):,} entries: older ones were cut off by the export")
        self._without_blank_end(rows)
        rows.reverse()
        messages = self._messages(rows)
        for code, count in self._met.items():
            if count > _MOST_PROBLEMS:
                self._problems.append(Problem(code, "", f"{count - _MOST_PROBLEMS:,} more of this kind"))
        return Reading(
            format=name,
            chats=(self._chat(messages, is_tail),),
            counts=(Count("lines", self._lines.total, tuple(self._became.items())),),
            problems=tuple(self._problems),
        )

    def _preamble(self) -> None:
        for number, line in enumerate(self._lines.preamble, 1):
            if not line.strip():
                self._became["blank"] += 1
                continue
            self._became["problems"] += 1
            self.problem("line-without-message", f"line {number}", f"stands before the first message: {line[:80]!r}")

    def _decide(self, rows: list[Row]) -> Decision:
        days = dict.fromkeys(row[1] for row in rows)
        decision = decided(days)
        if decision.open_orders or decision.ground == "sequence":
            decision = decided(days, _file_dates(rows))
        if decision.calendar:
            self.problem(f"calendar-{decision.calendar}", "", _CALENDARS[decision.calendar])
        if decision.open_orders:
            listed = "; or ".join(decision.open_orders)
            self.problem("date-order-ambiguous", "", f"dates can be {listed}, and nothing in the file decides")
        elif decision.ground in _ORDER_PROBLEMS:
            wording = _ORDER_PROBLEMS[decision.ground].format(order=decision.order)
            self.problem(f"date-order-by-{decision.ground}", "", wording)
        return decision

    def _messages(self, rows: list[Row]) -> list[ChatMessage]:
        made: list[ChatMessage] = []
        add, new, quick, known = made.append, tuple.__new__, QUICK, self._known
        days, clocks, newest = Days(self._decision), Clocks(), _LONG_AGO
        has_marks, is_time_first = self._lines.has_marks, self._lines.is_time_first
        line, spoken = len(self._lines.preamble) + 1, 0
        while rows:
            stamp, day, sender, body = rows.pop()
            place, marks = f"line {line}", _NO_MARKS
            start = days[day]
            passed = clocks[stamp[: -len(day)] if is_time_first else stamp[len(day) :]]
            if start is None or passed is None:
                utc = None
                marks = self._untimed(place, stamp, passed)
            else:
                utc = start + passed
                if utc > newest:
                    newest = utc
                elif newest - utc > _BACKWARD:
                    self._note(backward(place, newest, utc))
            moment = new(Moment, (utc, None, "export", stamp))
            speaker = known.get(sender)
            if (
                speaker is None
                or body in quick
                or body[:1] in "<\u200e\u200f"
                or body[-1:] in ">)"
                or "\n" in body
                or "://" in body
                or (has_marks and ("\u200e" in body or "\u200f" in body))
            ):
                add(self._looked_at(place, line, sender or "", body, moment, marks))
                line += body.count("\n") + 1
                if len(made) == 1 and made[0].kind == "system":
                    newest = _LONG_AGO  # the first notice may bear the time at which a phone was set up
            else:
                name, phone = speaker
                add(new(ChatMessage, (place, name, moment, body, "text", phone, "", "", None, (), marks, None)))
                spoken += 1
                line += 1
        self._became["messages"] += spoken
        return made

    def _untimed(self, place: str, stamp: str, passed: timedelta | None) -> tuple[str, ...]:
        problem = unread(self._decision, place, stamp, passed)
        if problem:
            self._note(problem)
        return _AMBIGUOUS if passed is not None and self._decision.open_orders else _NO_MARKS

    def _looked_at(
        self, place: str, line: int, sender: str, body: str, moment: Moment, marks: tuple[str, ...]
    ) -> ChatMessage:
        """A message that is not plain words of somebody known."""
        if "\n" in body:
            self._continuation(line, body)
        name, phone = self._speaker(sender)
        if not name or (_QUOTE.search(sender) and _is_cut_title(sender, body)):
            return self._notice(place, f"{sender}: {body}" if sender else body, "", moment, marks)
        read = self._stubs.get(body)
        if read is None:
            read = read_body(body)
            if body in QUICK:
                self._stubs[body] = read
        if read.kind:
            return self._spoken(place, name, phone, read, moment, marks)
        if not self._title and self._lines.is_phone:
            self._title = name
        return self._notice(place, read.text, name, moment, marks)

    def _spoken(
        self, place: str, name: str, phone: str, read: Body, moment: Moment, marks: tuple[str, ...]
    ) -> ChatMessage:
        if read.is_own_deletion and self._lines.is_phone:
            self._own.add(name)
        self._became["messages"] += 1
        return ChatMessage(place, name, moment, read.text, read.kind, phone, media=read.media, marks=marks + read.marks)

    def _notice(self, place: str, text: str, sender: str, moment: Moment, marks: tuple[str, ...]) -> ChatMessage:
        self._became["system"] += 1
        self._is_group = self._is_group or is_group_notice(text)
        return ChatMessage(place, sender, moment, unmarked(text), "system", marks=marks)

    def _speaker(self, sender: str) -> tuple[str, str]:
        """The name without marks and the phone number that it is; both "" where it is no name but a notice."""
        known = self._known.get(sender)
        if known is None:
            name = unmarked(sender)
            if not name or len(name) > _LONGEST_NAME or is_group_notice(name):
                return "", ""
            known = self._known[sender] = name, re.sub(r"[^\d+]", "", name) if _PHONE.match(name) else ""
        return known

    def _continuation(self, line: int, body: str) -> None:
        lines = body.split("\n")[1:]
        self._became["continuation"] += len(lines)
        for offset, text in enumerate(lines, 1):
            if shape_of(text[:200]):
                self.problem(
                    "looks-like-message", f"line {line + offset}",
                    "begins as another export's message does; taken as text of the message above",
                )  # fmt: skip

    def _without_blank_end(self, rows: list[Row]) -> None:
        """Empty lines at the end of the file belong to no message."""
        stamp, day, sender, body = rows[-1]
        bare = body.rstrip("\n")
        if len(bare) < len(body):
            self._became["blank"] += len(body) - len(bare)
            rows[-1] = stamp, day, sender, bare

    def _chat(self, messages: list[ChatMessage], is_tail: bool) -> Chat:
        spoke = dict.fromkeys((one.sender, one.sender_id) for one in messages if one.kind != "system")
        own = self._own.pop() if len(self._own) == 1 else None
        if own is not None:
            messages = [ChatMessage._make((*one[:-1], one.sender == own)) if one.kind != "system" else one
                        for one in messages]  # fmt: skip
        names = {name for name, _ident in spoke}
        kind = "group" if self._is_group or len(names) > 2 else "private" if self._title in names else ""
        return Chat(
            platform="whatsapp",
            title=self._title,
            kind=kind,
            is_tail=True if is_tail else None,
            participants=tuple(
                Participant(name=name, ident=ident, is_own=None if own is None else name == own)
                for name, ident in spoke
            ),
            messages=tuple(messages),
        )


def _is_cut_title(sender: str, body: str) -> bool:
    """Whether the "name" is a notice cut at the colon within a quoted title: `Anna changed the subject to "Re: X"`."""
    return any(
        right in body and (sender.count(left) % 2 == 1 if left == right else sender.count(left) > sender.count(right))
        for left, right in _QUOTES
    )


def _file_dates(rows: list[Row]) -> list[FileDate]:
    """The dates in the names of files, of the first messages that name one."""
    found: list[FileDate] = []
    for _stamp, day, _sender, body in rows:
        if len(found) >= _ENOUGH_FILES:
            break
        for pattern, weight in ((_PHONE_FILE, 3), (_ANDROID_FILE, 1)):
            if "." in body[:300] and (named := pattern.search(body[:300])):
                found.append((day, (int(named[1]), int(named[2]), int(named[3])), weight))
    return found
