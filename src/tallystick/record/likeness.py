"""Who may be one party, and who only looks like one: proposals with their reasons. Nothing is joined here."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

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
# Written differently, taken for each other: what a deceiver registers.
_CONFUSABLE = (
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("q", "g"),
    ("5", "s"),
    ("-", ""),
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_DOMAIN = 5
_MOST_PROPOSALS = 500
_FEWEST_SENT = 3


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
    warned = {frozenset((each.one, each.other)) for each in deceiving}
    found = [*_ours(holdings, known), *_numbers(holdings, known), *_names(known), *_companies(known)]
    kept: dict[frozenset[Ident], Proposal] = {}
    for each in found:
        pair = frozenset((each.one, each.other))
        if pair not in warned and (len(pair) == 2 or each.kind == "ours"):
            kept.setdefault(pair, each)
    return [*deceiving, *kept.values()][:_MOST_PROPOSALS]


def lookalikes(known: Parties) -> Iterator[Proposal]:
    """Domains that differ by one letter, by letters that look alike, or in their ending only."""
    domains = {domain: each for domain, each in by_domain(known.all).items() if "." in domain}
    met: set[frozenset[str]] = set()
    shapes: defaultdict[str, list[str]] = defaultdict(list)
    for domain in sorted(domains):
        name = domain.rpartition(".")[0]
        if len(name) < _SHORTEST_DOMAIN or domain in FREE_MAIL:
            continue
        for shape in {_folded(name), *_without_one(name)}:
            shapes[shape].append(domain)
    for alike in shapes.values():
        for at, one in enumerate(alike):
            for other in alike[at + 1 :]:
                pair = frozenset((one, other))
                if pair in met or (how := _how_alike(one, other)) == "":
                    continue
                met.add(pair)
                first, second = sorted((one, other), key=lambda domain: -sum(len(p.items) for p in domains[domain]))
                yield Proposal("lookalike", _mailbox(domains[first], first), _mailbox(domains[second], second), how)


def skeleton(name: str) -> str:
    """A name as it compares across scripts and spellings: Latin letters without marks, its words sorted."""
    latin = unicodedata.normalize("NFKD", name.casefold().translate(_CYRILLIC))
    words = _WORD.findall("".join(letter for letter in latin if not unicodedata.combining(letter)))
    return " ".join(sorted(words))


def _how_alike(one: str, other: str) -> str:
    left, _, left_end = one.rpartition(".")
    right, _, right_end = other.rpartition(".")
    if left == right:
        return f"{one} and {other} differ in their ending alone" if left_end != right_end else ""
    if _folded(left) == _folded(right):
        return f"{one} and {other} differ by letters that look alike"
    if _is_one_apart(left, right):
        return f"{one} and {other} differ by one letter"
    return ""


def _is_one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    differing = [at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if len(one) == len(other):
        is_swap = len(differing) == 2 and differing[1] == differing[0] + 1
        return len(differing) == 1 or (is_swap and one[differing[0]] == other[differing[1]])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _folded(name: str) -> str:
    for written, taken in _CONFUSABLE:
        name = name.replace(written, taken)
    return name


def _without_one(name: str) -> set[str]:
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


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
            value = mention.value if mention.kind == "email" else f"+{re.sub(r'[^0-9]', '', mention.value)}"
            other = owners.get(value)
            for use in holdings.senders(key):
                if other is not None and known.of(other) is not known.of(use.ident):
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
