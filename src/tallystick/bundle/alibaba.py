"""A pack for the platform's complaint form: only files that it takes, in parts that are small enough."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image, UnidentifiedImageError

from tallystick.bundle.zipped import zipped
from tallystick.model.rule import ExhibitRule

_JPEG_QUALITY = 92
_LARGEST_PIXELS = 80_000_000
_TURNED = frozenset(("png", "webp", "bmp", "tif", "tiff"))


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of the pack."""

    name: str
    content: bytes


def pack(pages: bytes, originals: Iterable[tuple[str, bytes]], rule: ExhibitRule) -> Iterator[PackFile]:
    """The exhibit pages as PDF parts, pictures in a type that is taken, and all else in one zip for each type.

    `originals` are (name, bytes). What is still too large is handed on whole: preflight says so.
    """
    allowed = frozenset(suffix.lstrip(".").lower() for suffix in rule.suffixes)
    limit = rule.largest_bytes or 0
    for number, part in enumerate(split_pdf(pages, limit), 1):
        yield PackFile(f"evidence-part-{number:02d}.pdf", part)
    by_type: dict[str, list[tuple[str, bytes]]] = {}
    for name, content in originals:
        stem, _, suffix = name.rpartition(".")
        suffix = suffix.lower()
        turned = as_jpeg(content) if suffix in _TURNED and suffix not in allowed else None
        if turned is not None:
            name, content, suffix = f"{stem}.jpg", turned, "jpg"
        by_type.setdefault(suffix or "bin", []).append((name, content))
    for suffix, files in sorted(by_type.items()):
        yield from _of_type(suffix, files, is_taken=suffix in allowed, limit=limit)


def split_pdf(content: bytes, limit: int) -> Iterator[bytes]:
    """The PDF in parts of at most `limit` bytes each (0: no limit), cut between pages; a larger page stands alone."""
    if not limit or len(content) <= limit:
        yield content
        return
    with pikepdf.open(io.BytesIO(content)) as whole:
        pages = len(whole.pages)
        at = 0
        while at < pages:
            count, part = _largest_part(whole, at, pages - at, limit)
            yield part
            at += count


def _largest_part(whole: pikepdf.Pdf, at: int, most: int, limit: int) -> tuple[int, bytes]:
    """How many pages from `at` on fit, by halving, and those pages."""
    low, best = 1, _pages(whole, at, 1)
    high = most
    while low < high:
        middle = (low + high + 1) // 2
        part = _pages(whole, at, middle)
        if len(part) <= limit:
            low, best = middle, part
        else:
            high = middle - 1
    return low, best


def _pages(whole: pikepdf.Pdf, at: int, count: int) -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as part:
        part.pages.extend(whole.pages[at : at + count])
        part.remove_unreferenced_resources()
        part.save(stream, deterministic_id=True)
    return stream.getvalue()


def as_jpeg(content: bytes) -> bytes | None:
    """The picture as JPEG on white; None where it is none that can be read, or one too large to be opened."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _LARGEST_PIXELS:
                return None
            layered = picture.convert("RGBA")
            flat = Image.new("RGB", layered.size, "white")
            flat.paste(layered, mask=layered.getchannel("A"))
            stream = io.BytesIO()
            flat.save(stream, "JPEG", quality=_JPEG_QUALITY)
            return stream.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, OverflowError, KeyError, IndexError,
            TypeError, struct.error, Image.DecompressionBombError, MemoryError):  # fmt: skip
        return None


def _of_type(suffix: str, files: Sequence[tuple[str, bytes]], *, is_taken: bool, limit: int) -> Iterator[PackFile]:
    """A single file of a type that is taken as it stands; several of one type, and every other type, as zips."""
    if is_taken and len(files) == 1 and (not limit or len(files[0][1]) <= limit):
        yield PackFile(*files[0])
        return
    groups = list(_fitting(files, limit))
    for number, group in enumerate(groups, 1):
        mark = f"-{number:02d}" if len(groups) > 1 else ""
        yield PackFile(f"originals-{suffix}{mark}.zip", zipped(group))


def _fitting(files: Iterable[tuple[str, bytes]], limit: int) -> Iterator[list[tuple[str, bytes]]]:
    """The files in their order, in groups whose zip is within the limit where that can be."""
    group: list[tuple[str, bytes]] = []
    for each in files:
        if group and limit and len(zipped([*group, each])) > limit:
            yield group
            group = []
        group.append(each)
    if group:
        yield group
