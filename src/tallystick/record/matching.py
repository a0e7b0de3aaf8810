"""A query's tree as a query of Tantivy."""

from __future__ import annotations

import re
from datetime import datetime

from tantivy import FieldType, Occur, Query, Schema, Searcher

from tallystick.record.expansion import Ask, Sequence, asks, joined
from tallystick.record.tree import And, Dates, Exact, Field, Node, Not, Or, Phrase, Prefix, Value, Word

# Where a word without a field is looked for, and how much it counts there.
TEXT_FIELDS = {"body": 1.0, "subject": 3.0, "from": 2.0, "to": 1.0, "cc": 1.0, "attachment": 2.0}
_ID_OF_HASH_ONLY = 7
_MOST_NAMED = 64


def matching(node: Node, schema: Schema, searcher: Searcher) -> Query:
    """The query that finds what `node` describes; a node that asks for nothing inside another is passed over.

    `searcher` is asked which words begin as a prefix does.
    """
    if node == And(()):
        return _but([], [], schema)
    return _Builder(schema, searcher).query(node) or Query.empty_query()


def _but(wanted: list[Query], unwanted: list[Query], schema: Schema) -> Query:
    """All of `wanted` and none of `unwanted`; the document that holds the index's own state is never found."""
    if not wanted:
        wanted = [Query.const_score_query(Query.all_query(), 0.0)]
        unwanted = [*unwanted, Query.term_query(schema, "meta", "state")]
    if len(wanted) == 1 and not unwanted:
        return wanted[0]
    return Query.boolean_query([(Occur.Must, one) for one in wanted] + [(Occur.MustNot, one) for one in unwanted])


def _any(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, one) for one in queries])


class _Builder:
    def __init__(self, schema: Schema, searcher: Searcher) -> None:
        self.schema = schema
        self.searcher = searcher

    def query(self, node: Node) -> Query | None:
        if isinstance(node, And):
            return self._and(node)
        if isinstance(node, Or):
            inner = [query for query in map(self.query, node.nodes) if query]
            return _any(inner) if inner else None
        if isinstance(node, Not):
            unwanted = self.query(node.node)
            return _but([], [unwanted], self.schema) if unwanted else None
        if isinstance(node, Value):
            return self._value(node)
        if isinstance(node, Dates):
            return self._dates(node.start, node.end)
        return self._text(node)

    def _and(self, node: And) -> Query | None:
        wanted: list[Query] = []
        unwanted: list[Query] = []
        for inner in node.nodes:
            query = self.query(inner.node if isinstance(inner, Not) else inner)
            if query:
                (unwanted if isinstance(inner, Not) else wanted).append(query)
        if not wanted and not unwanted:
            return None
        return _any([_but(wanted, unwanted, self.schema), *filter(None, map(self.query, map(And, joined(node.nodes))))])

    def _text(self, node: Word | Phrase | Prefix) -> Query | None:
        fields = TEXT_FIELDS if node.field is Field.ANY else {node.field.value: 1.0}
        wanted = []
        for alternatives in asks(node):
            queries = [
                query
                for field, boost in fields.items()
                for ask in alternatives
                for query in self._ask(field, ask, boost)
            ]
            wanted.append(_any(queries))
        return _but(wanted, [], self.schema) if wanted else None

    def _ask(self, field: str, ask: Ask, boost: float) -> list[Query]:
        if not isinstance(ask, Sequence):
            return self._starting(field, ask.text)
        variants = [variant for variant in ask.variants() if all(self._is_known(field, token) for token in variant)]
        if len(ask.places) == 1:
            queries = [Query.term_query(self.schema, field, token) for (token,) in variants]
        else:
            queries = [Query.phrase_query(self.schema, field, list(variant)) for variant in variants]
        return queries if boost == 1.0 else [Query.boost_query(query, boost) for query in queries]

    def _is_known(self, field: str, token: str) -> bool:
        """Whether any document has `token` in `field`: what none has is not worth a clause."""
        return bool(self.searcher.doc_freq(field, token))

    def _starting(self, field: str, text: str) -> list[Query]:
        """Few tokens are named one by one (0.1 ms); for many the whole dictionary is walked (some ms)."""
        tokens = self.searcher.terms_with_prefix(field, text, None, _MOST_NAMED + 1)
        if len(tokens) > _MOST_NAMED:
            return [Query.regex_query(self.schema, field, re.escape(text) + ".*")]
        return [Query.term_query(self.schema, field, token) for token, _ in tokens]

    def _value(self, node: Value) -> Query:
        if node.field is Exact.ID:
            return self._identified(node.text)
        name = "flag" if node.field is Exact.HAS else node.field.value
        return Query.const_score_query(Query.term_query(self.schema, name, node.text), 0.0)

    def _identified(self, text: str) -> Query:
        found = []
        if text.isdecimal() and len(text) <= 18:
            found.append(Query.term_query(self.schema, "log", int(text)))
        if len(text) == 64:
            found.append(Query.term_query(self.schema, "sha256", text))
        elif not found or len(text) >= _ID_OF_HASH_ONLY:
            found += self._starting("sha256", text)
        return _any(found)

    def _dates(self, start: datetime | None, end: datetime | None) -> Query:
        first = int(start.timestamp()) if start else None
        behind = int(end.timestamp()) - 1 if end else None
        within = Query.range_query(self.schema, "date", FieldType.Integer, first, behind)
        return Query.const_score_query(within, 0.0)
