"""From bytes to text: by the declared charset where it fits, else by evidence, and every departure is said."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

from tallystick.formats.mail.deviation import Deviations
from tallystick.formats.mail.evidence import fits, likeliest

# Names that mail uses and Python's codec table does not know, or reads as something narrower than senders mean.
_ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "ansi_x3.110-1983": "ascii", "us_ascii": "ascii", "usascii": "ascii", "iso-ir-6": "ascii",
        "iso-8859-8-i": "iso8859-8", "iso-8859-8-e": "iso8859-8", "iso-8859-6-i": "iso8859-6",
        "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "windows-949": "cp949",
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "euc-cn": "gb18030", "x-gbk": "gb18030",
        "gbk": "gb18030", "cp936": "gb18030", "gb-2312": "gb18030", "chinese": "gb18030", "gb2312_charset": "gb18030",
        "big5": "cp950", "x-big5": "cp950", "big5-eten": "cp950", "cn-big5": "cp950", "csbig5": "cp950",
        "hz-gb-2312": "hz", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "windows-31j": "cp932",
        "unicode-1-1-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8", "x-utf-8": "utf-8",
        "win-1251": "cp1251", "x-cp1251": "cp1251", "win1251": "cp1251", "koi8": "koi8-r", "koi-8-r": "koi8-r",
        "x-mac-cyrillic": "mac-cyrillic", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    }
)  # fmt: skip
# Only character tables: Python's registry also holds transformations (zlib, idna, escapes) that a mail may name.
_TABLE_NAMES = (
    "ascii utf-8 utf-7 utf-16 utf-16-be utf-16-le utf-32 gb18030 gb2312 gbk hz cp950 big5 big5hkscs cp932 shift_jis "
    "shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 euc_jisx0213 iso2022_jp iso2022_jp_1 iso2022_jp_2 "
    "iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr cp949 euc_kr johab koi8-r koi8-u koi8-t kz1048 ptcp154 "
    "mac-cyrillic mac-roman mac-greek mac-latin2 mac-turkish mac-iceland tis-620 iso8859-1 iso8859-2 iso8859-3 "
    "iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11 iso8859-13 iso8859-14 "
    "iso8859-15 iso8859-16 cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861 cp862 cp863 cp864 "
    "cp865 cp866 cp869 cp874 cp875 cp1006 cp1125 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258"
)
_TABLES = frozenset(_TABLE_NAMES.split())
_STATEFUL = frozenset(("utf-7", "hz", "iso2022_kr")) | {name for name in _TABLES if name.startswith("iso2022_jp")}
_SINGLE = frozenset(name for name in _TABLES if name.startswith(("cp12", "iso8859", "koi8", "cp866", "mac-")))
_GB2312 = frozenset(("gb2312", "gb_2312-80", "csgb2312", "euc-cn", "gb-2312", "chinese"))
# Below this length evidence is weaker than a declaration, unless that is the default of a careless program.
_SHORT = 60
_WESTERN = ("cp1252", "iso8859-1", "iso8859-15")
_ASCII = bytes(range(128))
_BEYOND_GB2312 = re.compile(rb"[\x80-\xa0\xff]")
_BIG5_AMBIGUOUS = re.compile(rb"(?:[\x00-\x80]++|[\x81-\xc5\xc8-\xfe][\x00-\xff])*(?:\xc6[\xa1-\xfe]|\xc7[\x40-\xfe])")
_SURROGATE = re.compile("[\ud800-\udfff]")
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){1,200}~\}")
_known: dict[str, str] = {}


def canonical(declared: str) -> str:
    """Python's name of the character table that `declared` means, "" where it is none that mail may use."""
    known = _known.get(declared)
    if known is None:
        known = _looked_up(declared)
        if len(_known) < 1_000:
            _known[declared] = known
    return known


def _looked_up(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()[:60]
    name = _ALIASES.get(name, name)
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _TABLES else ""


def decode(raw: bytes, declared: str, problems: Deviations, place: str, hint: str = "") -> tuple[str, str]:
    """The text of `raw` and the charset that was used: `declared` where it fits, else the likeliest.

    `hint` is a charset that the message declares elsewhere. What cannot be decoded becomes U+FFFD.
    """
    text, table = _decode(raw, declared, problems, place, hint)
    # UTF-7 alone can spell half a character, which no other encoding, file or database can hold.
    return (_SURROGATE.sub("\ufffd", text) if table == "utf-7" else text), table


def _decode(raw: bytes, declared: str, problems: Deviations, place: str, hint: str) -> tuple[str, str]:
    table = canonical(declared) if declared else ""
    if declared and not table:
        problems.add("charset-unknown", place, repr(declared[:60]))
    if raw.isascii() and table not in _STATEFUL and not table.startswith(("utf-16", "utf-32")):
        return _seven_bit(raw, declared, problems, place)
    if not table or table == "ascii":
        return _by_evidence(raw, problems, place, "charset-undeclared" if not table else "charset-wrong", hint)
    text = _strict(raw, table)
    if text is not None and _is_believed(raw, text, table):
        _say_ambiguity(raw, declared, table, problems, place)
        return text, table
    if text is None and table == "cp950" and (wider := _strict(raw, "big5hkscs")) is not None:
        problems.add("charset-big5-ambiguous", place, "read as Big5-HKSCS")
        return wider, "big5hkscs"
    return _against_declaration(raw, text, table, problems, place)


def _seven_bit(raw: bytes, declared: str, problems: Deviations, place: str) -> tuple[str, str]:
    """ASCII, unless escape sequences say that it is a 7-bit encoding of something else."""
    if b"\x1b$" in raw and (text := _strict(raw, "iso2022_jp_2")) is not None:
        problems.add("charset-wrong" if declared else "charset-undeclared", place, "read as iso-2022-jp")
        return text, "iso2022_jp_2"
    if b"~{" in raw and _HZ.search(raw) is not None and (text := _strict(raw, "hz")) is not None:
        problems.add("charset-wrong" if declared else "charset-undeclared", place, "read as hz-gb-2312")
        return text, "hz"
    return raw.decode("ascii"), canonical(declared) or "ascii"


def _strict(raw: bytes, table: str) -> str | None:
    try:
        return raw.decode(table)
    except UnicodeError:
        return None


def _is_believed(raw: bytes, text: str, table: str) -> bool:
    """A strict UTF-8 or 7-bit decoding does not happen by chance; any other table must fit the language."""
    if table == "utf-8" or table in _STATEFUL or table.startswith(("utf-", "euc_", "shift", "cp932", "cp949")):
        return True
    if table in _SINGLE and _strict(raw, "utf-8") is not None:
        return False
    if len(raw) < _SHORT and not table.startswith(_WESTERN):
        return True
    return fits(raw, text, table)


def _say_ambiguity(raw: bytes, declared: str, table: str, problems: Deviations, place: str) -> None:
    if table == "gb18030" and declared.lower() in _GB2312:
        high = raw.translate(None, _ASCII)
        if len(high) % 2 or _BEYOND_GB2312.search(high):
            problems.add("charset-gb2312-exceeded", place)
    elif table == "cp950" and (b"\xc6" in raw or b"\xc7" in raw) and _BIG5_AMBIGUOUS.match(raw):
        problems.add("charset-big5-ambiguous", place, "read as cp950")


def _against_declaration(raw: bytes, text: str | None, table: str, problems: Deviations, place: str) -> tuple[str, str]:
    """The declared table failed or looks wrong: another may win, but must win clearly."""
    if table == "utf-8" or text is None:
        lenient = raw.decode(table, "replace")
        damage = lenient.count("\ufffd")
        if damage * 50 <= len(raw.translate(None, _ASCII)):
            problems.add("charset-undecodable", place, f"{damage} places in {table}")
            return lenient, table
    # What is called ISO 8859-1 is Windows 1252 wherever the two differ.
    declared = "cp1252" if table == "iso8859-1" else table
    chosen = problems.decided(lambda: likeliest(raw, declared=declared if text is not None else ""), place)
    if not chosen:
        problems.add("charset-undecodable", place, f"as {table}")
        return raw.decode(table, "replace"), table
    decoded = raw.decode(chosen, "replace")
    if decoded == text:
        return decoded, table
    problems.add("charset-wrong", place, f"declared {table}, read as {chosen}")
    return decoded, chosen


def _by_evidence(raw: bytes, problems: Deviations, place: str, code: str, hint: str) -> tuple[str, str]:
    chosen = guess(raw, problems, place, hint)
    text = raw.decode(chosen, "replace")
    problems.add(code, place, f"read as {chosen}")
    if "\ufffd" in text:
        problems.add("charset-undecodable", place, f"as {chosen}")
    return text, chosen


def guess(raw: bytes, problems: Deviations, place: str, hint: str = "") -> str:
    """The likeliest table for 8-bit `raw`, `hint` preferred where it is about as likely; never ""."""
    return problems.decided(lambda: likeliest(raw, declared=canonical(hint)), place) or "cp1252"
