"""The clock is set back, a token is taken from elsewhere, an answer comes late."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from tallystick import wiring
from tallystick.services.init import make_vault
from tallystick.services.keep import keep
from tallystick.services.seal import seal
from tallystick.sources.authority import ask
from tallystick.sources.name_server import NameServer
from tallystick.sources.settings import Authority

machine = sys.modules["tallystick_tests_machine"]
# The discard port: nobody answers there.
NOBODY = "http://127.0.0.1:9/"
AGO = "2026-01-01T00:00:00.000000Z"


def with_entry(vault, owner, **members):
    """The owner appends an entry of kind `exported` by his own key, with any time he likes."""
    entries = machine.entries_of(vault)
    entry = {"actor": "owner", "digest": "0" * 64, "items": 0, "kind": "exported", "nonce": "0" * 32, "query": ""}
    machine.write_log(vault, [*entries, machine.encoded({**entry, **members})], owner.key)


def test_the_clock_set_back(owner, copy):
    """An entry that is dated before the one it follows is found, though the owner himself signed it."""
    with_entry(copy, owner, time=AGO)
    assert owner.failed(copy) == owner.failed_by_second(copy) == {"clock"}


def test_a_minute_is_no_setting_back(owner, copy):
    """A step back of less than a minute, as a clock makes that is put right, is no finding."""
    last = machine.second_form.moment(machine.parsed(machine.entries_of(copy))[-1])
    with_entry(copy, owner, time=f"{last - timedelta(seconds=59):%Y-%m-%dT%H:%M:%S.%fZ}")
    assert owner.failed(copy) == owner.failed_by_second(copy) == set()


def days_off(days):
    """A clock that stands still so many days ahead, or behind; a worker process can be handed it."""
    return partial(datetime.fromtimestamp, (wiring.now() + timedelta(days=days)).timestamp(), UTC)


def make_at(place, authority, clock, *steps):
    """A vault made by the steps named, at the time of the clock: `keep NAME`, `ask` (unanswered) or `seal`."""
    made = machine.Machine(place)
    made.authority = authority
    take(made, clock, "init", *steps)
    return made


def take(made, clock, *steps):
    with made.environment(), machine.tsa.serve(made.authority) as url:
        edges = replace(wiring.edges(), clock=clock)
        for step in steps:
            if step == "init":
                make_vault(made.vault, None, edges)
            elif step.startswith("keep "):
                path = made.folder / f"{step[5:]}.eml"
                path.write_bytes(machine.mail(step[5:]))
                keep(made.vault, edges, [path], None, jobs=1)
            else:
                called = Authority("test", url if step == "seal" else NOBODY, (made.authority.root,))
                seal(made.vault, edges, (called,), ask, NameServer((), 53))


def test_entries_dated_after_the_timestamp_over_them(owner, tmp_path):
    """Whose clock was a day ahead when his entries were stamped is found out by the timestamp."""
    made = make_at(tmp_path / "ahead", owner.authority, days_off(1), "keep a", "seal")
    assert made.failed(made.vault) == made.failed_by_second(made.vault) == {"clock"}


def test_entries_dated_before_the_timestamp_that_they_follow(owner, tmp_path):
    """Whose clock is a day behind after a timestamp came back is found out by the timestamp."""
    made = make_at(tmp_path / "behind", owner.authority, days_off(-1), "keep a", "seal", "keep b")
    assert made.failed(made.vault) == made.failed_by_second(made.vault) == {"clock"}


def test_an_answer_that_comes_a_day_late(owner, tmp_path):
    """A timestamp asked for yesterday and answered today is sound, though a mail was kept in between."""
    made = make_at(tmp_path / "patient", owner.authority, days_off(-1), "keep a", "ask", "keep b")
    assert made.failed(made.vault) == made.failed_by_second(made.vault) == set()
    take(made, wiring.now, "seal")
    assert made.failed_by_second(made.vault) == set()
    assert made.failed(made.vault) == set()


def other_seal(owner, tmp_path):
    """A token over another checkpoint, by the same trusted authority."""
    other = machine.Machine(tmp_path / "other")
    other.authority = owner.authority
    (tmp_path / "b.eml").write_bytes(machine.mail("b"))
    other.done("init")
    other.keep(tmp_path / "b.eml")
    other.seal()
    return next((other.vault / "seals").glob("*.tsr"))


def test_a_token_from_another_checkpoint(owner, copy, tmp_path):
    """A genuine token over another checkpoint is refused, even where the owner signed its hash into the log."""
    (token,) = (copy / "seals").glob("*.tsr")
    token.write_bytes(other_seal(owner, tmp_path).read_bytes())
    assert owner.failed(copy) == owner.failed_by_second(copy) == {"seals"}
    entries = machine.parsed(machine.entries_of(copy))
    (sealed,) = (entry for entry in entries if entry["kind"] == "sealed")
    sealed["files"][token.name] = machine.second_form.sha256(token.read_bytes())
    machine.write_log(copy, [machine.encoded(entry) for entry in entries], owner.key)
    assert owner.failed(copy) == owner.failed_by_second(copy) == {"seals"}


def test_a_token_of_an_authority_that_nobody_trusts(owner, copy, tmp_path):
    """A token that chains to no trusted root is not taken for a seal."""
    owner_root, stranger = owner.authority, machine.tsa.Authority(tmp_path / "stranger")
    try:
        owner.authority = stranger
        assert "seals" in owner.failed_by_second(copy)
        assert machine.verdicts(owner.verify(copy))["seals"] != "PASS"
    finally:
        owner.authority = owner_root
