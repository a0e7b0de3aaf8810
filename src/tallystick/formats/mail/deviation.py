"""What can be wrong with a mail: the one table of problem codes, and the list that a reading fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tallystick.model.message import Problem

MOST_DECISIONS = 200
"""How often one reading weighs charsets against each other, which costs some milliseconds each time."""
CODES: Mapping[str, str] = MappingProxyType(
    {
        "content-length-wrong": "a Content-Length does not land on the end of its message",
        "emlx-bad-plist": "the facts behind an Apple mail cannot be read",
        "emlx-no-plist": "an Apple mail ends without its facts",
        "emlx-plist-too-long": "the facts behind an Apple mail are longer than any are",
        "emlx-truncated": "an Apple mail is shorter than its first line says",
        "from-line-inside": "a separator line stands inside a message that its length covers",
        "tnef-bad-properties": "a property of a winmail.dat cannot be read",
        "tnef-bad-rtf": "the formatted text of a winmail.dat cannot be read",
        "tnef-checksum": "a checksum in a winmail.dat is wrong",
        "tnef-damaged": "a winmail.dat is damaged; what stands before is read",
        "address-in-encoded-word": "an address stands inside an encoded word, where no reader looks for it",
        "address-unreadable": "quotes or brackets of an address list do not close",
        "bare-cr": "lines end in CR alone",
        "base64-damaged": "base64 holds foreign characters or has a wrong length",
        "base64-trailing-text": "text follows the end of base64 and is left out",
        "blank-before-header": "blank lines or a byte order mark stand before the header",
        "boundary-guessed": "the boundary is missing or never occurs; one that does occur is used",
        "charset-big5-ambiguous": "Big5 bytes C6/C7 stand for different characters in different tables",
        "charset-gb2312-exceeded": "declared GB2312, characters of GB18030",
        "charset-undecodable": "bytes that mean nothing in the charset became U+FFFD",
        "charset-undeclared": "8-bit text without a declared charset; chosen by evidence",
        "charset-unknown": "the declared charset is not known; chosen by evidence",
        "charset-wrong": "the declared charset does not fit the bytes; chosen by evidence",
        "content-type-invalid": "the Content-Type cannot be read; taken as text/plain",
        "date-unreadable": "a stated time cannot be read",
        "derived-part": "a part that was found inside another part's content; it has no raw span of its own",
        "encoded-word-damaged": "an encoded word does not decode",
        "encoded-word-split": "a character is split between encoded words",
        "header-8bit": "raw 8-bit bytes in a header; charset chosen by evidence",
        "header-missing": "no readable header",
        "html-cut": "HTML ends inside a comment, tag or script: what follows its beginning is not visible",
        "junk-header-line": "a header line that is no field",
        "limit-addresses": "more addresses or ids than are read",
        "limit-decoded-bytes": "more content than is decoded",
        "limit-decisions": "more 8-bit texts without a fitting charset than are weighed; the last choice is used",
        "limit-delimiters": "more lines of two dashes than are looked at",
        "limit-depth": "entities nested deeper than is read",
        "limit-field-bytes": "a header field longer than is decoded",
        "limit-header-bytes": "a header longer than is read",
        "limit-header-fields": "more header fields than are read",
        "limit-hops": "more Received fields than are read",
        "limit-original-bytes": "an original longer than is read",
        "limit-parts": "more parts than are read",
        "limit-problems": "more problems than are listed",
        "limit-text-bytes": "more text than is read",
        "mbox-quoting": "lines '>From ' of an mbox are read as 'From '",
        "missing-blank-line": "no blank line between header and body",
        "missing-closing-boundary": "a multipart does not end with its closing boundary",
        "multipart-without-parts": "a multipart in which no part is found; read as text",
        "nested-decoded": "places in this nested message count from the decoded content of its part",
        "nul-bytes": "zero bytes in a header or text",
        "parser-disagrees": "a second parser finds another number of parts",
        "part-after-close": "a part follows the closing boundary of its multipart",
        "partial-message": "a piece of a message that was sent in several",
        "quoted-printable-damaged": "an equals sign that begins no quoted-printable sequence",
        "repeated-field": "a field that may occur once occurs again; the first is read",
        "smime-opaque": "what is inside S/MIME is not read",
        "tnef-unreadable": "a winmail.dat that cannot be read",
        "transfer-8bit": "8-bit bytes where the transfer encoding says 7 bits",
        "transfer-unknown": "the transfer encoding is not known; the content is taken as it stands",
        "uuencode-damaged": "uuencoded lines that do not decode",
    }
)


class Deviations:
    """The problems of one message, in the order met, bounded and without repetition."""

    __slots__ = ("_decisions", "_limit", "_seen")

    def __init__(self, limit: int, decisions: list[str] | None = None) -> None:
        self._limit = limit
        self._seen: dict[tuple[str, str], Problem] = {}
        self._decisions: list[str] = [] if decisions is None else decisions

    def inner(self) -> Deviations:
        """An empty list for a message inside, which shares the decisions by evidence."""
        return Deviations(self._limit, self._decisions)

    def decided(self, decide: Callable[[], str], place: str) -> str:
        """The charset that `decide` finds; once it was asked MOST_DECISIONS times, what it found last."""
        if len(self._decisions) < MOST_DECISIONS:
            self._decisions.append(decide())
        else:
            self.add("limit-decisions", place)
        return self._decisions[-1]

    def add(self, code: str, place: str, detail: str = "") -> None:
        """The deviation is listed, once for each code and place, unless the bound is met."""
        key = (code, place)
        if key in self._seen:
            return
        sentence = CODES[code] + (f" ({detail})" if detail else "")
        if len(self._seen) < self._limit:
            self._seen[key] = Problem(code, place, sentence)
        else:
            self._seen.setdefault(("limit-problems", ""), Problem("limit-problems", "", CODES["limit-problems"]))

    def has_limit(self) -> bool:
        """Whether a bound was met so far."""
        return any(code.startswith("limit-") for code, _ in self._seen)

    def listed(self) -> tuple[Problem, ...]:
        """The problems so far."""
        return tuple(self._seen.values())
