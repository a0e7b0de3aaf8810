"""The plan of a corpus: who writes to whom, when, in which thread, with which attachment. Pure and seeded."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["MAILS", "SMALL", "Party", "Profile", "Slot", "Thread", "plan"]

START = 1_735_689_600  # 2025-01-01T00:00:00Z
SPAN_SECONDS = 540 * 86_400
_SYLLABLES = (
    "bel",
    "cor",
    "dan",
    "fel",
    "gor",
    "han",
    "jin",
    "kai",
    "lun",
    "mar",
    "nor",
    "pol",
    "qin",
    "rui",
    "sen",
    "tal",
    "ver",
    "wei",
    "xin",
    "zhou",
)
_LOCALS = (
    "anna",
    "jonas",
    "lena",
    "peter",
    "li.chen",
    "wei.wang",
    "jun.li",
    "o.smirnova",
    "i.petrov",
    "sales",
    "info",
    "export",
    "office",
    "buh",
)
_SCRIPTS = ("en", "zh", "zh-hant", "ru")
_SCRIPT_WEIGHTS = (42, 25, 5, 28)


@dataclass(frozen=True, slots=True)
class Profile:
    """What the mails of a corpus are like. Sizes in characters, shares between 0 and 1."""

    name: str
    sentences: tuple[int, int]
    quoted: int
    html_share: float
    attachment_share: float


MAILS = Profile("mails", sentences=(10, 34), quoted=16_000, html_share=0.65, attachment_share=0.2)
SMALL = Profile("small", sentences=(4, 9), quoted=500, html_share=0.15, attachment_share=0.0)


@dataclass(frozen=True, slots=True)
class Party:
    """One address; the name that goes with it is drawn in the language of the thread."""

    address: str
    domain: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One mail: its place in the corpus by time, seconds since 1970 UTC, and the number of its attachment."""

    ordinal: int
    time: int
    attachment: int | None


@dataclass(frozen=True, slots=True)
class Thread:
    """Mails that answer one another, between us and one counterparty."""

    number: int
    script: str
    us: Party
    them: Party
    slots: tuple[Slot, ...]


def plan(profile: Profile, mails: int, seed: int) -> list[Thread]:
    """All threads of a corpus of exactly `mails` mails; the same for the same arguments."""
    random = Random(f"{seed}/{profile.name}/{mails}")
    lengths = _lengths(mails, random)
    times = [_times(length, random) for length in lengths]
    ranked = sorted((time, number, place) for number, thread in enumerate(times) for place, time in enumerate(thread))
    ordinals = {(number, place): ordinal for ordinal, (_, number, place) in enumerate(ranked)}
    attachments = _attachments(mails, profile.attachment_share, random)
    ours, theirs = _parties(3, random), _parties(max(20, mails // 60), random)
    weights = [1 / rank for rank in range(1, len(theirs) + 1)]
    chosen = random.choices(theirs, weights, k=len(times))
    scripts = random.choices(_SCRIPTS, _SCRIPT_WEIGHTS, k=len(times))
    threads = []
    for number, thread in enumerate(times):
        places = [(ordinals[number, place], time) for place, time in enumerate(thread)]
        slots = tuple(Slot(ordinal, time, attachments.get(ordinal)) for ordinal, time in places)
        threads.append(Thread(number, scripts[number], random.choice(ours), chosen[number], slots))
    return threads


def _lengths(mails: int, random: Random) -> list[int]:
    """Thread lengths from 1 to 14 that add up to `mails`."""
    lengths: list[int] = []
    left = mails
    while left:
        length = min(left, 1 + int(13 * random.random() ** 2))
        lengths.append(length)
        left -= length
    return lengths


def _times(length: int, random: Random) -> list[int]:
    time = START + random.randrange(SPAN_SECONDS)
    times = []
    for _ in range(length):
        times.append(time)
        time += 600 + int(random.expovariate(1 / 50_000))
    return times


def _attachments(mails: int, share: float, random: Random) -> dict[int, int]:
    """The attachment number of each mail that has one; about three in ten are sent a second time."""
    numbers: dict[int, int] = {}
    made = 0
    for ordinal in range(mails):
        if random.random() >= share:
            continue
        if made and random.random() < 0.3:
            numbers[ordinal] = random.randrange(made)
        else:
            numbers[ordinal] = made
            made += 1
    return numbers


def _parties(count: int, random: Random) -> list[Party]:
    parties = []
    for number in range(count):
        domain = "".join(random.choices(_SYLLABLES, k=3)) + f"{number}.example"
        parties.append(Party(f"{random.choice(_LOCALS)}@{domain}", domain))
    return parties
