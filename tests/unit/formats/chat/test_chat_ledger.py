"""The account of one chat file."""

from __future__ import annotations

from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.model.chat import ChatMessage, Participant


def message(sender: str, ident: str = "", kind: str = "text") -> ChatMessage:
    return ChatMessage("1", sender, None, "", kind=kind, sender_id=ident)


def test_each_unit_is_counted_once() -> None:
    """Messages, system lines, problems and other shares add up to what was there."""
    ledger = Ledger("record")
    kept = [ledger.keep(message("A")) for _place, _record in ledger.records([{}, 5, {}], "/m")]
    ledger.total += 2
    ledger.keep(message("", kind="system"))
    ledger.share("days")
    count = ledger.count()
    assert (len(kept), count.total, count.unbalanced) == (2, 5, 0)
    assert dict(count.became) == {"messages": 2, "system": 1, "problems": 1, "days": 1}
    assert [(problem.code, problem.place) for problem in ledger.problems] == [("not-a-record", "/m/1")]


def test_a_unit_forgotten_shows() -> None:
    """What was met and became nothing leaves the account unbalanced."""
    assert Ledger("line", 3).count().unbalanced == 3


def test_everybody_is_named_once() -> None:
    """Those listed come first, then those who spoke; a name met later fills one that was missing."""
    listed = [Participant(name="", ident="1"), Participant(name="Quiet", ident="2")]
    spoke = [message("Ann", "1"), message("Ann", "1"), message("Bob"), message("", "9", "system"), message("", "7")]
    assert [(one.name, one.ident) for one in speakers(spoke, listed)] == [
        ("Ann", "1"), ("Quiet", "2"), ("Bob", ""), ("", "7"),
    ]  # fmt: skip
