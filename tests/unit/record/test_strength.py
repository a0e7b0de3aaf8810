"""How strong an item is: by what was verified, else by how it was come by, and never more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallystick.model.check import Check
from tallystick.model.message import Signature
from tallystick.record.strength import OWN, SCREENSHOT, strength
from tallystick.seal.dkim import Verified

SIGNED = Verified(Signature("factory.example", "s1"), Check.passed("dkim", "good"), covers_body=True)
NONE: frozenset[str] = frozenset()


def test_a_verified_signature_of_the_senders_server() -> None:
    """Its own domain or the one above it; the sentence says what it leaves open."""
    for sender in ("wei@factory.example", "wei@MAIL.factory.example"):
        found = strength((), NONE, [SIGNED], [sender])
        assert found.name == "signed by the sender's mail server"
        assert "factory.example" in found.reason
        assert "that what it says is true" in found.does_not_prove


@pytest.mark.parametrize(
    ("verified", "senders"),
    [
        (SIGNED, ["wei@other.example"]),
        (SIGNED, ["wei@notfactory.example"]),
        (SIGNED, ["ceo@importer.example", "wei@factory.example"]),
        (SIGNED, []),
        (replace(SIGNED, covers_body=False), ["wei@factory.example"]),
        (replace(SIGNED, check=Check.failed("dkim", "bad")), ["wei@factory.example"]),
        (replace(SIGNED, check=Check.not_checked("dkim", "no key")), ["wei@factory.example"]),
    ],
)
def test_a_signature_that_says_nothing_of_the_sender(verified: Verified, senders: list[str]) -> None:
    """Another's, one beside a sender whom it does not know, of a part of the body, failed, or not checked."""
    assert strength((), NONE, [verified], senders) == OWN


def test_by_how_it_was_come_by() -> None:
    """The first known format counts; a picture of a screen is one whatever else it is."""
    assert strength(("zip", "slack"), NONE).name == "platform export"
    assert strength(("camt",), NONE).name == "bank's file"
    assert strength(("image",), frozenset(("screenshot",))) == SCREENSHOT
    assert strength(("whatsapp",), NONE) == OWN
