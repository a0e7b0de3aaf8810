"""The query language: text to a tree. What a tree finds is the business of `record.search`.

query   := either ("OR" either)*              "|" and "||" for OR too
either  := not (("AND")? not)*                nothing between two terms means AND
not     := ("NOT" | "-") not | "(" query ")" | [field ":"] value
value   := word | word"*" | '"' phrase '"' | "(" query ")"
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, UTC, date, datetime

from tallystick.errors import QueryError
from tallystick.record.tree import HAS_VALUES, And, Dates, Exact, Field, Node, Not, Or, Phrase, Prefix, Value, Word

LONGEST_QUERY = 2000
# Where a single character can be a word: Chinese, Japanese, Korean.
SHORT_WORDS_FROM = "\u2e80"
_DEEPEST = 32
_MOST_TERMS = 200

# Full-width ASCII, and quotation marks of other countries.
_WIDE = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)} | str.maketrans("“”„«»「」『』\u3000", '""""""""" ')
_TOKEN = re.compile(r'\s*(?:(?P<mark>[()])|(?P<or>\|\|?)|(?P<minus>-(?=\S))|(?P<term>[^\s()"|]+)|(?P<quote>"))')
_FIELD = re.compile(r"([A-Za-z]{2,10}):")
_VALUE = re.compile(r'[^\s()"|]+')
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FIELDS: dict[str, Field | Exact | str] = {
    **{field.value: field for field in Field if field is not Field.ANY},
    **{field.value: field for field in Exact},
    "date": "date",
}


def parse(query: str) -> Node:
    """The tree of `query`. An empty And finds everything. Raises QueryError, with the place, and nothing else."""
    if len(query) > LONGEST_QUERY:
        raise QueryError(query[:40] + "...", LONGEST_QUERY, f"longer than {LONGEST_QUERY} characters")
    # One character for one, so that places stay true.
    parser = _Parser(query, query.translate(_WIDE))
    node = parser.either(Field.ANY, 0)
    if parser.place < len(parser.text):
        raise parser.error("')' without '('")
    return node


class _Parser:
    """Recursive descent over one query; `place` is the next character to read."""

    def __init__(self, query: str, text: str) -> None:
        self.query, self.text = query, text.rstrip()
        self.place = 0
        self.terms = 0

    def error(self, why: str, place: int | None = None) -> QueryError:
        return QueryError(self.query, self.place if place is None else place, why)

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self.text, self.place)

    def either(self, field: Field, depth: int) -> Node:
        if depth > _DEEPEST:
            raise self.error(f"nested deeper than {_DEEPEST}")
        nodes = [self._both(field, depth)]
        while (place := self.place, self._take_or())[1]:
            if nodes[-1] == And(()):
                raise self.error("nothing before OR", place)
            nodes.append(self._both(field, depth))
        if len(nodes) > 1 and nodes[-1] == And(()):
            raise self.error("nothing behind OR")
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def _take_or(self) -> bool:
        token = self._peek()
        if token and (token["or"] or token["term"] == "OR"):
            self.place = token.end()
            return True
        return False

    def _both(self, field: Field, depth: int) -> Node:
        nodes: list[Node] = []
        while (token := self._peek()) and token["mark"] != ")" and not token["or"] and token["term"] != "OR":
            if token["term"] == "AND":
                self.place = token.end()
                if not nodes or self._ends():
                    raise self.error("nothing beside AND")
                continue
            nodes.append(self._term(token, field, depth))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def _ends(self) -> bool:
        token = self._peek()
        return not token or bool(token["or"]) or token["mark"] == ")" or token["term"] in ("AND", "OR")

    def _term(self, token: re.Match[str], field: Field, depth: int) -> Node:
        self.terms += 1
        if self.terms > _MOST_TERMS:
            raise self.error(f"more than {_MOST_TERMS} terms")
        if token["minus"] or token["term"] == "NOT":
            return self._negated(token, field, depth)
        if token["mark"]:
            return self._group(token, field, depth)
        named = _FIELD.match(token["term"] or "")
        if named:
            return self._field(token.start("term"), named, depth)
        if token["quote"]:
            self.place = token.start("quote")
            return Phrase(field, self._quoted())
        self.place = token.end()
        return self._bare(field, token["term"], token.start("term"))

    def _negated(self, token: re.Match[str], field: Field, depth: int) -> Node:
        self.place = token.end()
        if depth >= _DEEPEST:
            raise self.error(f"nested deeper than {_DEEPEST}")
        if self._ends():
            raise self.error("nothing behind NOT")
        following = self._peek()
        assert following is not None
        return Not(self._term(following, field, depth + 1))

    def _group(self, token: re.Match[str], field: Field, depth: int) -> Node:
        opened = token.start("mark")
        self.place = token.end()
        node = self.either(field, depth + 1)
        closing = self._peek()
        if not closing or closing["mark"] != ")":
            raise self.error("'(' without ')'", opened)
        self.place = closing.end()
        if node == And(()):
            raise self.error("nothing between '(' and ')'", opened)
        return node

    def _field(self, start: int, named: re.Match[str], depth: int) -> Node:
        name = _FIELDS.get(named[1].lower())
        if name is None and self._is_no_field(start + named.end()):
            self.place = start
            return self._bare(Field.ANY, self._bare_value(), start)
        if name is None:
            known = ", ".join(f"{field}:" for field in _FIELDS)
            raise self.error(f"unknown field {named[1]}:, known are {known}", start)
        self.place = start + named.end()
        rest = self.text[self.place : self.place + 1]
        if isinstance(name, Field) and rest == "(":
            group = self._peek()
            assert group is not None
            return self._group(group, name, depth)
        text = self._quoted() if rest == '"' else self._bare_value()
        if isinstance(name, Field):
            return Phrase(name, text) if rest == '"' else self._bare(name, text, start)
        if isinstance(name, Exact):
            return self._exact(name, text.strip().lower(), start)
        return self._dates(text, start)

    def _bare(self, field: Field, text: str, start: int) -> Word | Prefix:
        stripped = text.rstrip("*")
        if not stripped or stripped == text:
            return Word(field, text)
        if len(stripped) == 1 and stripped.isalnum() and stripped < SHORT_WORDS_FROM:
            raise self.error("a beginning of at least two characters is expected before '*'", start)
        return Prefix(field, stripped)

    def _is_no_field(self, behind: int) -> bool:
        """Whether what looks like a field is the scheme of a URL or a word with a colon behind it."""
        return self.text.startswith("//", behind) or self.text[behind : behind + 1].strip() == ""

    def _bare_value(self) -> str:
        value = _VALUE.match(self.text, self.place)
        if not value:
            raise self.error("nothing behind ':'")
        self.place = value.end()
        return value[0]

    def _quoted(self) -> str:
        end = self.text.find('"', self.place + 1)
        if end < 0:
            raise self.error("'\"' is not closed")
        quoted = self.text[self.place + 1 : end]
        if not quoted.strip():
            raise self.error("nothing between the quotes")
        self.place = end + 1
        return quoted

    def _exact(self, field: Exact, text: str, start: int) -> Value:
        if field is Exact.HAS and text not in HAS_VALUES:
            raise self.error(f"unknown has:{text}, known are {', '.join(sorted(HAS_VALUES))}", start)
        if field is Exact.ID and not re.fullmatch(r"\d{1,18}|[0-9a-f]{1,64}", text):
            raise self.error("an id is a number of the log or the beginning of a SHA-256", start)
        return Value(field, text)

    def _dates(self, text: str, start: int) -> Dates:
        first, dots, last = text.partition("..")
        if not (first or last):
            raise self.error("a date or a range of dates is expected", start)
        begin = self._day(first, start)[0] if first else None
        end = (self._day(last, start) if dots and last else self._day(first, start) if not dots else (None, None))[1]
        if begin and end and begin >= end:
            raise self.error("the range of dates ends before it begins", start)
        return Dates(begin, end)

    def _day(self, text: str, start: int) -> tuple[datetime, datetime | None]:
        """The first moment of a year, month or day and the first moment after it."""
        match = _DATE.fullmatch(text)
        try:
            if not match:
                raise ValueError("not a date")
            year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
            begin = datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            raise self.error(f"{text!r} is no date, expected 2026, 2026-01 or 2026-01-05", start) from None
        return begin, _following(begin, bool(match[2]), bool(match[3]))


def _following(begin: datetime, has_month: bool, has_day: bool) -> datetime | None:
    if has_day:
        ordinal = begin.toordinal() + 1
        return datetime.fromordinal(ordinal).replace(tzinfo=UTC) if ordinal <= date.max.toordinal() else None
    year, month = (begin.year + begin.month // 12, begin.month % 12 + 1) if has_month else (begin.year + 1, 1)
    return datetime(year, month, 1, tzinfo=UTC) if year <= MAXYEAR else None
