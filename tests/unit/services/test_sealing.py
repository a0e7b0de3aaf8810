"""Seal: authorities stamp the head of the log; what they do not answer waits and is asked for again."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

import test_authority
from tallystick.errors import AuthorityUnreachable, TallyError
from tallystick.model.check import Verdict
from tallystick.services.seal import Sealing, seal
from tallystick.sources.authority import ask
from tallystick.sources.settings import Authority
from unit.services.workshop import Machine, checks_of, mail, silent

CLOSED = "http://127.0.0.1:9/"


def seal_with(machine: Machine, *authorities: Authority) -> Sealing:
    return seal(machine.root, machine.edges(), authorities, ask, silent())


def verdicts(sealing: Sealing) -> dict[tuple[int, str], Verdict]:
    return {(each.size, each.authority): each.check.verdict for each in sealing.sealed}


@pytest.fixture
def kept(machine: Machine) -> Machine:
    machine.keep(machine.offer("a.eml", mail("one")))
    return machine


def test_a_head_is_stamped_and_proved(kept: Machine, authority: test_authority.Authority) -> None:
    """Request, reply and certificates are files that the log names, and verify says when it was stamped."""
    size = len(kept.events())
    with test_authority.serve(authority) as url:
        sealing = seal_with(kept, Authority("demo", url, (authority.root,)))
    assert verdicts(sealing) == {(size, "demo"): Verdict.PASS}
    assert {path.name for path in (kept.root / "seals").iterdir()} == {
        f"{size}.checkpoint", f"{size}.demo.tsq", f"{size}.demo.tsr", f"{size}.demo.pem"
    }  # fmt: skip
    (check,) = checks_of(kept.assert_sound(authority.root), "seals")
    assert check.verdict is Verdict.PASS
    assert [c.verdict for c in checks_of(kept.verify(), "seals")] == [Verdict.NOT_CHECKED]


def test_an_unreachable_authority_keeps_its_request(kept: Machine, authority: test_authority.Authority) -> None:
    """The next seal sends the very same request for the very same head, and seals the new head too."""
    size = len(kept.events())
    first = seal_with(kept, Authority("demo", CLOSED, (authority.root,)))
    assert verdicts(first) == {(size, "demo"): Verdict.NOT_CHECKED}
    waiting = (kept.root / "seals" / f"{size}.demo.tsq").read_bytes()
    assert "tally seal" in checks_of(kept.assert_sound(), "seals")[0].reason
    kept.keep(kept.offer("b.eml", mail("two")))
    now = len(kept.events())
    with test_authority.serve(authority) as url:
        second = seal_with(kept, Authority("demo", url, (authority.root,)))
    assert verdicts(second) == {(size, "demo"): Verdict.PASS, (now, "demo"): Verdict.PASS}
    assert (kept.root / "seals" / f"{size}.demo.tsq").read_bytes() == waiting
    assert [event.members["size"] for _i, event in kept.events("sealed")] == [size, now]
    assert {c.verdict for c in checks_of(kept.assert_sound(authority.root), "seals")} == {Verdict.PASS}


def test_one_authority_down_does_not_hinder_another(kept: Machine, authority: test_authority.Authority) -> None:
    """Each is asked for itself, and only the one that failed is asked again."""
    with test_authority.serve(authority) as url:
        good = Authority("good", url, (authority.root,))
        first = seal_with(kept, Authority("down", CLOSED), good)
        size = first.size
        assert verdicts(first) == {(size, "down"): Verdict.NOT_CHECKED, (size, "good"): Verdict.PASS}
        second = seal_with(kept, Authority("down", url, (authority.root,)), good)
    assert verdicts(second)[size, "down"] is Verdict.PASS
    assert (size, "good") not in verdicts(second)
    kept.assert_sound(authority.root)


def test_an_authority_no_longer_set_is_said(kept: Machine) -> None:
    """Its request stays and is named, not dropped."""
    size = seal_with(kept, Authority("gone", CLOSED)).size
    sealing = seal_with(kept)
    assert verdicts(sealing) == {(size, "gone"): Verdict.NOT_CHECKED}
    assert "no longer" in sealing.sealed[0].check.reason


@pytest.mark.parametrize("reply", [b"", b"<html>", b"\x30\x80", b"\x30\x03\x02\x01\x02"])
def test_a_reply_that_is_no_timestamp_seals_nothing(kept: Machine, reply: bytes) -> None:
    """Garbage is a FAIL that names the authority; no entry is made of it, and the request can be sent again."""
    sealing = seal(kept.root, kept.edges(), (Authority("demo", CLOSED),), lambda *_asked: reply, silent())
    assert {each.check.verdict for each in sealing.sealed} == {Verdict.FAIL}
    assert kept.events("sealed") == []
    assert not list((kept.root / "seals").glob("*.tsr"))
    kept.assert_sound()


def test_a_token_for_something_else_is_refused(kept: Machine, authority: test_authority.Authority) -> None:
    """An authority that answers with yesterday's token does not get it into the log."""
    with test_authority.serve(authority) as url:
        trusted = Authority("demo", url, (authority.root,))
        size = seal_with(kept, trusted).size
        old = (kept.root / "seals" / f"{size}.demo.tsr").read_bytes()
        sealing = seal(kept.root, kept.edges(), (trusted,), lambda *_asked: old, silent())
    assert {each.check.verdict for each in sealing.sealed} == {Verdict.FAIL}
    assert len(kept.events("sealed")) == 1
    kept.assert_sound(authority.root)


def test_an_untrusted_authority_is_not_passed(
    kept: Machine, authority: test_authority.Authority, tmp_path: Path
) -> None:
    """Without roots a token stays NOT_CHECKED, with another's roots it is no PASS."""
    other = test_authority.Authority(tmp_path / "other", "Other Authority")
    with test_authority.serve(authority) as url:
        assert Verdict.PASS not in verdicts(seal_with(kept, Authority("rootless", url))).values()
        assert Verdict.PASS not in verdicts(seal_with(kept, Authority("wrong", url, (other.root,)))).values()
    assert Verdict.PASS not in {check.verdict for check in checks_of(kept.verify(other.root), "seals")}


@pytest.mark.parametrize("what", ["missing", "a folder", "garbage"])
def test_roots_that_cannot_be_used_are_an_error_of_ours(kept: Machine, tmp_path: Path, what: str) -> None:
    """A wrong path in the settings is told in words, not as a traceback."""
    root = tmp_path / "root.pem"
    if what == "a folder":
        root.mkdir()
    elif what == "garbage":
        root.write_bytes(b"garbage")

    def nobody(name: str, _url: str, _request: bytes) -> bytes:
        raise AuthorityUnreachable(name, "test")

    sealing: Sealing | None = None
    with contextlib.suppress(TallyError):
        sealing = seal(kept.root, kept.edges(), (Authority("demo", CLOSED, (root,)),), nobody, silent())
    assert sealing is None or Verdict.PASS not in verdicts(sealing).values()
    assert kept.events("sealed") == []
