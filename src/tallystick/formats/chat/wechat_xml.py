"""The XML that WeChat keeps in a message: files, links, quotes, transfers, places, cards, calls and recalls.

Keys, cookies and addresses of WeChat's own file servers stand in it too; they are never shown.
"""

from __future__ import annotations

from typing import NamedTuple

from tallystick.errors import FormatError
from tallystick.formats.carrier import XmlNode, parse_xml, without_secrets
from tallystick.formats.chat.field import whole
from tallystick.model.chat import Media, Quoted

_LONGEST = 4 << 20
_MOST_QUOTES = 3
_MOST_FORWARDED = 1_000
FORWARDED = 19
# wcpayinfo/paysubtype.
_STATES = {"1": "offered", "7": "offered", "3": "received", "5": "received", "4": "returned", "9": "returned"}
_MEDIA = (("img", "image"), ("voicemsg", "audio"), ("videomsg", "video"), ("emoji", "sticker"))


class Parcel(NamedTuple):
    """What the XML holds. `is_opened` is False where the content is no such XML."""

    is_opened: bool = False
    text: str = ""
    media: tuple[Media, ...] = ()
    quoted: Quoted | None = None
    reply_to: str = ""
    is_app: bool = False
    sub_code: int = 0
    is_system: bool = False
    is_recall: bool = False


_NONE = Parcel()


def opened(content: str, depth: int = 0) -> Parcel:
    """What the content holds, where it is WeChat's XML."""
    start = content.lstrip()[:64]
    if not start.startswith(("<?xml", "<msg", "<sysmsg", "<appmsg", "<voipmsg", "<VoIP")) or len(content) > _LONGEST:
        return _NONE
    body = content.lstrip()
    if body.startswith("<?xml"):
        body = body.partition("?>")[2]
    try:
        root = parse_xml(body.encode("utf-8", "replace"), recover=True)
    except FormatError:
        return _NONE
    return _system(root) if root.tag == "sysmsg" else _message(root, depth)


def _system(root: XmlNode) -> Parcel:
    is_recall = root.get("type") == "revokemsg" or root.find(".//revokemsg") is not None
    words = _text(root, ".//replacemsg", ".//content", ".//plain", ".//template")
    said = words or " ".join(" ".join(str(part) for part in root.itertext()).split())
    reply_to = _text(root, ".//newmsgid", ".//msgid")
    return Parcel(True, without_secrets(said), reply_to=reply_to, is_system=True, is_recall=is_recall)


def _message(root: XmlNode, depth: int) -> Parcel:
    app = root if root.tag == "appmsg" else root.find(".//appmsg")
    if app is not None:
        return _app(app, depth)
    for tag, kind in _MEDIA:
        node = root if root.tag == tag else root.find(f".//{tag}")
        if node is not None:
            return Parcel(True, "", (Media(kind, "omitted", size_bytes=_size(node)),))
    place = root.find(".//location")
    if place is not None:
        named = (place.get("poiname"), place.get("label"), place.get("x"), place.get("y"))
        return Parcel(True, ", ".join(str(part) for part in named if part), (Media("location", "inside"),))
    if root.get("nickname"):
        whom = (root.get("nickname"), root.get("alias") or root.get("username"))
        return Parcel(True, " ".join(str(part) for part in whom if part), (Media("contact", "inside"),))
    return Parcel(True, " ".join(" ".join(str(part) for part in root.itertext()).split()))


def _app(app: XmlNode, depth: int) -> Parcel:
    sub_code = whole(_text(app, "type")) or 0
    title, about = _text(app, "title"), _text(app, "des")
    if sub_code == 2000:
        return Parcel(True, _transfer(app), is_app=True, sub_code=sub_code)
    if sub_code == 2001:
        wish = _text(app, "wcpayinfo/sendertitle", "wcpayinfo/receivertitle")
        return Parcel(True, wish or title, is_app=True, sub_code=sub_code)
    if sub_code == 57:
        return _reply(app, title, depth)
    if sub_code == FORWARDED:
        return Parcel(True, "\n".join((title, *(_forwarded(app) or [about]))).strip(), is_app=True, sub_code=sub_code)
    media = _attached(app, title) if sub_code in (6, 74) else _linked(app)
    words = [title] if sub_code in (6, 74) or about in ("", title) else [title, about]
    return Parcel(True, "\n".join(word for word in words if word), media, is_app=True, sub_code=sub_code)


def _transfer(app: XmlNode) -> str:
    """The sum and the state of a transfer, and what was written with it."""
    state = _text(app, "wcpayinfo/paysubtype")
    told = (
        f"transfer of {_text(app, 'wcpayinfo/feedesc') or 'a sum not stated'}: {_STATES.get(state, f'state {state}')}"
    )
    memo = _text(app, "wcpayinfo/pay_memo")
    return f"{told}; {memo}" if memo else told


def _reply(app: XmlNode, title: str, depth: int) -> Parcel:
    refer = app.find("refermsg")
    if refer is None:
        return Parcel(True, title, is_app=True, sub_code=57)
    content, ident = _text(refer, "content"), _text(refer, "svrid")
    within = opened(content, depth + 1) if depth < _MOST_QUOTES else _NONE
    words = (within.text or _named(within.media)) if within.is_opened else content
    return Parcel(True, title, (), Quoted(_text(refer, "displayname"), words, ident), ident, True, 57)


def _named(media: tuple[Media, ...]) -> str:
    """A quoted file without words: its kind."""
    return ", ".join(f"[{one.kind}]" for one in media)


def _forwarded(app: XmlNode) -> list[str]:
    """The messages of a chat that was sent on as a whole, a line each: who, when as shown there, and what."""
    record = app.find("recorditem")
    if record is None:
        return []
    try:
        # The list stands in it as XML, or as text that is XML.
        inside = (
            record if len(record) else parse_xml((record.text or "").strip().encode("utf-8", "replace"), recover=True)
        )
    except FormatError:
        return []
    return [_forwarded_line(one) for one, _number in zip(inside.iter("dataitem"), range(_MOST_FORWARDED), strict=False)]


def _forwarded_line(one: XmlNode) -> str:
    said = _text(one, "datadesc", "datatitle") or f"[type {one.get('datatype') or '?'}]"
    who = " ".join(part for part in (_text(one, "sourcename"), _text(one, "sourcetime")) if part)
    return f"{who}: {said}"


def _attached(app: XmlNode, title: str) -> tuple[Media, ...]:
    return (Media("document", "named", title, size_bytes=whole(_text(app, "appattach/totallen"))),) if title else ()


def _linked(app: XmlNode) -> tuple[Media, ...]:
    link = _text(app, "url")
    return (Media("card", "linked", link=without_secrets(link)),) if link else ()


def _size(node: XmlNode) -> int | None:
    stated = node.get("hdlength") or node.get("length") or node.get("len")
    return whole(str(stated)) if stated else None


def _text(node: XmlNode, *paths: str) -> str:
    """The text of the first of the paths that has any."""
    return next((found for path in paths if (found := (node.findtext(path) or "").strip())), "")
