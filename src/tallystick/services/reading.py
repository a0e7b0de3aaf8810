"""One original read: the rows and search fields it gives, and the tree over its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tallystick.errors import NotThisFormat
from tallystick.formats.mail import emlx
from tallystick.formats.mail.read import read as read_mail
from tallystick.language.detect import languages
from tallystick.model.custody import Source
from tallystick.model.message import Address, Message, Part, Signature
from tallystick.record.rows import Rows, mail_rows
from tallystick.record.search import SearchDocument, index_fields
from tallystick.seal import part as part_tree

# A log entry has no room for the tree of a message with more parts than this, nor is one ever asked for.
MOST_PARTS = 100_000
# What is larger is not held in memory: it is hashed, then compressed, in pieces, and its text is not read.
LARGEST_IN_MEMORY = 64 << 20
# What a person would call attached, inline pictures and attached mails included.
ATTACHED = ("attachment", "inline", "message", "tnef")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a worker hands back: rows and search fields lacking only the log index, and the tree over the parts."""

    rows: Rows
    fields: dict[str, Any]
    parts_count: int = 0
    parts_root: str = ""
    problems: tuple[tuple[str, int], ...] = ()
    signatures: tuple[Signature, ...] = ()
    checkpoints: tuple[str, ...] = ()


def read_original(block: bytes, sha256: str, media_type: str, seed: bytes, source: Source) -> Reading | None:
    """The reading of an original; None for what Tallystick itself states (recipes, ledgers)."""
    if media_type.startswith("application/vnd.tallystick."):
        return None
    message = message_of(block, media_type, source.kind)
    if message is None:
        return unread(sha256, source)
    spoken = languages(message.text or message.html_text or message.subject)
    covered = part_tree.spans(message.parts)[: MOST_PARTS + 1]
    has_tree = bool(covered) and len(covered) <= MOST_PARTS
    return Reading(
        rows=mail_rows(message, spoken),
        fields=index_fields(_document(message, sha256, spoken, source)),
        parts_count=len(covered) if has_tree else 0,
        parts_root=part_tree.parts_root(seed, block, covered).hex() if has_tree else "",
        problems=tuple(Counter(problem.code for problem in message.problems).items()),
        signatures=message.signatures,
        checkpoints=carried_checkpoints(message.text),
    )


def unread(sha256: str, source: Source) -> Reading:
    """The reading of an original that is not read: it is found by its name."""
    return Reading(Rows(), index_fields(_document(Message(), sha256, (), source)))


def message_of(block: bytes, media_type: str, source_kind: str = "") -> Message | None:
    """The mail that an original is, its places counted in the original; None where it is no mail."""
    if media_type == "message/rfc822":
        message = read_mail(block)
    elif media_type == "application/vnd.apple.emlx":
        try:
            found = emlx.read_emlx(block)
        except NotThisFormat:
            return None
        message = _shifted(read_mail(block[found.start : found.end]), found.start)
        message = replace(message, problems=message.problems + found.problems)
    else:
        return None
    return replace(message, text=_QUOTED_FROM.sub(r"\1", message.text)) if source_kind == "mbox" else message


def mail_span(block: bytes, media_type: str) -> tuple[int, int]:
    """Where the mail itself stands in an original that is one: all of it, or what an emlx wraps."""
    if media_type == "application/vnd.apple.emlx":
        found = emlx.read_emlx(block)
        return found.start, found.end
    return 0, len(block)


# An mbox quotes a line that begins with "From "; the text shown takes that back, the original does not.
_QUOTED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[ \t>|]+", re.MULTILINE)
_CHECKPOINT = re.compile(
    r"^[^\n]{1,200}\n\d{1,19}\n[A-Za-z0-9+/]{43}=\n\n(?:\u2014 [^\n ]{1,200} [A-Za-z0-9+/=]{1,200}\n)+", re.MULTILINE
)


def carried_checkpoints(text: str) -> tuple[str, ...]:
    """The signed checkpoints, of whatever log, that a mail's text carries, quoted or not."""
    if "\u2014 " not in text:
        return ()
    plain = "\n".join(line.rstrip() for line in _QUOTE_MARK.sub("", text).splitlines()) + "\n"
    return tuple(dict.fromkeys(_CHECKPOINT.findall(plain)))


def _document(message: Message, sha256: str, spoken: tuple[str, ...], source: Source) -> SearchDocument:
    date = message.date
    is_mail = bool(message.parts)
    named = [part for each in _with_nested(message) for part in each.parts if part.role in ATTACHED]
    names = [part.name for part in named if part.name] if is_mail else [source.locator.rpartition("/")[2]]
    return SearchDocument(
        log_index=0,
        sha256=sha256,
        date=date.utc if date else None,
        subject=message.subject,
        from_=_boxes(message.from_ or message.sender),
        to=_boxes(message.to),
        cc=_boxes(message.cc + message.bcc),
        body=body_of(message),
        attachments=tuple(names),
        languages=spoken,
        channel="mail" if is_mail else "file",
        flags=_flags(message, named),
    )


def body_of(message: Message) -> str:
    """All text of a mail that is searched: its own, what only its HTML says, and what nested mails say."""
    texts: list[str] = []
    for each in _with_nested(message):
        if each is not message:
            texts.append(each.subject)
        texts.append(each.text)
        texts.append(_only_in_html(each))
    return "\n".join(text for text in texts if text)


def _with_nested(message: Message) -> Iterator[Message]:
    """The message and all that are nested in it, in order."""
    stack = [message]
    while stack:
        each = stack.pop()
        yield each
        stack.extend(reversed(each.nested))


def _only_in_html(message: Message) -> str:
    """The lines of the HTML that the plain text lacks: an alternative may say something else."""
    if not message.text or not message.html_text:
        return message.html_text
    said, shown = _bare(message.text), _bare(message.html_text)
    if shown in said:
        return ""
    return "\n".join(line for line in message.html_text.splitlines() if _bare(line) not in said)


def _bare(text: str) -> bytes:
    """The text without white space and quote marks, which the two alternatives set differently."""
    return text.encode("utf-8", "surrogatepass").replace(b"\xc2\xa0", b"").translate(None, b" \t\r\n>|")


def _boxes(boxes: tuple[Address, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((box.name, box.address) for box in boxes)


def _flags(message: Message, attached: list[Part]) -> tuple[str, ...]:
    """What `has:` asks for."""
    found = {"attachment"} if attached else set()
    found |= {"image" for part in attached if part.media_type.startswith("image/")}
    found |= {"pdf" for part in attached if part.media_type == "application/pdf" or part.name.lower().endswith(".pdf")}
    if message.problems:
        found.add("problem")
    if message.signatures:
        found.add("dkim")
    return tuple(sorted(found))


def _shifted(message: Message, start: int) -> Message:
    """The message with its parts' places counted from `start` bytes earlier."""
    parts = tuple(
        replace(part, start=part.start + start, body_start=part.body_start + start, end=part.end + start)
        for part in message.parts
    )
    return replace(message, parts=parts)
