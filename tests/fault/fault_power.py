"""A model of power loss: the writes of a real run, replayed into a disk that forgets what was not flushed.

What survives a crash: the bytes of a file up to its last fsync, and after that each write, or the first part of it, or
nothing of it, each for itself; the names of a folder as of its last fsync, and after that each change or not, each name
for itself. So a file may stand without its name, a name without its bytes, and a later write without an earlier one.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fault_subject import Subject
from fault_trace import STRACE

_CALLS = (
    "openat", "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat", "renameat2", "mkdir", "unlink",
    "unlinkat", "rmdir", "ftruncate", "link", "linkat", "fallocate", "copy_file_range", "sendfile", "truncate",
)  # fmt: skip
_LINE = re.compile(r"(\d+) +(.*)\Z", re.DOTALL)
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(?:<([^>]*)>)?", re.DOTALL)
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FILE = re.compile(r"\d+<((?:\\x[0-9a-f]{2}|[^>\\])*)>")
_PAIR = re.compile(r"\\x([0-9a-f]{2})")


@dataclass(frozen=True)
class Call:
    """One successful call: the paths it names, the bytes it writes and where (-1: at the end)."""

    name: str
    paths: tuple[str, ...]
    content: bytes = b""
    offset: int = -1
    flags: str = ""


@dataclass
class File:
    """Bytes that are safe, and the writes since: (offset, bytes), or (length, None) for a truncation."""

    safe: bytes = b""
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    @property
    def seen(self) -> bytes:
        return _written(self.safe, self.pending)


@dataclass
class Folder:
    """Names that are safe, and the changes since: (name, what stands there now)."""

    safe: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[tuple[str, File | Folder | None]] = field(default_factory=list)

    @property
    def seen(self) -> dict[str, File | Folder]:
        return _named(self.safe, self.pending)


class Disk:
    """The disk below one folder."""

    def __init__(self, top: Path) -> None:
        self._top = top
        self.root = _loaded(top)

    def apply(self, call: Call) -> None:
        paths = [self._relative(path) for path in call.paths]
        if not paths or paths[0] is None:
            return
        act: Callable[..., None] = getattr(self, f"_{_SAME.get(call.name, call.name)}")
        act(call, *paths)

    def crashed(self, chance: random.Random, target: Path, keeps: float) -> None:
        """One state that the disk may be found in is written to `target`; each change survives with `keeps`."""
        _store(self.root, target, chance, keeps)

    def at(self, path: str) -> File | Folder | None:
        found: File | Folder | None = self.root
        for name in path.split("/") if path else ():
            found = found.seen.get(name) if isinstance(found, Folder) else None
        return found

    def _relative(self, path: str) -> str | None:
        top = f"{self._top}/"
        return path[len(top) :] if path.startswith(top) else "" if path == str(self._top) else None

    def _change(self, path: str, what: File | Folder | None) -> None:
        above, _, name = path.rpartition("/")
        folder = self.at(above)
        assert isinstance(folder, Folder), path
        folder.pending.append((name, what))

    def _openat(self, call: Call, path: str) -> None:
        found = self.at(path)
        if found is None and "O_CREAT" in call.flags:
            self._change(path, File())
        elif isinstance(found, File) and "O_TRUNC" in call.flags and found.seen:
            found.pending.append((0, None))

    def _write(self, call: Call, path: str) -> None:
        found = self.at(path)
        if isinstance(found, File):
            found.pending.append((len(found.seen) if call.offset < 0 else call.offset, call.content))

    def _ftruncate(self, call: Call, path: str) -> None:
        found = self.at(path)
        if isinstance(found, File):
            found.pending.append((call.offset, None))

    def _fsync(self, _call: Call, path: str) -> None:
        found = self.at(path)
        if isinstance(found, File | Folder):
            found.safe, found.pending = found.seen, []

    def _mkdir(self, _call: Call, path: str) -> None:
        self._change(path, Folder())

    def _unlink(self, _call: Call, path: str) -> None:
        self._change(path, None)

    def _rename(self, _call: Call, source: str, target: str) -> None:
        what = self.at(source)
        self._change(target, what)
        self._change(source, None)


_SAME = {
    "pwrite64": "write", "fdatasync": "fsync", "renameat": "rename", "renameat2": "rename", "unlinkat": "unlink",
    "rmdir": "unlink",
}  # fmt: skip


def traced(subject: Subject, words: list[str]) -> tuple[Disk, list[Call]]:
    """The disk as it was before the command, and the calls that the command then made on it."""
    assert STRACE is not None
    log = subject.place.parent / f"{subject.place.name}.strace"
    disk = Disk(subject.place)
    options = ["-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "10000000", "-o", str(log)]
    run = subject.run([STRACE, *options, "-e", f"trace={','.join(_CALLS)}", *words])
    assert run.returncode == 0, run.stderr
    return disk, [call for call in calls(log) if any(path.startswith(str(subject.place)) for path in call.paths)]


def calls(log: Path) -> Iterator[Call]:
    """The successful calls in an strace log, in the order in which they ended."""
    begun: dict[str, str] = {}
    for line in log.read_text("ascii").splitlines():
        found = _LINE.match(line)
        assert found is not None, line[:200]
        thread, rest = found.groups()
        if rest.endswith("<unfinished ...>"):
            begun[thread] = rest.removesuffix("<unfinished ...>")
            continue
        if resumed := _RESUMED.match(rest):
            rest = begun.pop(thread) + rest[resumed.end() :]
        made = _CALL.match(rest)
        if made is not None and int(made[3]) >= 0:
            yield _call(made[1], made[2], int(made[3]), _text(made[4] or ""))


def _call(name: str, given: str, result: int, opened: str) -> Call:
    strings = [_bytes(found[1]) for found in _STRING.finditer(given)]
    assert not any(found[2] for found in _STRING.finditer(given)), "a call was cut short in the log"
    held = [_text(found[1]) for found in _FILE.finditer(given)]
    if name == "openat":
        return Call(name, (opened,), flags=given)
    if name in ("write", "pwrite64"):
        offset = int(given.rpartition(",")[2]) if name == "pwrite64" else -1
        return Call(name, tuple(held[:1]), strings[0][:result], offset)
    if name == "ftruncate":
        return Call(name, tuple(held[:1]), offset=int(given.rpartition(",")[2]))
    if name in ("fsync", "fdatasync"):
        return Call(name, tuple(held[:1]))
    if name in _SAME or name in ("rename", "mkdir", "unlink"):
        names = tuple(found.decode() for found in strings)
        if name == "unlinkat" and held and not names[0].startswith("/"):
            names = (f"{held[0]}/{names[0]}",)
        return Call(name, names)
    return Call(name, tuple(path for path in held))


def _text(escaped: str) -> str:
    return _PAIR.sub(lambda found: chr(int(found[1], 16)), escaped)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _written(content: bytes, changes: list[tuple[int, bytes | None]]) -> bytes:
    made = bytearray(content)
    for offset, what in changes:
        if what is None:
            del made[offset:]
            made.extend(bytes(offset - len(made)))
            continue
        made.extend(bytes(max(0, offset - len(made))))
        made[offset : offset + len(what)] = what
    return bytes(made)


def _named(
    names: dict[str, File | Folder], changes: list[tuple[str, File | Folder | None]]
) -> dict[str, File | Folder]:
    made = dict(names)
    for name, what in changes:
        if what is None:
            made.pop(name, None)
        else:
            made[name] = what
    return made


def _loaded(place: Path) -> Folder:
    """What stands on the real disk, all of it safe."""
    made = Folder()
    for each in place.iterdir():
        if not each.is_symlink():
            made.safe[each.name] = _loaded(each) if each.is_dir() else File(each.read_bytes())
    return made


def _store(folder: Folder, target: Path, chance: random.Random, keeps: float) -> None:
    target.mkdir(exist_ok=True)
    survived = [each for each in folder.pending if chance.random() < keeps]
    for name, what in _named(folder.safe, survived).items():
        if isinstance(what, Folder):
            _store(what, target / name, chance, keeps)
        else:
            (target / name).write_bytes(_written(what.safe, list(_surviving(what, chance, keeps))))
            (target / name).chmod(0o600)


def _surviving(file: File, chance: random.Random, keeps: float) -> Iterator[tuple[int, bytes | None]]:
    for offset, what in file.pending:
        if chance.random() < keeps:
            cut = what is not None and len(what) > 1 and chance.random() < 0.3
            yield offset, what[: chance.randrange(1, len(what))] if cut and what is not None else what


def differences(disk: Disk, top: Path) -> list[str]:
    """Where the model, nothing forgotten, is not the real disk: that it is nowhere shows that no call was missed."""
    found = []
    seen = {path: content for path, content in _files(disk.root, "") if not path.endswith("-shm")}
    real = {
        each.relative_to(top).as_posix(): each.read_bytes()
        for each in top.rglob("*")
        if each.is_file() and not each.is_symlink() and not each.name.endswith("-shm")
    }
    for path in sorted(seen.keys() | real.keys()):
        if seen.get(path) != real.get(path):
            found.append(path)
    return found


def _files(folder: Folder, above: str) -> Iterator[tuple[str, bytes]]:
    for name, what in folder.seen.items():
        if isinstance(what, Folder):
            yield from _files(what, f"{above}{name}/")
        else:
            yield f"{above}{name}", what.seen


def replace_folder(place: Path) -> None:
    """An empty folder stands at `place`."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
