"""The clocks of a matter's dispute, and the calendar file of those that run."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from tallystick.errors import MatterNotFound, OutputExists, PackNotFound, VaultNotWritable
from tallystick.model.decision import DecisionKind
from tallystick.services import matter
from tallystick.services.calendar import write_calendar
from tallystick.services.deadlines import Clock, deadlines
from tallystick.services.parties import decide
from unit.services.workshop import Machine, mail

ANNA, WEI = "anna@importer.example", "wei@factory.example"
DAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIMITATION = "cn-court.limitation.international-sale"
SHEET = """
matter = "lamps"
numbers = ["PI-2026-007"]

[case]
role = "buyer"
kind = "goods"
international = "yes"
their_country = "CN"
agreed_forum = "LCIA"
disputes = ["defective"]

[[fact]]
event = "breach_known"
on = 2026-02-09
"""


def apply(machine: Machine, text: str) -> None:
    sheet = machine.folder / "sheet.toml"
    sheet.write_text(text, "utf-8")
    matter.apply(machine.root, machine.edges(), sheet)


@pytest.fixture
def stated(machine: Machine) -> Machine:
    """A matter in which the other side admits by mail what it owes, which nobody has stated."""
    admission = mail(
        "PI-2026-007", "We admit that we still owe you USD 5,000.\n", Date="Wed, 04 Mar 2026 10:00:00 +0800"
    )
    ours = mail("Re: PI-2026-007", "Noted.\n", From=f"Anna <{ANNA}>", To=WEI, Date="Thu, 05 Mar 2026 10:00:00 +0100")
    machine.keep(machine.offer("a.eml", admission), machine.offer("b.eml", ours))
    decide(machine.root, machine.edges(), DecisionKind.OURS, [ANNA], "our office")
    apply(machine, SHEET)
    return machine


def clocks(machine: Machine, *forums: str, names: tuple[str, ...] = (), as_of: date = DAY) -> tuple[Clock, ...]:
    return deadlines(machine.root, machine.edges(), names, forums, as_of)


def named(found: tuple[Clock, ...], rule: str = LIMITATION) -> Clock:
    return next(clock for clock in found if clock.ruling.rule.id == rule)


def test_what_was_only_read_prolongs_nothing(stated: Machine) -> None:
    """Four years run from the breach; the admission stands beside, with what it would change."""
    clock = named(clocks(stated, "cn-court"))
    assert clock.ruling.term is not None
    assert clock.ruling.term.last_day == date(2030, 2, 9)  # a Saturday, and the holidays of 2030 are not published
    assert clock.prolonged is not None
    assert clock.prolonged.term is not None
    assert clock.prolonged.term.last_day == date(2030, 3, 4)
    assert [fact.how for fact in clock.by] == ["read"]


def test_without_a_forum_those_that_the_traits_name(stated: Machine) -> None:
    """A forum that was agreed and whose rules nobody wrote down hides no clock of the others."""
    forums = {clock.ruling.pack for clock in clocks(stated)}
    assert "cn-court" in forums
    assert {"us-federal", "ru-arbitrazh"}.isdisjoint(forums)
    ids = [clock.ruling.rule.id for clock in clocks(stated)]
    assert len(ids) == len(set(ids))


def test_the_most_urgent_come_first(stated: Machine) -> None:
    """Clocks that are over, then those that run in the order of their safe days, then the rest."""
    order = ["missed", "running", "opens", "not-started", "kept"]
    terms = [clock.ruling.term for clock in clocks(stated) if clock.ruling.term]
    states = [order.index(term.state) for term in terms]
    assert states == sorted(states)
    running = [term.safe_day for term in terms if term.state == "running" and term.safe_day]
    assert running == sorted(running)


def test_two_matters_each_have_their_clocks(stated: Machine) -> None:
    """Without a name all matters are asked; a sheet that states nothing has clocks that have not started."""
    apply(stated, 'matter = "bare"\n')
    found = clocks(stated, "cn-court")
    assert {clock.matter for clock in found} == {"lamps", "bare"}
    bare = [clock.ruling for clock in clocks(stated, "cn-court", names=("bare",))]
    assert bare
    assert not any(ruling.is_final for ruling in bare)
    assert {ruling.term.state for ruling in bare if ruling.term} == {"not-started"}


def test_a_matter_that_fits_no_forum_has_no_clock(machine: Machine) -> None:
    """Nothing is known of it, and nothing is guessed."""
    apply(machine, 'matter = "bare"\n')
    assert clocks(machine) == ()


def test_before_anything_happened(stated: Machine) -> None:
    """Asked as of a day before the breach, nothing is missed and nothing that came later counts."""
    clock = named(clocks(stated, "cn-court", as_of=date(2026, 1, 1)))
    assert clock.ruling.term is not None
    assert clock.ruling.term.state == "running"
    assert clock.prolonged is None


def test_unknown_names(stated: Machine, tmp_path: Path) -> None:
    """A vault without a matter, a matter and a forum that there are not."""
    with pytest.raises(MatterNotFound):
        clocks(stated, names=("x",))
    with pytest.raises(PackNotFound):
        clocks(stated, "../../etc")
    with pytest.raises(MatterNotFound):
        clocks(Machine(tmp_path / "other").init())


def test_the_calendar_file(stated: Machine, tmp_path: Path) -> None:
    """Each clock that runs is an event on its safe day; what a person wrote forges no line in it."""
    found = clocks(stated, "cn-court")
    path = tmp_path / "deadlines.ics"
    write_calendar(path, found, NOW, "zh")
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    running = [clock for clock in found if clock.ruling.term and clock.ruling.term.state in ("running", "opens")]
    assert len(events) == len(running) > 0
    limitation = next(event for event in events if LIMITATION in str(event["uid"]))
    assert limitation.decoded("dtstart") == date(2030, 2, 8)
    with pytest.raises(OutputExists):
        write_calendar(path, found, NOW, "zh")
    with pytest.raises(VaultNotWritable):
        write_calendar(tmp_path / "no" / "folder.ics", found, NOW, "zh")
