"""Values that a page's scripts assign to names, read as data: nothing is run.

JavaScript's own literals are read, which are JSON and more: single quotes, names without quotes, trailing commas,
comments, `undefined`, and JSON.parse("...") around a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tallystick.errors import LimitExceeded, NotThisFormat

DEEPEST = 60
MOST_TOKENS = 5_000_000
MOST_ASSIGNMENTS = 20
_TOKEN = re.compile(
    r"""(?P<blank>(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*\*/)+)
    |(?P<mark>[{}\[\]:,()])
    |(?P<text>"(?:[^"\\\n]++|\\.)*"|'(?:[^'\\\n]++|\\.)*')
    |(?P<number>-?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))
    |(?P<name>[A-Za-z_$][\w$.]*)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r?\n|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_NAMED = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}


def assigned(script: str, name: str) -> Iterator[Any]:
    """Each value that the script assigns to `name`. Raises NotThisFormat where one is no literal, LimitExceeded."""
    places = re.finditer(rf"(?<![\w$]){re.escape(name)}[\"']?\]?\s{{0,40}}=(?!=)", script)
    for found in islice(places, MOST_ASSIGNMENTS):
        yield _Literal(script, found.end()).value(0)


class _Literal:
    """Tokens of a script from one position on."""

    def __init__(self, script: str, start: int) -> None:
        self._script, self._at, self._left = script, start, MOST_TOKENS
        self._kind, self._lexeme = "", ""
        self._advance()

    def value(self, depth: int) -> Any:
        """The literal here; the position is after it."""
        if depth > DEEPEST:
            raise LimitExceeded("script literal, depth", DEEPEST, depth)
        kind, lexeme = self._kind, self._lexeme
        if lexeme in ("{", "[") and kind == "mark":
            return self._object(depth) if lexeme == "{" else self._array(depth)
        self._advance()
        if kind == "text":
            return _unquoted(lexeme)
        if kind == "number":
            return _number(lexeme)
        if kind == "name" and lexeme in _NAMED:
            return _NAMED[lexeme]
        if kind == "name" and lexeme == "JSON.parse":
            return self._parsed()
        raise NotThisFormat("script literal", f"{lexeme[:20]!r} begins none")

    def _object(self, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        self._advance()
        while self._lexeme != "}" or self._kind != "mark":
            if self._kind not in ("text", "name", "number"):
                raise NotThisFormat("script literal", "a member without a name")
            name = _unquoted(self._lexeme) if self._kind == "text" else self._lexeme
            self._advance()
            self._expect(":")
            members[name] = self.value(depth + 1)
            self._comma("}")
        self._advance()
        return members

    def _array(self, depth: int) -> list[Any]:
        elements = []
        self._advance()
        while self._lexeme != "]" or self._kind != "mark":
            elements.append(self.value(depth + 1))
            self._comma("]")
        self._advance()
        return elements

    def _parsed(self) -> Any:
        self._expect("(")
        if self._kind != "text":
            raise NotThisFormat("script literal", "JSON.parse of something that is no text")
        try:
            return json.loads(_unquoted(self._lexeme))
        except (ValueError, RecursionError) as error:
            raise NotThisFormat("script literal", "JSON.parse of a text that is no JSON") from error

    def _comma(self, end: str) -> None:
        if self._lexeme != end or self._kind != "mark":
            self._expect(",")

    def _expect(self, mark: str) -> None:
        if self._kind != "mark" or self._lexeme != mark:
            raise NotThisFormat("script literal", f"{self._lexeme[:20]!r} where {mark!r} belongs")
        self._advance()

    def _advance(self) -> None:
        """The next token is here; an empty one at the end of the script or before what no literal holds."""
        while True:
            self._left -= 1
            if self._left < 0:
                raise LimitExceeded("script literal, tokens", MOST_TOKENS, "more")
            found = _TOKEN.match(self._script, self._at)
            if found is None:
                self._kind, self._lexeme = "", ""
                return
            self._at = found.end()
            if found.lastgroup != "blank":
                self._kind, self._lexeme = str(found.lastgroup), found[0]
                return


def _number(lexeme: str) -> int | str:
    """Whole numbers as such; any other as its text, so that nothing is rounded."""
    if lexeme[:2].lower() == "0x":
        return int(lexeme, 16) if len(lexeme) < 20 else lexeme
    return int(lexeme) if lexeme.lstrip("-").isdigit() and len(lexeme) < 20 else lexeme


def _unquoted(lexeme: str) -> str:
    if "\\" not in lexeme:
        return lexeme[1:-1]
    # An escaped emoji is two halves, which only together are a character.
    return _ESCAPE.sub(_character, lexeme[1:-1]).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) == 1 or code == "\r\n":
        return _PLAIN.get(code, code)
    value = int(code.strip("ux{}"), 16)
    return chr(value) if value < 0x110000 else "\ufffd"
