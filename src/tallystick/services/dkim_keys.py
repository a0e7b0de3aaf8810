"""DKIM keys, fetched while they are published and kept as events, so that signatures verify in years to come."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from tallystick.model.custody import Event
from tallystick.model.message import Signature
from tallystick.sources.name_server import KeyAnswer, NameServer
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
    # Who was found absent is asked for again, but only another answer is logged.
    known = {(e.members["domain"], e.members["selector"]): e.members["status"] for e in key_events(vault)}
    unknown = {s for s in signatures if known.get((s.domain, s.selector)) != "found"}
    wanted = sorted(unknown, key=lambda s: (s.domain, s.selector))
    asked = iter(wanted[:MOST_ASKED])
    answers = list(server.key_records(islice(asked, _TRIED_FIRST)))
    if answers:
        answers += server.key_records(asked)
    events = list(_events(vault, answers, known))
    if events:
        vault.append(events)
    found = sum(event.members["status"] == "found" for event in events)
    absent = sum(not answer.is_found for answer in answers)
    return KeysFetched(len(wanted), found, absent, len(wanted) - found - absent)


def _events(vault: Vault, answers: Iterable[KeyAnswer], known: Mapping[tuple[str, str], str]) -> Iterator[Event]:
    """What is logged: each key found, and that one is absent, once. An answer too long for an entry is none."""
    for answer in answers:
        if not answer.is_found and (answer.signature.domain, answer.signature.selector) in known:
            continue
        event = vault.edges.event(
            "dkim-key",
            domain=answer.signature.domain,
            selector=answer.signature.selector,
            answer=answer.text,
            status="found" if answer.is_found else "absent",
            resolver=answer.resolver,
            authentic=answer.is_authentic,
        )
        with contextlib.suppress(ValueError):
            event.encode()
            yield event


def key_events(vault: Vault) -> list[Event]:
    """The key records that the vault holds."""
    return [vault.log.event(index) for index in vault.catalog.events("dkim-key")]
