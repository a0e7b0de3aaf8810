"""DKIM keys: asked for when a mail is kept, kept as events, and asked for again where nobody answered."""

from __future__ import annotations

import pytest

from tallystick.services.seal import seal
from tallystick.services.show import show
from unit.services.workshop import Machine, MailServer, mail, names, sha256, silent, unbounded_answer


def ask_nobody(_name: str, _url: str, _request: bytes) -> bytes:
    raise AssertionError("no authority was given")


def signed(machine: Machine, server: MailServer) -> str:
    """A signed mail is offered; gives the id that it will have."""
    content = server.sign(mail("signed", From=f"Anwalt <a@{server.domain}>"))
    machine.offer("signed.eml", content)
    return sha256(content)


def test_a_published_key_is_kept_and_used(machine: Machine, mail_server: MailServer) -> None:
    """The key is an event with its whole text, and the signature verifies with it long after."""
    ident = signed(machine, mail_server)
    with names(mail_server.zone) as server:
        kept = machine.keep(machine.folder / "offered" / "signed.eml", server=server)
        again = machine.keep(machine.folder / "offered" / "signed.eml", server=server)
    assert (kept.keys.wanted, kept.keys.kept, kept.keys.absent, kept.keys.unanswered) == (1, 1, 0, 0)
    assert again.keys.wanted == 0
    ((_index, event),) = machine.events("dkim-key")
    assert event.members["answer"] == next(iter(mail_server.zone.values()))
    assert (event.members["status"], event.members["resolver"]) == ("found", "127.0.0.1")
    shown = show(machine.root, machine.edges(), ident)
    assert [each.check.verdict.value for each in shown.signatures] == ["PASS"]
    assert shown.strength.name == "signed by the sender's mail server"
    machine.assert_sound()


def test_an_unpublished_key_is_an_event_too(machine: Machine, mail_server: MailServer) -> None:
    """That there is no such key is worth knowing, and it is not taken for a good one."""
    ident = signed(machine, mail_server)
    with names({}) as server:
        kept = machine.keep(machine.folder / "offered" / "signed.eml", server=server)
    assert (kept.keys.wanted, kept.keys.absent) == (1, 1)
    ((_index, event),) = machine.events("dkim-key")
    assert (event.members["answer"], event.members["status"]) == ("", "absent")
    assert [each.check.verdict.value for each in show(machine.root, machine.edges(), ident).signatures] != ["PASS"]


def test_an_unanswered_key_is_asked_for_by_the_next_seal(machine: Machine, mail_server: MailServer) -> None:
    """Offline, nothing is written of the key; the next seal asks for what is missing."""
    ident = signed(machine, mail_server)
    kept = machine.keep(machine.folder / "offered" / "signed.eml", server=silent())
    assert (kept.keys.wanted, kept.keys.unanswered) == (1, 1)
    assert machine.events("dkim-key") == []
    verdicts = [each.check.verdict.value for each in show(machine.root, machine.edges(), ident).signatures]
    assert verdicts == ["NOT_CHECKED"]
    with names(mail_server.zone) as server:
        sealing = seal(machine.root, machine.edges(), (), ask_nobody, server)
    assert (sealing.keys.wanted, sealing.keys.kept) == (1, 1)
    assert len(machine.events("dkim-key")) == 1


@pytest.mark.parametrize("text", ["\x01" * 16_384, '"' * 16_384, "\U0001f600" * 4096, "v=DKIM1; p=" + "A" * 30_000])
def test_a_hostile_record_does_not_end_the_import(machine: Machine, mail_server: MailServer, text: str) -> None:
    """Whatever a sender publishes fits into the log, is cut or is left out; the import and the next seal end well."""
    signed(machine, mail_server)
    (name,) = mail_server.zone
    with names({name: text}, unbounded_answer) as server:
        kept = machine.keep(machine.folder / "offered" / "signed.eml", server=server)
        seal(machine.root, machine.edges(), (), ask_nobody, server)
    assert kept.ledger.kept == 1
    machine.assert_sound()
