"""How strong an item is as evidence of who wrote it, and the plain sentence of what it does not prove."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.model.check import Verdict
from tallystick.seal import dkim

_CONTENT = "that what it says is true, or who sat at the keyboard"


@dataclass(frozen=True, slots=True)
class Strength:
    """Its name, on what ground it is given, and what it leaves open."""

    name: str
    reason: str
    does_not_prove: str


OWN = Strength(
    "own export",
    "it came from this user's own files, and nobody else vouches for it",
    f"that it was sent or received as it stands before it was kept, nor {_CONTENT}",
)
SCREENSHOT = Strength(
    "screenshot",
    "it is a picture of a screen",
    "that the screen showed a real conversation, that nothing was left out above or below, or when it was taken",
)
_PLATFORM = Strength(
    "platform export",
    "the platform itself wrote the file, with its own ids and times",
    f"that the file was not changed between the export and the keeping, nor {_CONTENT}",
)
_FRAMES = Strength(
    "captured from the platform",
    "the browser recorded what the platform's server sent, with its ids and times",
    f"that the recording was not changed before it was kept, that it is complete, nor {_CONTENT}",
)
_PAGE = Strength(
    "saved page",
    "a browser saved the page as this user saw it",
    "that everybody saw the same, that it was not changed before it was kept, or that the page stands unchanged today",
)
_BANK = Strength(
    "bank's file",
    "it is in the form in which the bank hands out its bookings",
    "that the file was not changed before it was kept; the bank can confirm the booking by its reference",
)
_BY_FORMAT = {
    "slack": _PLATFORM, "telegram-json": _PLATFORM, "telegram-html": _PLATFORM, "skype": _PLATFORM, "teams": _PLATFORM,
    "alibaba-har": _FRAMES, "har": _FRAMES, "wacz": _FRAMES, "warc": _FRAMES,
    "html": _PAGE, "mhtml": _PAGE, "alibaba-page": _PAGE,
    "camt": _BANK, "mt940": _BANK, "ofx": _BANK, "1c": _BANK, "bank-csv": _BANK,
}  # fmt: skip


def strength(
    formats: Sequence[str], marks: frozenset[str], signatures: Sequence[dkim.Verified] = (), senders: Sequence[str] = ()
) -> Strength:
    """The strength of an item: by a verified signature of its sender's mail server, else by how it was come by.

    `formats` are those that the original was read in, `senders` the addresses that the mail names as its own.
    """
    domains = {sender.rpartition("@")[2].lower() for sender in senders}
    for verified in signatures:
        domain = verified.signature.domain.lower()
        if verified.check.verdict is not Verdict.PASS or not verified.covers_body:
            continue
        # Of several senders all must be its own: whoever signs may write anybody else beside himself.
        if domains and all(each == domain or each.endswith(f".{domain}") for each in domains):
            return _signed(domain)
    if "screenshot" in marks:
        return SCREENSHOT
    return next((_BY_FORMAT[name] for name in formats if name in _BY_FORMAT), OWN)


def _signed(domain: str) -> Strength:
    return Strength(
        "signed by the sender's mail server",
        f"the mail server of {domain} signed headers and text, and the signature verifies with the kept key",
        f"{_CONTENT}; headers outside the signature may have been added",
    )
