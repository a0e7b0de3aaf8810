"""The content of a Skype message: HTML with quotes, files at Skype's servers, calls and events of a group."""

from __future__ import annotations

from typing import NamedTuple

from tallystick.formats.carrier import HtmlNode, without_secrets
from tallystick.formats.chat.field import whole
from tallystick.formats.chat.rich_text import fragment_tree, hidden_links, plain
from tallystick.model.chat import Media, Quoted

_KINDS = {"Picture": "image", "Video": "video", "Audio": "audio", "File": "document", "SWIFT": "card"}
_EVENTS = ("ThreadActivity/", "Event/")
_MOST_PARTS = 200


class Words(NamedTuple):
    """What a content says. `is_edited` where Skype's mark of an edit stands in it, `is_unread` where it is left raw."""

    text: str
    media: tuple[Media, ...] = ()
    quoted: Quoted | None = None
    is_edited: bool = False
    is_unread: bool = False


def worded(kind: str, content: str) -> Words:
    """What the content of a message of such a kind says."""
    if "<" not in content and "&" not in content:
        return Words(content)
    root = fragment_tree(content)
    if root is None:
        return Words(without_secrets(content), is_unread=True)
    if kind.startswith(_EVENTS):
        return Words(_event(kind, root))
    files, quotes = root.css("uriobject"), root.css("quote")
    quoted = _quoted(quotes[0]) if quotes else None
    unseen = frozenset(node.mem_id for node in (*files, *quotes[:_MOST_PARTS]))
    links = () if files else hidden_links(root)
    media = (*(_file(node) for node in files[:_MOST_PARTS]), *_others(root), *links)
    return Words(without_secrets(plain(root, unseen)), media, quoted, bool(root.css_first("e_m")))


def _quoted(quote: HtmlNode) -> Quoted:
    """What a quote holds, without the lines that Skype adds for programs that know no quotes."""
    added = frozenset(node.mem_id for node in quote.css("legacyquote")[:_MOST_PARTS])
    sender = quote.attributes.get("authorname") or quote.attributes.get("author") or ""
    return Quoted(sender, plain(quote, added), quote.attributes.get("messageid") or "")


def _file(node: HtmlNode) -> Media:
    stated = (node.attributes.get("type") or "").partition(".")[0]
    meta = node.css_first("meta")
    name = _value(node, "originalname") or (meta.attributes.get("originalname") or "" if meta else "")
    link = node.attributes.get("uri") or ""
    status = "linked" if link else "omitted"
    size = whole(_value(node, "filesize"))
    return Media(_KINDS.get(stated, "document"), status, name, "", size, without_secrets(link))


def _value(node: HtmlNode, tag: str) -> str:
    found = node.css_first(tag)
    return (found.attributes.get("v") or "") if found else ""


def _others(root: HtmlNode) -> tuple[Media, ...]:
    """Places and contacts, which stand in the content itself."""
    places = [Media("location", "inside") for _node in root.css("location")[:_MOST_PARTS]]
    contacts = [Media("contact", "inside", (node.attributes.get("f") or "")) for node in root.css("contacts > c, c")]
    return (*places, *contacts[:_MOST_PARTS])


def _event(kind: str, root: HtmlNode) -> str:
    """What happened, in Skype's own names, with who took part."""
    parts = root.css_first("partlist")
    if parts is None:
        return f"{kind.partition('/')[2]}: {' '.join(root.text(separator=' ').split())}".strip(": ")
    people = []
    for part in parts.css("part")[:_MOST_PARTS]:
        name, duration = part.css_first("name"), part.css_first("duration")
        seconds = f", {duration.text(strip=True)} s" if duration else ""
        people.append(f"{name.text(strip=True) if name else part.attributes.get('identity') or ''}{seconds}")
    return "; ".join((f"call {parts.attributes.get('type') or ''}".strip(), *people))
