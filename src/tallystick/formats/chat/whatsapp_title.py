"""The title of a WhatsApp chat, from the name that the app gives the file in each language."""

from __future__ import annotations

import re
import unicodedata

from tallystick.formats.chat.whatsapp_words import unmarked

_LATIN = (
    r"WhatsApp Chat with|WhatsApp Chat -|WhatsApp Chat mit|WhatsApp-Chat mit"
    r"|Chat de WhatsApp con|Chat de WhatsApp amb"
    r"|Chat WhatsApp con|Discussion WhatsApp avec|Conversa do WhatsApp com"
    r"|Conversa de WhatsApp com|Conversa do WhatsApp -"
    r"|Chat WhatsApp s uživatelem|Chat WhatsApp s používateľom|Конверсация в WhatsApp с|Чат WhatsApp с контактом"
    r"|Чат WhatsApp с|Чат WhatsApp із|Чат WhatsApp з|Бесіда WhatsApp з|WhatsApp-chat met|WhatsApp-gesprek met"
    r"|WhatsApp-chat med|WhatsApp-chatt med|WhatsApp-samtale med|WhatsApp-keskustelu:|Chat WhatsApp dengan"
    r"|Obrolan WhatsApp dengan|Sembang WhatsApp dengan|Czat WhatsApp z|Conversație WhatsApp cu|WhatsApp-beszélgetés"
    r"|Cuộc trò chuyện WhatsApp với|Συνομιλία WhatsApp με|WhatsApp razgovor s|WhatsApp Sohbeti:|WhatsApp Sohbeti -"
    r"|דו-שיח WhatsApp עם|צ'אט WhatsApp עם|محادثة واتساب مع|دردشة واتساب مع"
    r"|WhatsApp-Chat -|WhatsApp -|แชท WhatsApp กับ"
)
_BEFORE = re.compile(rf"(?i)(?:{_LATIN})\s*(.+)$")
_AROUND = (
    re.compile(r"^[与和](.+?)的\s?WhatsApp\s?聊天(?:记录)?$"),
    re.compile(r"^與(.+?)的\s?WhatsApp\s?(?:對話|聊天)(?:記錄)?$"),
    re.compile(r"^(?:「)?(.+?)(?:」)?とのWhatsAppトーク$"),
    re.compile(r"^(.+?)님과의?\s?WhatsApp\s?대화$"),
    re.compile(r"^(.+?) (?:ile|adlı kişiyle) WhatsApp Sohbeti$"),
    re.compile(r"^(.+?) के साथ WhatsApp चैट$"),
    re.compile(r"^WhatsApp\s?(?:대화|聊天|對話|トーク)\s?[-–:：]\s?(.+)$"),
)
_COPY = re.compile(r"\s?\(\d{1,3}\)$")


def title_of(name: str) -> str:
    """The other party's or the group's name that stands in a file's name; "" where it holds none, as "_chat.txt"."" """
    stem = " ".join(unicodedata.normalize("NFC", unmarked(re.split(r"[/\\]", name)[-1])).split())
    stem = re.sub(r"(?i)(?:\.(?:txt|zip))+$", "", stem).strip()
    stem = _COPY.sub("", stem)
    for pattern in _AROUND:
        if found := pattern.match(stem):
            return found[1].strip()
    found = _BEFORE.match(stem)
    return found[1].strip() if found else ""


def is_named_so(name: str) -> bool:
    """Whether the file has a name that WhatsApp gives."""
    bare = re.split(r"[/\\]", name)[-1].casefold()
    return bare.endswith("_chat.txt") or "whatsapp" in bare or "واتساب" in bare
