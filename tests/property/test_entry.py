"""Whatever a reading says, it stands in the record and in the index: no value of the model breaks a fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tallystick.model.account import (
    Account,
    AccountStatement,
    Balance,
    Invoice,
    Timesheet,
    TradeParty,
    Transaction,
    WorkEntry,
)
from tallystick.model.chat import Chat, ChatMessage, Media, Participant, Quoted
from tallystick.model.check import Check
from tallystick.model.document import Document, Passage
from tallystick.model.message import Address, Message, Moment, Problem
from tallystick.model.money import Money
from tallystick.model.page import Page, Statement
from tallystick.model.reading import Count
from tallystick.record.database import Database
from tallystick.record.entry.accounts import put_invoice, put_statement, put_timesheet
from tallystick.record.entry.chats import put_chat
from tallystick.record.entry.documents import put_document
from tallystick.record.entry.mails import put_mail
from tallystick.record.entry.pages import put_page
from tallystick.record.entry.sheaf import Sheaf
from tallystick.record.rows import Rows
from tallystick.record.search import SearchIndex, placed

_LONG = 20_000
# Any character at all: NUL, lone surrogates, direction marks, and what trade is written in.
_TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=30),
    st.text(st.characters(categories=("Cs", "Cc", "Cf", "Nd", "Lo")), max_size=10),
    st.sampled_from(["+86 755 1234 5678", "PI-2026-007 USD 9.95 by Friday", "下周五", "в пятницу", "x9" * _LONG]),
)  # fmt: skip
_ENDS = [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
_TIME = st.one_of(st.none(), st.sampled_from(_ENDS), st.datetimes(timezones=st.just(UTC)))
_ZONE = st.one_of(st.none(), st.integers(-(10**12), 10**12))
_MOMENT = st.one_of(st.none(), st.builds(Moment, _TIME, _ZONE, _TEXT, _TEXT))
_STATED = st.builds(Moment, _TIME, _ZONE, _TEXT, _TEXT)
_DAY = st.one_of(st.none(), st.sampled_from([date.min, date.max]), st.dates())
_DECIMAL = st.one_of(
    st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from([Decimal("1E+999999"), Decimal("1E-999999")])
)
_MONEY = st.builds(Money, _DECIMAL, _TEXT)
_SIZE = st.one_of(st.none(), st.integers(-(2**70), 2**70))
_OWN = st.sampled_from([None, True, False])
_CHECK = st.builds(Check.failed, _TEXT, _TEXT, _TEXT)


def few(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


_PAIRS = few(st.tuples(_TEXT, _TEXT))
_CHAT = st.builds(
    Chat, platform=_TEXT, title=_TEXT, chat_id=_TEXT, zone=_TEXT, is_tail=_OWN,
    participants=few(st.builds(Participant, name=_TEXT, ident=_TEXT, is_own=_OWN)),
    messages=few(st.builds(
        ChatMessage, _TEXT, _TEXT, _MOMENT, _TEXT, st.sampled_from(["text", "system"]), _TEXT, _TEXT, _TEXT,
        st.one_of(st.none(), st.builds(Quoted, _TEXT, _TEXT, _TEXT)),
        few(st.builds(Media, _TEXT, _TEXT, _TEXT, _TEXT, _SIZE, _TEXT)), few(_TEXT), _OWN,
    )),
)  # fmt: skip
_PAGE = st.builds(
    Page, url=_TEXT, title=_TEXT, text=_TEXT, kind=_TEXT, captured=_MOMENT, captured_by=_TEXT, numbers=_PAIRS,
    statements=few(st.builds(Statement, kind=_TEXT, author=_TEXT, moment=_MOMENT, text=_TEXT, place=_TEXT)),
)  # fmt: skip
_DOCUMENT = st.builds(
    Document, kind=_TEXT, title=_TEXT, author=_TEXT, moments=few(_STATED), properties=_PAIRS,
    passages=few(st.builds(Passage, _TEXT, _TEXT, _TEXT, _TEXT)),
)  # fmt: skip
_ACCOUNT = st.builds(Account, number=_TEXT, holder=_TEXT, bank=_TEXT, bank_name=_TEXT)
_TRANSACTION = st.builds(
    Transaction, place=_TEXT, booked=_DAY, valued=_DAY, money=_MONEY, other=_ACCOUNT, text=_TEXT, reference=_TEXT,
    code=_TEXT, moment=_MOMENT, instructed=st.one_of(st.none(), _MONEY),
)  # fmt: skip
_STATEMENT = st.builds(
    AccountStatement, account=_ACCOUNT, number=_TEXT, place=_TEXT, currency=_TEXT, reconciled=_CHECK,
    balances=few(st.builds(Balance, _TEXT, _DAY, _MONEY)), transactions=few(_TRANSACTION),
)  # fmt: skip
_PARTY = st.builds(TradeParty, name=_TEXT, mail=_TEXT, numbers=_PAIRS)
_AMOUNT = st.one_of(st.none(), _DECIMAL)
_INVOICE = st.builds(
    Invoice, place=_TEXT, kind=_TEXT, number=_TEXT, issued=_DAY, due=_DAY, currency=_TEXT, seller=_PARTY, buyer=_PARTY,
    net=_AMOUNT, tax=_AMOUNT, total=_AMOUNT, payable=_AMOUNT, sums=_CHECK, references=_PAIRS, pay_to=few(_ACCOUNT),
)  # fmt: skip
_WORK = st.builds(
    WorkEntry, place=_TEXT, day=_DAY, seconds=_SIZE, begun=_MOMENT, person=_TEXT, mail=_TEXT, client=_TEXT,
    project=_TEXT, text=_TEXT, sum=st.one_of(st.none(), _MONEY),
)  # fmt: skip
_TIMESHEET = st.builds(Timesheet, program=_TEXT, zone=_TEXT, entries=few(_WORK))
_BOX = st.builds(Address, _TEXT, _TEXT)
_MAIL = st.builds(
    Message, message_id=_TEXT, subject=_TEXT, from_=few(_BOX), to=few(_BOX), moments=few(_STATED), text=_TEXT,
    html_text=_TEXT, in_reply_to=few(_TEXT), labels=few(_TEXT),
)  # fmt: skip
_PUT: list[tuple[Any, st.SearchStrategy[Any], tuple[Any, ...]]] = [
    (put_chat, _CHAT, ("origin\udc80\0",)), (put_page, _PAGE, ("origin",)),
    (put_document, _DOCUMENT, ("name\udc80.pdf", "origin")), (put_statement, _STATEMENT, ()),
    (put_invoice, _INVOICE, ()), (put_timesheet, _TIMESHEET, ()), (put_mail, _MAIL, (("en",),)),
]  # fmt: skip


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, SearchIndex]]:
    """An empty record and an empty index."""
    folder = tmp_path_factory.mktemp("views")
    database = Database(Path(folder, "record.sqlite3"))
    database.make()
    yield database, SearchIndex.create(Path(folder, "index"))
    database.close()


@pytest.mark.parametrize(("put", "values", "further"), _PUT, ids=lambda one: getattr(one, "__name__", ""))
def test_whatever_is_read_stands_in_the_record(
    views: tuple[Database, SearchIndex], put: Any, values: st.SearchStrategy[Any], further: tuple[Any, ...]
) -> None:
    """NUL, lone surrogates, endless names, the ends of the calendar, no amounts and no times: filled, loaded, found."""
    database, index = views
    from tallystick.record.fill import fill
    from tallystick.record.load import load
    from tallystick.record.models import TABLES, Original

    @settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(values, few(st.builds(Problem, _TEXT, _TEXT, _TEXT)), few(st.builds(Count, _TEXT, st.integers(), _PAIRS)))
    def holds(value: Any, problems: tuple[Problem, ...], counts: tuple[Count, ...]) -> None:
        sheaf = Sheaf("ab" * 32)
        put(sheaf, value, *further)
        sheaf.problems(problems)
        sheaf.counts("name\udc80", counts, [Check.passed("check\udc80", "\0")])
        rows, documents = sheaf.take()
        whole = Rows({**rows.tables, "original": [("ab" * 32, 1, "t", "2026-03-02", "file", "x", "", "", "", "")]})
        for model in reversed(TABLES):
            model.objects.all().delete()
        fill(database, 1, [(0, whole)])
        assert Original.objects.count() == 1
        assert len(load(database, with_texts=True, with_quotations=True).items) == len(rows.tables["item"])
        with index.writer(15_000_000) as writer:
            for document in documents:
                writer.add(placed(document, 0))

    holds()
