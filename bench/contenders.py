"""Who is measured: Tallystick and the programs that people use today, each as the commands that one would type.

In a command `{store}` is what the program writes, `{home}` the folder of one contender and corpus, `{files}` the mails,
`{maildir}` the same mails as Maildirs, `{sums}` their SHA256SUMS, `{round}` the round, `{query}` a search.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import Corpus

__all__ = ["CONTENDERS", "PROGRAMS", "Command", "Contender", "Program", "Room"]

Command = tuple[str, ...]
_TALLY = str(Path(sys.executable).with_name("tally"))
_PEERS = os.environ.get("TALLY_PEERS_PYTHON", sys.executable)  # the Python in which libraries of others are installed
_VERSION = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the Debian package that brings it ("" for our own), and the command that prints its version."""

    command: str
    package: str
    version: Command


@dataclass(frozen=True, slots=True)
class Contender:
    """One program in one setting. `prepare` is not timed; a slow one is measured in fewer rounds."""

    name: str
    program: str
    prepare: tuple[Command, ...] = ()
    keep: Command = ()
    again: Command = ()
    verify: Command = ()
    find: Command = ()
    start: Command = ()
    chat: Command = ()
    environment: dict[str, str] = field(default_factory=dict)
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Where one contender works on one corpus."""

    home: Path
    corpus: Corpus

    @property
    def store(self) -> Path:
        return self.home / "store"

    def filled(self, text: str, round_number: int = 0, query: str = "") -> str:
        values = {"{home}": self.home, "{store}": self.store, "{files}": self.corpus.files, "{sums}": self.corpus.sums}
        for slot, path in {**values, "{maildir}": self.corpus.maildir}.items():
            text = text.replace(slot, str(path))
        return text.replace("{round}", str(round_number)).replace("{query}", query)


PROGRAMS: dict[str, Program] = {
    "tally": Program(_TALLY, "", (_TALLY, "--version")),
    "borg": Program("borg", "borgbackup", ("borg", "--version")),
    "restic": Program("restic", "restic", ("restic", "version")),
    "notmuch": Program("notmuch", "notmuch", ("notmuch", "--version")),
    "mu": Program("mu", "maildir-utils", ("mu", "--version")),
    "sha256sum": Program("sha256sum", "coreutils", ("sha256sum", "--version")),
    "readpst": Program("readpst", "pst-utils", ("readpst", "-V")),
    "whatstk": Program("whatstk", "", (_PEERS, "-c", _VERSION, "whatstk")),
    "chat-miner": Program("chat-miner", "", (_PEERS, "-c", _VERSION, "chat-miner")),
    "hashdeep": Program("hashdeep", "hashdeep", ("hashdeep", "-V")),
    **{
        name: Program(name, "", (_PEERS, "-c", _VERSION, name)) for name in ("mt-940", "pycamt", "ofxtools", "ofxparse")
    },
    **{name: Program(name, "", (_PEERS, "-c", _VERSION, name)) for name in ("talon", "mail-parser-reply")},
}

_BORG_ENVIRONMENT = {"BORG_BASE_DIR": "{home}/base", "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes"}
_RESTIC = ("restic", "--repo", "{store}", "--cache-dir", "{home}/cache", "--quiet")
_OUTLOOK = (sys.executable, "-m", "bench.outlook")
_STORE = ((*_OUTLOOK, "make", "{files}", "{home}/store.pst"), ("mkdir", "{store}"))
_STATEMENTS = str(Path(__file__).with_name("statements.py"))
_ZONING = ("-m", "bench.zoning")
_CHATS = ("-m", "bench.chats")
_EXPORT = "{home}/WhatsApp Chat with Li Wei.txt"
_CHAT = ((sys.executable, *_CHATS, "make", _EXPORT),)
_NOTMUCH = ("notmuch", "--config={home}/notmuch-config")


def _borg(name: str, compression: str) -> Contender:
    create = ("borg", "create", "-C", compression)
    return Contender(
        name,
        "borg",
        prepare=(("borg", "init", "--encryption", "none", "{store}"),),
        keep=(*create, "{store}::first", "{files}"),
        again=(*create, "{store}::again{round}", "{files}"),
        verify=("borg", "check", "--verify-data", "{store}"),
        start=("borg", "--help"),
        environment=_BORG_ENVIRONMENT,
    )


def _reader(name: str, program: str, python: str) -> Contender:
    """A reader of the statements that `bench.statements` writes."""
    make = (sys.executable, _STATEMENTS, "make", "{files}", "{home}/statements")
    read = (python, _STATEMENTS, name, "{home}/statements", "{store}")
    return Contender(name, program, prepare=(make,), keep=read, again=read)


_ZONERS = (("tally zones", "tally", sys.executable), ("talon", "talon", _PEERS), ("mail-parser-reply",) * 2 + (_PEERS,))


def _zoner(name: str, program: str, python: str) -> Contender:
    """A reader of the replies that `bench.zoning` makes."""
    make = (sys.executable, *_ZONING, "make", "{files}", "{home}/replies.json")
    return Contender(name, program, prepare=(make,), keep=(python, *_ZONING, program, "{home}/replies.json"))


_LIST: tuple[Contender, ...] = (
    Contender(
        "tally",
        "tally",
        prepare=((_TALLY, "init", "{store}", "--name", "bench"),),
        keep=(_TALLY, "--vault", "{store}", "keep", "--offline", "{files}"),
        again=(_TALLY, "--vault", "{store}", "keep", "--offline", "{files}"),
        verify=(_TALLY, "--vault", "{store}", "verify"),
        find=(_TALLY, "--vault", "{store}", "find", "{query}"),
        start=(_TALLY, "--help"),
        environment={"TALLY_CONFIG": "{home}/config"},
    ),
    _borg("borg lz4", "lz4"),
    _borg("borg zstd,3", "zstd,3"),
    Contender(
        "restic",
        "restic",
        prepare=((*_RESTIC, "init"),),
        keep=(*_RESTIC, "backup", "{files}"),
        again=(*_RESTIC, "backup", "{files}"),
        verify=(*_RESTIC, "check", "--read-data"),
        environment={"RESTIC_PASSWORD": "bench"},
    ),
    Contender(
        "notmuch",
        "notmuch",
        prepare=(
            ("mkdir", "{store}"),
            ("touch", "{home}/notmuch-config"),
            (*_NOTMUCH, "config", "set", "database.path", "{store}"),
            (*_NOTMUCH, "config", "set", "database.mail_root", "{maildir}"),
            (*_NOTMUCH, "config", "set", "maildir.synchronize_flags", "false"),
        ),
        keep=(*_NOTMUCH, "new", "--quiet", "--no-hooks"),
        again=(*_NOTMUCH, "new", "--quiet", "--no-hooks"),
        find=(*_NOTMUCH, "search", "--limit=20", "{query}"),
        is_slow=True,
    ),
    Contender(
        "mu",
        "mu",
        prepare=(("mu", "init", "--quiet", "--muhome={store}", "--maildir={maildir}"),),
        keep=("mu", "index", "--quiet", "--muhome={store}"),
        again=("mu", "index", "--quiet", "--muhome={store}"),
        find=("mu", "find", "--muhome={store}", "--maxnum=20", "{query}"),
        is_slow=True,
    ),
    Contender("tally pst", "tally", prepare=_STORE, keep=(*_OUTLOOK, "read", "{home}/store.pst", "{store}")),
    Contender("readpst", "readpst", prepare=_STORE, keep=("readpst", "-q", "-M", "-o", "{store}", "{home}/store.pst")),
    *(_reader(f"tally-{kind}", "tally", sys.executable) for kind in ("camt", "mt940", "ofx")),
    *(_reader(name, name, _PEERS) for name in ("pycamt", "mt-940", "ofxtools", "ofxparse")),
    *(_zoner(name, program, python) for name, program, python in _ZONERS),
    Contender("tally whatsapp", "tally", prepare=_CHAT, chat=(sys.executable, *_CHATS, "tally", _EXPORT)),
    Contender("whatstk", "whatstk", prepare=_CHAT, chat=(_PEERS, *_CHATS, "whatstk", _EXPORT)),
    Contender("chat-miner", "chat-miner", prepare=_CHAT, chat=(_PEERS, *_CHATS, "chat-miner", _EXPORT)),
    Contender("sha256sum", "sha256sum", verify=("sh", "-c", "cd {files} && exec sha256sum -c --quiet {sums}")),
    Contender(
        "hashdeep",
        "hashdeep",
        prepare=(("sh", "-c", "cd {files} && exec hashdeep -c sha256 -r -l . >{home}/known"),),
        verify=("sh", "-c", "cd {files} && exec hashdeep -c sha256 -r -l -a -k {home}/known ."),
    ),
)

CONTENDERS: dict[str, Contender] = {contender.name: contender for contender in _LIST}
