"""The browser's share of the agency's deal: a screenshot of Telegram. Run by hand, as berlin_shenzhen_browser.py is."""

from __future__ import annotations

import io
import sys
from datetime import datetime, timedelta, timezone
from html import escape

from agency_client import SAMPLE, SCREENSHOT
from agency_client_chats import KRUPIN, shown_on_phone
from browser import browser, is_there, served
from PIL import Image

STYLE = (
    "body{margin:0;font:16px/1.35 Arial,sans-serif;background:#cfe0d2;height:100vh}"
    ".bar{background:#517da2;color:#fff;padding:34px 18px 12px;font-weight:bold}"
    ".bar small{display:block;font-weight:normal}"
    ".day{text-align:center;margin:14px}"
    ".day span{background:#7d9a84;color:#fff;border-radius:12px;padding:3px 10px;font-size:13px}"
    ".row{margin:8px 10px;max-width:78%;background:#fff;border-radius:10px;padding:8px 12px}"
    ".row i{float:right;font:12px Arial;color:#8a9;margin:6px 0 0 10px}"
)


def make() -> None:
    """The screenshot lies in the sample."""
    rows = "".join(f'<div class="row">{escape(said.text)}<i>{said.at[11:16]}</i></div>' for said in shown_on_phone())
    page = (
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><style>{STYLE}</style></head><body>'
        f'<div class="bar">{escape(KRUPIN)}<small>был(а) только что</small></div>'
        f'<div class="day"><span>24 января</span></div>{rows}</body></html>'
    )
    at = datetime(2026, 1, 24, 21, 34, 10, tzinfo=timezone(timedelta(hours=3)))
    pages = {"/": ("text/html; charset=utf-8", page.encode())}
    with served(pages) as port, browser(port, ("phone.example",)) as tab:
        tab.open("https://phone.example/", at=at, width=360, height=760, scale=3)
        out = io.BytesIO()
        Image.open(io.BytesIO(tab.picture())).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
    path = SAMPLE / SCREENSHOT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.getvalue())
    sys.stdout.write(f"{SCREENSHOT}  {len(out.getvalue())} bytes\n")


if __name__ == "__main__":
    if not is_there():
        sys.exit("no Chromium is installed; the committed file stays as it is")
    make()
