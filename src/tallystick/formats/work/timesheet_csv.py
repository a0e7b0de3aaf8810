"""Timesheets as tables of any make, with header words in English, German, Chinese and Russian."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.formats.carrier import Head
from tallystick.formats.money.sheet import header_of
from tallystick.formats.work.entries import Layout, columns_of, entries_of
from tallystick.model.reading import Reading

__all__ = ["read", "recognises"]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


_LAYOUT = Layout(
    "timesheet-csv",
    {
        "day": _words("date|work date|start date|day|datum|日期|工作日期|дата"),
        "end_day": _words("end date|enddatum|结束日期|дата окончания"),
        "begun": _words("start|start time|from|begin|begun|beginn|von|startzeit|开始时间|开始|начало|время начала"),
        "ended": _words(
            "end|end time|to|stop|stop time|ende|bis|endzeit|结束时间|结束|конец|окончание|время окончания"
        ),
        "duration": _words(
            "duration|time spent|dauer|arbeitszeit|时长|用时|длительность|затрачено|продолжительность|затраченное время"
        ),
        "hours": _words(
            "hours|hrs|time (hours)|billable hours|stunden|std|工时|小时|小时数|工时(小时)|часы|часов|кол-во часов"
        ),
        "person": _words(
            "user|employee|person|name|member|staff|mitarbeiter|bearbeiter|员工|姓名|人员|сотрудник|исполнитель"
        ),
        "mail": _words("email|e-mail|mail|邮箱|почта"),
        "client": _words("client|customer|account|kunde|客户|клиент|заказчик"),
        "project": _words("project|projekt|matter|项目|проект"),
        "task": _words("task|activity|service|aufgabe|tätigkeit|leistung|任务|工作内容|задача|вид работ|работа"),
        "text": _words(
            "description|notes|note|comment|details|beschreibung|notiz|bemerkung|描述|说明|备注|описание|комментарий"
        ),
        "tags": _words("tags|labels|标签|метки"),
        "billable": _words("billable|billable?|abrechenbar|可计费|是否计费|к оплате|оплачивается"),
        "sum": _words("amount|billable amount|cost|total|betrag|summe|金额|费用|сумма|стоимость"),
        "currency": _words("currency|währung|币种|валюта"),
    },
    frozenset(("day",)),
)


def _columns(header: tuple[str, ...]) -> dict[str, int] | None:
    """A day, a duration or two times, and what the work was for or who did it."""
    if len(header) < 3:
        return None
    columns = columns_of(header, _LAYOUT)
    if columns is None:
        return None
    has = columns.keys()
    if "duration" in has or "hours" in has:
        return columns if has & {"client", "project", "task", "person"} else None
    return columns if {"begun", "ended"} <= has and has & {"client", "project", "task"} else None


def recognises(head: Head) -> bool:
    return header_of(head.start, _columns) is not None


def read(original: bytes, name: str = "") -> Iterator[Reading]:  # noqa: ARG001 - the content says all
    """One reading with the timesheet of the file. Raises NotThisFormat, LimitExceeded."""
    yield from entries_of(original, _LAYOUT, _columns)
