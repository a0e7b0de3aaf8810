"""One mail, read: from the bytes of an original to what it says. Pure, bounded, and without exceptions."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

import fast_mail_parser

from tallystick.formats.mail import moment
from tallystick.formats.mail.address import addresses
from tallystick.formats.mail.body import MESSAGE_TYPES, Body, Budget
from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.encoded_word import decode_words, plain_text
from tallystick.formats.mail.limits import Limits
from tallystick.formats.mail.protection import dkim_signature
from tallystick.formats.mail.structure import Entity, scan
from tallystick.model.message import Address, Header, Message, Moment, Signature

_ID = re.compile(r"<([^<>]{1,995})>")
_ONCE = frozenset(("from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "sender"))
_ADDRESSES = frozenset(("from", "sender", "reply-to", "to", "cc", "bcc"))
_LARGEST_TO_COMPARE = 32 * 1024 * 1024


def read(original: bytes | memoryview, *, limits: Limits = Limits(), decoded_from: str = "") -> Message:  # noqa: B008
    """What the mail `original` says; whatever is wrong with it is a Problem, and nothing is raised.

    `decoded_from` is the path of the part whose decoded content `original` is, "" for an original of its own.
    """
    data = bytes(original[: limits.original_bytes])
    return _original(data, len(original), limits, Budget(limits), Deviations(limits.problems), decoded_from)


def _original(
    data: bytes, size_bytes: int, limits: Limits, budget: Budget, problems: Deviations, decoded_from: str
) -> Message:
    if size_bytes > len(data):
        problems.add("limit-original-bytes", str(len(data)))
    if decoded_from:
        problems.add("nested-decoded", decoded_from)
    if b"\n" not in data and b"\r" in data:
        problems.add("bare-cr", "0")
        data = data.replace(b"\r", b"\n")
    # A path has a number for each level, those above a decoded message included.
    above = decoded_from.count(".") + 1 if decoded_from else 0
    root = scan(data, replace(limits, depth=limits.depth - above, parts=budget.parts) if above else limits, problems)
    if not decoded_from and not problems.has_limit():
        _compare(data, root, problems)
    return _Reader(data, limits, budget).message(root, decoded_from, problems)


class _Reader:
    """Reads the messages of one original, the outermost first."""

    def __init__(self, original: bytes, limits: Limits, budget: Budget) -> None:
        self._original = original
        self._limits = limits
        self._budget = budget

    def message(self, root: Entity, base: str, problems: Deviations) -> Message:
        """The message whose root entity is `root`; `base` is the path of the part that holds it."""
        body = Body(self._original, self._limits, self._budget, problems)
        body.walk(root, f"{base}.0" if base else "", base)
        fields = _Fields(root, self._limits, problems)
        nested = [self.message(inner, path, problems.inner()) for path, inner in body.nested]
        nested += self._decoded(body, problems)
        return Message(
            fields.message_id,
            fields.in_reply_to,
            fields.references,
            fields.subject,
            fields.addresses.get("from", ()),
            fields.addresses.get("sender", ()),
            fields.addresses.get("reply-to", ()),
            fields.addresses.get("to", ()),
            fields.addresses.get("cc", ()),
            fields.addresses.get("bcc", ()),
            tuple(fields.moments()),
            tuple(fields.headers),
            "\n".join(body.texts),
            "\n".join(body.htmls),
            tuple(body.parts),
            tuple(nested),
            tuple(body.protection),
            tuple(fields.signatures),
            tuple(fields.labels),
            problems.listed(),
        )

    def _decoded(self, body: Body, problems: Deviations) -> Iterator[Message]:
        """The messages that stood encoded in a part, each an original of its own for its places."""
        for path, content in body.encoded:
            if path.count(".") >= self._limits.depth or self._budget.parts <= 0:
                problems.add("limit-depth", path)
                return
            yield _original(content, len(content), self._limits, self._budget, problems.inner(), path)


class _Fields:
    """The header of one message: every field decoded, and the ones that the model names."""

    def __init__(self, root: Entity, limits: Limits, problems: Deviations) -> None:
        self._limits = limits
        self._problems = problems
        self._hint = ""
        self._root = root
        self.headers: list[Header] = []
        self.addresses: dict[str, tuple[Address, ...]] = {}
        self.message_id = self.subject = ""
        self.in_reply_to: tuple[str, ...] = ()
        self.references: tuple[str, ...] = ()
        self.signatures: list[Signature] = []
        self.labels: list[str] = []
        self._dates: list[str] = []
        self._resent: list[str] = []
        self._hops: list[str] = []
        seen: set[str] = set()
        for name, lower, raw in root.fields.listed:
            self._field(name, lower, raw, seen)

    def _field(self, name: str, lower: str, raw: bytes, seen: set[str]) -> None:
        plain = self._plain(name, raw)
        value = decode_words(plain, self._problems, name) if "=?" in plain else plain
        self.headers.append(Header(name, raw, value))
        if lower in _ONCE:
            if lower in seen:
                self._problems.add("repeated-field", name)
                if lower == "date":
                    self._dates.append(value)
                return
            seen.add(lower)
        if lower in _ADDRESSES:
            found = addresses(plain, self._limits.addresses, self._problems, name)
            self.addresses[lower] = self.addresses.get(lower, ()) + found
        elif lower == "received":
            self._hops.append(value)
        else:
            self._named(name, lower, value)

    def _named(self, name: str, lower: str, value: str) -> None:
        if lower == "subject":
            self.subject = value
        elif lower == "date":
            self._dates.append(value)
        elif lower == "message-id":
            self.message_id = (self._ids(name, value) or (value.strip("<> "),))[0]
        elif lower == "in-reply-to":
            self.in_reply_to = self._ids(name, value)
        elif lower == "references":
            self.references = self._ids(name, value)
        elif lower == "resent-date":
            self._resent.append(value)
        elif lower == "dkim-signature":
            self.signatures.append(dkim_signature(value))
        elif lower == "x-gmail-labels":
            self.labels += _labels(value)

    def _plain(self, name: str, raw: bytes) -> str:
        if len(raw) > self._limits.field_bytes:
            self._problems.add("limit-field-bytes", name)
            raw = raw[: self._limits.field_bytes]
        if raw.isascii():
            hint = ""
        else:
            hint = self._hint = self._hint or _declared_charset(self._root)
        return plain_text(raw, self._problems, name, hint)

    def _ids(self, name: str, value: str) -> tuple[str, ...]:
        """Message ids without their brackets; words with an @ where there are no brackets."""
        found = _ID.findall(value) or [word.strip("<>,;") for word in value.split() if "@" in word]
        if len(found) > self._limits.addresses:
            self._problems.add("limit-addresses", name)
        return tuple(["".join(ident.split()) for ident in found[: self._limits.addresses]])

    def moments(self) -> Iterator[Moment]:
        """Every time stated: Date, the hops with the topmost first, Resent-Date, the mbox line."""
        for value in self._dates:
            yield self._checked(moment.moment(value, "date"))
        if len(self._hops) > self._limits.hops:
            self._problems.add("limit-hops", "Received")
        for number, value in enumerate(self._hops[: self._limits.hops]):
            hop = moment.hop(value, f"received:{number}")
            if hop is not None:
                yield self._checked(hop)
        for value in self._resent:
            yield self._checked(moment.moment(value, "resent-date"))
        if self._root.from_line:
            stated = moment.from_line(self._root.from_line.decode("latin-1"))
            if stated is not None:
                yield stated

    def _checked(self, stated: Moment) -> Moment:
        if stated.utc is None:
            self._problems.add("date-unreadable", stated.source, repr(stated.raw[:60]))
        return stated


def _declared_charset(root: Entity) -> str:
    """The first charset that an entity declares: raw 8-bit headers are most likely in the same."""
    pending = [root]
    while pending:
        entity = pending.pop()
        charset = entity.parameters.get("charset", "")
        if charset and charset.lower() not in ("us-ascii", "ascii", "utf-8"):
            return charset
        pending += reversed(entity.children)
    return ""


def _labels(value: str) -> list[str]:
    """Labels as Gmail lists them: commas between, quoted where a label holds one."""
    try:
        row = next(csv.reader([value.replace("\n", " ").replace("\r", " ")], skipinitialspace=True), [])
    except csv.Error:
        row = value.split(",")
    return [label.strip() for label in row if label.strip()]


def _compare(data: bytes, root: Entity, problems: Deviations) -> None:
    """A second parser counts the leaves: where it finds another number, somebody is misled."""
    if len(data) > _LARGEST_TO_COMPARE:
        return
    ours = _leaves(root)
    if ours is None:
        return
    try:
        tree = fast_mail_parser.parse_email_tree(data, mode="lazy")
    except fast_mail_parser.ParseError as refusal:
        problems.add("parser-disagrees", "", type(refusal).__name__)
        return
    theirs = sum(not node.children for node in fast_mail_parser.walk(tree))
    if ours != theirs:
        problems.add("parser-disagrees", "", f"{ours} here, {theirs} there")


def _leaves(root: Entity) -> int | None:
    """How many entities hold no others; None where a message stands encoded, which the other parser opens."""
    count = 0
    pending = [root]
    while pending:
        entity = pending.pop()
        pending += entity.children
        if not entity.children:
            count += 1
            if entity.media_type in MESSAGE_TYPES:
                return None
    return count
