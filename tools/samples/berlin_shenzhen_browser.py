"""The browser's share of the deal: saved platform pages, screenshots of chats, the seal and a scan. Run by hand.

    python tools/samples/berlin_shenzhen_browser.py

Everything is committed; it is made anew only here, because each version of a browser writes other bytes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from berlin_shenzhen_chats import SAMPLE, chats
from browser import Browser, browser, is_there, served
from PIL import Image, ImageFilter

HOSTS = ("complaint.alibaba.example", "biz.alibaba.example", "phone.example")
PAGES = SAMPLE / "content" / "pages"
ASSETS = SAMPLE / "assets"
BERLIN, SHENZHEN = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
TYPES = {"html": "text/html; charset=utf-8", "css": "text/css", "svg": "image/svg+xml"}
SAVED = datetime(2026, 4, 7, 10, 41, 20, tzinfo=BERLIN)
SNAPSHOTS = (
    ("Complaint 5830011744 - Complaint Center.mhtml",
     "https://complaint.alibaba.example/case/detail.htm?disputeId=5830011744&ctoken=TESTSECRET-0f3a77c1"),
    ("Order 21540031866001027 - My orders.mhtml",
     "https://biz.alibaba.example/ta/detail.htm?orderId=21540031866001027&ctoken=TESTSECRET-0f3a77c1"),
)  # fmt: skip


def make() -> None:
    """All files that a browser makes lie in the sample. Raises StopIteration where no Chromium is installed."""
    served_pages = _served()
    with served(served_pages) as port, browser(port, HOSTS) as tab:
        for name, url in SNAPSHOTS:
            tab.open(url, at=SAVED, width=1280, height=1000)
            _keep(SAMPLE / "alibaba" / name, tab.snapshot())
        seal = _picture(tab, "seal", 320, 320)
        _keep(ASSETS / "company-seal.png", _png(seal, 32))
        served_pages["/seal.png"] = ("image/png", _png(seal, 32))
        scan = _picture(tab, "bank-letter", 1240, 1754).filter(ImageFilter.GaussianBlur(0.6))
        _keep(ASSETS / "scan-bank-letter.jpg", _jpeg(scan, 45))
        _keep(ASSETS / "golden-sample.jpg", _jpeg(_picture(tab, "sample-box", 480, 360), 60))
        _keep(ASSETS / "cartons.jpg", _jpeg(_picture(tab, "cartons", 480, 360), 50))
        _screenshots(tab)


def _screenshots(tab: Browser) -> None:
    tab.open("https://phone.example/jonas", at=SAVED, width=390, height=844, scale=3)
    jonas = _opened(tab)
    _keep(SAMPLE / "jonas-reimann" / "iPhone" / "IMG_4472.PNG", _png(jonas, 64))
    # The picture that Mia sent on to Lin in WeChat: the same chat on her own phone, cut out.
    tab.open("https://phone.example/mia", at=SAVED, width=390, height=400, scale=2)
    _keep(ASSETS / "wechat-part.jpg", _jpeg(_opened(tab).crop((0, 150, 780, 660)), 55))
    tab.open("https://phone.example/lin", at=SAVED, width=360, height=800, scale=3)
    _keep(SAMPLE / "lin-guodong" / "微信" / "Screenshot_20251218-174350_WeChat.png", _png(_opened(tab), 64))


def _served() -> dict[str, tuple[str, bytes]]:
    pages = {f"/{p.stem}": (TYPES["html"], p.read_bytes()) for p in PAGES.glob("*.html")}
    pages |= {f"/assets/{p.name}": (TYPES[p.suffix[1:]], p.read_bytes()) for p in PAGES.glob("*.??g")}
    pages |= {f"/assets/{p.name}": (TYPES["css"], p.read_bytes()) for p in PAGES.glob("*.css")}
    pages["/assets/evidence.jpg"] = ("image/jpeg", (ASSETS / "cell.jpg").read_bytes())
    pages["/case/detail.htm"], pages["/ta/detail.htm"] = pages["/complaint"], pages["/order"]
    jonas = chats()["wechat_jonas"]
    pages["/jonas"] = (TYPES["html"], _phone(jonas, jonas["message"], "13:33"))
    of_the_day = [m for m in jonas["message"] if m["at"].day == 8]
    pages["/mia"] = (
        TYPES["html"],
        _phone({**jonas, "owner": jonas["other"], "other": "Jonas R."}, of_the_day, "19:33"),
    )
    lin = chats()["wechat"]
    shown = [m for m in lin["message"] if "2025-12-13" < m["at"].isoformat() < "2025-12-18T17:43"]
    pages["/lin"] = (TYPES["html"], _phone(lin, shown, "17:43"))
    return pages


def _phone(chat: Mapping[str, Any], messages: Sequence[Mapping[str, Any]], clock: str) -> bytes:
    """The chat as WeChat shows it on a phone, the time above each group of messages."""
    rows, before = [], None
    for message in messages:
        if before is None or (message["at"] - before).total_seconds() > 300:
            rows.append(f'<div class="when">{_when(message["at"])}</div>')
        before = message["at"]
        is_own = message["from"] == chat["owner"]
        said = escape(message["text"])
        kind = " voice" if message.get("kind") == "voice" else ""
        rows.append(
            f'<div class="row{" me" if is_own else ""}"><div class="face">{escape(message["from"][:1])}</div>'
            f'<div class="bubble{kind}">{f"◖)) {said}" if kind else said}</div></div>'
        )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><link rel="stylesheet" href="/assets/phone.css"></head><body>'
        f'<div class="status"><span>{clock}</span><span>5G ▮▮▮</span></div>'
        f'<div class="title">{escape(chat["other"])}</div><div class="chat">{"".join(rows)}</div>'
        '<div class="bar"><span></span></div></body></html>'
    ).encode()


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _picture(tab: Browser, page: str, width: int, height: int) -> Image.Image:
    tab.open(f"https://phone.example/{page}", at=SAVED, width=width, height=height)
    return _opened(tab)


def _opened(tab: Browser) -> Image.Image:
    return Image.open(io.BytesIO(tab.picture())).convert("RGB")


def _png(picture: Image.Image, colours: int) -> bytes:
    out = io.BytesIO()
    picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _keep(path: Any, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    sys.stdout.write(f"{path.relative_to(SAMPLE)}  {len(content)} bytes\n")


if __name__ == "__main__":
    if not is_there():
        sys.exit("no Chromium is installed; the committed files stay as they are")
    make()
