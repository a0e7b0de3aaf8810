"""The files of `tests/golden/formats/msg` and `pst`, made here byte for byte: `python tests/outlook_fixtures.py`."""

from __future__ import annotations

import importlib.util
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from compound_writer import Msg, Properties

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden" / "formats"
TEXT, TEXT8, NUMBER, FLAG, TIME, BINARY, MANY_TEXTS = 0x1F, 0x1E, 0x03, 0x0B, 0x40, 0x102, 0x101F
SENT = 133_500_000_000_000_000  # 2024-01-18 09:20:00 UTC
HEADERS = (
    "Received: from mail.huayue.example (192.0.2.7) by mx.baltimport.example; Thu, 18 Jan 2024 12:20:09 +0300\r\n"
    "From: =?utf-8?B?6ZmI5bCP5piO?= <chen@huayue.example>\r\nTo: Anna <anna@baltimport.example>\r\n"
    "Subject: PI HY-2024-017 =?utf-8?B?5Yqe5YWs5qSF?=\r\nDate: Thu, 18 Jan 2024 17:20:00 +0800\r\n"
    "Message-ID: <pi017@huayue.example>\r\nIn-Reply-To: <ask@baltimport.example>\r\n"
    'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
)


def writer() -> ModuleType:
    """The writer of stores, which the benchmarks own."""
    known = sys.modules.get("store_writer")
    if known is not None:
        return known
    spec = importlib.util.spec_from_file_location("store_writer", ROOT / "bench" / "store_writer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["store_writer"] = module
    spec.loader.exec_module(module)
    return module


def text(value: str) -> bytes:
    return value.encode("utf-16-le")


def number(value: int) -> bytes:
    return struct.pack("<I", value)


def time(ticks: int) -> bytes:
    return struct.pack("<Q", ticks)


def rtf(rich: bytes) -> bytes:
    """Rich text as mail compresses it, every byte as it stands."""
    body = b"".join(b"\0" + rich[at : at + 8] for at in range(0, len(rich), 8))
    crc = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(body) + 12, len(rich), b"LZFu", crc) + body


def mailbox(name: str, address: str, role: int, kind: str = "SMTP") -> Properties:
    listed = {(0x3001, TEXT): text(name), (0x3002, TEXT): text(kind), (0x3003, TEXT): text(address)}
    return {**listed, (0x0C15, NUMBER): number(role)}


def file(name: str, content: bytes, media_type: str = "application/pdf") -> Properties:
    return {
        (0x3705, NUMBER): number(1),
        (0x3707, TEXT): text(name),
        (0x370E, TEXT): text(media_type),
        (0x3701, BINARY): content,
    }


def letter(subject: str, body: str) -> dict[tuple[int, int], bytes | list[bytes]]:
    return {
        (0x001A, TEXT): text("IPM.Note"),
        (0x0037, TEXT): text(subject),
        (0x0039, TIME): time(SENT),
        (0x0C1A, TEXT): text("陈晓明"),
        (0x0C1E, TEXT): text("SMTP"),
        (0x0C1F, TEXT): text("chen@huayue.example"),
        (0x1000, TEXT): text(body),
    }


def contract() -> Msg:
    """A letter in Unicode with all that a received one has."""
    keywords = text("Keywords")
    html = "<html><body><p>单价 <b>USD 38.50</b></p><p>谢谢</p></body></html>"
    properties = letter("PI HY-2024-017 办公椅", "您好，附件是形式发票。\r\n单价 USD 38.50\r\n") | {
        (0x007D, TEXT): text(HEADERS),
        (0x0E06, TIME): time(SENT + 90_000_000),
        (0x0036, NUMBER): number(3),
        (0x1013, BINARY): html.encode("gb18030"),
        (0x3FDE, NUMBER): number(936),
        (0x1035, TEXT): text("<pi017@huayue.example>"),
        (0x8000, MANY_TEXTS): [text("订单"), text("Срочно")],
    }
    return Msg(
        properties,
        [mailbox("Анна", "anna@baltimport.example", 1), mailbox("Склад", "/O=BALT/CN=SKLAD", 2, "EX")],
        [(file("形式发票.pdf", b"%PDF-1.4 pro forma\n" * 300), None)],
        (b"", struct.pack("<IHH", 0, 2 << 1 | 1, 0), number(len(keywords)) + keywords),
    )


def undeclared() -> Msg:
    """A letter in the code page of a Chinese Windows, which it does not name."""
    body = "王经理您好：请确认合同第三条的交货期，我们的船期是下周五，请尽快回复，谢谢。"
    return Msg({
        (0x001A, TEXT8): b"IPM.Note",
        (0x0037, TEXT8): "关于合同交货期的确认".encode("gbk"),
        (0x1000, TEXT8): body.encode("gbk"),
        (0x0C1A, TEXT8): "李雷".encode("gbk"),
        (0x0C1E, TEXT8): b"SMTP",
        (0x0C1F, TEXT8): b"lilei@example.cn",
        (0x0039, TIME): time(SENT),
    })  # fmt: skip


def cyrillic() -> Msg:
    """A letter whose code page is stated, and whose rich text holds its HTML."""
    rich = (
        rb"{\rtf1\ansi\ansicpg1251\fromhtml1 \deff0{\fonttbl{\f0\fcharset204 Arial;}}\f0"
        rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 \'d6\'e5\'ed\'e0 38,50\htmlrtf\par}\htmlrtf0 {\*\htmltag72 </p>}"
        rb"{\*\htmltag64 <p>}\'d1\'f0\'ee\'ea{\*\htmltag72 </p>}}"
    )
    return Msg({
        (0x001A, TEXT8): b"IPM.Note",
        (0x0037, TEXT8): "Счёт на оплату № 7".encode("cp1251"),
        (0x1000, TEXT8): "Добрый день! Высылаем счёт.".encode("cp1251"),
        (0x1009, BINARY): rtf(rich),
        (0x3FFD, NUMBER): number(1251),
    })  # fmt: skip


def inside() -> Msg:
    """A message in a message in a message."""
    deepest = Msg(letter("最里面", "third"), (), [(file("装箱单.xlsx", b"PK\x03\x04 packing", ""), None)])
    attached = {(0x3705, NUMBER): number(5), (0x3001, TEXT): text("Fw")}
    return Msg(letter("outer", "first"), (), [(attached, Msg(letter("inner", "second"), (), [(attached, deepest)]))])


def report() -> Msg:
    """A report of a mail that did not arrive, with a file that is only pointed to and an object of another program."""
    pointer = {(0x3705, NUMBER): number(4), (0x370D, TEXT): text("\\\\server\\docs\\contract.docx")}
    ole = {(0x3705, NUMBER): number(6), (0x3001, TEXT): text("Worksheet")}
    storage = {"\x01CompObj": b"obj", "Package": b"PK\x03\x04 sheet"}
    properties = letter("Undeliverable: PI HY-2024-017", "") | {
        (0x001A, TEXT): text("REPORT.IPM.Note.NDR"),
        (0x1000, TEXT): b"",
        (0x1001, TEXT): text("The recipient's mailbox is full.\r\n"),
        (0x1046, TEXT): text("<pi017@huayue.example>"),
    }
    return Msg(properties, (), [(pointer, None), (ole, storage)])


def circle(whole: bytes) -> bytes:
    """The file with a chain of sectors that runs in a circle."""
    fat = (int.from_bytes(whole[76:80], "little") + 1) * 512
    entries = list(struct.unpack_from("<128I", whole, fat))
    first = next(at for at, entry in enumerate(entries) if entry == at + 1)
    entries[first + 1] = first
    return whole[:fat] + struct.pack("<128I", *entries) + whole[fat + 512 :]


def without_names(whole: bytes) -> bytes:
    """The store with its list of named properties overwritten, without which libpff opens nothing."""
    place = whole.index("Keywords".encode("utf-16-le"))
    start = whole.rindex(b"\xec\xbc", 0, place) - 2
    return whole[:start] + bytes(16) + whole[start + 16 :]


def stored(subject: str, body: str, **more: bytes) -> dict[tuple[int, int], bytes]:
    properties = {key: value for key, value in letter(subject, body).items() if isinstance(value, bytes)}
    return properties | {(int(name[1:5], 16), int(name[6:], 16)): value for name, value in more.items()}


def store(**options: object) -> bytes:
    """A store of two folders and four messages, one with a file and a message in a message."""
    made = writer()
    inner = made.Letter(stored("inner", "innermost", p0039_0040=time(SENT)), [mailbox("Bob", "bob@example.com", 1)])
    fw = made.Letter(stored("fw", "between"), (), [made.File({(0x3705, NUMBER): number(5)}, inner)])
    keywords = struct.pack("<III", 2, 12, 16) + text("订单") + text("Срочно")
    first = made.Letter(
        stored("\x01\x05Re: 合同", "正文 " * 900, p8000_101f=keywords, p007d_001f=text(HEADERS)),
        [mailbox("Анна", "anna@baltimport.example", 1), mailbox("Склад", "/O=BALT/CN=SKLAD", 2, "EX")],
        [made.File(file("提单.pdf", b"%PDF-1.4 bill of lading\n" * 600)), made.File({(0x3705, NUMBER): number(5)}, fw)],
    )
    others = [made.Letter(stored(f"letter {each}", "слово"), [mailbox("Bob", "bob@example.com", 1)]) for each in (2, 3)]
    return bytes(made.write_store({"收件箱": [first, others[0]], "Отправленные": [others[1], fw]}, **options))


def fixtures() -> Iterator[tuple[str, bytes]]:
    """Each file's path below the golden formats, and what stands in it."""
    whole = contract().written()
    yield "msg/contract.msg", whole
    yield "msg/undeclared-gbk.msg", undeclared().written()
    yield "msg/cyrillic.msg", cyrillic().written()
    yield "msg/inside-inside.msg", inside().written()
    yield "msg/report.msg", report().written()
    yield "msg/damaged-cut.msg", whole[:-1024]
    yield "msg/hostile-circle.msg", circle(whole)
    yield "pst/store.pst", store()
    yield "pst/high-encoded.pst", store(encoding=2, password=7)
    yield "pst/unlisted.pst", store(encoding=1, unlisted=[0x200044])
    yield "pst/damaged-names.pst", without_names(store())
    yield "pst/damaged-cut.pst", store()[:-1536]


if __name__ == "__main__":
    for name, content in fixtures():
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_bytes(content)
