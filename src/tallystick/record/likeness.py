"""Who may be one party, and who only looks like one: proposals with their reasons. Nothing is joined here."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.record.domain import hidden_in, how_alike, registered, shapes
from tallystick.record.holdings import Holdings, Ident
from tallystick.record.party import Parties, Party, by_domain

# Providers where anybody has a mailbox: sharing one says nothing.
_FREE = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com icloud.com me.com "
    "gmx.de gmx.net web.de t-online.de mail.com proton.me protonmail.com zoho.com qq.com foxmail.com 163.com 126.com "
    "yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com "
    "ya.ru rambler.ru"
)
FREE_MAIL = frozenset(_FREE.split())
_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MOST_PROPOSALS = 500
_FEWEST_SENT = 3
_MOST_COMPARED = 30
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:@]{1,64}@([^\s<>()\[\]\"',;:@]{3,253})")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two parties, by an identifier of each. `kind` is same (they may be one), company (they share a company),
    lookalike (one may pretend to be the other) or ours (`one` may be our own); `reason` says on what ground."""

    kind: str
    one: Ident
    other: Ident
    reason: str


def proposals(holdings: Holdings, known: Parties) -> list[Proposal]:
    """What suggests that parties are one, and what warns that they are not; lookalikes first, at most 500."""
    deceiving = list(lookalikes(known))
    warned = {frozenset((_domain(each.one), _domain(each.other))) for each in deceiving}
    deceivers = {_domain(each.other) for each in deceiving}
    found = [*_ours(holdings, known), *_numbers(holdings, known), *_names(known), *_companies(known)]
    kept: dict[frozenset[Ident], Proposal] = {}
    for each in found:
        pair = frozenset((each.one, each.other))
        is_warned = frozenset((_domain(each.one), _domain(each.other))) in warned
        is_deceiver = each.kind == "same" and {_domain(each.one), _domain(each.other)} & deceivers
        if each.kind == "ours" or (len(pair) == 2 and not is_warned and not is_deceiver):
            kept.setdefault(pair, each)
    return [*deceiving, *kept.values()][:_MOST_PROPOSALS]


def _domain(ident: Ident) -> str:
    """The domain of a mailbox, which stands for all of its mailboxes; anything else stands for itself."""
    return ident.value.rpartition("@")[2] if ident.scheme == "mail" else str(ident)


def lookalikes(known: Parties) -> Iterator[Proposal]:
    """Domains that differ by one letter, by letters that look alike, or in their ending only; domains that hide another
    one; and names that are somebody else's address."""
    domains = {domain: each for domain, each in by_domain(known.all).items() if "." in domain}
    order = sorted(domains, key=lambda domain: (-sum(len(party.items) for party in domains[domain]), domain))
    for first, second, how in (*_close(order), *_hiding(order)):
        yield Proposal("lookalike", _mailbox(domains[first], first), _mailbox(domains[second], second), how)
    yield from _borrowed(known, domains)


def _close(domains: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each domain with the most used one that it looks like."""
    by_shape: defaultdict[str, list[str]] = defaultdict(list)
    for domain in domains:
        if domain in FREE_MAIL:
            continue
        mine = shapes(domain)
        alike = dict.fromkeys(other for shape in sorted(mine) for other in by_shape[shape][:_MOST_COMPARED])
        for other in alike:
            if how := how_alike(other, domain):
                yield other, domain, how
                break
        for shape in mine:
            by_shape[shape].append(domain)


def _hiding(domains: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each domain with the one whose name stands in it."""
    names: dict[str, str] = {}
    for domain in domains:
        if domain not in FREE_MAIL:
            names.setdefault(domain, domain)
            names.setdefault(registered(domain)[0], domain)
    for domain in domains:
        for hidden in hidden_in(domain):
            other = names.get(hidden)
            if other is not None and registered(other) != registered(domain):
                yield other, domain, f"{domain} has the name of {other} in it and belongs to somebody else"
                break


def _borrowed(known: Parties, domains: dict[str, list[Party]]) -> Iterator[Proposal]:
    """Whoever shows an address as his name that belongs to another one."""
    for party in known.all:
        for found in filter(None, map(_ADDRESS.search, (name.casefold() for name in party.names))):
            shown_as, domain = found[0], found[1]
            other = known.of(Ident("mail", shown_as))
            whose = other.identifiers[0] if other else None
            if whose is None and domain in domains and domain not in FREE_MAIL:
                whose = _mailbox(domains[domain], domain)
            if whose is None or known.of(whose) is party or _has_domain(party, domain, whose):
                continue
            reason = f"{party.identifiers[0].value} shows {shown_as} as its name, which is somebody else's address"
            yield Proposal("lookalike", whose, party.identifiers[0], reason)


def _has_domain(party: Party, domain: str, whose: Ident) -> bool:
    """Whether the party has a mailbox at that company itself: then it is a colleague."""
    if domain in FREE_MAIL or whose.scheme != "mail":
        return False
    return any(ident.scheme == "mail" and ident.value.endswith(f"@{domain}") for ident in party.identifiers)


def skeleton(name: str) -> str:
    """A name as it compares across scripts and spellings: Latin letters without marks, its words sorted."""
    latin = unicodedata.normalize("NFKD", name.casefold().translate(_CYRILLIC))
    words = _WORD.findall("".join(letter for letter in latin if not unicodedata.combining(letter)))
    return " ".join(sorted(words))


def _mailbox(found: list[Party], domain: str) -> Ident:
    """The mailbox of this domain that is used most."""
    return next(
        ident for party in found for ident in party.identifiers
        if ident.scheme == "mail" and ident.value.rpartition("@")[2] == domain
    )  # fmt: skip


def _names(known: Parties) -> Iterator[Proposal]:
    """Parties of one name, in whatever script."""
    by_name: defaultdict[str, list[tuple[Party, str]]] = defaultdict(list)
    for party in known.all:
        for form, name in {skeleton(name): name for name in party.names}.items():
            if len(form) >= 5 or (form and not form.isascii()):
                by_name[form].append((party, name))
    for alike in by_name.values():
        first, name = alike[0]
        for other, written in alike[1:]:
            same = "both are called" if name == written else f"{name} in another script or spelling is"
            yield Proposal("same", first.identifiers[0], other.identifiers[0], f"{same} {written}")


def _numbers(holdings: Holdings, known: Parties) -> Iterator[Proposal]:
    """A number or mailbox that somebody writes under his mails and that another party goes by."""
    owners = {
        ident.value: ident for party in known.all for ident in party.identifiers if ident.scheme in ("phone", "mail")
    }
    for key, mentions in holdings.mentions.items():
        for mention in mentions:
            if mention.zone != "signature" or mention.kind not in ("phone", "email"):
                continue
            value = mention.value.lower() if mention.kind == "email" else f"+{re.sub(r'[^0-9]', '', mention.value)}"
            other = owners.get(value)
            for use in holdings.senders(key):
                sender = known.of(use.ident)
                if other is not None and sender is not None and known.of(other) is not sender:
                    yield Proposal("same", use.ident, other, f"{mention.raw} stands under a mail of {use.value}")


def _ours(holdings: Holdings, known: Parties) -> Iterator[Proposal]:
    """Mailboxes from which mails are held that no server had received yet: sent copies lie with their sender."""
    unsent: Counter[Ident] = Counter()
    for key, item in holdings.items.items():
        if item.kind != "mail" or item.origin or item.sent_at is None:
            continue
        if not any(moment.source.startswith("received:") for moment in holdings.moments.get(key, ())):
            unsent.update({use.ident for use in holdings.senders(key)})
    for ident, count in unsent.most_common():
        party = known.of(ident)
        if count >= _FEWEST_SENT and party is not None and not party.is_ours:
            reason = f"{count} mails of {ident.value} are held as they left, before any server took them"
            yield Proposal("ours", ident, ident, reason)


def _companies(known: Parties) -> Iterator[Proposal]:
    """Parties with mailboxes of one company."""
    for domain, found in by_domain(known.all).items():
        if domain in FREE_MAIL or len(found) < 2:
            continue
        first = _mailbox(found[:1], domain)
        for other in found[1:]:
            yield Proposal("company", first, _mailbox([other], domain), f"both have mailboxes at {domain}")
