"""DKIM key records from a real name server on the loopback interface."""

from __future__ import annotations

import socket
import threading
from time import monotonic

from tallystick.model.message import Signature
from tallystick.sources import name_server
from tallystick.sources.name_server import LONGEST_RECORD, NameServer
from unit.services.workshop import names, unbounded_answer

SHORT, LONG, GONE = Signature("a.example", "s1"), Signature("b.example", "s2"), Signature("c.example", "s3")
ZONE = {"s1._domainkey.a.example": "v=DKIM1; p=AAAA", "s2._domainkey.b.example": "v=DKIM1; p=" + "Ab" * 400}


def test_a_record_is_found_and_an_absent_one_is_known_to_be_absent() -> None:
    """Each answer says whose it is, what was said, by whom, and that nobody vouched for it."""
    with names(ZONE) as server:
        found = {answer.signature: answer for answer in server.key_records([SHORT, LONG, GONE])}
    assert (found[SHORT].text, found[SHORT].is_found) == ("v=DKIM1; p=AAAA", True)
    assert (found[GONE].text, found[GONE].is_found) == ("", False)
    assert found[SHORT].resolver == "127.0.0.1"
    assert not any(answer.is_authentic for answer in found.values())


def test_a_record_of_several_strings_is_joined() -> None:
    """What DNS cuts at 255 characters comes back whole."""
    with names(ZONE) as server:
        (found,) = server.key_records([LONG])
    assert found.text == ZONE["s2._domainkey.b.example"]


def test_a_record_without_end_is_cut() -> None:
    """A log entry has room for what comes back."""
    with names({"s1._domainkey.a.example": "x" * 40_000}, unbounded_answer) as server:
        (found,) = server.key_records([SHORT])
    assert len(found.text) == LONGEST_RECORD


def test_no_answer_is_not_an_absent_key() -> None:
    """A server that hears and says nothing, and one that is not there, give no answer within their time."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        started = monotonic()
        assert list(NameServer(("127.0.0.1",), deaf.getsockname()[1]).key_records([SHORT, GONE])) == []
        assert monotonic() - started < 10 * name_server._SECONDS


def test_garbage_is_no_answer() -> None:
    """Bytes that are no DNS message leave the key unasked."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def babble() -> None:
            _question, asker = server.recvfrom(4096)
            server.sendto(b"\xff" * 40, asker)

        thread = threading.Thread(target=babble)
        thread.start()
        assert list(NameServer(("127.0.0.1",), server.getsockname()[1]).key_records([SHORT])) == []
        thread.join()


def test_names_that_dns_cannot_have_are_not_asked() -> None:
    """A hostile mail may claim any domain; none of them is an error."""
    wanted = [
        Signature("a" * 64 + ".example", "s"), Signature("", ""), Signature("a..b", "s"), Signature("x" * 300, "s"),
        Signature("\ud800.example", "s"), Signature("exa mple", "s\0"), Signature("\u202e.example", "s"),
    ]  # fmt: skip
    with names(ZONE) as server:
        found = list(server.key_records(wanted))
    assert not any(answer.is_found for answer in found)


def test_nobody_is_asked_for_nothing() -> None:
    """No signatures, no questions."""
    assert list(NameServer(("127.0.0.1",), 9).key_records([])) == []
