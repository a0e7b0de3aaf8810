"""A rule pack as a page to be read, in English, Chinese or Russian."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from tallystick.forums.checks import CHECKS
from tallystick.forums.explain import cited, in_force
from tallystick.forums.names import EVENT_NAMES
from tallystick.forums.wording import name_in_words, period_in_words
from tallystick.model.rule import Bracket, Citation, DatedValue, Deadline, Pack, Requirement, Rule, RuleKind, Status

NOTE = "<!-- Written by tools/rules.py; do not edit. -->\n"
_NOT_SHOWN = (None, (), "", False)
_KINDS: Mapping[RuleKind, tuple[str, str, str]] = {
    RuleKind.CHANNEL: ("Channels", "沟通渠道", "Каналы"),
    RuleKind.DEADLINE: ("Periods", "期间", "Сроки"),
    RuleKind.RATE: ("Interest", "利率", "Проценты"),
    RuleKind.FEE: ("Costs", "费用", "Расходы"),
    RuleKind.THRESHOLD: ("Thresholds", "界限", "Пороги"),
    RuleKind.REQUIREMENT: ("Requirements", "要求", "Требования"),
    RuleKind.EXHIBIT: ("Files", "文件", "Файлы"),
    RuleKind.LAYOUT: ("Layout", "编排", "Оформление"),
    RuleKind.PRESUMPTION: ("Presumptions", "推定", "Презумпции"),
}
_WORDS = {
    "en": {
        "intro": "Our reading first, then the text's own words in quotation marks. It informs; it does not advise.",
        "applies": "Applies where", "disputes": "Disputes", "status": "Status", "open": "Open", "version": "Version",
        "layers": "Beneath it", "title": "Forums", "rules": "rules", "confidence": "confidence",
    },
    "zh": {
        "intro": "先列我方理解，引号内为原文。仅供参考，不构成法律意见。",
        "applies": "适用条件", "disputes": "争议事项", "status": "状态", "open": "未定", "version": "版本",
        "layers": "同时适用", "title": "争议解决机构", "rules": "条规则", "confidence": "可信度",
    },
    "ru": {
        "intro": "Сначала наше прочтение, затем слова самого текста в кавычках. Это сведения, а не совет.",
        "applies": "Применяется, если", "disputes": "Споры", "status": "Статус", "open": "Открыто", "version": "Версия",
        "layers": "Применяется также", "title": "Форумы", "rules": "норм", "confidence": "достоверность",
    },
}  # fmt: skip
_STATUS: Mapping[Status, tuple[str, str, str]] = {
    Status.VERIFIED: ("read in the official text", "已核对官方文本", "прочитано в официальном тексте"),
    Status.SECONDARY: ("read in a source that quotes it", "据转引来源", "по источнику, который его излагает"),
    Status.UNVERIFIED: ("not verified: check with counsel", "未核实：请咨询律师", "не проверено: спросите юриста"),
    Status.CONFLICT: (
        "sources disagree: check with counsel",
        "来源不一致：请咨询律师",
        "источники расходятся: спросите юриста",
    ),
}
_ORDER = ("en", "zh", "ru")


def index(packs: list[Pack], language: str) -> str:
    """The page that lists all packs."""
    words = _WORDS[language]
    lines = [NOTE, f"# {words['title']}", "", words["intro"], ""]
    lines += [
        f"- [{pack.title[language]}]({pack.id}.{language}.md): {len(pack.rules)} {words['rules']}" for pack in packs
    ]
    return "\n".join(lines) + "\n"


def page(pack: Pack, language: str) -> str:
    """The page of this pack: each rule under its kind, with its values and where they stand."""
    words = _WORDS[language]
    lines = [NOTE, f"# {_plain(pack.title[language])}", "", words["intro"], "", f"{words['version']}: {pack.version}"]
    if pack.layers:
        lines.append(f"\n{words['layers']}: " + ", ".join(f"[{each}]({each}.{language}.md)" for each in pack.layers))
    for kind in RuleKind:
        rules = [rule for rule in pack.rules if rule.kind is kind]
        if rules:
            lines += ["", f"## {_KINDS[kind][_ORDER.index(language)]}"]
            lines += [line for rule in rules for line in _rule(rule, language)]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from ("", f"### {_plain(rule.title[language])}", "", f"`{rule.id}`", "", _plain(rule.says[language]), "")
    if rule.when:
        told = "; ".join(f"{name_in_words(name, language)}: {', '.join(each)}" for name, each in rule.when.items())
        yield f"- {words['applies']}: {told}"
    if rule.disputes:
        yield f"- {words['disputes']}: {', '.join(rule.disputes)}"
    for value in rule.values:
        yield from _value(value, language)
    if rule.unanswered:
        yield f"- {words['open']}: {_plain(rule.unanswered[language])}"


def _value(value: DatedValue, language: str) -> Iterator[str]:
    words = _WORDS[language]
    told = "; ".join(_said(value, language))
    times = " ".join(in_force(value, language))
    yield "- " + " ".join(each for each in (times, told) if each)
    status = _STATUS[value.status][_ORDER.index(language)]
    yield f"  - {words['status']}: {status}; {words['confidence']}: {value.confidence}"
    for citation in value.citations:
        yield f"  - {_citation(citation, language)}"


def _citation(citation: Citation, language: str) -> str:
    told = _plain(" ".join(cited(citation, language)))
    return f"{told} <{citation.source.url}>" if citation.source.url else told


def _said(dated: DatedValue, language: str) -> Iterator[str]:
    value = dated.value
    for name in value.__dataclass_fields__:
        found = getattr(value, name)
        if found in _NOT_SHOWN:
            continue
        if isinstance(value, Deadline) and name in ("periods", "cut_off", "suspends_for"):
            periods = found if isinstance(found, tuple) else (found,)
            yield f"`{name}` " + " / ".join(period_in_words(each, language) for each in periods)
        elif isinstance(value, Requirement) and name == "check":
            yield f"`{found}`: {CHECKS[found][language]}"
        else:
            yield f"`{name}` {_told(found, language)}"


def _told(found: object, language: str) -> str:
    if isinstance(found, Bracket):
        upto = "∞" if found.upto is None else _number(found.upto)
        return f"≤ {upto}: {_number(found.fixed)} + {_number(found.rate * 100)} %"
    if isinstance(found, Mapping):
        if set(found) == set(_ORDER):
            return _plain(str(found[language]))
        return ", ".join(f"{key}: {_told(each, language)}" for key, each in found.items())
    if isinstance(found, tuple):
        return ", ".join(_told(each, language) for each in found)
    if isinstance(found, Decimal):
        return _number(found)
    if isinstance(found, bool):
        return "✓"
    return name_in_words(str(found), language) if str(found) in EVENT_NAMES else _plain(str(found))


def _number(amount: Decimal) -> str:
    return format(amount.normalize(), "f")


def _plain(text: str) -> str:
    """The text on one line, without what Markdown would take for markup."""
    joined = " ".join(text.split())
    return "".join(f"\\{each}" if each in "\\`*_[]<>|#" else each for each in joined)
