"""Witnesses: a draft carries the head, a signed mail that carries it is recognised, and a changed one is not."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tallystick.errors import OutputExists, TallyError
from tallystick.model.check import Verdict
from tallystick.services.verify import Verification
from tallystick.services.witness import draft_for
from unit.services.workshop import Machine, MailServer, checks_of, mail, mbox, names


def drafted(machine: Machine) -> str:
    path = draft_for(machine.root, machine.edges(), "lawyer@kanzlei.example", machine.folder / "draft.eml")
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["To"] == "lawyer@kanzlei.example"
    return str(message.get_body(("plain",)).get_content())


def reply(text: str, server: MailServer) -> bytes:
    return server.sign(mail("Re: Checkpoint", text, From=f"Lawyer <lawyer@{server.domain}>"))


def quoted(text: str) -> str:
    return "I have seen this.\n\n" + "".join(f"> {line}\n" for line in text.splitlines())


def witnesses(found: Verification) -> list[Verdict]:
    return [check.verdict for check in checks_of(found, "witnesses")]


@pytest.fixture
def kept(machine: Machine) -> Machine:
    machine.keep(machine.offer("a.eml", mail("one")))
    return machine


@pytest.mark.parametrize("quote", [False, True], ids=["a copy", "a quoting reply"])
def test_a_signed_mail_that_carries_the_head_is_a_witness(kept: Machine, mail_server: MailServer, quote: bool) -> None:
    """It is recognised when it is kept, logged, and verified by its provider's signature."""
    size = len(kept.events())
    text = drafted(kept)
    path = kept.offer("reply.eml", reply(quoted(text) if quote else text, mail_server))
    with names(mail_server.zone) as server:
        done = kept.keep(path, server=server)
    assert done.witnesses == 1
    ((_index, event),) = kept.events("witnessed")
    assert event.members["size"] == size
    found = kept.assert_sound()
    assert witnesses(found) == [Verdict.PASS]
    assert "kanzlei.example signed" in checks_of(found, "witnesses")[0].reason
    with names(mail_server.zone) as server:
        assert kept.keep(path, server=server).witnesses == 0
    assert len(kept.events("witnessed")) == 1


def test_a_tampered_mail_is_no_good_witness(kept: Machine, mail_server: MailServer) -> None:
    """A signature that does not fit the mail fails, though the checkpoint in it is ours."""
    changed = reply(drafted(kept), mail_server).replace(b"Subject: Re: Checkpoint", b"Subject: Re: Checkmate")
    with names(mail_server.zone) as server:
        kept.keep(kept.offer("reply.eml", changed), server=server)
    assert witnesses(kept.verify()) == [Verdict.FAIL]


def test_without_a_key_or_a_signature_nothing_is_claimed(kept: Machine, mail_server: MailServer) -> None:
    """A mail that nobody vouches for is NOT_CHECKED."""
    text = drafted(kept)
    kept.keep(kept.offer("unsigned.eml", mail("unsigned", text)))
    assert witnesses(kept.assert_sound()) == [Verdict.NOT_CHECKED]
    kept.keep(kept.offer("signed.eml", reply(text, mail_server)))
    assert witnesses(kept.assert_sound()) == [Verdict.NOT_CHECKED, Verdict.NOT_CHECKED]


def test_a_foreign_or_changed_checkpoint_is_not_recognised(
    kept: Machine, mail_server: MailServer, tmp_path: Path
) -> None:
    """Another vault's head, one with another size, and one with another root are words like any others."""
    other = Machine(tmp_path / "other").init()
    text = drafted(kept)
    size = str(len(kept.events()))
    changed = text.replace(f"\n{size}\n", f"\n{int(size) - 1}\n")
    assert changed != text
    for number, body in enumerate((drafted(other), changed)):
        assert kept.keep(kept.offer(f"{number}.eml", reply(body, mail_server))).witnesses == 0
    assert kept.events("witnessed") == []


def test_a_witness_in_an_mbox_counts_too(kept: Machine, mail_server: MailServer) -> None:
    """The sent copies of a mail program's mbox are recognised."""
    box = mbox(mail("other"), reply(drafted(kept), mail_server))
    with names(mail_server.zone) as server:
        assert kept.keep(kept.offer("sent.mbox", box), server=server).witnesses == 1
    assert witnesses(kept.assert_sound()) == [Verdict.PASS]


def test_a_witnesses_file_that_changes_is_found(kept: Machine, mail_server: MailServer) -> None:
    """The checkpoint beside the seals is the one that the log names."""
    size = len(kept.events())
    kept.keep(kept.offer("reply.eml", reply(drafted(kept), mail_server)))
    path = kept.root / "seals" / f"{size}.checkpoint"
    path.write_bytes(path.read_bytes() + b"\n")
    assert witnesses(kept.verify()) == [Verdict.FAIL]


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "a@b\r\nBcc: x@y", "a@b\nx"])
def test_what_is_no_address_gets_no_draft(kept: Machine, address: str) -> None:
    """No header is made of anything but one address, and no file is left."""
    with pytest.raises(ValueError, match="address"):
        draft_for(kept.root, kept.edges(), address, kept.folder / "draft.eml")
    assert not (kept.folder / "draft.eml").exists()


def test_a_draft_overwrites_nothing(kept: Machine) -> None:
    """A file that is there stays."""
    (kept.folder / "draft.eml").write_text("mine")
    with pytest.raises(OutputExists):
        drafted(kept)
    assert (kept.folder / "draft.eml").read_text() == "mine"


def test_a_draft_into_nowhere_is_an_error_of_ours(kept: Machine) -> None:
    """A folder that is not there is told in words."""
    with pytest.raises(TallyError):
        draft_for(kept.root, kept.edges(), "a@b.example", kept.folder / "no" / "draft.eml")
