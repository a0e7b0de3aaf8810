"""Who is served: the counterparties of a matter, those of one company together."""

from __future__ import annotations

from collections.abc import Iterable

from tallystick.record.domain import registered
from tallystick.record.likeness import FREE_MAIL
from tallystick.record.party import Party


def opponents(counterparties: Iterable[Party]) -> tuple[str, ...]:
    """The names of each opponent, in the order of the sheet.

    People whose mail addresses are of one domain are one opponent, for they write for one company; a domain where
    anybody has a mailbox joins nobody, and neither does anything but mail.
    """
    groups: list[tuple[set[str], list[str]]] = []
    for party in counterparties:
        domains = _domains(party)
        joined = [group for group in groups if group[0] & domains]
        groups = [group for group in groups if group not in joined]
        names = [name for group in joined for name in group[1]]
        groups.append((domains.union(*(group[0] for group in joined)), [*names, party.name]))
    return tuple(", ".join(names) for _domains_of, names in groups)


def _domains(party: Party) -> set[str]:
    found = {registered(ident.value.rpartition("@")[2]) for ident in party.identifiers if ident.scheme == "mail"}
    return {".".join(each) for each in found if all(each)} - FREE_MAIL
