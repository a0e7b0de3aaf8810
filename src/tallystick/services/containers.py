"""Containers taken apart: what is inside is offered in its turn, and an mbox gets the recipe that rebuilds it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from tallystick.errors import FormatError, SourceChanged
from tallystick.formats import archive
from tallystick.formats.mail import mbox, recipe
from tallystick.model.custody import ContainerPlace, Source
from tallystick.model.ledger import Refusal
from tallystick.sources.folder import printable
from tallystick.sources.offer import Offer

_PIECE_BYTES = 1 << 20
_DIGEST_BYTES = 32


@dataclass(slots=True)
class Spool:
    """A folder for bytes on their way into the vault, on the vault's own disk."""

    folder: Path
    count: int = 0

    def path(self) -> Path:
        """A new name in the folder."""
        # Not with its parents: a vault that was moved away is not made again.
        self.folder.parent.mkdir(exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        self.count += 1
        return self.folder / f"{self.count}"

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Expansion:
    """One container being taken apart. `offers` gives what is inside, `settle` hears what became of each,
    `close` gives what remains to be offered once all are settled."""

    def __init__(self, number: int, offer: Offer, spool: Spool, budget: archive.Budget) -> None:
        self.number = number
        self.offer = offer
        self.spool = spool
        self.budget = budget
        self.unsettled = 0
        self.is_exhausted = False

    def offers(self) -> Iterator[Offer | Refusal]:
        raise ValueError("an expansion is of one kind")

    def settle(self, offer: Offer, sha256: str) -> None:
        """What became of an offer is noted: its hash (hex), "" where it was refused."""

    def close(self) -> Iterator[Offer]:
        return iter(())

    def abandon(self) -> None:
        """The container is not taken apart any further."""


class MboxExpansion(Expansion):
    """An mbox is kept message by message; its recipe is offered last."""

    def __init__(self, number: int, offer: Offer, spool: Spool, budget: archive.Budget) -> None:
        super().__init__(number, offer, spool, budget)
        self._sha256 = _sha256_of(offer)
        self._digests = spool.path().open("w+b")

    def offers(self) -> Iterator[Offer | Refusal]:
        with self._content() as file:
            for message in mbox.split(file):
                yield Offer(
                    Source("mbox", self.offer.source.locator, self.offer.source.modified),
                    self.offer.path,
                    message.message_end - message.message_start,
                    self.offer.name,
                    self.offer.offset + message.message_start,
                    ContainerPlace(self._sha256, str(message.ordinal)),
                    "message/rfc822",
                    self.number,
                    message.ordinal,
                )

    def settle(self, offer: Offer, sha256: str) -> None:
        self._digests.seek(offer.ordinal * _DIGEST_BYTES)
        self._digests.write(bytes.fromhex(sha256) or bytes(_DIGEST_BYTES))

    def close(self) -> Iterator[Offer]:
        path = self.spool.path()
        with self._digests, self._content() as file, path.open("wb") as lines:
            for line in recipe.write(self._pieces(file)):
                lines.write(line)
        yield ours(path, recipe.MEDIA_TYPE, f"recipe of {self.offer.source.locator}")

    def abandon(self) -> None:
        self._digests.close()

    def _content(self) -> BinaryIO:
        return open(self.offer.path, "rb")

    def _pieces(self, file: BinaryIO) -> Iterator[recipe.Piece]:
        """The container in order, read once more; a refused message's bytes stand in the recipe itself."""
        whole = hashlib.sha256()
        self._digests.seek(0)
        size = self.offer.length
        for span in mbox.spans(mbox.split(file), size):
            digest = b"" if span.ordinal is None else self._digests.read(_DIGEST_BYTES)
            for piece in _range(file, span.start, span.end):
                whole.update(piece)
                if not any(digest):
                    yield recipe.Literal(piece)
            if any(digest):
                yield recipe.Kept(digest.hex(), span.end - span.start)
        if whole.hexdigest() != self._sha256:
            raise SourceChanged(self.offer.source.locator)
        yield recipe.Whole(self._sha256, size)


class ArchiveExpansion(Expansion):
    """A zip or gzip is kept as it is, and what is inside is kept too."""

    def __init__(self, number: int, offer: Offer, spool: Spool, budget: archive.Budget, kind: str) -> None:
        super().__init__(number, offer, spool, budget)
        self._sha256 = _sha256_of(offer)
        self._kind = kind

    def offers(self) -> Iterator[Offer | Refusal]:
        yield replace(self.offer, media_type=f"application/{self._kind}", expansion=self.number, ordinal=-1)
        try:
            with open(self.offer.path, "rb") as file:
                yield from self._zip(file) if self._kind == "zip" else self._gzip(file)
        except FormatError as error:
            yield self._refusal("", error)

    def settle(self, offer: Offer, sha256: str) -> None:  # noqa: ARG002 - an archive has no recipe
        if offer.ordinal >= 0:
            Path(offer.path).unlink(missing_ok=True)

    def _zip(self, file: BinaryIO) -> Iterator[Offer | Refusal]:
        listing = archive.list_zip(file, self.budget)
        for refused in listing.refusals:
            yield Refusal(f"{self.offer.source.locator}!/{refused.place}", refused.code, refused.reason)
        for ordinal, member in enumerate(listing.members):
            yield self._member(ordinal, member.path, archive.read_member(file, member, self.budget))

    def _gzip(self, file: BinaryIO) -> Iterator[Offer | Refusal]:
        name = self.offer.name.removesuffix(".gz")
        yield self._member(0, name, archive.read_gzip(file, self.budget, self.offer.source.locator))

    def _member(self, ordinal: int, path: str, content: Iterable[bytes]) -> Offer | Refusal:
        target = self.spool.path()
        size = 0
        try:
            with target.open("wb") as file:
                for piece in content:
                    size += file.write(piece)
        except (FormatError, OSError) as error:
            target.unlink(missing_ok=True)
            return self._refusal(path, error)
        shown = printable(path)
        source = Source(self._kind, f"{self.offer.source.locator}!/{shown}")
        place = ContainerPlace(self._sha256, shown)
        name = shown.rpartition("/")[2]
        return Offer(source, str(target), size, name, 0, place, "", self.number, ordinal)

    def _refusal(self, path: str, error: Exception) -> Refusal:
        code = getattr(error, "code", "source-unreadable")
        return Refusal(f"{self.offer.source.locator}!/{printable(path)}", code, str(error))


def expand(number: int, kind: str, offer: Offer, spool: Spool, budget: archive.Budget) -> Expansion:
    """The container behind `offer` being taken apart. Raises OSError, LimitExceeded."""
    if kind == "mbox":
        return MboxExpansion(number, offer, spool, budget)
    return ArchiveExpansion(number, offer, spool, budget.nested(), kind)


def ours(path: Path, media_type: str, locator: str) -> Offer:
    """Something that Tallystick itself states, ready to be kept."""
    size = path.stat().st_size
    return Offer(Source("statement", locator), str(path), size, path.name, media_type=media_type, is_ours=True)


def _sha256_of(offer: Offer) -> str:
    whole = hashlib.sha256()
    with open(offer.path, "rb") as file:
        for piece in _range(file, 0, offer.length):
            whole.update(piece)
    return whole.hexdigest()


def _range(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    # Other readers move the file in between.
    while start < end:
        file.seek(start)
        piece = file.read(min(_PIECE_BYTES, end - start))
        if not piece:
            return
        start += len(piece)
        yield piece
