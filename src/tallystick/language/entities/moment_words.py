"""Days named by words: tomorrow, by Friday, 下周五, до конца месяца, in 3 working days.

They are resolved against the day on which the message was sent; without it, or where they hang on an event that the
text does not date ("within 14 days after receipt"), they have no date. Working days are Monday to Friday: which of
them are holidays is not known here, and the field `holidays` says so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tallystick.language.entities.dates import begins_date, deadline
from tallystick.language.entities.figures import small_number
from tallystick.model.entity import Entity, EntityKind

__all__ = ["moment_words"]

_DAYS = {
    "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "day after tomorrow": 2, "yesterday": -1, "heute": 0,
    "übermorgen": 2,
    "今天": 0, "今日": 0, "今晚": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "后天": 2, "後天": 2,
    "大后天": 3, "昨天": -1, "前天": -2,
    "сегодня": 0, "завтра": 1, "послезавтра": 2, "вчера": -1, "позавчера": -2,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag понедельник понедельника понедельнику 一", "tuesday dienstag вторник вторника вторнику 二",
            "wednesday mittwoch среду среды среде среда 三", "thursday donnerstag четверг четверга четвергу 四",
            "friday freitag пятницу пятницы пятнице пятница 五", "saturday samstag субботу субботы субботе суббота 六",
            "sunday sonntag воскресенье воскресенья воскресенью 日 天",
        )
    )
    for name in names.split()
}  # fmt: skip
_UNITS = {
    "day": "D", "days": "D", "week": "W", "weeks": "W", "month": "M", "months": "M", "tag": "D", "tage": "D",
    "tagen": "D",
    "wochen": "W", "woche": "W", "天": "D", "日": "D", "周": "W", "星期": "W", "个星期": "W", "个月": "M", "月": "M",
    "день": "D", "дня": "D", "дней": "D", "неделю": "W", "недели": "W", "недель": "W", "месяц": "M",
    "месяца": "M", "месяцев": "M",
    "工作日": "D", "werktagen": "D", "werktage": "D", "arbeitstagen": "D", "hours": "H", "hour": "H", "小时": "H",
    "часов": "H", "часа": "H",
}  # fmt: skip
_PERIODS = {
    "week": "W", "woche": "W", "недели": "W", "周": "W", "month": "M", "monats": "M", "месяца": "M", "月": "M",
    "year": "Y",
    "jahres": "Y", "года": "Y", "年": "Y", "day": "D", "дня": "D", "quarter": "Q", "quartals": "Q",
    "квартала": "Q", "季度": "Q",
    "business": "D", "today": "D", "tages": "D",
}  # fmt: skip
_ENGLISH = re.compile(
    r"(?<![a-z])(?:(?P<day>day after tomorrow|today|tonight|tomorrow|tmrw|yesterday)"
    r"|(?<!every )(?<!each )(?<! a )(?:(?P<which>this|next|coming|last|following|since"
    r"|past) )?(?P<weekday>monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday)"
    r"|(?:the )?(?:end|close) of (?:the |this )?(?P<nextend>next )?(?P<end>week|month|quarter|year|day|business)"
    r"|(?:with)?in (?:the next |a )?(?P<n>\d{1,3}|one|two|three|four|five|six|seven|ten|fourteen"
    r"|thirty)\s?(?:\(\w+\) )?(?P<work>(?:working|business|bank|calendar)[ -])?(?P<unit>days?|weeks?|months?"
    r"|hours?)(?:['’] time)?"
    r"|(?P<n2>\d{1,3}) (?P<work2>(?:working|business|calendar)[ -])?(?P<unit2>days?|weeks?"
    r"|months?)(?= (?:after|from|of|upon|following)\b))(?![a-z])"
)
_GERMAN = re.compile(
    r"(?<![a-zäöüß])(?:(?P<day>heute|übermorgen)|(?:(?P<which>diesen|nächsten|kommenden"
    r"|letzten) )?(?P<weekday>montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
    r"|ende (?:der |dieser |des |dieses )?(?P<nextend>nächsten |nächster )?(?P<end>woche|monats|jahres|quartals)"
    r"|(?:innerhalb (?:von )?|binnen |in )(?P<n>\d{1,3}|zwei|drei|einer|einem) (?P<work>)(?P<unit>werktagen"
    r"|arbeitstagen|tagen?|tage|wochen?))(?![a-zäöüß])"
)
_CHINESE = re.compile(
    r"(?P<day>大后天|后天|後天|明天|明日|明早|明晚|今天|今日|今晚|昨天|(?<![提之以])前天)"
    r"|(?P<which>下下|这个?|這個?|本|下个?|上个?)?(?<![每隔逢])(?:周|星期|礼拜"
    r"|週)(?P<weekday>[一二三四五六日天])(?![一二三四五六七八九十]?[个次])"
    r"|(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])月[底末]|(?<![月\d第])(?P<dom>\d{1,2})[号號](?=[之以]?前)"
    r"|(?:(?P<nextend>下)个?|本|这个?|當|当)?(?<![一二三四五六七八九十\d])(?P<end>月|年|周|季度)(?:底|末)"
    r"|(?<![第\d.])(?P<n>\d{1,3}|[一二两三四五六七八九十])\s?(?P<work>个?工作日|个?自然日)?(?P<unit>(?<=工作日)"
    r"|(?<=自然日)|个星期|个月|天|日|周|星期|小时)(?=[之以]?[内后前])(?:[之以]?[内后])"
)
_RUSSIAN = re.compile(
    r"(?<![а-яё])(?:(?P<day>послезавтра|сегодня|завтра|позавчера|вчера)"
    r"|(?:(?:в|во|до|к|ко|не позднее|на) )(?:(?P<which>эт[уо][йт]?|следующ\w{2,3}|ближайш\w{2,3}|будущ\w{2,3}"
    r"|прошл\w{2,3}) )?(?P<weekday>понедельника?у?|вторника?у?|сред[уые]|четверга?у?|пятниц[уые]|суббот[уые]"
    r"|воскресень[еяю])"
    r"|конц[ауе] (?:этой |этого |текуще\w{1,2} )?(?P<nextend>следующ\w{2,3} )?(?P<end>недели|месяца|года"
    r"|квартала|дня)"
    r"|(?:через|в течение|в срок) (?P<n>\d{1,3}|один|одного|два|две|двух|три|тр[её]х|четыре|пять|пяти|семь"
    r"|семи|десять|десяти)?(?: ?\(\w+\))?(?P<work> ?(?:рабочих|рабочего|банковских"
    r"|календарных))? ?(?P<unit>дней|дня|день|недель|недели|неделю|месяцев|месяца|месяц|часов|часа))(?![а-яё])"
)
_EVENT = re.compile(
    r",? ?(?:after|from|of|upon|following|since|against|с момента|после|с даты|со дня|с дня|от даты|nach|ab"
    r"|по получении)(?![a-zа-яё]) ?(?!now|today|сегодня)([^\n.,;。，；]{0,40})"
)
_EVENT_BEFORE = re.compile(
    r"((?:收到|签订|签署|付款|到货|发货|交货|签字|确认|验收|合同|定金|开票|货到|到港)[^\n，。；]{0,12})(?:后|起"
    r"|之日起)的?$"
)
_WITHIN = re.compile(r"^within|^в (?:течение|срок)|内$|^innerhalb|^binnen")
_BACK = re.compile(r"last|since|past|上|прошл|letzten")
_AHEAD = re.compile(r"next|下|следующ|будущ|nächst|following")
_THIS = re.compile(r"this|本|这|這|эт|diesen")


def moment_words(text: str, low: str, sent: date | None) -> Iterator[Entity]:
    """Each day, deadline or period that words name."""
    is_ascii = low.isascii()
    for pattern, stems in _LANGUAGES if not is_ascii else _LANGUAGES[:2]:
        if pattern is _GERMAN and not any(word in low for word in _GERMAN_WORDS):
            continue
        for first, last in _windows(low, stems):
            for found in pattern.finditer(low, first, last):
                yield from _entity(text, low, found, sent)


_LANGUAGES = (
    (_ENGLISH, ("day", "tomorrow", "tonight", "tmrw", "end of", "close of", "week", "month", "hour")),
    (_GERMAN, ("tag", "heute", "übermorgen", "mittwoch", "ende ", "woche")),
    (_CHINESE, ("天", "日", "今", "明", "周", "星期", "底", "末", "号", "號", "礼拜", "月")),
    (_RUSSIAN, ("втра", "годня", "вчера", "недел", "месяц", "вторник", "сред", "четверг", "пятниц", "суббот", "воскрес",
                "конц", "дней", "дня", "день", "час")),
)  # fmt: skip
_GERMAN_WORDS = (
    " bis ",
    "innerhalb",
    "ende ",
    "übermorgen",
    "heute",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
)
_AROUND = 48  # characters on each side of a stem that a phrase may take


def _windows(low: str, stems: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """The stretches of a text where one of the stems stands, so that the rest need not be searched."""
    places = []
    for stem in stems:
        place = low.find(stem)
        while place >= 0:
            places.append(place)
            place = low.find(stem, place + 1)
    places.sort()
    first = last = -1
    for place in places:
        if first < 0 or place - _AROUND > last:
            if first >= 0:
                yield first, last
            first = max(0, last, place - _AROUND)
        end = low.find(" ", place + _AROUND, place + 2 * _AROUND)
        last = max(last, end if end >= 0 else min(len(low), place + 2 * _AROUND))
    if first >= 0:
        yield first, last


def _entity(text: str, low: str, found: re.Match[str], sent: date | None) -> Iterator[Entity]:
    start, end = found.span()
    said = found.groupdict()
    due = deadline(low, start, end) or _due_inside(found[0])
    if said.get("unit") is not None or said.get("unit2"):
        yield _period(text, low, found, sent)
        return
    if said["weekday"] and begins_date(low, end + len(low[end : end + 6]) - len(low[end : end + 6].lstrip(" ,the"))):
        return
    day = _day(said, sent) if sent is not None else None
    fields: list[tuple[str, str]] = [] if day is not None else [("unresolved", "sent")]
    if said["weekday"] and not said["which"]:
        fields.append(("assumed", "next"))
    if sent is not None and said["weekday"] and _is_either(said, sent):
        fields.append(("or", (sent + timedelta(days=(_WEEKDAYS[said["weekday"]] - sent.weekday()) % 7)).isoformat()))
    value = day.isoformat() if day is not None else ""
    yield Entity(EntityKind.DATE, start, end, text[start:end], value, (("relative", "yes"), *fields, *due))


def _due_inside(words: str) -> tuple[tuple[str, str], ...]:
    return (("deadline", "yes"),) if words.startswith(("до ", "к ", "ко ", "не позднее ")) else ()


def _is_either(said: dict[str, str | None], sent: date) -> bool:
    """Whether "next Tuesday" could also be the one before: English does not decide while this week's is to come."""
    which = said["which"] or ""
    return which in ("next", "nächsten") and _WEEKDAYS[said["weekday"] or ""] > sent.weekday()


def _day(said: dict[str, str | None], sent: date) -> date | None:
    if said["day"]:
        return sent + timedelta(days=_DAYS[said["day"]])
    if said.get("month") or said.get("dom"):
        return _month_day(said.get("month"), said.get("dom"), sent)
    if said["weekday"]:
        return _weekday(_WEEKDAYS[said["weekday"]], said["which"] or "", sent)
    return _END[_PERIODS[said["end"] or ""]](sent, bool(said["nextend"]))


def _weekday(number: int, which: str, sent: date) -> date:
    """A bare weekday is the next one after the message; "this" and "next" go by calendar weeks from Monday."""
    monday = sent - timedelta(days=sent.weekday())
    if _BACK.match(which):
        back = (sent.weekday() - number) % 7 or 7
        return monday + timedelta(days=number - 7) if which[0] == "上" else sent - timedelta(days=back)
    if _AHEAD.match(which):
        return monday + timedelta(days=number + (14 if which == "下下" else 7))
    if _THIS.match(which) and (number >= sent.weekday() or which[0] in "本这這"):
        return monday + timedelta(days=number)
    return sent + timedelta(days=(number - sent.weekday() - 1) % 7 + 1)


def _end_of_week(sent: date, is_next: bool) -> date:
    return sent + timedelta(days=6 - sent.weekday() + 7 * is_next)


def _end_of_month(sent: date, is_next: bool, step: int = 1) -> date:
    last = sent.month + (-sent.month % step) + step * is_next
    year, month = sent.year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _month_day(month: str | None, day: str | None, sent: date) -> date | None:
    """The end of a month named by number, or a day of this month or, where it has passed, of the next."""
    if month is not None:
        number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1
        if not 1 <= number <= 12:
            return None
        year = sent.year + (number < sent.month - 6) - (number > sent.month + 9)
        return date(year, number, monthrange(year, number)[1])
    last = _end_of_month(sent, is_next=int(day or 0) < sent.day)
    return last.replace(day=int(day or 0)) if 1 <= int(day or 0) <= last.day else None


_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_END: dict[str, Callable[[date, bool], date]] = {
    "D": lambda sent, _next: sent,
    "W": _end_of_week,
    "M": _end_of_month,
    "Q": lambda sent, is_next: _end_of_month(sent, is_next, 3),
    "Y": lambda sent, is_next: date(sent.year + is_next, 12, 31),
}


def _period(text: str, low: str, found: re.Match[str], sent: date | None) -> Entity:
    """So many days: a date where they count from the message, else a duration and the event that it hangs on."""
    start, end = found.span()
    said = found.groupdict()
    unit = _UNITS[said.get("unit") or said.get("unit2") or "工作日"]
    work = (said.get("work") or said.get("work2") or "") + (said.get("unit") or "")
    due = (("deadline", "yes"),) if _WITHIN.search(found[0]) else ()
    is_working = any(word in work for word in ("work", "business", "bank", "工作", "рабоч", "банк", "werk", "arbeit"))
    count = small_number(said.get("n") or said.get("n2") or "1") or 1
    duration = f"PT{count}H" if unit == "H" else f"P{count}{unit}"
    fields = [("duration", duration), ("working", "yes" if is_working else "no")]
    event = _EVENT.match(low, end) or (_EVENT_BEFORE.search(low[max(0, start - 24) : start]))
    if event is not None or sent is None or unit == "H" or said.get("n2"):
        what = ""
        if event is not None:
            shift = max(0, start - 24) if event.re is _EVENT_BEFORE else 0
            what = text[event.start(1) + shift : event.end(1) + shift].strip()
        fields += [("after", what)] if what else [("unresolved", "sent")] if sent is None else []
        return Entity(EntityKind.DURATION, start, end, text[start:end], duration, tuple(fields))
    if is_working:
        fields.append(("holidays", "not considered"))
    day = _added(sent, count, unit, is_working=is_working)
    return Entity(
        EntityKind.DATE,
        start,
        end,
        text[start:end],
        day.isoformat(),
        (("relative", "yes"), *fields, *due),
    )


def _added(sent: date, count: int, unit: str, *, is_working: bool) -> date:
    if unit == "M":
        month = sent.month + count
        year, month = sent.year + (month - 1) // 12, (month - 1) % 12 + 1
        return date(year, month, min(sent.day, monthrange(year, month)[1]))
    if unit == "W":
        return sent + timedelta(weeks=count)
    if not is_working:
        return sent + timedelta(days=count)
    weeks, rest = divmod(count, 5)
    day = sent - timedelta(days=max(0, sent.weekday() - 4)) + timedelta(weeks=weeks)
    while rest:
        day += timedelta(days=1)
        rest -= day.weekday() < 5
    return day
