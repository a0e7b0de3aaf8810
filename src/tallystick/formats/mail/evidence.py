"""Which charset do bytes speak? Decided by how common the characters are that each candidate makes of them.

Deterministic: fixed tables, a fixed order of candidates, no state. Weights are natural logarithms of frequency for each
high byte, rounded; Russian letters after the Russian National Corpus, Chinese by membership in the most common 500.
"""

from __future__ import annotations

import re
from collections import Counter

CANDIDATES = ("gb18030", "cp950", "cp1252", "cp1251", "koi8-r", "iso8859-5", "cp866", "cp932")
CYRILLIC = frozenset(("cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic"))
SAMPLE_BYTES = 1_500
# How much rarer these are in mail than the others, in the same measure as the weights.
_RARITY = {"iso8859-5": 0.5, "cp866": 0.5, "cp932": 0.5}

_RUSSIAN = {
    "о": 2.2, "е": 2.5, "а": 2.5, "и": 2.6, "н": 2.7, "т": 2.8, "с": 2.9, "р": 3.1, "в": 3.1, "л": 3.1, "к": 3.4,
    "м": 3.4, "д": 3.5, "п": 3.6, "у": 3.6, "я": 3.9, "ы": 4.0, "ь": 4.1, "г": 4.1, "з": 4.1, "б": 4.1, "ч": 4.2,
    "й": 4.4, "х": 4.6, "ж": 4.7, "ш": 4.9, "ю": 5.1, "ц": 5.3, "щ": 5.6, "э": 5.7, "ф": 5.9, "ъ": 7.0, "ё": 7.0,
}  # fmt: skip
_COMMON_HANZI = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世"
    "位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再"
    "感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色"
    "路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运付款货单价银账户票订质客邮附收请谢您贵函约"
    "厂供损赔退验样箱船港税证签盖章延迟逾欠欺骗投诉索律商贸易购销售装检缺陷坏补偿余额汇帐号期早晚安周明联系电话需双协议改更换欢迎"
    "這個們來為國說時會對過發後裡經學當沒動還進樣開從實無與長機關點業將兩間問並應戰頭體見產話變電數報結總務場計資區隊決條題爾別類"
    "據邊張該規萬覺術領確傳師觀讓識帶導爭運貨單價銀帳戶訂質郵謝貴請給門東聲員處義幾認係氣繫許統馬書聽達強難權設記諾約廠損賠驗稅證簽"
    "遲騙訴商貿購銷裝檢壞補償餘額匯號聯議換歡附件附收付款"
)
_COMMON_PAIR = re.compile(
    "(?=ст|но|то|на|ен|ов|ни|ра|во|ко|ро|по|не|ос|ал|ли|пр|ро|го|ер|ор|ка|та|ре|ан|ть|ит|ло|ол|ом|ть|от|ел|ан|тр|ой|ва"
    "|ес|ла|де|да|за|до|ам|ем|ые|ый|ий|ая|ог|ат|ет|ля|ль|мо|ме|ми|об|од|ки|вы|ри|ле|те|ти|ди|св|ск|сп|сл|бо|бы|ша|жн)"
)
_IMPOSSIBLE_PAIR = re.compile("[аоуыэяеёюий][ьъыэ]|[ьъ][ьъы]|(?<![а-яё])[ьъы]|[жшщц]ю|[гкх]ы|[йч][ыэяю]")
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》【】…—～　·「」『』－．／％")
_COMMON_CHINESE = _COMMON_HANZI | _PUNCTUATION
_KANA = re.compile("[\u3041-\u30fe]")
_MIXED_CASE = re.compile("[а-яё][А-ЯЁ]")
_ALIEN_NEIGHBOUR = re.compile("[A-Za-z][А-яЁё]|[А-яЁё][A-Za-z]")
# A letter that stands alone in another script is a currency sign or an ornament misread; one-letter words are not.
_LONELY = re.compile(r"(?<![а-яёА-ЯЁ])(?:[а-яёА-ЯЁ](?=\d)|[б-зй-нп-рт-юБ-ЗЙ-НП-РТ-Ю](?![а-яёА-ЯЁ]))")
_RUSSIAN_WORD = re.compile("[а-яё]{2}")
_LATIN_WORD = re.compile("[A-Za-z][À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ][a-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
_MARGIN = 0.6
_ASCII = bytes(range(128))
_FREQUENT_BYTES = {table: "оеаинтсрвлкмдпу".encode(table) for table in sorted(CYRILLIC)}


def fits(raw: bytes, text: str, table: str) -> bool:
    """Whether `text`, which is `raw` read by `table`, looks like language at a glance.

    A False is to be weighed by `likeliest`.
    """
    frequent = _FREQUENT_BYTES.get(table)
    if frequent is not None:
        high = raw[:2_000].translate(None, _ASCII)
        return len(high) >= 8 and len(high.translate(None, frequent)) * 10 <= len(high) * 4
    if not table.startswith(("gb", "cp950", "big5")):
        return False
    sample = [character for character in text[:300] if character >= "\x80"]
    return len(sample) >= 8 and sum(map(_COMMON_CHINESE.__contains__, sample)) * 4 >= len(sample)


def likeliest(raw: bytes, declared: str = "") -> str:
    """The candidate under which the high bytes of `raw` are the most common characters; "" where there are none.

    UTF-8 wins where it decodes at all. `declared` loses only to a candidate that is better by a clear margin.
    """
    sample = _sample(raw)
    high = len(_HIGH.findall(sample))
    if high == 0:
        return ""
    if _is_nearly_utf8(raw):
        return "utf-8"
    names = CANDIDATES if declared in CANDIDATES or not declared else (*CANDIDATES, declared)
    costs = [
        (_cost(sample, name, high) + _RARITY.get(name, 0.0) - (_MARGIN if name == declared else 0.0), order)
        for order, name in enumerate(names)
    ]
    return names[min(costs)[1]]


def _is_nearly_utf8(raw: bytes) -> bool:
    """Whether UTF-8 reads all, or all but a torn character here and there: other charsets hardly ever look like it."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        lenient = raw[: 64 * 1024].decode("utf-8", "replace")
        good = sum(map("\x7f".__lt__, lenient)) - lenient.count("\ufffd")
        return good >= 6 and lenient.count("\ufffd") * 12 <= good
    return True


def _sample(raw: bytes) -> bytes:
    """A stretch around the first high bytes, cut at line ends where that is possible, so that no character is torn."""
    first = _HIGH.search(raw)
    if first is None or len(raw) <= SAMPLE_BYTES:
        return raw
    start = raw.rfind(b"\n", max(0, first.start() - 200), first.start()) + 1
    start = start or first.start()
    end = raw.rfind(b"\n", start, start + SAMPLE_BYTES)
    return raw[start : end if end > start + SAMPLE_BYTES // 2 else start + SAMPLE_BYTES]


def _cost(sample: bytes, table: str, high: int) -> float:
    """The mean improbability of a high byte of `sample` as `table` reads it: lower is likelier."""
    try:
        text = sample.decode(table)
        cost = 0.0
    except UnicodeDecodeError as torn:
        text = sample.decode(table, "replace")
        # A sample's last character may be cut; anything else speaks against the table.
        cost = 0.0 if torn.end >= len(sample) - 1 and text.count("\ufffd") == 1 else 12.0 * text.count("\ufffd")
    cost += sum(_weight(character) * times for character, times in Counter(text).items() if character >= "\x80")
    if table in CYRILLIC:
        lower = text.lower()
        cost += 3.0 * len(_IMPOSSIBLE_PAIR.findall(lower)) - len(_COMMON_PAIR.findall(lower))
        cost += 5.0 * len(_LONELY.findall(text)) + (0.0 if _RUSSIAN_WORD.search(lower) else 4.0 * high)
    cost += 3.0 * len(_MIXED_CASE.findall(text)) + 4.0 * len(_ALIEN_NEIGHBOUR.findall(text))
    cost -= 4.0 * len(_LATIN_WORD.findall(text))
    return cost / high


def _weight(character: str) -> float:
    lower = _RUSSIAN.get(character)
    if lower is not None:
        return lower
    if "А" <= character <= "Я" or character == "Ё":
        return _RUSSIAN[character.lower()] + 0.2
    if character in _COMMON_HANZI:
        return 6.6
    if character in _PUNCTUATION:
        return 6.0
    if "\u4e00" <= character <= "\u9fff":
        return 10.5
    if "\xc0" <= character <= "\xff" and character not in "×÷":
        return 6.5
    if character == "\xa0":
        return 1.5
    if character in "№«»–—€£°§©®™’":
        return 5.0
    if _KANA.match(character):
        return 8.0
    return 9.0 if character < "\u2500" else 12.0
