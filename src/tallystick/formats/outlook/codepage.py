"""Windows code pages and locales as names of character tables."""

from __future__ import annotations

from tallystick.formats.mail.charset import canonical

_NAMES = {
    936: "gb18030",
    1200: "utf-16-le",
    10000: "mac-roman",
    10007: "mac-cyrillic",
    20127: "ascii",
    20866: "koi8-r",
    20936: "gb18030",
    20932: "euc_jp",
    21866: "koi8-u",
    38598: "iso8859-8",
    50220: "iso-2022-jp",
    50221: "iso-2022-jp",
    50222: "iso-2022-jp",
    50225: "iso2022_kr",
    51932: "euc_jp",
    51936: "gb18030",
    51949: "cp949",
    52936: "hz",
    54936: "gb18030",
    65000: "utf-7",
    65001: "utf-8",
}
# What a Windows that sends mail in an internet charset uses for its own 8-bit strings.
_WINDOWS_OF = {
    "ascii": "", "iso8859-1": "cp1252", "iso8859-15": "cp1252", "iso8859-2": "cp1250", "iso8859-5": "cp1251",
    "koi8-r": "cp1251", "koi8-u": "cp1251", "mac-cyrillic": "cp1251", "iso8859-7": "cp1253", "iso8859-9": "cp1254",
    "iso8859-8": "cp1255", "iso8859-6": "cp1256", "iso8859-4": "cp1257", "iso8859-13": "cp1257",
    "iso2022_jp": "cp932", "euc_jp": "cp932", "iso2022_kr": "cp949", "hz": "gb18030", "utf-8": "", "utf-7": "",
}  # fmt: skip
# Primary language of a locale to its Windows code page (MS-LCID); Chinese and Serbian are told apart below.
_OF_LANGUAGE = {
    0x01: "cp1256", 0x02: "cp1251", 0x05: "cp1250", 0x08: "cp1253", 0x0D: "cp1255", 0x0E: "cp1250", 0x11: "cp932",
    0x12: "cp949", 0x15: "cp1250", 0x18: "cp1250", 0x19: "cp1251", 0x1B: "cp1250", 0x1E: "cp874", 0x1F: "cp1254",
    0x20: "cp1256", 0x22: "cp1251", 0x23: "cp1251", 0x24: "cp1250", 0x25: "cp1257", 0x26: "cp1257", 0x27: "cp1257",
    0x29: "cp1256", 0x2A: "cp1258", 0x2F: "cp1251", 0x3F: "cp1251", 0x40: "cp1251", 0x44: "cp1251", 0x50: "cp1251",
}  # fmt: skip
_TRADITIONAL = (0x0404, 0x0C04, 0x1404)
_CYRILLIC_SERBIAN = (0x0C1A, 0x1C1A)


def charset_of(number: int) -> str:
    """The name of the code page `number`, "" where it is none that text may be in. Source: Windows code pages."""
    name = _NAMES.get(number)
    if name is None:
        name = f"iso8859-{number - 28590}" if 28591 <= number <= 28605 else f"cp{number}" if number > 0 else ""
    return canonical(name) if name else ""


def windows_charset(charset: str) -> str:
    """The Windows code page of those who send mail in `charset`; "" where everybody does."""
    return _WINDOWS_OF.get(charset, charset)


def charset_of_locale(locale: int) -> str:
    """The Windows code page of a locale such as 0x0411, "" where it is Western or unknown. Source: MS-LCID 2.2."""
    language = locale & 0x3FF
    if language == 0x04:
        return "cp950" if locale in _TRADITIONAL else "gb18030"
    if language == 0x1A:
        return "cp1251" if locale in _CYRILLIC_SERBIAN else "cp1250"
    return _OF_LANGUAGE.get(language, "")
