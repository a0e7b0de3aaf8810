"""Which forums a dispute may come before, as far as its traits say. None is left out because a trait is unknown."""

from __future__ import annotations

from tallystick.forums import PACKS
from tallystick.model.situation import Situation

_EU = frozenset(("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
                 "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"))  # fmt: skip
# A country's forums, by ISO 3166.
_OF_COUNTRY = {
    "CN": ("cn-court", "cn-enforcement", "cn-arbitration"), "HK": ("hk-sg-arbitration",), "SG": ("hk-sg-arbitration",),
    "US": ("us-federal",), "GB": ("england-wales",), "RU": ("ru-arbitrazh",),
}  # fmt: skip
_OF_ORDER = {"trade_assurance": "alibaba-trade-assurance", "offline": "alibaba-offline-order"}


def choice(situation: Situation) -> tuple[str, ...]:
    """The packs' names: of the platform first, then of the agreed forum, then of the countries that are named."""
    found: dict[str, None] = {}
    if situation.trait("platform") == "alibaba.com":
        order = _OF_ORDER.get(situation.trait("order"))
        found |= dict.fromkeys([order] if order else _OF_ORDER.values())
    if situation.trait("ipr") not in ("", "none") or "counterfeit" in situation.disputes:
        found["alibaba-ipp"] = None
    agreed = situation.trait("agreed_forum")
    # A person may have agreed on a forum whose rules nobody has written down here.
    if agreed in PACKS:
        found[agreed] = None
    for trait in ("their_country", "assets_in", "our_country"):
        country = situation.trait(trait)
        found |= dict.fromkeys(_OF_COUNTRY.get(country, ()))
        if country in _EU:
            found["eu"] = None
    return tuple(found)
