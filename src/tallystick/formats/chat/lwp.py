"""LWP: the JSON frames in which Alibaba's messengers talk to wss-*.dingtalk.com, as a browser saved them.

A request names a route (`lwp`) and a number (`headers.mid`); its answer names the number alone. What opens an account
(tokens, session ids) stands in the headers, and ends here: a frame holds nothing of them.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tallystick.errors import FormatError
from tallystick.formats.carrier import parse_json
from tallystick.model.message import Problem

LARGEST_FRAME = 64 << 20
_SENT = ("send", "sent", "request", "outgoing")
_ROUTE = re.compile(r"/[\w/!.-]{0,120}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-\s]+={0,2}")
_MODELS = re.compile(r'"userMessageModels"\s*:\s*\[\s*')
_MID = re.compile(r'"mid"\s*:\s*"([^"\s]{1,80})')
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: where it stands, who sent it, its route ("" in an answer), number, result code and body.

    `own_uid` is the account that the server registered, where the frame says so; `seconds` when the browser saw it,
    since 1970. `is_cut` says that only the part of the body before the cut is here.
    """

    place: str
    is_sent: bool
    route: str
    mid: str
    code: int | None
    body: Any
    own_uid: str = ""
    seconds: Decimal | None = None
    is_cut: bool = False


def read_frame(saved: Mapping[str, Any], place: str) -> Frame | Problem:
    """The frame that a browser saved as `{type, time, opcode, data}`, or the problem why it cannot be read."""
    is_sent = str(saved.get("type", "")).lower() in _SENT
    seconds = saved.get("time")
    text = _text(saved.get("data"), is_binary=saved.get("opcode") == 2)
    if text is None:
        return Problem("frame-binary", place, "a frame of bytes that are no JSON, packed or plain; it is not read")
    try:
        value = parse_json(text.encode("utf-8", "replace"))
    except FormatError:
        return _rest(text, place, is_sent=is_sent)
    if not isinstance(value, dict):
        return Problem("frame-unreadable", place, "a frame that is JSON, but no object")
    return _frame(value, place, is_sent, Decimal(seconds) if isinstance(seconds, int | Decimal) else None)


def _frame(value: dict[str, Any], place: str, is_sent: bool, seconds: Decimal | None) -> Frame:
    headers = value.get("headers")
    headers = headers if isinstance(headers, dict) else {}
    code = str(value.get("code"))
    return Frame(
        place=place,
        is_sent=is_sent,
        route=_route(value.get("lwp")),
        mid=str(headers.get("mid", "")).partition(" ")[0],
        code=int(code) if code.isascii() and code.isdigit() and len(code) < 6 else None,
        body=value.get("body"),
        own_uid=str(headers.get("reg-uid") or ""),
        seconds=seconds,
    )


def _route(stated: Any) -> str:
    found = _ROUTE.match(stated) if isinstance(stated, str) else None
    return found[0] if found else ""


def _text(saved: Any, *, is_binary: bool) -> str | None:
    """The frame's JSON as text, whichever way it was saved; None where it is none."""
    if not isinstance(saved, str) or len(saved) > LARGEST_FRAME:
        return None
    if not is_binary and (saved.lstrip()[:1] in ("{", "[") or not _BASE64.fullmatch(saved.strip())):
        return saved
    block = decode_base64(saved)
    if block is None:
        return saved
    if block.startswith((b"\x1f\x8b", b"\x78")):
        block = _inflated(block) or block
    return block.decode("utf-8", "replace") if block.lstrip()[:1] in (b"{", b"[") else None


def decode_base64(text: str) -> bytes | None:
    """The bytes of base64 in either alphabet, with or without padding; None where it is not that."""
    plain = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _inflated(block: bytes) -> bytes | None:
    unpacker = zlib.decompressobj(47)
    try:
        plain = unpacker.decompress(block, LARGEST_FRAME)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else plain


def _rest(text: str, place: str, *, is_sent: bool) -> Frame | Problem:
    """What can be read of a frame that was cut: the whole messages before the cut."""
    if text.lstrip()[:1] != "{":
        return Problem("frame-unreadable", place, "a frame that is no JSON")
    start = _MODELS.search(text)
    if start is None or is_sent:
        return Problem("frame-cut", place, "the frame ends within its JSON; nothing of it is read")
    models, at, decoder = [], start.end(), json.JSONDecoder(parse_float=Decimal, parse_constant=str)
    while text[at : at + 1] == "{":
        try:
            model, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        models.append(model)
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    mid = _MID.search(text)
    body = {"userMessageModels": models}
    return Frame(place, False, "", mid[1] if mid else "", None, body, is_cut=True)
