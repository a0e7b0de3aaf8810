"""Which forums a dispute may come before."""

from __future__ import annotations

import pytest

from tallystick.forums import PACKS
from tallystick.forums.choice import choice
from tallystick.model.situation import Situation


@pytest.mark.parametrize(
    ("traits", "disputes", "packs"),
    [
        ({}, (), ()),
        ({"platform": "alibaba.com", "order": "offline"}, (), ("alibaba-offline-order",)),
        ({"platform": "alibaba.com"}, (), ("alibaba-trade-assurance", "alibaba-offline-order")),
        ({"platform": "taobao"}, ("counterfeit",), ("alibaba-ipp",)),
        ({"agreed_forum": "none", "their_country": "RU", "our_country": "RU"}, (), ("ru-arbitrazh",)),
        (
            {"agreed_forum": "cn-court", "their_country": "CN", "our_country": "DE"},
            (),
            ("cn-court", "cn-enforcement", "cn-arbitration", "eu"),
        ),
    ],
)
def test_choice(traits: dict[str, str], disputes: tuple[str, ...], packs: tuple[str, ...]) -> None:
    """The platform's forum comes first, then the agreed one, then those of the countries, each once."""
    assert choice(Situation(traits=traits, disputes=disputes)) == packs
    assert set(packs) <= set(PACKS)
