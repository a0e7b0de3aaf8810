"""What the server sends unasked: packages of base64, each JSON or MessagePack, some of them holding messages.

In MessagePack the members have numbers for names; those of a message are known from the same messages in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tallystick.errors import FormatError, LimitExceeded
from tallystick.formats.carrier import parse_json
from tallystick.formats.chat.lwp import decode_base64
from tallystick.formats.chat.lwp_pack import unpack

MOST_NODES = 200_000
DEEPEST = 30


def packages_of(body: Any) -> list[Any]:
    """The packages of a pushed frame's body; the body itself where it is not a list of packages."""
    if isinstance(body, dict):
        package = body.get("syncPushPackage")
        if isinstance(package, dict):
            contained = package.get("data")
            return contained if isinstance(contained, list) else []
    return [] if body in (None, {}, []) else [body]


def kind_of(package: Any) -> str:
    """What a package says of its own kind, for a person to look up."""
    if not isinstance(package, dict):
        return "no object"
    named = (
        f"{name} {str(package[name])[:20]}" for name in ("bizType", "objectType") if isinstance(package.get(name), int)
    )
    return " ".join(named) or "of no stated type"


def models_in_package(package: Any) -> list[dict[str, Any]] | None:
    """The messages in a package, in the form in which lists of messages have them; None where it cannot be read."""
    is_packed = isinstance(package, dict) and isinstance(package.get("data"), str)
    value = _opened(package["data"]) if is_packed else package
    try:
        return None if value is None else list(_models(value))
    except LimitExceeded:
        return None


def _opened(text: str) -> Any:
    block = text.encode("utf-8", "replace") if text.lstrip()[:1] in ("{", "[") else decode_base64(text)
    if block is None:
        return None
    try:
        if block.lstrip()[:1] in (b"{", b"["):
            return parse_json(block)
        return unpack(block)
    except (FormatError, ValueError):
        return None


def _models(root: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [(root, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if seen > MOST_NODES or depth > DEEPEST:
            raise LimitExceeded("pushed package, values", MOST_NODES, "more, or deeper than 30")
        if isinstance(value, dict):
            found = _model(value)
            if found is not None:
                yield found
                continue
            children = list(value.values())
        else:
            children = value if isinstance(value, list) else []
        waiting.extend((child, depth + 1) for child in reversed(children))


def _model(value: dict[str, Any]) -> dict[str, Any] | None:
    inner = value.get("message")
    if isinstance(inner, dict) and _is_message(inner):
        return value
    if _is_message(value):
        return {"message": value}
    numbered = value.get("1")
    if isinstance(numbered, dict) and "@" in str(numbered.get("2", "")) and isinstance(numbered.get("5"), int):
        return {"message": _named(numbered)}
    return None


def _is_message(value: dict[str, Any]) -> bool:
    return ("messageId" in value or "uuid" in value) and ("content" in value or "createAt" in value)


def _named(numbered: dict[str, Any]) -> dict[str, Any]:
    sender, extension = numbered.get("1"), numbered.get("10")
    extension = extension if isinstance(extension, dict) else {}
    uid = sender.get("1") if isinstance(sender, dict) else extension.get("senderUserId")
    return {
        "messageId": numbered.get("3"),
        "cid": numbered.get("2"),
        "createAt": numbered.get("5"),
        "content": _named_content(numbered.get("6")),
        "searchableContent": {"summary": extension.get("reminderContent", "")},
        "sender": {"uid": uid},
        "extension": extension,
    }


def _named_content(numbered: Any) -> dict[str, Any]:
    if not isinstance(numbered, dict):
        return {}
    content: dict[str, Any] = {"contentType": numbered.get("1")}
    text = numbered.get("2")
    if isinstance(text, dict) and isinstance(text.get("1"), str):
        content["text"] = {"content": text["1"]}
    for part in numbered.values():
        if isinstance(part, dict) and isinstance(part.get("5"), str):
            content["custom"] = {"summary": part.get("2", ""), "data": part["5"]}
    return content


def content_in(custom: Any) -> dict[str, Any] | None:
    """The message content that a custom message packs into its `data`, as JSON or base64 of it; None where none is."""
    packed = custom.get("data") if isinstance(custom, dict) else None
    if not isinstance(packed, str) or not packed:
        return None
    block = packed.encode("utf-8", "replace") if packed.lstrip().startswith("{") else decode_base64(packed)
    try:
        value = json.loads(block, parse_float=Decimal, parse_constant=str) if block else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
