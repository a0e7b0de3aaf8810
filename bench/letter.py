"""The mails of one thread as bytes: each answers the one before and quotes it, as text and as HTML."""

from __future__ import annotations

import base64
import html
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bench.attachment import attachment
from bench.mime import attached, encoded_words, multipart, text_part
from bench.plan import Party, Profile, Slot, Thread
from bench.prose import Prose, order_number
from bench.vocabulary import Language

__all__ = ["letters"]

_CHARSETS: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {
    "en": (("us-ascii", "utf-8"), (50, 50)),
    "zh": (("utf-8", "gb2312", "gbk", "gb18030"), (40, 25, 20, 15)),
    "zh-hant": (("big5", "utf-8"), (70, 30)),
    "ru": (("utf-8", "koi8-r", "windows-1251"), (45, 25, 30)),
}
_WROTE = {
    "en": "On {day}, {name} wrote:",
    "zh": "{day}，{name} 写道：",
    "zh-hant": "{day}，{name} 寫道：",
    "ru": "{day} пользователь {name} написал:",
}
_MAILERS = {
    "en": "Microsoft Outlook 16.0",
    "zh": "Foxmail 7.2.25.375[cn]",
    "zh-hant": "Foxmail 7.2",
    "ru": "The Bat! 10",
}
_REFERENCES = 8
_SIGNED_SHARE = 0.6
_LONG_LINE = re.compile(r"(?=.{79})(.{1,76})(?: |$)")
_STYLE = """<style>
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
a:link, span.MsoHyperlink {color:#0563C1; text-decoration:underline;}
blockquote {margin:0 0 0 .8ex; border-left:1px #ccc solid; padding-left:1ex;}
</style>"""


@dataclass(frozen=True, slots=True)
class _Body:
    """What a mail says, with its quotes, as text and as the inside of an HTML body."""

    text: str
    markup: str


@dataclass(frozen=True, slots=True)
class _Envelope:
    """Who sends what to whom, and what it answers."""

    sender: Party
    receiver: Party
    names: tuple[str, str]
    subject: str
    message_id: str
    references: tuple[str, ...]
    charset: str


def letters(thread: Thread, profile: Profile, language: Language, seed: int) -> Iterator[tuple[int, bytes]]:
    """Each mail of the thread with its ordinal, in the order in which they were written."""
    random = Random(f"{seed}/{profile.name}/{thread.number}")
    prose = Prose(thread, language, random)
    subject, names = prose.subject(), (prose.name(), prose.name())
    before = _Body("", "")
    references: list[str] = []
    for place, slot in enumerate(thread.slots):
        envelope = _addressed(thread, slot, place, names, subject, tuple(references), random)
        own = prose.letter(random.randrange(*profile.sentences))
        before = _replied(own, before, _wrote(thread, slot, envelope) if place else "", profile.quoted, language.name)
        yield slot.ordinal, _mail(envelope, before, slot, thread, profile, language, seed, random)
        references = [*references, envelope.message_id][-_REFERENCES:]


def _addressed(
    thread: Thread,
    slot: Slot,
    place: int,
    names: tuple[str, str],
    subject: str,
    references: tuple[str, ...],
    random: Random,
) -> _Envelope:
    sender, receiver = (thread.us, thread.them) if place % 2 else (thread.them, thread.us)
    return _Envelope(
        sender,
        receiver,
        names[::-1] if place % 2 else names,
        f"Re: {subject}" if place else subject,
        f"<{slot.time:x}.{slot.ordinal:06d}@{sender.domain}>",
        references,
        random.choices(*_CHARSETS[thread.script])[0],
    )


def _wrote(thread: Thread, slot: Slot, envelope: _Envelope) -> str:
    day = time.strftime("%Y-%m-%d %H:%M", time.gmtime(slot.time))
    return _WROTE[thread.script].format(day=day, name=envelope.names[1])


def _replied(own: str, before: _Body, wrote: str, quoted: int, language: str) -> _Body:
    """Own words above, what came before below, cut off where the history grows too long."""
    text = own if language == "zh" else _LONG_LINE.sub(r"\1\n", own)
    lines = (html.escape(line, quote=False) or "&nbsp;" for line in own.split("\n"))
    markup = "".join(f'<p class="MsoNormal">{line}</p>\n' for line in lines)
    if wrote:
        text += f"\n\n{wrote}\n> " + before.text[:quoted].replace("\n", "\n> ")
        earlier = before.markup[: 2 * quoted]
        earlier = earlier[: earlier.rfind("</p>") + len("</p>")]
        markup += f'<div>{wrote}</div><blockquote type="cite">\n{earlier}</blockquote>\n'
    return _Body(text, markup)


def _mail(
    envelope: _Envelope,
    body: _Body,
    slot: Slot,
    thread: Thread,
    profile: Profile,
    language: Language,
    seed: int,
    random: Random,
) -> bytes:
    entity = text_part("plain", body.text, envelope.charset, language.name, random)
    mark = f"{slot.time:x}_{slot.ordinal:06d}"
    if random.random() < profile.html_share:
        page = f"<html><head>{_STYLE}</head><body>\n{body.markup}</body></html>\n"
        hypertext = text_part("html", page, envelope.charset, language.name, random)
        entity = multipart("alternative", f"=_alt_{mark}", [entity, hypertext])
    if slot.attachment is not None:
        file = attachment(seed, slot.attachment)
        name = f"{order_number(thread.number)}-{slot.attachment}.{file.ending}"
        entity = multipart("mixed", f"=_mix_{mark}", [entity, attached(file, name)])
    head = _head(envelope, slot, random)
    return f"{head}\nX-Mailer: {_MAILERS[thread.script]}\nMIME-Version: 1.0\n".encode("ascii") + entity


def _head(envelope: _Envelope, slot: Slot, random: Random) -> str:
    sender, receiver, charset = envelope.sender, envelope.receiver, envelope.charset
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(slot.time))
    head = [f"Return-Path: <{sender.address}>", *_received(sender, receiver, date, random)]
    if random.random() < _SIGNED_SHARE:
        head.append(_signature(sender, slot.time, random))
    head += [
        f"Message-ID: {envelope.message_id}",
        f"Date: {date}",
        f"From: {encoded_words(envelope.names[0], charset)} <{sender.address}>",
        f"To: {encoded_words(envelope.names[1], charset)} <{receiver.address}>",
        f"Subject: {encoded_words(envelope.subject, charset)}",
    ]
    if envelope.references:
        head.append(f"In-Reply-To: {envelope.references[-1]}")
        head.append("References: " + "\n ".join(envelope.references))
    return "\n".join(head)


def _received(sender: Party, receiver: Party, date: str, random: Random) -> list[str]:
    hop = random.randrange(10**11, 10**12)
    relay = f"mx{hop % 9}.{sender.domain}"
    arrived = (
        f"Received: from {relay} ({relay} [203.0.113.{hop % 250}])\n"
        f"\tby mail.{receiver.domain} (Postfix) with ESMTPS id 4{hop:X}\n\tfor <{receiver.address}>; {date}"
    )
    return [arrived, f"Received: from [192.0.2.{hop % 240}] by {relay} with ESMTPSA id {hop:x}; {date}"]


def _signature(sender: Party, seconds: int, random: Random) -> str:
    """A DKIM signature in form only: no key was ever published for these domains."""
    digest = base64.b64encode(random.randbytes(32)).decode()
    value = base64.b64encode(random.randbytes(256)).decode()
    lines = "\n\t ".join(value[at : at + 70] for at in range(0, len(value), 70))
    return (
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={sender.domain}; s=s2025; t={seconds};\n"
        f"\th=from:to:subject:date:message-id; bh={digest};\n\tb={lines}"
    )
