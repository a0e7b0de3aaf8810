"""Where the entities of a message stand: one pass over the raw bytes, as deep and as many as the limits allow.

Every line that begins with two dashes is looked up among the boundaries that are open at that place, so that time grows
with the length of the original and with nothing else. Source: RFC 2046 5.1.
"""

from __future__ import annotations

import re

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.header import Fields, parameters, split
from tallystick.formats.mail.limits import Limits

_DELIMITER = re.compile(rb"\n--([^\r\n]*)")
_GUESS = re.compile(rb"\n--([!-~](?:[ -~]{0,98}[!-~])?)[ \t]*\r?(?=\n)")
_BLANK_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]{0,80}\r?\n){0,50}(?=[!-9;-~]{1,100}:|>?From )")
_MBOX_LINE = re.compile(rb">?From [^\r\n]{0,400}\r?\n")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}")
_ENCODING = re.compile(r"[a-z0-9-]+")
_MESSAGES = ("message/rfc822", "message/global")
_IDENTITY = ("", "7bit", "8bit", "binary")
_MOST_GUESSES = 16


class Entity:
    """One MIME entity: its span in the original, what its header says of it, and what stands in it."""

    __slots__ = (
        "body_start",
        "boundary",
        "children",
        "disposition",
        "disposition_parameters",
        "encoding",
        "end",
        "fields",
        "from_line",
        "is_closed",
        "is_message_root",
        "media_type",
        "parameters",
        "start",
    )  # fmt: skip

    def __init__(self, start: int) -> None:
        self.start = start
        self.body_start = start
        self.end = start
        self.fields = Fields()
        self.from_line = b""
        self.media_type = "text/plain"
        self.parameters: dict[str, str] = {}
        self.encoding = ""
        self.disposition = ""
        self.disposition_parameters: dict[str, str] = {}
        self.boundary = b""
        self.children: list[Entity] = []
        self.is_closed = False
        self.is_message_root = False


def scan(original: bytes, limits: Limits, problems: Deviations) -> Entity:
    """The message's root entity with all others in it. Every span lies in its parent's; none overlaps a sibling's."""
    return _Scan(original, limits, problems).run()


class _Scan:
    """The stack of open entities, and the boundaries that are open."""

    def __init__(self, original: bytes, limits: Limits, problems: Deviations) -> None:
        self.original = original
        self.limits = limits
        self.problems = problems
        self.stack: list[Entity] = []
        self.open: dict[bytes, list[tuple[int, bool]]] = {}
        self.count = 0
        self.guesses = 0
        self.position = 0

    def run(self) -> Entity:
        blank = _BLANK_START.match(self.original)
        start = blank.end() if blank else 0
        if start:
            self.problems.add("blank-before-header", "0")
        root = Entity(0)
        root.is_message_root = True
        self._open(root, start)
        examined = 0
        while found := _DELIMITER.search(self.original, self.position):
            examined += 1
            if examined > self.limits.delimiters:
                self.problems.add("limit-delimiters", str(found.start()))
                break
            self.position = found.end()
            if not self._meet(found):
                break
        self._close_above(-1, len(self.original))
        return root

    def _meet(self, found: re.Match[bytes]) -> bool:
        """The delimiter line, where it is one, closes what stands above its multipart and opens the next part."""
        levels = self.open.get(found[1].rstrip(b" \t")) if found.end() - found.start() < 300 else None
        if not levels:
            return True
        level, is_closing = levels[-1]
        container = self.stack[level]
        line_start = found.start()
        end = line_start - 1 if self.original[line_start - 1 : line_start] == b"\r" else line_start
        self._close_above(level, end)
        if is_closing:
            container.is_closed = True
            return True
        if container.is_closed:
            self.problems.add("part-after-close", str(line_start + 1))
        if self.count >= self.limits.parts:
            self.problems.add("limit-parts", str(line_start + 1))
            return False
        after = found.end()
        after += self.original[after : after + 1] == b"\r"
        after += self.original[after : after + 1] == b"\n"
        part = Entity(after)
        container.children.append(part)
        default = "message/rfc822" if container.media_type == "multipart/digest" else "text/plain"
        self._open(part, after, default)
        return True

    def _close_above(self, level: int, end: int) -> None:
        """Entities above `level` end at `end`: a boundary of an outer multipart ends every inner one."""
        while len(self.stack) > level + 1:
            entity = self.stack.pop()
            entity.end = max(end, entity.body_start)
            if entity.boundary:
                for key in (entity.boundary, entity.boundary + b"--"):
                    levels = self.open[key]
                    levels.pop()
                    if not levels:
                        del self.open[key]
                if not entity.children:
                    self.problems.add("multipart-without-parts", str(entity.start))
                elif not entity.is_closed:
                    self.problems.add("missing-closing-boundary", str(entity.start))

    def _open(self, entity: Entity, header_start: int, default: str = "text/plain") -> None:
        """Read the entity's header, put it on the stack, and go on behind its header."""
        self.count += 1
        entity.media_type = default
        self._read_header(entity, header_start)
        self.stack.append(entity)
        # The line break before the body belongs to a delimiter that follows at once.
        self.position = max(entity.body_start - 1, 0)
        if entity.media_type.startswith("multipart/"):
            self._open_multipart(entity)
        elif entity.media_type in _MESSAGES and entity.encoding in _IDENTITY:
            self._open_message(entity)

    def _open_message(self, entity: Entity) -> None:
        if entity.body_start < len(self.original) and self._may_nest(entity):
            inner = Entity(entity.body_start)
            inner.is_message_root = True
            entity.children.append(inner)
            self._open(inner, entity.body_start)

    def _may_nest(self, entity: Entity) -> bool:
        if len(self.stack) <= self.limits.depth:
            return True
        self.problems.add("limit-depth", str(entity.start))
        return False

    def _open_multipart(self, entity: Entity) -> None:
        if not self._may_nest(entity):
            return
        declared = entity.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")[:250]
        boundary = declared
        # Looking for a boundary that never comes costs a pass over the rest, so it is done a few times only.
        if not declared or (
            self.guesses < _MOST_GUESSES and self.original.find(b"--" + declared, entity.body_start) < 0
        ):
            boundary = self._guessed(entity)
        if not boundary:
            self.problems.add("multipart-without-parts", str(entity.start))
            return
        entity.boundary = boundary
        level = len(self.stack) - 1
        self.open.setdefault(boundary, []).append((level, False))
        self.open.setdefault(boundary + b"--", []).append((level, True))

    def _guessed(self, entity: Entity) -> bytes:
        """A line of two dashes that occurs twice, or once more with two dashes at its end; b"" where there is none."""
        self.guesses += 1
        if self.guesses > _MOST_GUESSES:
            return b""
        first = _GUESS.search(self.original, max(entity.body_start - 1, 0))
        for _ in range(5):
            if first is None:
                break
            candidate = first[1]
            if candidate not in self.open and self.original.find(b"\n--" + candidate, first.end()) >= 0:
                self.problems.add("boundary-guessed", str(entity.start))
                return candidate
            first = _GUESS.search(self.original, first.end())
        return b""

    def _read_header(self, entity: Entity, start: int) -> None:
        line = _MBOX_LINE.match(self.original, start)
        if line is not None:
            entity.from_line = line[0]
            start = line.end()
        block_end, body_start = self._header_end(start)
        if block_end - start > self.limits.header_bytes:
            self.problems.add("limit-header-bytes", str(start))
        block = self.original[start : min(block_end, start + self.limits.header_bytes)]
        entity.fields, is_whole = split(block, self.limits.header_fields)
        if not is_whole:
            self.problems.add("limit-header-fields", str(start))
        entity.body_start = body_start
        self._say_damage(entity, start, block)
        self._describe(entity)

    def _say_damage(self, entity: Entity, start: int, block: bytes) -> None:
        fields = entity.fields
        if fields.junk:
            self.problems.add("junk-header-line", str(start))
        if not fields.listed:
            if block and (entity.is_message_root or fields.body_offset is not None):
                entity.body_start = start
                self.problems.add("header-missing", str(start))
        elif fields.body_offset is not None:
            entity.body_start = min(start + fields.body_offset, len(self.original))
            self.problems.add("missing-blank-line", str(start))
        if entity.is_message_root and not fields.listed:
            self.problems.add("header-missing", str(start))

    def _header_end(self, start: int) -> tuple[int, int]:
        """Where the header block ends, and where the body begins; looked for in windows that grow."""
        original = self.original
        if original.startswith(b"\n", start):
            return start, start + 1
        if original.startswith(b"\r\n", start):
            return start, start + 2
        window = 4096
        position = max(start - 1, 0)
        while position < len(original):
            stop = position + window
            crlf = original.find(b"\n\r\n", position + (position < start), stop)
            bare = original.find(b"\n\n", position + (position < start), stop if crlf < 0 else crlf)
            blank = bare if bare >= 0 else crlf
            cut = self._next_delimiter(position, stop if blank < 0 else blank)
            if cut >= 0:
                return max(cut, start), max(cut + 1, start)
            if blank >= 0:
                return blank, blank + (2 if bare >= 0 else 3)
            position = stop - 2
            window = min(window * 4, 1024 * 1024)
        return len(original), len(original)

    def _next_delimiter(self, position: int, stop: int) -> int:
        """Where a delimiter line of an open multipart follows, -1 where none does: it ends a header that has no end."""
        if not self.open:
            return -1
        while (dashes := self.original.find(b"\n--", position, stop + 3)) >= 0:
            found = _DELIMITER.match(self.original, dashes)
            if found is not None and found.end() - dashes < 300 and found[1].rstrip(b" \t") in self.open:
                return dashes
            position = dashes + 1
        return -1

    def _describe(self, entity: Entity) -> None:
        """Type, transfer encoding and disposition, as the header says them."""
        place = str(entity.start)
        for _, lower, raw in reversed(entity.fields.listed):
            if lower == "content-type":
                value, entity.parameters = parameters(raw, self.problems, place)
                if _TYPE.fullmatch(value):
                    entity.media_type = value
                else:
                    entity.media_type = "text/plain"
                    if value:
                        self.problems.add("content-type-invalid", place)
            elif lower == "content-transfer-encoding":
                word = _ENCODING.search(raw[:200].decode("latin-1").lower())
                entity.encoding = word[0] if word else ""
            elif lower == "content-disposition":
                entity.disposition, entity.disposition_parameters = parameters(raw, self.problems, place)
