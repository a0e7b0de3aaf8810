"""Charsets by declaration and by evidence."""

from __future__ import annotations

import random

import pytest

from tallystick.formats.mail.charset import canonical, decode
from tallystick.formats.mail.deviation import MOST_DECISIONS, Deviations
from tallystick.formats.mail.evidence import SAMPLE_BYTES, fits, likeliest

RUSSIAN = (
    "Добрый день! Просим подтвердить получение счёта и срок оплаты. Поставка по договору задерживается на две недели, "
    "поэтому мы направляем претензию и ждём ответа до пятницы. Работы приняты, но деньги на расчётный счёт не "
    "поступили. Если вы не согласны с суммой, сообщите об этом письменно. С уважением, отдел продаж. Это письмо "
    "отправлено повторно."
)
CHINESE = (
    "您好，我们已经收到贵公司的付款通知，但是银行账户发生了变更，请重新确认合同的条款和交货日期。"
    "这批货的质量有问题，客户要求退货和赔偿，请尽快回复。如果在本月底以前不能发货，我们就取消订单，谢谢合作。"
)
TRADITIONAL = (
    "您好，我們已經收到貴公司的付款通知，但是銀行帳戶發生了變更，請重新確認合約的條款和交貨日期。"
    "這批貨的品質有問題，客戶要求退貨和賠償，請儘快回覆。如果在本月底以前不能發貨，我們就取消訂單，謝謝合作。"
)


def read(raw: bytes, declared: str = "", hint: str = "") -> tuple[str, str, list[str]]:
    problems = Deviations(100)
    text, charset = decode(raw, declared, problems, "1", hint)
    return text, charset, [problem.code for problem in problems.listed()]


def stretches(text: str, words: int, seed: int) -> list[str]:
    """Stretches of a text, in random places, of so many words (or of characters, where a text has no spaces)."""
    chance = random.Random(seed)
    units = text.split(" ") if " " in text else list(text)
    glue = " " if " " in text else ""
    starts = [chance.randrange(len(units) - words + 1) for _ in range(150)]
    return [glue.join(units[start : start + words]) for start in starts]


@pytest.mark.parametrize("charset", ["koi8-r", "cp1251", "iso8859-5", "cp866", "utf-8"])
@pytest.mark.parametrize("change", [str, str.upper, str.lower, str.title])
def test_russian_is_recognised_in_every_charset(charset: str, change: type[str]) -> None:
    """Four words of Russian are enough to tell its charsets apart, in any case of letters."""
    for stretch in stretches(RUSSIAN, 4, seed=1):
        raw = change(stretch).encode(charset)
        assert raw.decode(likeliest(raw)) == change(stretch)


@pytest.mark.parametrize(
    ("text", "charset"), [(CHINESE, "gb18030"), (TRADITIONAL, "cp950"), (CHINESE, "utf-8"), (TRADITIONAL, "utf-8")]
)
def test_chinese_is_recognised_in_every_charset(text: str, charset: str) -> None:
    """Ten characters of Chinese are enough to tell GB18030, Big5 and UTF-8 apart."""
    for stretch in stretches(text, 10, seed=2):
        raw = stretch.encode(charset)
        assert raw.decode(likeliest(raw)) == stretch


@pytest.mark.parametrize("text", ["café", "Müller GmbH, Größe", "£80m deal", "naïve\xa0approach", "20 €"])
def test_western_text_is_not_taken_for_russian(text: str) -> None:
    """An accent or a currency sign in English or German stays one."""
    assert likeliest(text.encode("cp1252")) == "cp1252"


def test_ascii_needs_no_evidence() -> None:
    """Without a high byte there is nothing to choose."""
    assert likeliest(b"plain words") == ""


def test_torn_utf8_is_utf8() -> None:
    """A character cut at the end does not make UTF-8 something else."""
    assert likeliest(RUSSIAN.encode()[:99]) == "utf-8"


def test_long_text_is_sampled_around_its_first_high_byte() -> None:
    """Evidence far behind an ASCII beginning is found, and cut at line ends, so that no character is torn."""
    padding = b"plain words\n" * 2_000
    for text, charset in ((CHINESE, "gb18030"), (RUSSIAN, "koi8-r")):
        assert likeliest(padding + ("\n".join([text] * 100)).encode(charset)) == charset
        assert likeliest(text.encode(charset) * (SAMPLE_BYTES // 50)) == charset


def test_kana_have_a_say() -> None:
    """Japanese is recognised where nothing else fits."""
    assert likeliest("これはテストです。ありがとうございました".encode("cp932")) == "cp932"


@pytest.mark.parametrize(
    ("raw", "declared", "text", "charset", "codes"),
    [
        (b"plain", "", "plain", "ascii", []),
        (b"plain", "iso-8859-1", "plain", "iso8859-1", []),
        (RUSSIAN.encode(), "utf-8", RUSSIAN, "utf-8", []),
        (RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, "koi8-r", []),
        (RUSSIAN.encode("koi8-r"), "windows-1251", RUSSIAN, "koi8-r", ["charset-wrong"]),
        (RUSSIAN.encode("cp1251"), "koi8-r", RUSSIAN, "cp1251", ["charset-wrong"]),
        (RUSSIAN.encode("cp1251"), "iso-8859-1", RUSSIAN, "cp1251", ["charset-wrong"]),
        (RUSSIAN.encode("cp1251"), "utf-8", RUSSIAN, "cp1251", ["charset-wrong"]),
        (RUSSIAN.encode("cp1251"), "us-ascii", RUSSIAN, "cp1251", ["charset-wrong"]),
        (RUSSIAN.encode("cp1251"), "", RUSSIAN, "cp1251", ["charset-undeclared"]),
        (RUSSIAN.encode("cp1251"), "gb2312", RUSSIAN, "cp1251", ["charset-wrong"]),
        (RUSSIAN.encode(), "windows-1251", RUSSIAN, "utf-8", ["charset-wrong"]),
        (RUSSIAN.encode("koi8-r"), "x-nobody", RUSSIAN, "koi8-r", ["charset-unknown", "charset-undeclared"]),
        (CHINESE.encode("gb18030"), "gb2312", CHINESE, "gb18030", []),
        (CHINESE.encode("gb18030"), "GBK", CHINESE, "gb18030", []),
        ((CHINESE + "镕").encode("gb18030"), "gb2312", CHINESE + "镕", "gb18030", ["charset-gb2312-exceeded"]),
        (CHINESE.encode("gb18030"), "big5", CHINESE, "gb18030", ["charset-wrong"]),
        (TRADITIONAL.encode("cp950"), "big5", TRADITIONAL, "cp950", []),
        (TRADITIONAL.encode("cp950"), "gb2312", TRADITIONAL, "cp950", ["charset-wrong"]),
        ("嘅咗".encode("big5hkscs"), "big5", "嘅咗", "big5hkscs", ["charset-big5-ambiguous"]),
        (TRADITIONAL.encode("cp950") + b"\xc7\xf3", "big5", None, "cp950", ["charset-big5-ambiguous"]),
        ("納期が遅れます".encode("iso2022_jp"), "iso-2022-jp", "納期が遅れます", "iso2022_jp", []),
        ("納期".encode("iso2022_jp"), "", "納期", "iso2022_jp_2", ["charset-undeclared"]),
        ("納期".encode("iso2022_jp"), "us-ascii", "納期", "iso2022_jp_2", ["charset-wrong"]),
        (b"\x1b$ is no escape", "", "\x1b$ is no escape", "ascii", []),
        ("银行".encode("hz"), "hz-gb-2312", "银行", "hz", []),
        ("银行".encode("hz"), "", "银行", "hz", ["charset-undeclared"]),
        (b"~{ is no escape", "", "~{ is no escape", "ascii", []),
        ("счёт".encode("utf-7"), "utf-7", "счёт", "utf-7", []),
        ("納期".encode("euc_jp"), "euc-jp", "納期", "euc_jp", []),
        ("계약".encode("cp949"), "ks_c_5601-1987", "계약", "cp949", []),
        (b"caf\xe9", "iso-8859-1", "café", "iso8859-1", []),
        (b"don\x92t", "iso-8859-1", "don’t", "cp1252", ["charset-wrong"]),
        (RUSSIAN.encode("koi8-r"), "us-ascii\0", RUSSIAN, "koi8-r", ["charset-unknown", "charset-undeclared"]),
    ],
)
def test_declaration_and_evidence(raw: bytes, declared: str, text: str | None, charset: str, codes: list[str]) -> None:
    """A declaration is followed where it fits, corrected where evidence is clear, and every departure is said."""
    found = read(raw, declared)
    assert text is None or found[0] == text
    assert found[1:] == (charset, codes)


def test_a_few_bad_bytes_do_not_change_the_charset() -> None:
    """UTF-8 with one broken byte stays UTF-8, with a mark in that place."""
    text, charset, codes = read(RUSSIAN.encode() + b"\xff", "utf-8")
    assert (text, charset, codes) == (RUSSIAN + "\ufffd", "utf-8", ["charset-undecodable"])


def test_what_no_table_explains_is_marked() -> None:
    """Bytes that mean nothing anywhere still give a text, with the damage said."""
    text, _, codes = read(b"\x81\x8d\x8f\x90\x9d\xff", "")
    assert text
    assert "charset-undeclared" in codes
    assert "charset-undecodable" in read(b"\xff\xfe\x81", "utf-16")[2] + read(b"a\x00b", "utf-16")[2]


def test_short_words_follow_their_declaration() -> None:
    """A word of a few letters is too little evidence against a charset that was declared."""
    for word in ("да", "нет", "В"):
        assert read(word.encode("koi8-r"), "koi8-r") == (word, "koi8-r", [])


def test_a_hint_decides_where_evidence_is_weak() -> None:
    """An undeclared word of two letters is read in the charset that the message declares elsewhere."""
    assert read("да".encode("koi8-r"), "", "koi8-r")[0] == "да"


@pytest.mark.parametrize(
    "name", ["zlib", "base64", "rot13", "idna", "punycode", "unicode_escape", "mbcs", "nonsense", ""]
)
def test_transformations_are_no_charsets(name: str) -> None:
    """A mail cannot name a codec that runs, expands or escapes."""
    assert canonical(name) == ""


@pytest.mark.parametrize(
    ("name", "table"),
    [("UTF8", "utf-8"), ("'koi8-r'", "koi8-r"), ("cp-1251", ""), ("Win-1251", "cp1251"), ("CN-BIG5", "cp950")],
)
def test_names_of_charsets(name: str, table: str) -> None:
    """Names as mail writes them mean what their senders meant."""
    assert canonical(name) == table


def test_only_so_many_names_are_remembered() -> None:
    """Thousands of invented names do not fill memory, and later ones are still looked up."""
    for number in range(1_200):
        assert canonical(f"x-invented-{number}") == ""
    assert canonical("KOI8-R ") == "koi8-r"


def test_decisions_are_bounded() -> None:
    """Beyond the bound the last decision is used again, and that is said."""
    problems = Deviations(1_000)
    raw = RUSSIAN.encode("koi8-r")
    for number in range(MOST_DECISIONS + 1):
        text, _ = decode(raw, "", problems, str(number))
    assert text == RUSSIAN
    assert problems.listed()[-2].code == "limit-decisions"


def test_fits_knows_only_the_languages_it_has_tables_for() -> None:
    """Other tables are never believed at a glance."""
    assert not fits("Müller".encode("cp1252"), "Müller", "cp1252")
