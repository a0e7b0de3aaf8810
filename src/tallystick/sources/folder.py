"""Files and folders of the local disk, walked in a fixed order. Links are not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tallystick.errors import SourceNotFound
from tallystick.formats.mail.sniff import folder_kind
from tallystick.model.custody import Source, format_time
from tallystick.model.ledger import Refusal
from tallystick.sources.offer import Offer

_SHEET_OF_A_VAULT = "tallystick.toml"


def offers(paths: Iterable[Path]) -> Iterator[Offer | Refusal]:
    """Everything below these files and folders, in the order of their names, or why it cannot be offered.

    Raises SourceNotFound at once for a path that does not exist.
    """
    known = [Path(path) for path in paths]
    for path in known:
        if not _exists(path):
            raise SourceNotFound(path)
    return _walk(known)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _walk(known: list[Path]) -> Iterator[Offer | Refusal]:
    for path in (path.resolve() if path.name in ("", "..") else path for path in known):
        if path.is_dir():
            yield from _folder(path, path.name)
        else:
            yield _file(path, path.name, "file")


def _folder(folder: Path, locator: str) -> Iterator[Offer | Refusal]:
    try:
        with os.scandir(folder) as scan:
            found = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        yield Refusal(printable(locator), "source-unreadable", f"the folder cannot be read ({error.strerror})")
        return
    names = {entry.name for entry in found}
    if _SHEET_OF_A_VAULT in names:
        yield Refusal(printable(locator), "is-a-vault", "this folder is itself a vault; export from it instead")
        return
    kind = {"tree": "file"}.get(layout := folder_kind(names), layout)
    for entry in found:
        place = f"{locator}/{entry.name}"
        if entry.is_symlink():
            yield Refusal(
                printable(place), "is-a-link", "links are not followed; keep what it points to by its own path"
            )
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(Path(entry.path), place)
        else:
            yield _entry(entry, place, "maildir" if _is_in_maildir(folder) else kind)


def _is_in_maildir(folder: Path) -> bool:
    return folder.name in ("cur", "new") and (folder.parent / "cur").is_dir() and (folder.parent / "new").is_dir()


def _file(path: Path, locator: str, kind: str) -> Offer | Refusal:
    try:
        found = path.stat()
    except OSError as error:
        return Refusal(printable(locator), "source-unreadable", f"cannot be read ({error.strerror})")
    return _offer(str(path), locator, kind, found)


def _entry(entry: os.DirEntry[str], locator: str, kind: str) -> Offer | Refusal:
    try:
        return _offer(entry.path, locator, kind, entry.stat(follow_symlinks=False))
    except OSError as error:
        return Refusal(printable(locator), "source-unreadable", f"cannot be read ({error.strerror})")


def _offer(path: str, locator: str, kind: str, found: os.stat_result) -> Offer | Refusal:
    if not stat.S_ISREG(found.st_mode):
        return Refusal(printable(locator), "is-no-file", "neither file nor folder (a device, pipe or socket)")
    place = printable(locator)
    return Offer(Source(kind, place, modified(found)), path, found.st_size, place.rpartition("/")[2])


def modified(found: os.stat_result) -> str:
    """The file's own time, UTC, or "" where it is outside the calendar."""
    try:
        return format_time(datetime.fromtimestamp(found.st_mtime_ns // 1000 / 1_000_000, UTC))
    except (OverflowError, ValueError, OSError):
        return ""


def printable(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are shown as \\xNN."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
