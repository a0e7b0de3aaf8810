"""Microsoft Teams as Graph gives it: `chatMessage` records, as one page, an array, or pages one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from tallystick.errors import FormatError, NotThisFormat
from tallystick.formats.carrier import Head, parse_json, without_secrets
from tallystick.formats.chat.field import Record, inner, list_of, listing, number, record_of, text, writable
from tallystick.formats.chat.instant import iso
from tallystick.formats.chat.ledger import Ledger, speakers
from tallystick.formats.chat.rich_text import fragment_tree, hidden_links, plain_text
from tallystick.model.chat import Chat, ChatMessage, Media, Quoted
from tallystick.model.message import Moment
from tallystick.model.reading import Reading

_FORMAT = "teams"
_SIGN = re.compile(r'"messageType"\s{0,8}:\s{0,8}"(?:message|systemEventMessage|unknownFutureValue|chatEvent|typing)"')
_BODY = re.compile(r'"contentType"\s{0,8}:\s{0,8}"(?:html|text)"', re.IGNORECASE)
_PICTURE = re.compile(r"""(?i)<img\b[^<>]{0,2000}?\ssrc=["']([^"'<>]{1,2000})""")
_REFERENCES = ("messageReference", "forwardedMessageReference")
_NEXT = "@odata.nextLink"
_MOST_ANSWERS = 8
_MOST_WORDS = 1_000
_CARD = "application/vnd.microsoft.card"
_KINDS = {"oneOnOne": "private", "group": "group", "meeting": "group"}


def recognises(head: Head) -> bool:
    """Whether records with Graph's messageType and createdDateTime stand in it."""
    if not head.start.startswith(("{", "[")) or '"createdDateTime"' not in head.text:
        return False
    return bool(_SIGN.search(head.text) or ("chatMessage" in head.text and _BODY.search(head.text)))


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the contract of formats
    """One chat for each chat or channel named in the records. Raises NotThisFormat, LimitExceeded."""
    root = parse_json(original)
    ledger = Ledger("message record")
    chats: dict[str, list[ChatMessage]] = {}
    for path, records in _pages(root):
        for place, record, parent in _records(records, path, ledger):
            message = ledger.keep(_message(record, place, parent, ledger))
            chats.setdefault(_chat_id(record), []).append(message)
    if not ledger.total:
        raise NotThisFormat(_FORMAT, "no message record")
    is_cut = any(_NEXT in page for page in (record_of(root), *map(record_of, list_of(root)[-1:])))
    if is_cut:
        ledger.note("more-pages", "/@odata.nextLink", "the service said that more messages follow than this file holds")
    stated = record_of(root)
    found = tuple(_chat(ident, messages, stated, is_cut) for ident, messages in chats.items())
    yield Reading(format=_FORMAT, chats=found, counts=(ledger.count(),), problems=tuple(ledger.problems))


def _pages(root: Any) -> Iterator[tuple[str, list[Any]]]:
    """Each list of messages: of a page, of an array of pages, or the array itself."""
    if isinstance(root, list):
        pages = [(f"/{place}/value", page["value"]) for place, page in enumerate(root) if _is_page(page)]
        yield from pages if len(pages) == len(root) else [("", root)]
        return
    for name in ("value", "messages"):
        if isinstance(record_of(root).get(name), list):
            yield f"/{name}", root[name]
            return
    if "body" in record_of(root):
        yield "", [root]


def _is_page(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("value"), list)


def _records(values: list[Any], path: str, ledger: Ledger, depth: int = 0) -> Iterator[tuple[str, Record, str]]:
    """Each message and the answers that stand in it, with the id of the one that it answers."""
    for place, record in ledger.records(values, path):
        yield place, record, text(record, "replyToId")
        answers = listing(record, "replies")
        if answers and depth < _MOST_ANSWERS:
            for inside, answer, parent in _records(answers, f"{place}/replies", ledger, depth + 1):
                yield inside, answer, parent or text(record, "id")


def _chat_id(record: Record) -> str:
    channel = inner(record, "channelIdentity")
    return text(record, "chatId") or text(channel, "channelId")


def _chat(ident: str, messages: list[ChatMessage], stated: Record, is_cut: bool) -> Chat:
    is_channel = "@thread.tacv2" in ident or "@thread.skype" in ident
    by_id = "private" if ident.endswith("@unq.gbl.spaces") else "channel" if is_channel else ""
    return Chat(
        platform="teams",
        title=text(stated, "topic", "displayName"),
        chat_id=ident,
        kind=_KINDS.get(text(stated, "chatType"), by_id),
        zone="UTC" if messages else "",
        is_tail=True if is_cut else None,
        participants=speakers(messages),
        messages=tuple(messages),
    )


def _message(record: Record, place: str, parent: str, ledger: Ledger) -> ChatMessage:
    is_system = text(record, "messageType") in ("systemEventMessage", "chatEvent") or bool(record.get("eventDetail"))
    attachments = [record_of(one) for one in listing(record, "attachments")]
    quoted = next((_quoted(one) for one in attachments if text(one, "contentType") == "messageReference"), None)
    files = (_file(one) for one in attachments if text(one, "contentType") not in _REFERENCES)
    html = (
        "" if text(inner(record, "body"), "contentType").lower() == "text" else text(inner(record, "body"), "content")
    )
    root = fragment_tree(html) if "<" in html else None
    if root is None and "<" in html:
        ledger.note("limit-depth", place, "the HTML of this message is too deep, and stands as it was written")
    links = hidden_links(root) if root and "<a" in html.lower() else ()
    media = (*files, *_pictures(html), *links)
    sender, sender_id = _sender(inner(record, "from"))
    is_forwarded = any(text(one, "contentType") == "forwardedMessageReference" for one in attachments)
    named = (
        ("deleted", bool(text(record, "deletedDateTime"))),
        ("edited", bool(text(record, "lastEditedDateTime"))),
        ("forwarded", is_forwarded),
    )
    words = _event(inner(record, "eventDetail")) if is_system else _words(record)
    has_file = any(one.kind for one in media)
    return ChatMessage(
        place, sender, _moment(record, place, ledger), words,
        kind="system" if is_system else "card" if _is_card(media) else "media" if has_file else "text",
        sender_id=sender_id, message_id=text(record, "id"), reply_to=parent or (quoted.message_id if quoted else ""),
        quoted=quoted, media=media, marks=tuple(mark for mark, holds in named if holds),
    )  # fmt: skip


def _pictures(html: str) -> Iterator[Media]:
    """The pictures that stand within the words, by their address at the service."""
    if "<img" in html.lower():
        for link in _PICTURE.findall(html):
            yield Media("image", "linked", link=without_secrets(unescape(link).partition("?")[0]))


def _is_card(media: tuple[Media, ...]) -> bool:
    return bool(media) and all(one.kind == "card" for one in media)


def _sender(from_: Record) -> tuple[str, str]:
    """The name and id of a person, or of the program that wrote."""
    for kind in ("user", "application", "device", "conversation"):
        if whom := inner(from_, kind):
            return text(whom, "displayName"), text(whom, "id")
    return "", ""


def _words(record: Record) -> str:
    """The subject, the words, and what stands on the cards of programs."""
    body = inner(record, "body")
    said = text(body, "content")
    words = plain_text(said) if text(body, "contentType").lower() != "text" else said
    attachments = map(record_of, listing(record, "attachments"))
    cards = (_card(one) for one in attachments if text(one, "contentType").startswith(_CARD))
    return "\n".join(part for part in (text(record, "subject"), words, *cards) if part)


def _card(attachment: Record) -> str:
    """The words of a card, which stands as JSON within JSON."""
    try:
        waiting: list[Any] = [parse_json(text(attachment, "content").encode("utf-8", "replace"))]
    except FormatError:
        return ""
    words: list[str] = []
    while waiting and len(words) < _MOST_WORDS:
        value = waiting.pop()
        if isinstance(value, dict):
            words.extend(said for name in ("title", "subtitle", "text") if (said := text(value, name)))
            waiting.extend(one for one in reversed(value.values()) if isinstance(one, dict | list))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
    return without_secrets("\n".join(words))


def _event(detail: Record) -> str:
    """What happened, in Graph's own name, with who was concerned."""
    kind = text(detail, "@odata.type").rpartition(".")[2].removesuffix("EventMessageDetail")
    whom, whom_id = _sender(inner(detail, "initiator"))
    members = [record_of(one) for one in listing(detail, "members", "participants")]
    names = [text(one, "displayName", "id") for one in members[:100]]
    stated = [
        f"{name}: {shown}" for name in detail if isinstance(shown := detail[name], str) and not name.startswith("@")
    ]
    who = [f"by {whom or whom_id}"] if whom or whom_id else []
    told = "; ".join(part for part in (kind or "event", *who, ", ".join(names), *stated) if part)
    return writable(without_secrets(told))


def _moment(record: Record, place: str, ledger: Ledger) -> Moment | None:
    """The platform's time; the id of a message is the same in milliseconds, so that the two can be compared."""
    moment = iso(text(record, "createdDateTime"))
    if moment is None or moment.utc is None:
        ledger.note("no-time", place, "createdDateTime cannot be read")
        return None
    stamp = number(record, "id")
    # Other kinds of ids are no numbers of 13 digits.
    if stamp is not None and 10**12 <= stamp < 10**13 and abs(moment.utc.timestamp() * 1000 - stamp) > 60_000:
        ledger.note("times-disagree", place, f"createdDateTime {moment.raw} is not that of id {stamp}")
    return moment


def _quoted(attachment: Record) -> Quoted:
    """The message that is quoted, which stands as JSON within JSON."""
    try:
        content = record_of(parse_json(text(attachment, "content").encode("utf-8", "replace")))
    except FormatError:
        content = {}
    sender, _ident = _sender(inner(content, "messageSender"))
    return Quoted(
        sender, plain_text(text(content, "messagePreview")), text(content, "messageId") or text(attachment, "id")
    )


def _file(attachment: Record) -> Media:
    media_type, link = text(attachment, "contentType"), text(attachment, "contentUrl")
    if media_type.startswith(_CARD):
        return Media("card", "inside", text(attachment, "name"), media_type)
    by_type = media_type.partition("/")[0]
    kind = by_type if by_type in ("image", "video", "audio") else "document"
    status = "linked" if link else "omitted"
    # What follows in the address of a file lets anybody open it.
    return Media(kind, status, text(attachment, "name"), media_type, link=without_secrets(link.partition("?")[0]))
