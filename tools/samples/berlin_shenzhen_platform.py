"""What Alibaba's messenger left in Katrin's browser, and the list of inquiries that the saleswoman sent to Lin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from berlin_shenzhen_chats import chats
from mailbox_attachment import workbook

SECRET = "TESTSECRET-0f3a77c1"
SAVED = datetime(2026, 4, 7, 8, 31, 4, tzinfo=UTC)
INQUIRIES_SAVED = datetime(2025, 11, 24, 8, 18, tzinfo=UTC)
PAGE = 10
NOT_LOADED = 2
INQUIRIES = (
    ("客户名", "询盘类型", "询盘来源", "询盘标题", "询盘ID", "创建时间", "最新回复时间", "读取时间",
     "询盘产品ID", "询盘产品标题", "业务员", "国家/地区", "公司名称", "邮箱"),
    ("Katrin Vogel", "询盘", "产品详情页", "CL-200 6,000 pcs FOB Yantian", "600825147731", "2025-08-17 02:14:52",
     "2025-11-12 23:58:14", "2025-08-18 17:30:10", "1600882514773", "CL-200 rechargeable camping lantern", "Mia Chen",
     "Germany", "Spreelicht Handels GmbH", "katrin.vogel@spreelicht.example"),
    ("Lars Holm", "询盘", "产品详情页", "Lantern 300 lm for boat shops", "600829903164", "2025-10-21 20:40:09",
     "2025-10-23 09:12:50", "2025-10-22 08:31:00", "1600882514773", "CL-200 rechargeable camping lantern", "Mia Chen",
     "Denmark", "Holm Marine ApS", "lars@holm-marine.example"),
    ("Ewa Sikora", "RFQ", "采购直达", "Camping lantern 2,000 pcs", "600831907714", "2025-11-19 16:05:37",
     "2025-11-20 10:01:12", "2025-11-20 09:44:30", "", "", "Mia Chen", "Poland", "Sikora Outdoor", ""),
)  # fmt: skip


def inquiries() -> bytes:
    """The workbook that a browser script saves of the inquiries of an account; it is the seller's own list."""
    return workbook(INQUIRIES, INQUIRIES_SAVED, sheet="询盘列表")


def har() -> bytes:
    """A HAR as Chrome saves it, with tokens and cookies that no reader may show."""
    frames = _frames()
    entries = [
        _entry("https://onetalk.alibaba.com/message/weblitePWA.htm", _page_text()),
        {**_entry(f"wss://wss-icbu.dingtalk.com/?token={SECRET}", ""), "_resourceType": "websocket",
         "_webSocketMessages": frames},
        _entry(f"https://onetalk.alibaba.com/message/ajax/unread.htm?ctoken={SECRET}&_tb_token_={SECRET}", "{}"),
    ]  # fmt: skip
    creator = {"name": "WebInspector", "version": "537.36"}
    log = {"version": "1.2", "creator": creator, "pages": [], "entries": entries}
    return (json.dumps({"log": log}, ensure_ascii=False, indent=1) + "\n").encode()


def _page_text() -> str:
    owner = chats()["onetalk"]["owner_uid"]
    return f"<html><script>window.aliId = '{owner}'; window.ctoken='{SECRET}'</script></html>"


def _entry(url: str, body: str) -> dict[str, Any]:
    names = ("cookie2", "_tb_token_", "sgcookie", "xman_t", "havana_lgc2_0")
    cookies = [{"name": name, "value": f"{SECRET}-{name}"} for name in names]
    header = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    request = {
        "method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": [{"name": "Cookie", "value": header}],
        "cookies": cookies, "queryString": [], "headersSize": -1, "bodySize": 0,
    }  # fmt: skip
    response = {
        "status": 101 if url.startswith("wss") else 200, "statusText": "", "httpVersion": "HTTP/1.1",
        "headers": [{"name": "Set-Cookie", "value": f"sgcookie={SECRET}"}], "cookies": cookies,
        "content": {"size": len(body), "mimeType": "text/html", "text": body}, "redirectURL": "", "headersSize": -1,
        "bodySize": -1,
    }  # fmt: skip
    return {
        "startedDateTime": SAVED.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "time": 41.2,
        "request": request, "response": response, "cache": {}, "timings": {"send": 0, "wait": 40, "receive": 1},
    }  # fmt: skip


def _frames() -> list[dict[str, Any]]:
    """Login, heartbeat, the list of conversations, and two pages of one; older messages are not loaded."""
    chat = chats()["onetalk"]
    models = [_model(chat, number) for number in range(len(chat["message"]))]
    newest_first = models[: NOT_LOADED - 1 : -1]
    pages = [newest_first[i : i + PAGE] for i in range(0, len(newest_first), PAGE)]
    asked: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (
            {"lwp": "/reg", "headers": {"app-key": "12574478", "token": SECRET, "ua": "Mozilla/5.0"}},
            {"headers": {"reg-sid": SECRET, "reg-uid": f"{chat['owner_uid']}@icbu"}, "body": {"unit": "x"}},
        ),
        ({"lwp": "/!", "headers": {}}, {"headers": {}}),
        (
            {"lwp": "/r/Conversation/listNewestPagination", "headers": {}, "body": [_milliseconds(SAVED), 100]},
            {
                "headers": {},
                "body": {"userConvs": [_conversation(chat, models[-1])], "nextCursor": 0, "hasMore": False},
            },
        ),
    ]
    cursor: int = 9007199254740991
    for page in pages:
        oldest = page[-1]["message"]["createAt"]
        request = {"lwp": "/r/MessageManager/listUserMessages", "headers": {},
                   "body": [_cid(chat), False, cursor, PAGE, False]}  # fmt: skip
        asked.append(
            (request, {"headers": {}, "body": {"userMessageModels": page, "nextCursor": oldest, "hasMore": True}})
        )
        cursor = oldest
    return [frame for number, pair in enumerate(asked) for frame in _exchanged(number, *pair)]


def _exchanged(number: int, request: dict[str, Any], answer: dict[str, Any]) -> list[dict[str, Any]]:
    mid = {"mid": f"{3001 + number} 0"}
    started = SAVED.timestamp() + number
    whole = ({**request, "headers": {**mid, **request["headers"]}},
             {"code": 200, **answer, "headers": {**mid, **answer["headers"]}})  # fmt: skip
    texts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in whole]
    return [
        {"type": kind, "time": round(started + later, 3), "opcode": 1, "data": text}
        for kind, later, text in zip(("send", "receive"), (0.1, 0.4), texts, strict=True)
    ]


def _conversation(chat: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, Any]:
    single = {
        "singleChatConversation": {
            "cid": _cid(chat), "pairFirst": f"{chat['owner_uid']}@icbu", "pairSecond": f"{chat['other_uid']}@icbu",
        },
        "lastMessage": last, "modifyTime": last["message"]["createAt"], "redPoint": 0,
        "user_extension": {"contactNick": chat["other"], "chatToken": SECRET},
    }  # fmt: skip
    return {"singleChatUserConversation": single}


def _cid(chat: Mapping[str, Any]) -> str:
    return f"{chat['owner_uid']}-{chat['other_uid']}#11011@icbu"


def _model(chat: Mapping[str, Any], number: int) -> dict[str, Any]:
    message = chat["message"][number]
    is_own = message["from"] == chat["owner"]
    sender, receiver = ("owner_uid", "other_uid") if is_own else ("other_uid", "owner_uid")
    extension = {"sender_nick": "spreelicht" if is_own else "mingyaomia", "senderNickName": message["from"]}
    if message.get("auto"):
        extension["bizuniqueID"] = "cbu_offer_reply_5512"
    content = _content(message)
    if "quotes" in message:
        at = next(n for n, m in enumerate(chat["message"]) if m["at"] == message["quotes"])
        quoted = chat["message"][at]
        said = {"contentType": 1, "text": {"content": quoted["text"]}}
        content["quoteMessage"] = {"messageId": _message_id(at), "senderNick": quoted["from"], "content": said}
    inner = {
        "messageId": _message_id(number), "cid": _cid(chat), "createAt": _milliseconds(message["at"]),
        "content": content, "searchableContent": {"summary": ""}, "sender": {"uid": f"{chat[sender]}@icbu"},
        "receivers": [{"uid": f"{chat[receiver]}@icbu"}], "extension": extension, "displayStyle": 0,
    }  # fmt: skip
    model = {"message": inner, "msgStatus": 1, "readStatus": 1 if message.get("unread") else 2, "userExtension": {}}
    if message.get("gone"):
        model["recallFeature"] = {"code": 1, "operator": chat[sender]}
    return model


def _content(message: Mapping[str, Any]) -> dict[str, Any]:
    signed = f"id=77&auth_key={SECRET}"
    if "card" in message:
        link = f"https://www.alibaba.com/product-detail/CL-200_1600882514773.html?ctoken={SECRET}"
        return {"contentType": 5001, "card": {"actionUrl": link, "productInfo": dict(message["card"])}}
    if "file" in message:
        link = f"https://clouddisk.alibaba.com/d?{signed}"
        return {"contentType": 4, "file": {"fileName": message["file"], "mimeType": "application/pdf", "size": 20115,
                                           "url": link}}  # fmt: skip
    if "image" in message:
        link = f"https://clouddisk.alibaba.com/file/redirectFileUrl.htm?{signed}&fileName={message['image']}"
        return {"contentType": 2, "image": {"url": link, "mimeType": "image/jpeg", "fileName": message["image"],
                                            "size": 48211}}  # fmt: skip
    # A recalled message's words are gone from the platform's answer.
    return {"contentType": 1, "text": {"content": "" if message.get("gone") else message["text"]}}


def _message_id(number: int) -> str:
    return f"28100{number + 1:014}.PNM"


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
