"""Encoded words in headers."""

from __future__ import annotations

import pytest

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.encoded_word import header_text


@pytest.mark.parametrize(
    ("raw", "text", "codes"),
    [
        (b" plain words", "plain words", []),
        (b" folded\r\n words\n more", "folded words more", []),
        (b" =?utf-8?Q?caf=C3=A9_au_lait?=", "café au lait", []),
        (b" =?UTF-8*fr?b?Y2Fmw6k=?= end", "café end", []),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=\r\n =?koi8-r?q?=C1?= c", "abа c", []),
        (b"a=?utf-8?q?b?=c", "abc", []),
        (b"=?utf-8?b?0J/R?= =?utf-8?b?gNC+?=", "Про", ["encoded-word-split"]),
        (
            (
                b"=?utf-8?b?0J/RgNC+0YHRgNC+0YfQutCwINC+0L/Qu9Cw0YLRiyDQv9C+INC00L7Qs9C+0LLQvt"
                b"GA0YMg0L/QvtGB0YLQsNCy0LrQuCDRgtC+0LLQsNGA0LDQ?= =?utf-8?b?0A==?="
            ),
            "Просрочка оплаты по договору поставки товара\ufffd\ufffd",
            ["charset-wrong"],
        ),
        (b"=?koi8-r?q?=C4?= =?koi8-r?q?=C1?=", "да", []),
        (b"=?iso-2022-jp?b?GyRCRzwbKEI=?= =?iso-2022-jp?b?GyRCNHwbKEI=?=", "納期", []),
        (b"=?utf-8?q?Really??=", "Really?", []),
        (b"=?utf-8?q?two words?=", "two words", []),
        (b"=?utf-8?b?Y2Fm*w6k?=", "café", ["encoded-word-damaged"]),
        (b"=?utf-8?b?Y2FmZ?=", "caf", ["encoded-word-damaged"]),
        (b"=?x-nobody?q?abc?= =?x-nobody?q?d?=", "abcd", ["charset-unknown"]),
        (b"=?utf-8?q?unfinished", "=?utf-8?q?unfinished", []),
        ("срок".encode(), "срок", []),
        ("Просрочка оплаты".encode("koi8-r"), "Просрочка оплаты", ["header-8bit"]),
        ("納期".encode("iso2022_jp"), "納期", ["charset-undeclared"]),
        (b"a\x00b", "a\x00b", ["nul-bytes"]),
    ],
)
def test_header_text(raw: bytes, text: str, codes: list[str]) -> None:
    """Values are unfolded and decoded, split characters joined, raw bytes read by evidence."""
    problems = Deviations(10)
    assert header_text(raw, problems, "Subject") == text
    assert [problem.code for problem in problems.listed()] == codes
