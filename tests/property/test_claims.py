"""Laws of the calculators: more money or time never gives less, periods add up, nothing is less than nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tallystick.claims.damages import agreed_sum, deposit_back, excess
from tallystick.claims.exchange import ExchangeRate, converted
from tallystick.claims.fee import charge
from tallystick.claims.interest import Yield, accrue
from tallystick.claims.late import Reference, late_interest
from tallystick.claims.rounding import EXACT, rounded
from tallystick.model.claim import Payment
from tallystick.model.money import Money
from tallystick.model.rule import Bracket, Fee, Pack, Rate

AMOUNTS = st.decimals(0, 10**9, places=2)
SHARES = st.decimals(0, 1, places=6)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
SPANS = st.integers(0, 2000)
START = date(2014, 12, 31)
PACK = Pack(id="t", title={}, version="1", sha256="", currency="CNY", language="zh", layers=(), rules=())
# A year's interest is divided by 365: exact to the sixtieth digit.
NEAR = Decimal("1e-35")
REFERENCE = Reference(id="base", source="bank", points=tuple(
    (date(2014 + half // 2, 6 if half % 2 else 1, 20), Decimal(half * 7 % 11) / 4) for half in range(44)))  # fmt: skip


@st.composite
def yields(draw: st.DrawFn) -> tuple[Yield, ...]:
    days = sorted(draw(st.sets(DAYS, max_size=8)))
    return tuple(Yield(begins=day, rate=draw(SHARES)) for day in (START, *days))


@st.composite
def tables(draw: st.DrawFn) -> Fee:
    bounds = sorted(draw(st.sets(st.integers(1, 10**8), max_size=6)))
    brackets = tuple(
        Bracket(upto=upto, fixed=draw(st.decimals(0, 1000, places=2)), rate=draw(SHARES))
        for upto in (*map(Decimal, bounds), None)
    )
    most = draw(st.none() | AMOUNTS)
    return Fee(purpose="court", currency="CNY", brackets=brackets, most=most)


@given(AMOUNTS, AMOUNTS, DAYS, SPANS, SPANS, yields())
def test_interest_grows_with_the_principal_and_the_days(one, more, first, days, later, rates):
    """A larger debt or a later day never bears less interest, and never less than nothing."""
    last = first + timedelta(days=days)
    smaller = accrue(one, first, last, rates).total
    assert smaller >= 0
    assert EXACT.subtract(smaller, accrue(one + more, first, last, rates).total) <= NEAR
    assert EXACT.subtract(smaller, accrue(one, first, last + timedelta(days=later), rates).total) <= NEAR


@given(AMOUNTS, DAYS, SPANS, SPANS, yields(), st.lists(st.tuples(DAYS, AMOUNTS), max_size=4))
def test_interest_adds_up_over_periods(principal, first, days, later, rates, paid):
    """A period cut in two bears what both parts bear, payments and changes of rate included."""
    payments = [Payment(on, amount) for on, amount in paid]
    middle = first + timedelta(days=days)
    last = middle + timedelta(days=later)
    parts = [accrue(principal, first, middle, rates, payments=payments),
             accrue(principal, middle + timedelta(days=1), last, rates, payments=payments)]  # fmt: skip
    whole = accrue(principal, first, last, rates, payments=payments)
    assert abs(EXACT.subtract(whole.total, EXACT.add(parts[0].total, parts[1].total))) <= NEAR
    assert sum(line.days for line in whole.lines) <= (last - first).days + 1


@given(AMOUNTS, DAYS, SPANS, yields(), DAYS, AMOUNTS)
def test_a_payment_never_makes_interest_grow(principal, first, days, rates, on, amount):
    """Whoever has paid something owes no more interest than whoever has not."""
    last = first + timedelta(days=days)
    with_it = accrue(principal, first, last, rates, payments=[Payment(on, amount)]).total
    assert with_it >= 0
    assert EXACT.subtract(with_it, accrue(principal, first, last, rates).total) <= NEAR


@given(AMOUNTS, DAYS, SPANS, st.sampled_from(["each-period", "at-breach", "half-year-start", "half-year-before"]))
def test_the_least_is_never_more_than_the_most(principal, due, days, picks):
    """Whatever a rule picks, low is at most high, and the reading that is claimed at most the other."""
    rate = Rate(series="base", low=Decimal(1), high=Decimal(8), picks=picks)
    found = late_interest(principal, due, due + timedelta(days=days), rate, REFERENCE)
    assert 0 <= found.low.total <= found.high.total
    assert found.other is None or found.high.total <= found.other.total


@given(tables(), AMOUNTS, AMOUNTS)
def test_a_fee_grows_with_the_amount(fee, one, more):
    """A larger claim never costs less, and what the brackets take is the whole amount."""
    smaller = charge(fee, one, PACK, START)
    assert 0 <= smaller.low <= smaller.high
    assert smaller.high <= charge(fee, one + more, PACK, START).high
    assert sum(each.part for each in smaller.taken) == one


@given(AMOUNTS, SHARES, st.sampled_from(["day", "week", "month"]), DAYS, SPANS, SPANS, st.none() | SHARES)
def test_an_agreed_sum_grows_with_the_delay(value, rate, per, due, days, later, cap):
    """More delay never gives less, and never more than the cap."""
    until = due + timedelta(days=days)
    one = agreed_sum(value, rate, per, due, until, cap)
    assert 0 <= one.amount <= agreed_sum(value, rate, per, due, until + timedelta(days=later), cap).amount
    assert cap is None or one.amount <= value * cap


@given(AMOUNTS, SPANS, SPANS)
def test_whole_weeks_add_up(value, weeks, more):
    """The agreed sum of so many whole weeks and that of more weeks are together that of all."""

    def after(number):
        return agreed_sum(value, Decimal("0.005"), "week", START, START + timedelta(weeks=number)).amount

    assert after(weeks) + after(more) == after(weeks + more)


@given(AMOUNTS, AMOUNTS, AMOUNTS, SHARES)
def test_what_a_court_leaves_grows_with_the_loss(amount, loss, more, above):
    """What is left of an agreed sum is at most all of it, and never less for a greater loss."""
    left = excess(amount, loss, above).left
    assert 0 <= left <= amount
    assert left <= excess(amount, loss + more, above).left


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.booleans())
def test_a_deposit_comes_back_once_or_twice(paid, more, value, is_doubled):
    """Never less than was paid, never more than twice that, and more for a larger deposit."""
    found = deposit_back(paid, value, Decimal("0.2"), is_doubled=is_doubled)
    assert paid <= found.amount <= 2 * paid
    assert found.counted + found.beyond == paid
    assert found.amount <= deposit_back(paid + more, value, Decimal("0.2"), is_doubled=is_doubled).amount


@given(AMOUNTS, st.decimals("0.0001", 10000, places=4))
def test_there_and_back_is_the_same_sum(amount, rate):
    """A sum that is converted and converted back is the same to the cent."""
    rates = [ExchangeRate(of="USD", into="CNY", rate=rate, on=START, source="bank")]
    there = converted(Money(amount, "USD"), "CNY", rates, START)
    back = converted(there.money, "USD", rates, START)
    assert rounded(back.money.amount, "USD") == rounded(amount, "USD")
