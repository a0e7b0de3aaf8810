"""The deal's chats as the apps hand them over: a WhatsApp zip, WeChat's mailed selection, MemoTrace's table."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from mailbox_carrier import stored_zip

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "berlin-shenzhen"
MARK = "\u200e"
COLUMNS = (
    "localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime", "Remark",
    "NickName", "Sender",
)  # fmt: skip
Message = Mapping[str, Any]


@cache
def chats() -> dict[str, Any]:
    """The chats of content/chats.toml by name."""
    return tomllib.loads((SAMPLE / "content" / "chats.toml").read_text(encoding="utf-8"))


def whatsapp_zip(asset_of: Any) -> bytes:
    """What "Chat exportieren" with media gives on an iPhone set to German; one file that it names is not in it."""
    chat = chats()["whatsapp"]
    lines = [_whatsapp_line(message) for message in chat["message"]]
    last = chat["message"][-1]["at"]
    files = [("_chat.txt", "".join(lines).encode())]
    files += [(m["name"], asset_of(m["asset"])) for m in chat["message"] if m.get("kind") == "photo"]
    return stored_zip(files, last)


def _whatsapp_line(message: Message) -> str:
    kind, text = message.get("kind", "text"), message["text"].strip("\n")
    head = f"[{message['at']:%d.%m.%y, %H:%M:%S}] {message['from']}: "
    if kind in ("photo", "lacking"):
        caption = f"{text} " if text else ""
        return f"{MARK}{head}{caption}{MARK}<Anhang: {message['name']}>\n"
    return f"{head}{text}\n" if kind == "text" else f"{head}{MARK}{text}\n"


def wechat_selection() -> str:
    """The text of the mail into which WeChat writes the messages that were selected."""
    chat = chats()["wechat"]
    lines = ["Dear:", "", f"\t{chat['owner']} 和 {chat['other']} 在微信上的聊天记录如下，请查收。", ""]
    day = ""
    for message in (m for m in chat["message"] if m.get("selected")):
        if day != f"{message['at']:%Y-%m-%d}":
            day = f"{message['at']:%Y-%m-%d}"
            lines += ["", f"—————  {day}  —————", "", ""]
        lines += [f"{message['from']}  {message['at']:%H:%M}", "", _selected(message), ""]
    return "\n".join(lines)


def _selected(message: Message) -> str:
    label = {"photo": "图片", "file": "文件"}.get(message.get("kind", ""))
    return f"[{label}: {message['name']}(请在附件中查看)]" if label else str(message["text"])


def memotrace_csv() -> bytes:
    """The table of all messages that MemoTrace writes out of WeChat's own database."""
    chat = chats()["wechat"]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for number, message in enumerate(chat["message"], 1):
        table.writerow(_row(number, message, chat))
    return ("\ufeff" + out.getvalue()).encode()


def _row(number: int, message: Message, chat: Mapping[str, Any]) -> Sequence[object]:
    is_own = message["from"] == chat["owner"]
    at: datetime = message.get("gone_at", message["at"])
    seconds = int(at.replace(tzinfo=ZoneInfo(chat["zone"])).timestamp())
    kind, subtype, content = _content(number, message, chat)
    names = ("", chat["owner"], chat["owner_id"]) if is_own else (chat["other"], chat["other_nick"], chat["other_id"])
    return (number, 3, kind, subtype, int(is_own), seconds, 2 if is_own else 3, content, f"{at:%Y-%m-%d %H:%M:%S}",
            *names)  # fmt: skip


def _content(number: int, message: Message, chat: Mapping[str, Any]) -> tuple[int, int, str]:
    """Type, subtype and StrContent, as WeChat's database has them."""
    if "gone_at" in message:
        said = f'"{chat["other"]}" 撤回了一条消息'
        inner = f"<session>{chat['other_id']}</session><newmsgid>{_server_id(number)}</newmsgid>"
        shown = f"<replacemsg><![CDATA[{said}]]></replacemsg>"
        return 10000, 4, f'<sysmsg type="revokemsg"><revokemsg>{inner}{shown}</revokemsg></sysmsg>'
    if "quotes" in message:
        quoted = next(m for m in chat["message"] if m["at"] == message["quotes"])
        refer = (
            f"<type>1</type><svrid>{_server_id(chat['message'].index(quoted) + 1)}</svrid>"
            f"<fromusr>{chat['other_id']}</fromusr><displayname>{quoted['from']}</displayname>"
            f"<content>{escape(quoted['text'])}</content>"
        )
        body = f"<title>{escape(message['text'])}</title><type>57</type><refermsg>{refer}</refermsg>"
        return 49, 57, f"<msg><appmsg>{body}</appmsg></msg>"
    kind = message.get("kind", "text")
    if kind == "file":
        size = "<appattach><totallen>21834</totallen><fileext>pdf</fileext></appattach>"
        return 49, 6, f"<msg><appmsg><title>{message['name']}</title><type>6</type>{size}</appmsg></msg>"
    if kind == "photo":
        return 3, 0, '<?xml version="1.0"?><msg><img aeskey="TESTSECRET-aeskey" length="18433" md5="x"/></msg>'
    if kind == "voice":
        return 34, 0, '<msg><voicemsg voicelength="42310" length="9120" fromusername="wxid_mingyao_mia88"/></msg>'
    return 1, 0, message["text"]


def _server_id(number: int) -> int:
    return 4417203390010000000 + number
