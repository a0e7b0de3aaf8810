"""DKIM keys, fetched while they are published and kept as events, so that signatures verify in years to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tallystick.model.custody import Event
from tallystick.model.message import Signature
from tallystick.sources.name_server import NameServer
from tallystick.vault.vault import Vault

# One import asks for no more; the rest is asked by the next 'tally seal'.
MOST_ASKED = 2000
# With no network every question takes its whole patience, so a few are asked first.
_TRIED_FIRST = 4


@dataclass(frozen=True, slots=True)
class KeysFetched:
    """How many signers' keys were wanted; of these kept now, not published, and without any answer."""

    wanted: int
    kept: int
    absent: int
    unanswered: int


def fetch_keys(vault: Vault, signatures: Iterable[Signature], server: NameServer) -> KeysFetched:
    """The keys of these signers that are not kept yet are asked for, and each answer is an event in the log."""
    known = {(e.members["domain"], e.members["selector"]) for e in key_events(vault)}
    wanted = sorted(
        {s for s in signatures if (s.domain, s.selector) not in known}, key=lambda s: (s.domain, s.selector)
    )
    asked = iter(wanted[:MOST_ASKED])
    answers = list(server.key_records(islice(asked, _TRIED_FIRST)))
    if answers:
        answers += server.key_records(asked)
    events = [
        vault.edges.event(
            "dkim-key",
            domain=answer.signature.domain,
            selector=answer.signature.selector,
            answer=answer.text,
            status="found" if answer.is_found else "absent",
            resolver=answer.resolver,
            authentic=answer.is_authentic,
        )
        for answer in answers
        if answer.is_found or (answer.signature.domain, answer.signature.selector) not in known
    ]
    if events:
        vault.append(events)
    found = sum(answer.is_found for answer in answers)
    return KeysFetched(len(wanted), found, len(answers) - found, len(wanted) - len(answers))


def key_events(vault: Vault) -> list[Event]:
    """The key records that the vault holds."""
    return [vault.log.event(index) for index in vault.catalog.events("dkim-key")]
