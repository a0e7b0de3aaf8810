"""Domains as they deceive: which names look alike, and which one hides another."""

from __future__ import annotations

import unicodedata

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
# Cyrillic and Greek letters by the Latin ones that they look like, which is not how they sound.
_DRAWN = str.maketrans({
    "а": "a", "в": "b", "г": "r", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k", "ӏ": "l", "м": "m",
    "н": "h", "п": "n", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s", "т": "t", "и": "u", "ѵ": "v", "ԝ": "w", "х": "x",
    "у": "y", "ь": "b",
    "α": "a", "β": "b", "ε": "e", "γ": "y", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t",
    "υ": "u", "χ": "x", "ω": "w",
    "ɑ": "a", "ɡ": "g", "ı": "i", "ø": "o", "ł": "l", "đ": "d",
})  # fmt: skip
# Where a name of one letter group stands before the country: example.co.uk is one name, like example.com.
_SECOND_LEVEL = frozenset(("ac", "co", "com", "edu", "gov", "gob", "ltd", "mil", "net", "or", "org", "msk", "spb"))
_LONGEST = 253
_SHORTEST = 5
_SHORTEST_HIDDEN = 8


def registered(domain: str) -> tuple[str, str]:
    """The name that somebody registered and its ending: ("factory", "com.cn") of mail.factory.com.cn.

    Two empty texts where the domain is none: without a dot, or longer than a domain can be.
    """
    labels = domain.strip(".").split(".")
    if len(labels) < 2 or len(domain) > _LONGEST or not all(labels):
        return "", ""
    is_two = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    ending = 2 if is_two else 1
    return labels[-ending - 1], ".".join(labels[-ending:])


def shown(name: str) -> str:
    """A name as a reader sees it: Unicode where it is written in the form for name servers (xn--)."""
    if not name.startswith("xn--"):
        return name
    try:
        return name[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return name


def folded(name: str) -> str:
    """A name with every letter replaced by the one that it is taken for."""
    plain = unicodedata.normalize("NFKD", shown(name).casefold())
    drawn = "".join(each for each in plain if not unicodedata.combining(each)).translate(_DRAWN)
    for written, taken in _CONFUSABLE:
        drawn = drawn.replace(written, taken)
    return drawn


def shapes(domain: str) -> set[str]:
    """What every domain that is close to this one shares with it; nothing for names too short to tell."""
    name = folded(registered(domain)[0])
    if len(name) < _SHORTEST:
        return set()
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def how_alike(one: str, other: str) -> str:
    """In a sentence how two domains look alike, "" where they do not or belong to one owner."""
    (left, left_end), (right, right_end) = registered(one), registered(other)
    if not left or not right or (left, left_end) == (right, right_end):
        return ""
    both = f"{_named(one)} and {_named(other)}"
    if left == right:
        return f"{both} differ in their ending alone"
    if folded(left) == folded(right):
        return f"{both} differ by letters that look alike"
    if _is_one_apart(shown(left), shown(right)) or _is_one_apart(folded(left), folded(right)):
        return f"{both} differ by one letter"
    return ""


def hidden_in(domain: str) -> list[str]:
    """The domains whose names a reader sees in this one though it belongs to somebody else, as in
    factory.example.other.test; without their ending where a hyphen stands before or after them."""
    labels = domain.split(".")
    name, ending = registered(domain)
    if not name:
        return []
    own = len(labels) - 1 - len(ending.split("."))
    found = [
        ".".join(labels[at : at + length]) for length in (2, 3) for at in range(own - length + 1)
    ]  # fmt: skip
    pieces = name.split("-")
    heads = ["-".join(pieces[:at]) for at in range(1, len(pieces))]
    tails = ["-".join(pieces[at:]) for at in range(1, len(pieces))]
    return found + [each for each in (*heads, *tails) if len(each) >= _SHORTEST_HIDDEN]


def _named(domain: str) -> str:
    written = ".".join(map(shown, domain.split(".")))
    return domain if written == domain else f"{domain} (shown as {written})"


def _is_one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    differing = [at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if len(one) == len(other):
        is_swap = len(differing) == 2 and differing[1] == differing[0] + 1
        is_crossed = is_swap and one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        return len(differing) == 1 or is_crossed
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    at = differing[0] if differing else len(shorter)
    return longer[:at] + longer[at + 1 :] == shorter
