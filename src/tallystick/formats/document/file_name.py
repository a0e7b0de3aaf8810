"""What the name of a picture or recording says: which program named it, and when by its clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tallystick.model.message import Moment

# Screenshots as phones and computers name them, in the languages of their menus.
_SCREENSHOT = re.compile(
    r"(?i)screen[ _-]?shot|screen[ _-]?capture|screenrecord|снимок[ _]экрана|скриншот|屏幕截图|屏幕快照|螢幕擷取"
    r"|螢幕截圖|截屏|截图|截圖|スクリーンショット|bildschirmfoto|capture d.écran|captura de pantalla|captura de tela"
)
_PROGRAMS = (
    (re.compile(r"企业微信截图|企业微信"), "WeCom"),
    (re.compile(r"微信图片|微信截图|微信圖片|mmexport|wx_camera|WeChat|com\.tencent\.mm(?![a-z])"), "WeChat"),
    (re.compile(r"-WA\d{4}\b|WhatsApp|com\.whatsapp"), "WhatsApp"),
    (re.compile(r"QQ图片|QQ截图|QQ圖片|com\.tencent\.mobileqq"), "QQ"),
    (re.compile(r"^photo_\d{4}-\d\d-\d\d_|org\.telegram|^audio_\d{4}-\d\d-\d\d_|Telegram"), "Telegram"),
    (re.compile(r"钉钉|DingTalk|lALP[A-Za-z0-9]{6}"), "DingTalk"),
)
_DATED = re.compile(
    r"(?<!\d)(20\d\d)([-_.年]?)(0[1-9]|1[0-2])(?:\2|月)(0[1-9]|[12]\d|3[01])日?"
    r"(?:(?:[ _,-]|at|в|kl|um|à|T|PM|AM|上午|下午|午前|午後){0,6}?(?P<half>上午|下午|午前|午後)?\s?"
    r"(?P<hour>[01]?\d|2[0-3])[-_.:：时h]?(?P<minute>[0-5]\d)[-_.:：分m]?(?P<second>[0-5]\d)(?:[^0-9]|\d{3}(?!\d)|$)"
    r"(?P<after>\s?[AaPp][Mm])?)?"
)
_MILLISECONDS = re.compile(r"(?:mmexport|截图_|^|[_-])(1[4-9]\d{11})(?!\d)")
_LONGEST = 300


def is_named_screenshot(name: str) -> bool:
    """Whether the name is one that devices give to pictures of their screen."""
    return _SCREENSHOT.search(_base(name)) is not None


def program_of_name(name: str) -> str:
    """The messenger that names its files so; "" where the name does not say."""
    return next((program for pattern, program in _PROGRAMS if pattern.search(_base(name))), "")


def moment_of_name(name: str) -> Moment | None:
    """The time in the name, of source "file-name"; None where it has none. A date without a time is midnight."""
    base = _base(name)
    dated = _DATED.search(base)
    if dated is not None:
        hour = _hour(int(dated["hour"] or 0), (dated["half"] or dated["after"] or "").strip().lower())
        parts = (int(dated[1]), int(dated[3]), int(dated[4]), hour, int(dated["minute"] or 0))
        try:
            return Moment(datetime(*parts, int(dated["second"] or 0), tzinfo=UTC), None, "file-name", base)
        except ValueError:
            return None
    counted = _MILLISECONDS.search(base)
    if counted is None:
        return None
    # Milliseconds since 1970 are UTC by definition.
    return Moment(datetime.fromtimestamp(int(counted[1]) // 1000, UTC), 0, "file-name", base)


def _hour(hour: int, half: str) -> int:
    if half in ("pm", "下午", "午後") and hour < 12:
        return hour + 12
    return 0 if half in ("am", "上午", "午前") and hour == 12 else hour


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1][:_LONGEST]
