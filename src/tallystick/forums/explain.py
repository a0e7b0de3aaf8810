"""A ruling told in whole sentences: rule, period, citation, facts used and missing, and the pack that said it."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.forums.wording import STATES, day_in_words, name_in_words, sentence
from tallystick.model.rule import Citation, DatedValue
from tallystick.model.ruling import Ruling
from tallystick.model.situation import Fact

_WORDS = {
    "en": {
        "since": "In force from {begins}.", "until": "In force until {ends}, that day no longer.",
        "between": "In force from {begins} until {ends}, that day no longer.",
        "cite": "{title}, {at}, as read on {day}.", "quote": "{title}, {at}: “{quote}” (as read on {day}).",
        "numbers": "It refers to the numbering of {version}.", "used": "Counted: {facts}.",
        "missing": "Not known: {names}.", "result": "{state}: {day}.", "state": "State: {state}.",
        "safe": "Safe working day: {day}.",
        "candidates": "Days in question: {days}.", "open": "Still open: {words}", "not_final": "Not final.",
        "pack": "Rule {rule} of pack {pack}, version {version}, SHA-256 {sha256}; as of {as_of}.", "joint": ", ",
    },
    "zh": {
        "since": "自{begins}起施行。", "until": "施行至{ends}前一日。",
        "between": "自{begins}起施行，至{ends}前一日止。",
        "cite": "{title}，{at}（{day}查阅）。", "quote": "{title}，{at}：“{quote}”（{day}查阅）。",
        "numbers": "其引用的条文序号为{version}。", "used": "已计入：{facts}。", "missing": "尚不清楚：{names}。",
        "result": "{state}:{day}。", "state": "状态：{state}。", "safe": "安全的工作日：{day}。",
        "candidates": "可能的日期：{days}。", "open": "尚无定论：{words}", "not_final": "并非最终结论。",
        "pack": "规则{rule}，规则包{pack}，版本{version}，SHA-256 {sha256}；截至{as_of}。", "joint": "、",
    },
    "ru": {
        "since": "Действует с {begins}.", "until": "Действует до {ends}, не включая этот день.",
        "between": "Действует с {begins} до {ends}, не включая этот день.",
        "cite": "{title}, {at}; прочитано {day}.", "quote": "{title}, {at}: «{quote}» (прочитано {day}).",
        "numbers": "Ссылка дана по нумерации: {version}.", "used": "Учтено: {facts}.",
        "missing": "Неизвестно: {names}.",
        "result": "Состояние: {state}; день: {day}.", "state": "Состояние: {state}.",
        "safe": "Надёжный рабочий день: {day}.",
        "candidates": "Возможные дни: {days}.", "open": "Остаётся открытым: {words}", "not_final": "Не окончательно.",
        "pack": "Правило {rule}, набор {pack}, версия {version}, SHA-256 {sha256}; по состоянию на {as_of}.",
        "joint": ", ",
    },
}  # fmt: skip


def explained(ruling: Ruling, language: str) -> tuple[str, ...]:
    """The finding, its reasons and its origin, a sentence an entry, in en, zh or ru."""
    parts = (_finding, _steps, _result, _law, _facts, _origin)
    return tuple(each for part in parts for each in part(ruling, language))


def _finding(ruling: Ruling, language: str) -> Iterator[str]:
    stop = "。" if language == "zh" else "."
    yield ruling.rule.title[language].rstrip(".。") + stop
    yield ruling.rule.says[language]


def _steps(ruling: Ruling, language: str) -> Iterator[str]:
    yield from (sentence(step, language) for step in ruling.steps)


def _result(ruling: Ruling, language: str) -> Iterator[str]:
    words, term = _WORDS[language], ruling.term
    if term is not None:
        state = STATES[term.state][language]
        if term.last_day:
            said = words["result"].format(state=state, day=day_in_words(term.last_day, language))
        else:
            said = words["state"].format(state=state)
        yield said[:1].upper() + said[1:]
        if term.safe_day:
            yield words["safe"].format(day=day_in_words(term.safe_day, language))
        if len(term.candidates) > 1 or (term.candidates and not term.last_day):
            days = words["joint"].join(day_in_words(day, language) for day in term.candidates)
            yield words["candidates"].format(days=days)
    if not ruling.is_final:
        yield words["not_final"]
    if ruling.rule.unanswered:
        yield words["open"].format(words=ruling.rule.unanswered[language])


def _law(ruling: Ruling, language: str) -> Iterator[str]:
    if ruling.value is None:
        return
    yield from in_force(ruling.value, language)
    for citation in ruling.value.citations:
        yield from cited(citation, language)


def in_force(value: DatedValue, language: str) -> Iterator[str]:
    """Since and until when it is in force, where that is limited."""
    key = {(True, True): "between", (True, False): "since", (False, True): "until"}.get(
        (value.begins is not None, value.ends is not None)
    )
    days = {name: day_in_words(day, language) for name, day in (("begins", value.begins), ("ends", value.ends)) if day}
    if key is not None:
        yield _WORDS[language][key].format(**days)


def cited(citation: Citation, language: str) -> Iterator[str]:
    """Where it stands, with the quotation in its own language, and which numbering that text refers to."""
    source, words = citation.source, _WORDS[language]
    title = source.title if source.language == language else f"{source.title_en} ({source.title})"
    if source.title == source.title_en:
        title = source.title
    day = day_in_words(citation.checked_on, language)
    key = "quote" if citation.quote else "cite"
    yield words[key].format(title=title, at=citation.pinpoint, quote=citation.quote, day=day)
    if citation.cites_version:
        yield words["numbers"].format(version=citation.cites_version)


def _facts(ruling: Ruling, language: str) -> Iterator[str]:
    words = _WORDS[language]
    if ruling.used:
        told = words["joint"].join(_fact(fact, language) for fact in ruling.used)
        yield words["used"].format(facts=told)
    if ruling.missing:
        names = words["joint"].join(name_in_words(name, language) for name in ruling.missing)
        yield words["missing"].format(names=names)


def _fact(fact: Fact, language: str) -> str:
    name = name_in_words(fact.event.value, language)
    day = day_in_words(fact.on, language) if fact.on else ""
    shown = ", ".join(f"{ident[:8]}" for ident in fact.shown_by)
    return f"{name} {day}".strip() + (f" [{shown}]" if shown else "")


def _origin(ruling: Ruling, language: str) -> Iterator[str]:
    yield _WORDS[language]["pack"].format(
        rule=ruling.rule.id, pack=ruling.pack, version=ruling.version, sha256=ruling.sha256,
        as_of=day_in_words(ruling.as_of, language),
    )  # fmt: skip
