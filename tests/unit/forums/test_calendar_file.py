"""Clocks as a calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime

from icalendar import Calendar

from tallystick.forums.calendar_file import calendar_file
from tallystick.model.rule import Rule, RuleKind
from tallystick.model.ruling import Ruling, Term

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def ruling(term: Term, title: str = "Sue in time", *, is_final: bool = True) -> Ruling:
    """A ruling on a clock."""
    words = {"en": title, "zh": "起诉", "ru": "Иск"}
    rule = Rule(id="x.sue", kind=RuleKind.DEADLINE, title=words, says=words, values=(), when={}, disputes=(), events=())
    return Ruling(
        pack="x", version="1", sha256="", rule=rule, value=None, as_of=NOW.date(), is_final=is_final, term=term
    )


def events(*rulings: Ruling, language: str = "en", explanation: str = "because") -> list[dict[str, str]]:
    """The events of the file, as another program reads them."""
    raw = calendar_file([("lamps", each, [explanation]) for each in rulings], NOW, language)
    return [
        {
            "uid": str(event["uid"]),
            "summary": str(event["summary"]),
            "description": str(event["description"]),
            "dtstart": str(event.decoded("dtstart")),
            "dtend": str(event.decoded("dtend")),
        }
        for event in Calendar.from_ical(raw).walk("VEVENT")
    ]


def test_running_clocks_become_events() -> None:
    """An event stands on the safe day, the whole of it, and names matter, rule and explanation."""
    (event,) = events(ruling(Term(state="running", last_day=date(2026, 6, 7), safe_day=date(2026, 6, 5))))
    assert event == {
        "uid": "lamps.x.sue@tallystick",
        "summary": "lamps: Sue in time",
        "description": "because",
        "dtstart": "2026-06-05",
        "dtend": "2026-06-06",
    }


def test_only_running_clocks_stand_in_the_file() -> None:
    """What was missed, kept or has not started has no day to be reminded of."""
    day = date(2026, 6, 7)
    ended = [ruling(Term(state=state, last_day=day)) for state in ("missed", "kept")]
    assert events(*ended, ruling(Term(state="not-started")), ruling(Term(state="running"))) == []


def test_doubt_stands_in_the_title() -> None:
    """A day that is not final says so, in the language asked for."""
    term = Term(state="opens", last_day=date(2026, 6, 7))
    assert events(ruling(term, is_final=False))[0]["summary"] == "lamps: Sue in time [CHECK WITH COUNSEL]"
    assert events(ruling(term, is_final=False), language="zh")[0]["summary"] == "lamps: 起诉 [须经律师核实]"


def test_hostile_words_forge_no_line() -> None:
    """Line breaks and control characters of somebody else make no property of their own."""
    term = Term(state="running", last_day=date(2026, 6, 7))
    hostile = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\u202e"
    found = events(ruling(term, title=hostile), explanation=hostile)
    assert len(found) == 1
    assert found[0]["uid"] == "lamps.x.sue@tallystick"
    assert "\u202e" not in found[0]["summary"] + found[0]["description"]


def test_same_clocks_give_the_same_bytes() -> None:
    """The file depends on nothing but the clocks and the time given."""
    clock = ("a", ruling(Term(state="running", last_day=date(2026, 6, 7))), ["b"])
    assert calendar_file([clock], NOW, "ru") == calendar_file([clock], NOW, "ru")
