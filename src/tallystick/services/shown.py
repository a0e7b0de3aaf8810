"""How an item of the record is shown on pages: read again from its original when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tallystick.formats.mail.content import part_content
from tallystick.model.exhibit import Conversation, Letter, Pages, Picture, Plain, Shown, Spoken
from tallystick.model.message import Message
from tallystick.record.holdings import HeldItem, HeldOriginal, Key
from tallystick.services.known import Known
from tallystick.services.reading import message_of
from tallystick.services.selection import Run
from tallystick.services.situation import ident_of

_PICTURES = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp"))
# Pictures of one exhibit beyond this are named and not shown.
_MOST_PICTURE_BYTES = 64 << 20
_FIELDS = ("from", "sender", "reply-to", "to", "cc", "date", "subject", "message-id")


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows runs of one open record. `has_headers` adds every header line to mails."""

    known: Known
    has_headers: bool = False

    def shown(self, run: Run) -> Shown:
        """The run as it stands on pages. Raises VaultDamaged."""
        first = self.known.holdings.items[run.keys[0]]
        if run.part:
            return Pages(content=self._part(first, run.part))
        if run.kind == "conversation":
            return self._conversation(run)
        if first.kind == "mail":
            return self._mail(first)
        if self._media_type(first) == "application/pdf" and not first.origin:
            return Pages(content=self._bytes(first))
        return self._plain(run)

    def _original(self, item: HeldItem) -> HeldOriginal:
        return self.known.holdings.originals[item.log_index]

    def _media_type(self, item: HeldItem) -> str:
        return self._original(item).media_type

    def _bytes(self, item: HeldItem) -> bytes:
        return self.known.vault.read(self._original(item).sha256)

    def _message(self, item: HeldItem, block: bytes) -> Message | None:
        original = self._original(item)
        return message_of(block, original.media_type, original.source_kind) if item.position == 0 else None

    def _part(self, item: HeldItem, path: str) -> bytes:
        block = self._bytes(item)
        message = message_of(block, self._media_type(item), self._original(item).source_kind)
        part = next((part for part in message.parts if part.path == path), None) if message else None
        content = part_content(block, part) if part else None
        return content or b""

    def _mail(self, item: HeldItem) -> Letter:
        block = self._bytes(item)
        message = self._message(item, block)
        if message is None:
            return self._mail_of_record(item)
        fields = tuple((header.name, header.value) for header in message.headers if header.name.lower() in _FIELDS)
        files = tuple((part.name or part.media_type, part.size_bytes, part.sha256) for part in message.attachments())
        return Letter(
            fields=fields, text=message.text or message.html_text, headers=_head(block) if self.has_headers else "",
            pictures=tuple(_pictures(block, message)), files=files,
        )  # fmt: skip

    def _mail_of_record(self, item: HeldItem) -> Letter:
        """A mail out of a store, of which the record has the fields and the words."""
        held, key = self.known.holdings, item.key
        boxes = [(use.role.title(), f"{use.name} <{use.value}>" if use.name else use.value)
                 for use in held.uses.get(key, ()) if use.role in ("from", "to", "cc")]  # fmt: skip
        dates = [("Date", moment.raw) for moment in held.moments.get(key, ())[:1]]
        files = tuple((part.name or part.role, part.size_bytes, part.sha256)
                      for part in held.parts.get(key, ()) if part.is_file)  # fmt: skip
        fields = (*boxes, *dates, ("Subject", item.title), ("Message-ID", item.message_id))
        return Letter(fields=tuple(pair for pair in fields if pair[1]), text=held.texts.get(key, ""), files=files)

    def _conversation(self, run: Run) -> Conversation:
        first = self.known.holdings.items[run.keys[0]]
        chat = self._chat_of(first)
        messages = tuple(self._spoken(key, key in run.left_out) for key in run.keys)
        return Conversation(name=chat or first.conversation, platform=first.channel, messages=messages)

    def _chat_of(self, message: HeldItem) -> str:
        """The title of the chat that a message stands in."""
        return conversation_title(self.known, message)

    def _spoken(self, key: Key, is_left_out: bool) -> Spoken:
        held = self.known.holdings
        item = held.items[key]
        files = [part for part in held.parts.get(key, ()) if part.is_file and (part.name or part.sha256)]
        time, zone = local_time(item)
        return Spoken(
            ident=ident_of(self.known, key)[:8] if not key[1] else f"{ident_of(self.known, key)[:8]}:{key[1]}",
            time=time, zone=zone, sender=self.known.scene.sender(key), is_ours=self.known.scene.is_ours(key),
            text="" if is_left_out else held.texts.get(key, "") or item.title,
            marks=("left-out",) if is_left_out else tuple(sorted(mark for mark in item.marks if "=" not in mark)),
            pictures=() if is_left_out else tuple(self._kept_pictures(part.sha256 for part in files)),
            files=() if is_left_out else tuple(part.name or part.role for part in files),
        )  # fmt: skip

    def _kept_pictures(self, hashes: Iterator[str]) -> Iterator[Picture]:
        """Pictures of a chat that were kept as originals beside it."""
        for sha256 in hashes:
            index = self.known.vault.catalog.log_index(bytes.fromhex(sha256)) if len(sha256) == 64 else None
            original = self.known.holdings.originals.get(index) if index is not None else None
            if original is not None and original.media_type in _PICTURES:
                yield Picture(name=original.locator.rpartition("/")[2], content=self.known.vault.read(sha256))

    def _plain(self, run: Run) -> Plain:
        held = self.known.holdings
        items = [held.items[key] for key in run.keys]
        first = items[0]
        facts = [("SHA-256", self._original(first).sha256), ("Type", self._media_type(first))]
        facts += [(name, value) for name, value in self._facts(first) if value]
        said = [passage for item in items for passage in self._said(item)]
        pictures = []
        if self._media_type(first) in _PICTURES and not first.origin:
            pictures = [Picture(name=first.title, content=self._bytes(first))]
        return Plain(facts=tuple(facts), passages=tuple(said), pictures=tuple(pictures))

    def _facts(self, item: HeldItem) -> Iterator[tuple[str, str]]:
        yield "Title", item.title
        if item.kind in ("page", "statement"):
            yield "URL", item.conversation
        if item.sent_at is not None:
            time, zone = local_time(item)
            yield f"Time ({item.sent_source})", f"{time} {zone}".strip()
        for mark in sorted(item.marks):
            name, is_pair, value = mark.partition("=")
            if is_pair:
                yield name, value

    def _said(self, item: HeldItem) -> Iterator[tuple[str, str]]:
        # The tables can be named only once the record is open.
        from tallystick.record.passages import passages

        text = self.known.holdings.texts.get(item.key, "")
        sums = [f"{each.day} {each.amount} {each.currency} {each.role}".strip()
                for each in self.known.holdings.sums.get(item.key, ())]  # fmt: skip
        if text or sums:
            yield item.title if item.kind != "document" else "", "\n".join([*sums, text]).strip()
        yield from passages(item.key)


def conversation_title(known: Known, message: HeldItem) -> str:
    """The title of the chat that a message stands in, its platform's id where it has none."""
    held = known.holdings
    position = message.position
    while (item := held.items.get((message.log_index, position))) is not None and position >= 0:
        if item.kind == "chat" and item.conversation == message.conversation:
            return item.title or item.conversation
        position -= 1
    return message.conversation


def local_time(item: HeldItem) -> tuple[str, str]:
    """An item's time on the clock that stated it, to the second, and that clock's zone, "" where it is unknown."""
    if item.sent_at is None:
        return "", ""
    minutes = item.zone_minutes
    try:
        local = item.sent_at + timedelta(minutes=minutes or 0)
    except OverflowError:
        local, minutes = item.sent_at, 0
    if minutes is None:
        return f"{local:%Y-%m-%d %H:%M:%S}", ""
    hours, rest = divmod(abs(minutes), 60)
    return f"{local:%Y-%m-%d %H:%M:%S}", f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def _head(block: bytes) -> str:
    ends = [at for mark in (b"\r\n\r\n", b"\n\n") if (at := block.find(mark)) >= 0]
    return block[: min(ends, default=len(block))].decode("utf-8", "replace").replace("\r\n", "\n")


def _pictures(block: bytes, message: Message) -> Iterator[Picture]:
    left = _MOST_PICTURE_BYTES
    for part in message.parts:
        if part.media_type in _PICTURES and part.size_bytes and part.size_bytes <= left:
            content = part_content(block, part)
            if content is not None:
                left -= len(content)
                yield Picture(name=part.name or part.path, content=content)
