"""Who is served with a copy."""

from __future__ import annotations

import pytest

from tallystick.record.holdings import Ident
from tallystick.record.party import Party
from tallystick.services.opponents import opponents


def party(name: str, *addresses: str) -> Party:
    idents = tuple(Ident("mail" if "@" in each else "wechat", each) for each in addresses)
    return Party(name=name, identifiers=idents, names=(name,), items=(), channels=(), first=None, last=None,
                 is_ours=False, reasons=())  # fmt: skip


@pytest.mark.parametrize(
    ("people", "served"),
    [
        ([party("Mia", "mia@factory.example"), party("Zhou", "zhou@sales.factory.example")], ("Mia, Zhou",)),
        ([party("Mia", "mia@factory.example"), party("Bank", "a@bank.example")], ("Mia", "Bank")),
        ([party("Mia", "mia@qq.com"), party("Wei", "wei@qq.com")], ("Mia", "Wei")),
        ([party("Mia", "mia_w"), party("Wei", "mia_w2")], ("Mia", "Wei")),
        ([party("A", "a@x.example"), party("B", "b@y.example"), party("C", "c@x.example", "c@y.example")],
         ("A, B, C",)),
        ([], ()),
    ],
)  # fmt: skip
def test_people_of_one_company_are_one_opponent(people: list[Party], served: tuple[str, ...]) -> None:
    """One domain of a company joins them, a public one or another scheme does not."""
    assert opponents(people) == served
