"""Rich text as mail carries it: expanded (MS-OXRTFCP) and its visible text taken out (RTF 1.9, MS-OXRTFEX)."""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from dataclasses import dataclass, replace

from tallystick.errors import LimitExceeded, NotThisFormat

MOST_BYTES = 16 << 20
DEEPEST = 200

_HEADER = struct.Struct("<II4sI")
_WINDOW = 4096
# What every compressed text may refer back to before it has begun (MS-OXRTFCP 2.1.3.1.4).
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss "
    b"\\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl"
    b"\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\(?:'(?P<hex>[0-9A-Fa-f]{2})|(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|(?P<sign>[^A-Za-z]))"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<plain>[^\\{}\r\n]+)"
)
# Groups whose text nobody sees.
_UNSEEN = frozenset(
    (
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"header",
        b"footer",
        b"generator",
        b"themedata",
        b"listtable",
    )
)
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"cell": "\t", b"tab": "\t"}
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_WORDS = {b"emdash": "\u2014", b"endash": "\u2013", b"bullet": "\u2022", b"lquote": "\u2018", b"rquote": "\u2019"}
_WORDS |= {b"ldblquote": "\u201c", b"rdblquote": "\u201d"}
# \fcharset to code page (RTF 1.9, font table).
_FONT_CHARSETS = {128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255"}
_FONT_CHARSETS |= {178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"}


def decompress(compressed: bytes) -> bytes:
    """The rich text, of at most 16 MiB. Source: MS-OXRTFCP 3.1.1.2.

    Raises NotThisFormat where `compressed` is damaged, LimitExceeded where it expands to more.
    """
    if len(compressed) < _HEADER.size:
        raise NotThisFormat("compressed RTF", "it is shorter than its header")
    _, size, kind, crc = _HEADER.unpack_from(compressed)
    if size > MOST_BYTES:
        raise LimitExceeded("compressed RTF, expanded bytes", MOST_BYTES, size)
    content = compressed[_HEADER.size :]
    if kind == b"MELA":
        return content[:size]
    if kind != b"LZFu":
        raise NotThisFormat("compressed RTF", "its kind is neither LZFu nor MELA")
    if _crc(content) != crc:
        raise NotThisFormat("compressed RTF", "its CRC is not the one stated")
    return _expand(content, size)


def text(rich: bytes) -> str:
    """What a reader of the rich text sees, without its layout; "" for what is no rich text."""
    if not rich.startswith(b"{\\rtf"):
        return ""
    return _Text().of(rich)


def _crc(content: bytes) -> int:
    # MS-OXRTFCP 2.1.3.2: the polynomial of CRC-32 with neither of its two complements.
    return zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _expand(content: bytes, size: int) -> bytes:
    output = bytearray(_DICTIONARY)
    start = len(output)
    at = 0
    while at < len(content) and len(output) - start < size:
        control, at = content[at], at + 1
        for bit in range(8):
            if not control >> bit & 1:
                output += content[at : at + 1]
                at += 1
                continue
            reference = int.from_bytes(content[at : at + 2], "big")
            at += 2
            # The window is the last 4,096 bytes written; the write position itself marks the end.
            offset, length = reference >> 4, (reference & 0x0F) + 2
            back = (len(output) - offset) % _WINDOW
            if back == 0 or at > len(content):
                return bytes(output[start : start + size])
            _copy(output, back, length)
    return bytes(output[start : start + size])


def _copy(output: bytearray, back: int, length: int) -> None:
    """Appends what stands `back` bytes before the end; a window that is not full yet holds zeros there."""
    for _ in range(length):
        place = len(output) - back
        output.append(output[place] if place >= 0 else 0)


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits: whether it is seen, its font's charset, and how many characters follow a \\u."""

    is_seen: bool = True
    is_font_table: bool = False
    charset: str = ""
    unicode_skip: int = 1


class _Text:
    """One pass over the tokens of a rich text."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._pending = bytearray()
        self._state = _State()
        self._groups: list[_State] = []
        self._too_deep = 0
        self._skip = 0
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0

    def of(self, rich: bytes) -> str:
        for token in _TOKEN.finditer(rich):
            self._token(token)
        self._flush()
        return "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip(" \r\n\0")

    def _token(self, token: re.Match[bytes]) -> None:
        kind = token.lastgroup
        if kind == "hex":
            self._see_bytes(bytes.fromhex(token["hex"].decode("ascii")))
        elif kind == "plain":
            self._see_bytes(token["plain"])
        elif kind == "open":
            self._open()
        elif kind == "close":
            self._close()
        elif kind == "sign":
            self._sign(token["sign"])
        else:
            self._word(token["word"], None if token["number"] is None else int(token["number"]))

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._groups) < DEEPEST:
            self._groups.append(self._state)
        else:
            self._too_deep += 1

    def _close(self) -> None:
        self._flush()
        self._skip = 0
        if self._too_deep:
            self._too_deep -= 1
        elif self._groups:
            self._state = self._groups.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._state = replace(self._state, is_seen=False)
        elif sign in _SIGNS:
            self._see(_SIGNS[sign])

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._see(chr(number & 0xFFFF))
            self._skip = self._state.unicode_skip
        elif word in _BREAKS or word in _WORDS:
            self._see(_BREAKS.get(word) or _WORDS[word])
        elif word in _UNSEEN:
            self._state = replace(self._state, is_seen=False)
        elif word == b"uc" and number is not None:
            self._state = replace(self._state, unicode_skip=min(max(number, 0), 16))
        elif word == b"ansicpg" and number is not None:
            self._default = _known(f"cp{number}", self._default)
        else:
            self._font_word(word, number)

    def _font_word(self, word: bytes, number: int | None) -> None:
        if word == b"fonttbl":
            self._state = replace(self._state, is_seen=False, is_font_table=True)
        elif word == b"fcharset" and number is not None and self._state.is_font_table:
            self._fonts[self._font] = _FONT_CHARSETS.get(number, "")
        elif word == b"f" and number is not None:
            if self._state.is_font_table:
                self._font = number
            else:
                self._flush()
                self._state = replace(self._state, charset=self._fonts.get(number, ""))

    def _see_bytes(self, content: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(content))
            self._skip -= skipped
            content = content[skipped:]
        if self._state.is_seen:
            self._pending += content

    def _see(self, shown: str) -> None:
        self._flush()
        if self._state.is_seen:
            self._out.append(shown)

    def _flush(self) -> None:
        if self._pending:
            self._out.append(self._pending.decode(self._state.charset or self._default, "replace"))
            self._pending.clear()


def _known(charset: str, otherwise: str) -> str:
    try:
        codecs.lookup(charset)
    except LookupError:
        return otherwise
    return charset
