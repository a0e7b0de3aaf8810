"""How mail programs show the letter that is answered: wording, date forms and marks of each."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The letter that is answered, its time already in the zone of the one who answers."""

    name: str
    address: str
    to: tuple[tuple[str, str], ...]
    cc: tuple[tuple[str, str], ...]
    at: datetime
    subject: str
    text: str


WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "zh": ("一", "二", "三", "四", "五", "六", "日"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
}
MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "ru": (
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ),
}


def quoted_text(style: str, earlier: Quoted, *, forward: bool = False) -> str:
    """The quotation as plain text, set off from the answer above it by its style's lines."""
    lead = _lead(style, earlier, forward=forward)
    if style.split("-")[0] in MARKED and not forward:
        return f"\n{lead}\n{marked(earlier.text)}"
    return f"\n{lead}\n{earlier.text}"


def quoted_html(style: str, earlier: Quoted, *, forward: bool = False) -> str:
    """The quotation as HTML in the manner of the program."""
    lead = text_as_html(style, _lead(style, earlier, forward=forward))
    text = text_as_html(style, earlier.text)
    before, after = FRAMES.get(style.split("-")[0], ("<blockquote>", "</blockquote>"))
    if style.split("-")[0] in {"outlook", "foxmail"}:
        return f"{before}{lead}{after}{text}"
    return f"{lead}{before}{text}{after}"


def text_as_html(style: str, text: str) -> str:
    """The text with each line in the element that the program uses; `[cid:...]` becomes the picture."""
    opening, closing = LINES.get(style.split("-")[0], ("<p>", "</p>"))
    shown = []
    for line in text.strip("\n").split("\n"):
        escaped = re.sub(r"\[cid:([^\]]+)\]", r'<img src="cid:\1">', html.escape(line, quote=False))
        shown.append(f"{opening}{escaped or '&nbsp;'}{closing}")
    return "\n".join(shown) + "\n"


def marked(text: str) -> str:
    """The text with `>` before each line, as RFC 3676 4.5 describes the custom."""
    lines = text.rstrip("\n").split("\n")
    return "\n".join(f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines) + "\n"


MARKED = frozenset({"gmail", "apple", "iphone", "thunderbird", "yandex", "thebat"})
FRAMES: Mapping[str, tuple[str, str]] = {
    "outlook": ('<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">', "</div>"),
    "gmail": ('<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;padding-left:1ex">', "</blockquote>"),
    "apple": ('<blockquote type="cite">', "</blockquote>"),
    "iphone": ('<blockquote type="cite">', "</blockquote>"),
    "foxmail": ('<div style="border-top:solid #B5C4DF 1.0pt;padding:3pt 0cm 0cm 0cm">', "</div>"),
    "qq": ('<div class="qmbox qm_con_body_content">', "</div>"),
    "thunderbird": ('<blockquote type="cite" cite="mid:">', "</blockquote>"),
}
LINES: Mapping[str, tuple[str, str]] = {
    "outlook": ('<p class="MsoNormal">', "</p>"),
    "gmail": ('<div dir="ltr">', "</div>"),
    "apple": ("<div>", "</div>"),
    "iphone": ("<div>", "</div>"),
    "foxmail": ('<div style="font-family:微软雅黑;font-size:14px">', "</div>"),
    "qq": ("<div>", "</div>"),
}


def _lead(style: str, earlier: Quoted, *, forward: bool) -> str:
    if forward and style in FORWARDS:
        return FORWARDS[style](earlier)
    return STYLES[style](earlier)


def _people(people: tuple[tuple[str, str], ...], between: str = "; ") -> str:
    return between.join(f"{name} <{address}>" if name else address for name, address in people)


def _labelled(labels: tuple[str, str, str, str, str], when: str, q: Quoted, colon: str = ": ") -> str:
    rows = [(labels[0], f"{q.name} <{q.address}>"), (labels[1], when), (labels[2], _people(q.to))]
    if q.cc:
        rows.append((labels[3], _people(q.cc)))
    rows.append((labels[4], q.subject))
    return "\n".join(f"{label}{colon}{value}" for label, value in rows) + "\n"


def _half_day(at: datetime) -> str:
    return f"{at.strftime('%I').lstrip('0')}:{at:%M %p}"


def _outlook_en(q: Quoted) -> str:
    when = f"{WEEKDAYS['en'][q.at.weekday()]}, {MONTHS['en'][q.at.month - 1]} {q.at.day}, {q.at.year} {_half_day(q.at)}"
    return _labelled(("From", "Sent", "To", "Cc", "Subject"), when, q)


def _outlook_de(q: Quoted) -> str:
    when = f"{WEEKDAYS['de'][q.at.weekday()]}, {q.at.day}. {MONTHS['de'][q.at.month - 1]} {q.at:%Y %H:%M}"
    return _labelled(("Von", "Gesendet", "An", "Cc", "Betreff"), when, q)


def _outlook_ru(q: Quoted) -> str:
    when = f"{q.at.day} {MONTHS['ru'][q.at.month - 1]} {q.at.year} г. {q.at.hour}:{q.at:%M}"
    return _labelled(("От", "Отправлено", "Кому", "Копия", "Тема"), when, q)


def _outlook_zh(q: Quoted) -> str:
    when = f"{q.at.year}年{q.at.month}月{q.at.day}日 {q.at.hour}:{q.at:%M}"
    return "-----邮件原件-----\n" + _labelled(("发件人", "发送时间", "收件人", "抄送", "主题"), when, q)


def _outlook_tw(q: Quoted) -> str:
    when = f"{q.at.year}年{q.at.month}月{q.at.day}日 {'上午' if q.at.hour < 12 else '下午'} {q.at.strftime('%I:%M')}"
    return _labelled(("寄件者", "寄件日期", "收件者", "副本", "主旨"), when, q)


def _gmail_en(q: Quoted) -> str:
    day = f"{WEEKDAYS['en'][q.at.weekday()][:3]}, {MONTHS['en'][q.at.month - 1][:3]} {q.at.day}, {q.at.year}"
    return f"On {day} at {_half_day(q.at)} {q.name} <{q.address}> wrote:\n"


def _gmail_zh(q: Quoted) -> str:
    day = f"{q.at.year}年{q.at.month}月{q.at.day}日周{WEEKDAYS['zh'][q.at.weekday()]}"
    return f"{q.name} <{q.address}> 于{day} {q.at:%H:%M}写道：\n"


def _gmail_ru(q: Quoted) -> str:
    month = MONTHS["ru"][q.at.month - 1]
    short = month if len(month) < 4 else f"{month[:4].rstrip('аяь')}."
    return (
        f"{WEEKDAYS['ru'][q.at.weekday()]}, {q.at.day} {short} {q.at.year} г. в {q.at:%H:%M}, {q.name} <{q.address}>:\n"
    )


def _gmail_forward_en(q: Quoted) -> str:
    lead = _labelled(("From", "Date", "To", "Cc", "Subject"), _gmail_en(q)[3:].partition(f" {q.name} <")[0], q)
    return f"---------- Forwarded message ---------\n{lead}"


def _gmail_forward_zh(q: Quoted) -> str:
    when = f"{q.at.year}年{q.at.month}月{q.at.day}日周{WEEKDAYS['zh'][q.at.weekday()]} {q.at:%H:%M}"
    return "---------- Forwarded message ---------\n" + _labelled(
        ("发件人", "Date", "To", "Cc", "Subject"), when, q, "： "
    )


def _foxmail_en(q: Quoted) -> str:
    return " \n" + _labelled(("From", "Date", "To", "CC", "Subject"), f"{q.at:%Y-%m-%d %H:%M}", q)


def _foxmail_zh(q: Quoted) -> str:
    labels = ("发件人", "发送时间", "收件人", "抄送", "主题")
    return " \n" + _labelled(labels, f"{q.at:%Y-%m-%d %H:%M}", q, "： ")


def _qq(q: Quoted) -> str:
    half = "上午" if q.at.hour < 12 else "下午"
    day = f"{q.at.year}年{q.at.month}月{q.at.day}日(星期{WEEKDAYS['zh'][q.at.weekday()]})"
    when = f"{day} {half}{q.at.strftime('%I').lstrip('0')}:{q.at:%M}"
    lead = "------------------ 原始邮件 ------------------\n"
    return lead + _labelled(("发件人", "发送时间", "收件人", "抄送", "主题"), when, q)


def _coremail(q: Quoted) -> str:
    when = f"{q.at:%Y-%m-%d %H:%M:%S} (星期{WEEKDAYS['zh'][q.at.weekday()]})"
    return "-----原始邮件-----\n" + _labelled(("发件人", "发送时间", "收件人", "抄送", "主题"), when, q, ":")


def _netease(q: Quoted) -> str:
    return f'在 {q.at:%Y-%m-%d %H:%M:%S}，"{q.name}" <{q.address}> 写道：\n'


STYLES: Mapping[str, Callable[[Quoted], str]] = {
    "outlook-en": _outlook_en,
    "outlook-de": _outlook_de,
    "outlook-ru": _outlook_ru,
    "outlook-zh": _outlook_zh,
    "outlook-tw": _outlook_tw,
    "gmail-en": _gmail_en,
    "gmail-zh": _gmail_zh,
    "gmail-ru": _gmail_ru,
    "apple-en": lambda q: (
        f"On {q.at.day}. {MONTHS['en'][q.at.month - 1][:3]} {q.at:%Y, at %H:%M}, {q.name} <{q.address}> wrote:\n"
    ),
    "apple-de": lambda q: f"Am {q.at:%d.%m.%Y} um {q.at:%H:%M} schrieb {q.name} <{q.address}>:\n",
    "iphone-de": lambda q: f"Am {q.at:%d.%m.%Y} um {q.at:%H:%M} schrieb {q.name} <{q.address}>:\n",
    "iphone-ru": lambda q: (
        f"{q.at.day} {MONTHS['ru'][q.at.month - 1]} {q.at:%Y г., в %H:%M}, {q.name} <{q.address}> написал(а):\n"
    ),
    "thunderbird-en": lambda q: f"On {q.at:%d/%m/%Y %H:%M}, {q.name} wrote:",
    "thunderbird-de": lambda q: f"Am {q.at:%d.%m.%y} um {q.at:%H:%M} schrieb {q.name}:",
    "thunderbird-ru": lambda q: f"{q.at:%d.%m.%Y %H:%M}, {q.name} пишет:",
    "foxmail-en": _foxmail_en,
    "foxmail-zh": _foxmail_zh,
    "qq-zh": _qq,
    "coremail-zh": _coremail,
    "netease-zh": _netease,
    "yandex-ru": lambda q: f'{q.at:%d.%m.%Y, %H:%M}, "{q.name}" <{q.address}>:\n',
    "mailru-ru": lambda q: (
        f"-------- Исходное сообщение --------\nОт: {q.name} <{q.address}>\n"
        f"Дата: {q.at:%d.%m.%Y %H:%M}\nТема: {q.subject}\n"
    ),
    "thebat-ru": lambda q: f"Вы писали {q.at.day} {MONTHS['ru'][q.at.month - 1]} {q.at:%Y г., %H:%M:%S}:\n",
}
FORWARDS: Mapping[str, Callable[[Quoted], str]] = {
    "gmail-en": _gmail_forward_en,
    "gmail-zh": _gmail_forward_zh,
}
