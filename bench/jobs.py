"""What is measured, on which corpus, with whom; and the goals that the figures are held against."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GOALS", "JOBS", "SIZES", "Goal", "Job"]

# corpus -> (profile, mails as a multiple of --mails)
SIZES: dict[str, tuple[str, int]] = {"mails": ("mails", 1), "small": ("small", 1), "many": ("small", 10)}


@dataclass(frozen=True, slots=True)
class Job:
    """One command of each contender on each corpus, in rounds that take turns."""

    name: str
    command: str
    corpora: tuple[str, ...]
    contenders: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure of `ours` divided by one of `theirs` (or by `unit`) is held against `limit`.

    Figures are named `job/corpus/contender/figure`.
    `at_least` turns the comparison round: theirs divided by ours must reach the limit.
    """

    words: str
    ours: str
    limit: float
    theirs: str = ""
    unit: float = 1.0
    at_least: bool = False


JOBS: tuple[Job, ...] = (
    Job("start", "start", ("",), ("tally", "borg lz4"), "Start: the help text"),
    Job(
        "keep",
        "keep",
        ("mails",),
        ("tally", "borg lz4", "borg zstd,3", "restic", "notmuch", "mu"),
        "Keep: a first import",
    ),
    Job("again", "again", ("mails",), ("tally", "borg lz4", "restic"), "Keep again: nothing new"),
    Job(
        "verify",
        "verify",
        ("mails",),
        ("tally", "sha256sum", "borg lz4", "restic", "hashdeep"),
        "Verify: every byte",
    ),
    Job(
        "zoning",
        "keep",
        ("mails",),
        ("tally zones", "talon", "mail-parser-reply"),
        "Zoning: 2,000 replies of about 3 KB",
    ),
    Job("pst", "keep", ("mails",), ("tally pst", "readpst"), "Outlook: every message of a PST read"),
    Job(
        "statements",
        "keep",
        ("small",),
        ("tally-camt", "pycamt", "tally-mt940", "mt-940", "tally-ofx", "ofxtools", "ofxparse"),
        "Statements: every booking of a file read, as CAMT, MT940 and OFX",
    ),
    Job(
        "whatsapp",
        "chat",
        ("mails",),
        ("tally whatsapp", "whatstk", "chat-miner"),
        "WhatsApp: an export of 200,000 lines read",
    ),
    Job("find", "find", ("mails",), ("tally", "notmuch", "mu"), "Find: one query in a new process"),
    Job("query", "query", ("mails",), ("tally",), "Query: in process, about 380 queries"),
    Job(
        "small",
        "keep",
        ("small", "many"),
        ("tally", "borg lz4", "restic"),
        "Keep small mails: cost and memory against the number",
    ),
    Job(
        "readers",  # by itself, since it takes longer than all the others
        "keep",
        ("small", "many"),
        ("notmuch", "mu"),
        "Index small mails",
    ),
)

_MEGABYTE = 1024 * 1024
GOALS: tuple[Goal, ...] = (
    Goal("keep, wall, against borg lz4", "keep/mails/tally/wall", 0.9, "keep/mails/borg lz4/wall"),
    Goal("keep, times as fast as notmuch new", "keep/mails/tally/wall", 15, "keep/mails/notmuch/wall", at_least=True),
    Goal("keep, times as fast as mu index", "keep/mails/tally/wall", 10, "keep/mails/mu/wall", at_least=True),
    Goal("disk with index, against borg zstd,3", "keep/mails/tally/disk", 1.1, "keep/mails/borg zstd,3/disk"),
    Goal("peak memory of all processes, in MB", "keep/mails/tally/tree", 350, unit=_MEGABYTE),
    Goal("the same on ten times the small mails, in MB", "small/many/tally/tree", 350, unit=_MEGABYTE),
    Goal("memory, ten times the mails", "small/many/tally/tree", 1.1, "small/small/tally/tree"),
    Goal("cost a message, ten times the mails", "small/many/tally/each", 1.1, "small/small/tally/each"),
    Goal("verify, against sha256sum -c", "verify/mails/tally/wall", 0.6, "verify/mails/sha256sum/wall"),
    Goal("verify, against borg check --verify-data", "verify/mails/tally/wall", 0.5, "verify/mails/borg lz4/wall"),
    Goal(
        "whatsapp, times as fast as whatstk",
        "whatsapp/mails/tally whatsapp/wall",
        10,
        "whatsapp/mails/whatstk/wall",
        at_least=True,
    ),
    Goal(
        "whatsapp, times as fast as chat-miner",
        "whatsapp/mails/tally whatsapp/wall",
        10,
        "whatsapp/mails/chat-miner/wall",
        at_least=True,
    ),
    Goal("query in process, p50, in ms", "query/mails/tally/p50", 0.2, unit=0.001),
    Goal("query in process, p99, in ms", "query/mails/tally/p99", 5, unit=0.001),
    Goal("tally find in a new process, in s", "find/mails/tally/wall", 0.35),
    Goal("tally --help, in s", "start//tally/wall", 0.3),
)
