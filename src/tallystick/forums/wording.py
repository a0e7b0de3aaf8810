"""Steps and states in words: a whole sentence for each code, in English, Chinese and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from tallystick.forums.names import CALENDAR_NAMES, EVENT_NAMES, TRAIT_NAMES
from tallystick.forums.period import period
from tallystick.model.rule import Words
from tallystick.model.ruling import Step

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
           "декабря"),
}  # fmt: skip
# For one; in English for more, in Russian for two to four and for five and more.
_UNITS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"years": ("year", "years"), "months": ("month", "months"), "weeks": ("week", "weeks"),
           "days": ("day", "days"), "hours": ("hour", "hours"), "workdays": ("working day", "working days")},
    "zh": {"years": ("年",), "months": ("个月",), "weeks": ("周",), "days": ("日",), "hours": ("小时",),
           "workdays": ("个工作日",)},
    "ru": {"years": ("год", "года", "лет"), "months": ("месяц", "месяца", "месяцев"),
           "weeks": ("неделя", "недели", "недель"), "days": ("день", "дня", "дней"), "hours": ("час", "часа", "часов"),
           "workdays": ("рабочий день", "рабочих дня", "рабочих дней")},
}  # fmt: skip
# One block a code: English, Chinese, Russian.
_SENTENCES = """
law-of-event
The law in force on {day} counts, the day of the {event}.
适用{day}（{event}之日）有效的规定。
Применяется норма, действовавшая {day}; на этот день приходится {event}.
law-as-of
The law in force on {day} counts.
适用{day}有效的规定。
Применяется норма, действующая на {day}.
nothing-in-force
No rule was in force on {day}.
{day}没有有效的规定。
На {day} такой нормы не было.
trait-unknown
Whether this applies depends on something that is not known: {trait}.
是否适用取决于尚不清楚的事项：{trait}。
Применимость зависит от неизвестного обстоятельства: {trait}.
start
The clock starts on {day}: {event}.
期间自{day}起算：{event}。
Срок отсчитывается от {day}: {event}.
start-earliest
The clock starts on {day}, the earliest of {count} days that are known: {event}.
期间自已知的{count}个日期中最早的{day}起算：{event}。
Срок отсчитывается от {day}, самого раннего из известных дней (их {count}): {event}.
start-latest
The clock starts on {day}, the latest of {count} days that are known: {event}.
期间自已知的{count}个日期中最晚的{day}起算：{event}。
Срок отсчитывается от {day}, самого позднего из известных дней (их {count}): {event}.
start-missing
The clock cannot be started, for a day is not known: {events}.
期间无法起算，因日期不明：{events}。
Срок нельзя начать, так как неизвестен день: {events}.
from-next-day
{period} from {from}, that day not counted, end on {to}.
自{from}次日起算{period}，至{to}届满。
{period} от {from}, не считая этого дня, истекают {to}.
from-same-day
{period} from {from}, that day counted, end on {to}.
自{from}当日起算{period}，至{to}届满。
{period} от {from}, считая этот день, истекают {to}.
workdays-counted
{period} after {from} end on {to}.
自{from}次日起算{period}，至{to}届满。
{period} после {from} истекают {to}.
hours
{period} from the hour of {from} end at the same hour on {to}.
自{from}该时刻起算{period}，至{to}同一时刻届满。
{period} от часа события {from} истекают в тот же час {to}.
month-end
The month has no such day, so that the period ends with the month, on {to}.
该月没有对应日，期间于月末{to}届满。
В этом месяце нет такого числа, поэтому срок истекает в последний день месяца, {to}.
rolled
{from} is a day off in {calendar}; the period ends on the next working day, {to}.
{from}为{calendar}休息日，期间顺延至下一工作日{to}届满。
{from} — нерабочий день по календарю {calendar}; срок истекает в следующий рабочий день, {to}.
holidays-unpublished
The holidays of {year} in {calendar} are not published yet; {from} is safe, a later day is not sure.
{calendar}{year}年的节假日安排尚未公布；以{from}为安全日期，更晚的日期不确定。
Праздники {year} года по календарю {calendar} ещё не объявлены; {from} надёжно, более поздний день — нет.
restart
On {day} the period was interrupted and starts anew: {event}.
期间于{day}中断并重新起算：{event}。
{day} срок прервался и пошёл заново: {event}.
restart-too-late
What happened on {day} came after the period had ended on {last} and changes nothing: {event}.
{day}的事实发生在期间于{last}届满之后，不产生影响：{event}。
То, что произошло {day}, случилось после истечения срока {last} и ничего не меняет: {event}.
promise-after-expiry
On {day}, after the period had ended on {last}, the debtor acted: {event}. The clock does not run again, \
but the debtor may be bound by it; check with counsel.
期间于{last}届满后，债务人于{day}作出行为：{event}。期间不再起算，但债务人可能受其约束，请咨询律师。
{day}, после истечения срока {last}, должник совершил действие: {event}. Срок заново не идёт, \
но должник может быть связан этим действием; спросите юриста.
restart-not-theirs
What we did on {day} does not interrupt the period, for only the other side's act does: {event}.
我方于{day}的行为不中断期间，只有对方的行为才中断：{event}。
Наше действие {day} срок не прерывает, его прерывает лишь действие другой стороны: {event}.
restart-not-ours
What they did on {day} does not interrupt the period, for only our own act does: {event}.
对方于{day}的行为不中断期间，只有我方的行为才中断：{event}。
Действие другой стороны {day} срок не прерывает, его прерывает лишь наше действие: {event}.
restart-unknown-actor
Who acted on {day} is not known, and only the other side's act interrupts the period: {event}. It is not counted.
{day}的行为人不明，只有对方的行为才中断期间：{event}。此项未计入。
Неизвестно, кто действовал {day}, а срок прерывает лишь действие другой стороны: {event}. Это не учтено.
suspended
From {day} the period stood still for {count} days and now ends on {to}: {event}.
期间自{day}起中止{count}日，现于{to}届满：{event}。
С {day} срок приостанавливался (число дней: {count}) и теперь истекает {to}: {event}.
still-to-come
What is to happen on {day} is not counted before it has happened: {event}.
{day}的事项尚未发生，未计入：{event}。
То, что должно произойти {day}, до этого дня не учитывается: {event}.
cut-off
Whatever happens, it ends on {to}, {period} after {day}: {event}.
无论如何，自{day}（{event}）起满{period}，于{to}终止。
В любом случае срок оканчивается {to}; он составляет {period} от {day}: {event}.
cut-off-first
The absolute end comes first: {last}.
以最长期间的届满日{last}为准。
Раньше наступает предельный срок: {last}.
cut-off-unknown
There is an absolute end after {period}, but the day from which it runs is not known: {events}.
另有{period}的最长期间，但起算日不明：{events}。
Есть предельный срок, {period}, но день, от которого он идёт, неизвестен: {events}.
readings-differ
The sources give {count} different periods; the safe day is {day}, the other reading comes to {last}.
各来源所载期间不同（共{count}种）；安全日期为{day}，另一种算法为{last}。
Источники называют разные сроки (их {count}); надёжный день — {day}, по другому прочтению — {last}.
starts-differ
There are {count} such days, the first {day}; counted from the last of them, {from}, the period would end on {last}. \
Each may begin a clock of its own; the first is safe.
此类日期共{count}个，最早为{day}；如自最晚的{from}起算，期间于{last}届满。各日期可能分别起算；以最早者为安全。
Таких дней {count}, первый — {day}; при счёте от последнего, {from}, срок истёк бы {last}. \
От каждого может идти свой срок; надёжен первый.
done-by-other
What was done on {day} was not done by the side that has to act, and keeps nothing: {event}.
{day}的行为并非由应为行为的一方作出，不视为已完成：{event}。
Сделанное {day} совершено не той стороной, которая должна действовать, и срок не соблюдает: {event}.
done-before
What was done on {day} came before the period began and belongs to something else: {event}.
{day}的行为发生在期间起算之前，属于其他事项：{event}。
Сделанное {day} произошло до начала срока и относится к другому: {event}.
opens
It may be done from {day} on.
自{day}起可以进行。
Это можно сделать начиная с {day}.
kept
It was done on {day}, within the period that ended on {last}: {event}.
已于{day}在{last}届满的期间内完成：{event}。
Это сделано {day}, в пределах срока, истекавшего {last}: {event}.
late
It was done on {day}, after the period had ended on {last}: {event}.
于{day}完成，但期间已于{last}届满：{event}。
Это сделано {day}, после истечения срока {last}: {event}.
running
As of {day} the period runs until {last}; days left: {count}.
截至{day}，期间尚未届满，至{last}止，剩余{count}日。
На {day} срок ещё идёт, до {last}; осталось дней: {count}.
missed
As of {day} the period is over; it ended on {last}, days since then: {count}.
截至{day}，期间已于{last}届满，已过{count}日。
На {day} срок истёк; он окончился {last}, прошло дней: {count}.
status-unverified
The rule has not been checked in its text; the day or figure is not final, check with counsel.
该规则尚未与原文核对；日期或数额并非最终结论，请咨询律师。
Норма не сверена с текстом; день или сумма не окончательны, спросите юриста.
status-conflict
Sources contradict each other on this rule; the day or figure is not final, check with counsel.
关于该规则的来源相互矛盾；日期或数额并非最终结论，请咨询律师。
Источники по этой норме расходятся; день или сумма не окончательны, спросите юриста.
"""
STATES: Mapping[str, Words] = {
    "running": {"en": "running", "zh": "期间进行中", "ru": "срок идёт"},
    "kept": {"en": "kept", "zh": "已在期限内完成", "ru": "соблюдён"},
    "missed": {"en": "over", "zh": "已届满", "ru": "истёк"},
    "not-started": {"en": "not started", "zh": "尚未起算", "ru": "не начался"},
    "opens": {"en": "opens", "zh": "起始日", "ru": "открывается"},
}


def _blocks(text: str) -> Mapping[str, Words]:
    lines = text.strip().splitlines()
    return {
        code: {"en": en, "zh": zh, "ru": ru}
        for code, en, zh, ru in zip(lines[::4], lines[1::4], lines[2::4], lines[3::4], strict=True)
    }


SENTENCES = _blocks(_SENTENCES)


def sentence(step: Step, language: str) -> str:
    """The step as a sentence. Raises KeyError for a code or language that there is not."""
    words = {key: _said(key, value, language) for key, value in step.values.items()}
    return SENTENCES[step.code][language].format_map(words)


def day_in_words(day: date, language: str) -> str:
    """The day as it is written in this language."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year}" + (" года" if language == "ru" else "")


def period_in_words(written: str, language: str) -> str:
    """The period as it is written in this language. Raises ValueError for what is none."""
    length = period(written)
    parts = [
        _counted(getattr(length, unit), forms, language)
        for unit, forms in _UNITS[language].items()
        if getattr(length, unit)
    ]
    return ("" if language == "zh" else " ").join(parts) or _counted(0, _UNITS[language]["days"], language)


def name_in_words(name: str, language: str) -> str:
    """An event or trait by its name in the rules; what is neither stays as it is."""
    words = EVENT_NAMES.get(name) or TRAIT_NAMES.get(name)
    return words[language] if words else name


def _said(key: str, value: str, language: str) -> str:
    if key == "period":
        return period_in_words(value, language)
    if key == "calendar":
        return CALENDAR_NAMES[value][language]
    if key in ("event", "trait"):
        return name_in_words(value, language)
    if key == "events":
        joint = {"en": " or ", "zh": "或", "ru": " или "}[language]
        return joint.join(name_in_words(each, language) for each in value.split())
    return day_in_words(date.fromisoformat(value), language) if _DAY.match(value) else value


def _counted(count: int, forms: tuple[str, ...], language: str) -> str:
    if language == "zh":
        return f"{count}{forms[0]}"
    if language == "en":
        return f"{count} {forms[0] if count == 1 else forms[1]}"
    last, is_teen = count % 10, 10 < count % 100 < 20
    form = 0 if last == 1 and not is_teen else 1 if 1 < last < 5 and not is_teen else 2
    return f"{count} {forms[form]}"
