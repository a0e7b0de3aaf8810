"""What WeChat's numbers and exporters' labels for kinds of messages mean, and what such a message then says."""

from __future__ import annotations

import re
from typing import NamedTuple

from tallystick.formats.chat.wechat_xml import FORWARDED, Parcel, opened
from tallystick.model.chat import Media, Quoted

APP = 49
_LOW = 0xFFFFFFFF
_LONGEST_NAME = 256
# WeChat's own numbers: the kind of message, and the kind of file where it carries one.
_CODES = {
    1: ("text", ""), 3: ("media", "image"), 34: ("media", "audio"), 37: ("system", ""), 40: ("system", ""),
    42: ("card", "contact"), 43: ("media", "video"), 47: ("media", "sticker"), 48: ("media", "location"),
    50: ("call", ""), 62: ("media", "video"), 66: ("card", "contact"), 10000: ("system", ""), 10002: ("system", ""),
}  # fmt: skip
# Sub types of 49.
_APP_CODES = {
    1: ("text", ""), 2: ("media", "image"), 3: ("card", ""), 4: ("card", ""), 5: ("card", ""), 6: ("media", "document"),
    8: ("media", "sticker"), 17: ("media", "location"), 19: ("card", ""), 24: ("card", ""), 33: ("card", ""),
    36: ("card", ""), 51: ("card", ""), 53: ("card", ""), 57: ("text", ""), 62: ("system", ""), 63: ("card", ""),
    74: ("media", "document"), 87: ("text", ""), 2000: ("transfer", ""), 2001: ("transfer", ""), 2003: ("transfer", ""),
}  # fmt: skip
_LABELS = {
    "文本": ("text", ""), "图片": ("media", "image"), "语音": ("media", "audio"), "视频": ("media", "video"),
    "文件": ("media", "document"), "表情": ("media", "sticker"), "表情包": ("media", "sticker"),
    "动画表情": ("media", "sticker"), "名片": ("card", "contact"), "位置": ("media", "location"),
    "链接": ("card", ""), "卡片式链接": ("card", ""), "图文": ("card", ""), "分享": ("card", ""), "音乐": ("card", ""),
    "音乐与音频": ("card", ""), "小程序": ("card", ""), "小程序分享": ("card", ""), "视频号": ("card", ""),
    "视频号直播卡片": ("card", ""), "聊天记录合并转发": ("card", ""), "合并转发的聊天记录": ("card", ""),
    "引用": ("text", ""), "引用回复": ("text", ""), "转账": ("transfer", ""), "转账卡片": ("transfer", ""),
    "红包": ("transfer", ""), "红包卡片": ("transfer", ""), "语音通话": ("call", ""), "视频通话": ("call", ""),
    "音视频通话": ("call", ""), "通话": ("call", ""), "系统": ("system", ""), "撤回": ("system", ""),
    "拍一拍": ("system", ""),
}  # fmt: skip
_RECALLED = re.compile(r"撤回了?一[条條則则]|收回了?一?[则則]?[消訊]息|recalled a message|отозвал", re.IGNORECASE)
_SENDER = re.compile(r"([A-Za-z0-9_@.\-]{3,64}):\r?\n")


class Spoken(NamedTuple):
    """What one WeChat message says. `sender_id` is the one that stands before the words in a group."""

    kind: str
    text: str
    media: tuple[Media, ...] = ()
    quoted: Quoted | None = None
    marks: tuple[str, ...] = ()
    reply_to: str = ""
    sender_id: str = ""


def spoken(code: int, sub_code: int, content: str) -> Spoken:
    """What a message of WeChat's numbers says. WeChat 4 writes the sub type into the upper half of the number."""
    if code > _LOW:
        code, sub_code = code & _LOW, code >> 32
    sender_id, content = _without_sender(content)
    parcel = opened(content)
    if parcel.is_app or code == APP:
        kinds = _APP_CODES.get(parcel.sub_code or sub_code, ("card", ""))
    else:
        kinds = _CODES.get(code, ("text", ""))
    told = _told(kinds, parcel, content, sender_id)
    return (
        told._replace(marks=("forwarded",))
        if kinds == ("card", "") and FORWARDED in (sub_code, parcel.sub_code)
        else told
    )


def labelled(label: str, content: str) -> Spoken:
    """What a message says that an exporter gave a Chinese label to ("图片消息")."""
    sender_id, content = _without_sender(content)
    parcel = opened(content)
    kinds = _LABELS.get(label.strip().removesuffix("消息").strip("[]【】"))
    if kinds is None:
        kinds = _APP_CODES.get(parcel.sub_code, ("card", "")) if parcel.is_app else ("text", "")
    return _told(kinds, parcel, content, sender_id)


def _without_sender(content: str) -> tuple[str, str]:
    """The words of a group's message without "wxid_...:" before them, and that id."""
    matched = _SENDER.match(content)
    return (matched[1], content[matched.end() :]) if matched else ("", content)


def _told(kinds: tuple[str, str], parcel: Parcel, content: str, sender_id: str) -> Spoken:
    kind, media_kind = kinds
    if parcel.is_system:
        kind = "system"
    said = parcel.text if parcel.is_opened else content
    is_recalled = kind == "system" and (parcel.is_recall or tells_recall(said))
    media = parcel.media or _bare(media_kind, "" if parcel.is_opened else content)
    return Spoken(
        kind, said, media if kind != "system" else (), parcel.quoted, ("recalled",) if is_recalled else (),
        parcel.reply_to, sender_id,
    )  # fmt: skip


def tells_recall(said: str) -> bool:
    """Whether a system line says that somebody took a message back."""
    return bool(_RECALLED.search(said[:200]))


def _bare(kind: str, said: str) -> tuple[Media, ...]:
    """A file of which the export has at most the name; a contact or a place stands in the words."""
    name = said.removeprefix("[文件]").strip()
    if kind == "document" and name and len(name) < _LONGEST_NAME and "\n" not in name:
        return (Media(kind, "named", name),)
    return (Media(kind, "inside" if kind in ("contact", "location") else "omitted"),) if kind else ()
