"""What a chat says, as data. A view: derived from an original by a pure function, never kept as a fact.

The two types that a long export makes by the hundred thousand are tuples: they cost a third of a dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from tallystick.model.message import Moment


class Media(NamedTuple):
    """A file that a message carries.

    `kind` is image, audio, video, document, sticker, contact, location, card or "" where it is not said.
    `status` is named (the export names the file, which may stand beside it), omitted (the export left it out),
    inside (its bytes stand in the original itself) or linked (the original names only an address, shown in `link`
    without its secrets).
    """

    kind: str
    status: str
    name: str = ""
    media_type: str = ""
    size_bytes: int | None = None
    link: str = ""


class Quoted(NamedTuple):
    """What a message quotes: who is said to have said it, the words, and the platform's id of the quoted message."""

    sender: str
    text: str
    message_id: str = ""


class ChatMessage(NamedTuple):
    """One message of a chat.

    `place` says where it stands in the original ("line 12", "/messages/3", "entry 7 frame 2"). `kind` is text, media,
    system, call, card, transfer or poll. `sender` is the name shown, `sender_id` the platform's own id of him.
    A moment without a zone has `offset_minutes` None and `utc` holds the local reading as if it were UTC.
    `marks` are of: edited, deleted, recalled, forwarded, auto-reply, read, delivered, unread, starred, pinned,
    cut-off, ambiguous-time.
    `is_own` says whether the owner of the export sent it, None where the export does not say.
    """

    place: str
    sender: str
    moment: Moment | None
    text: str
    kind: str = "text"
    sender_id: str = ""
    message_id: str = ""
    reply_to: str = ""
    quoted: Quoted | None = None
    media: tuple[Media, ...] = ()
    marks: tuple[str, ...] = ()
    is_own: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody in a chat: the name shown and the platform's own id, "" where it gives none."""

    name: str
    ident: str = ""
    is_own: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One conversation, or what an export holds of it, in the order of the export.

    `platform` is one of: whatsapp, wechat, wecom, alibaba, 1688, telegram, slack, teams, signal, skype, line, qq,
    viber, sms, dingtalk, instagram, or another name in small letters where an interchange format states one.
    `kind` is private, group, channel or "" where it is not said. `zone` is what the export states about its clock
    ("+08:00", "UTC", an IANA name), "" where it states nothing. `is_tail` says that the export itself shows that older
    messages exist that it lacks, None where it cannot tell.
    """

    platform: str
    title: str = ""
    chat_id: str = ""
    kind: str = ""
    zone: str = ""
    is_tail: bool | None = None
    participants: tuple[Participant, ...] = ()
    messages: tuple[ChatMessage, ...] = ()
