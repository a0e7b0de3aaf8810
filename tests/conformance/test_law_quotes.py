"""Every quotation from a Chinese statute or interpretation, against the text of the law itself."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import pytest

from tallystick.forums import load
from tallystick.model.rule import Citation

SHARED = Path(os.environ.get("TALLY_SHARED", Path(__file__).resolve().parents[2] / ".." / "shared"))
LAWS = SHARED / "facts" / "laws"
TEXTS = {
    "cn-arbitration-fees": ("arbfees.md",), "cn-arbitration-law": ("jl_arb.md",),
    "cn-arbitration-law-2017": ("arb2017.md",), "cn-civil-code": ("cc_general.md", "cc_contract.md"),
    "cn-company-law": ("jl_company.md",), "cn-contract-interpretation": ("contractint.md",),
    "cn-cpl": ("cpl2023.md",), "cn-cpl-interpretation": ("cplint.md",), "cn-dishonest-2013": ("dishonest2013.md",),
    "cn-ecommerce-law": ("ecom.md",), "cn-esignature-law": ("esign.md",), "cn-evidence-provisions": ("ev.md",),
    "cn-foreign-jurisdiction": ("fjur.md",), "cn-late-performance-interest": ("lateexec.md",),
    "cn-limitation-provisions": ("limitation.md",), "cn-litigation-fees": ("fees.md",),
    "cn-online-litigation-rules": ("online.md",), "cn-preservation-provisions": ("preserv.md",),
    "cn-registration-regulations": ("mreg.md",), "cn-registration-rules": ("mreg_impl.md",),
    "cn-sales-interpretation": ("sales.md",), "cn-treaty-interpretation": ("treaty.md",),
}  # fmt: skip
_DIGITS = "零一二三四五六七八九"
_ARTICLE = re.compile(r"^\s*(?:#+\s*)?\**第([零一二三四五六七八九十百千]+)条", re.MULTILINE)

pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason="the texts of the laws are not on this machine")


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b\u3000]+", "", text)


def number(chinese: str) -> int:
    """An article's number as it stands in the text: 一百零二 is 102."""
    total, digit = 0, 0
    for sign in chinese:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign], 0
    return total + digit


@cache
def articles(source: str) -> dict[int, str]:
    """The articles of a law, bare of white space."""
    found: dict[int, str] = {}
    for name in TEXTS[source]:
        parts = _ARTICLE.split((LAWS / name).read_text(encoding="utf-8"))
        found |= {number(parts[index]): bare(parts[index + 1]) for index in range(1, len(parts), 2)}
    return found


def is_verbatim(citation: Citation) -> bool:
    """Whether the quotation stands in the article that is named, or in the text where none is."""
    named = re.match(r"art\. (\d+)", citation.pinpoint)
    wanted = bare(citation.quote)
    if named:
        return wanted in articles(citation.source.id).get(int(named[1]), "")
    return any(wanted in bare((LAWS / name).read_text(encoding="utf-8")) for name in TEXTS[citation.source.id])


@pytest.mark.parametrize("pack", ["cn-court", "cn-enforcement", "cn-arbitration"])
def test_quotations_are_verbatim(pack: str) -> None:
    """Each quotation stands word for word in the article that it names, and enough of them were compared."""
    cited = [(rule.id, each) for rule in load(pack).rules for value in rule.values for each in value.citations]
    compared = [(ident, each) for ident, each in cited if each.source.id in TEXTS and each.quote]
    assert [(ident, each.pinpoint, each.quote) for ident, each in compared if not is_verbatim(each)] == []
    assert len(compared) > 20


@pytest.mark.parametrize("pack", ["cn-court", "cn-enforcement", "cn-arbitration"])
def test_what_is_verified_quotes_the_law(pack: str) -> None:
    """A verified value of a Chinese statute at hand comes with the words of at least one law."""
    silent = [
        rule.id
        for rule in load(pack).rules
        for value in rule.values
        if value.status.value == "verified"
        and any(each.source.id in TEXTS for each in value.citations)
        and not any(each.quote for each in value.citations)
    ]
    assert silent == []
