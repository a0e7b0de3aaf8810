"""Statements made to settle, by what they say of themselves: they must not be used against who made them.

Sources: CPL Interpretation (2022) art. 107; "without prejudice" in common law.
"""

from __future__ import annotations

import re

_SETTLING = re.compile(
    r"without\s+prejudice(?!\s+to\b)|without\s+(?:any\s+)?admission|no\s+admission\s+of|"
    r"(?:for|in)\s+(?:the\s+)?(?:purposes?\s+of\s+)?settlement\s+(?:purposes|only|discussions)|"
    r"仅为和解|为达成和解|为和解目的|仅用于协商|仅为协商|不构成.{0,16}(?:承认|认可|自认)|不视为.{0,12}(?:承认|认可)|不影响.{0,6}权利.{0,12}和解|"
    r"в\s+целях\s+(?:примирения|мирного\s+урегулирования)|не\s+(?:является|означает)\s+признани\w+|"
    r"без\s+признания\s+(?:вины|долга|требовани)|"
    r"ohne\s+(?:Anerkennung|Anerkenntnis)\s+einer\s+Rechtspflicht|ohne\s+Präjudiz",
    re.IGNORECASE,
)


def says_it_settles(text: str) -> bool:
    """Whether the text says that it is made to settle, or admits nothing."""
    return _SETTLING.search(text) is not None
