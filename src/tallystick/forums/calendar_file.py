"""Clocks as an iCalendar file (RFC 5545): one whole-day event for each day by which something must be done."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event, vDuration

from tallystick.model.ruling import Ruling

_WARNINGS_DAYS = (14, 3)
_NOT_FINAL = {"en": "CHECK WITH COUNSEL", "zh": "须经律师核实", "ru": "ПРОВЕРИТЬ С ЮРИСТОМ"}
_SHOWN = frozenset(("running", "opens"))


def calendar_file(clocks: Iterable[tuple[str, Ruling, Iterable[str]]], made_at: datetime, language: str) -> bytes:
    """The file: of each (matter, ruling, explanation) whose clock runs, an event on its safe day, with two alarms.

    `made_at` is aware. A day that is not final says so in its title. The same clocks and time give the same bytes.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Tallystick//deadlines//EN")
    calendar.add("version", "2.0")
    for matter, ruling, explanation in clocks:
        event = _event(matter, ruling, "\n".join(explanation), made_at, language)
        if event is not None:
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(matter: str, ruling: Ruling, explanation: str, made_at: datetime, language: str) -> Event | None:
    term = ruling.term
    day = (term.safe_day or term.last_day) if term and term.state in _SHOWN else None
    if day is None:
        return None
    event = Event()
    doubt = "" if ruling.is_final else f" [{_NOT_FINAL[language]}]"
    title = _plain(f"{matter}: {ruling.rule.title[language]}{doubt}")
    event.add("uid", f"{matter}.{ruling.rule.id}@tallystick")
    event.add("dtstamp", made_at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", _plain(explanation))
    event.add("transp", "TRANSPARENT")
    for days in _WARNINGS_DAYS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm["trigger"] = vDuration(timedelta(days=-days))
        event.add_component(alarm)
    return event


def _plain(text: str) -> str:
    """The text without control and direction characters, which could forge lines in another program."""
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf"))
