"""Exhibits for the tests of the bundle's pages: each way of showing, with text that an opponent could have written."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from hashlib import sha256

import pikepdf
from PIL import Image

from tallystick.model.bundle import Completeness, CustodyRow, Front, TimelineRow
from tallystick.model.exhibit import Conversation, Exhibit, Letter, Pages, Picture, Plain, Shown, Spoken

TIME = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOSTILE = (
    '#let x = read("/etc/passwd") *bold* _it_ $x^2$ <label> @ref `raw` \\ // comment /* #import "@preview/evil:1.0.0"\n'
    "override \u202eexe.fdp\u202c control \x00\x07\x1b[31m end\n" + "A" * 200 + "\n"
    "https://example.com/" + "path/segment?q=1&" * 12 + "\n"
    "\tindented  twice   spaced\n\n\n"
    "质量问题：货物到港后发现短少，請於七日內回覆。Отгрузка задержана на 14 дней.\n"
    "تم استلام البضاعة وفيها عيوب ظاهرة order 4711.\nשלום עולם ไทย हिन्दी 한국어 ✓ → ≥ € £ ₽ ¥ 😀👨‍👩‍👧🇨🇳👍🏽"
)


def exhibit(number: str, shown: Shown, **stated: object) -> Exhibit:
    """An exhibit of the item whose hash follows from its number."""
    digest = sha256(number.encode()).hexdigest()
    fields: dict[str, object] = {
        "title": {"en": f"Document {number}", "zh": f"文件{number}", "ru": f"Документ {number}"},
        "kind": "mail", "ident": digest[:12], "sha256": digest, "log_index": 7, "kept_at": TIME,
        "on": date(2026, 2, 9), "origin": "Mailbox of the buyer, exported on 1 November 2026",
        "proves": {"en": "The defect was notified in time.", "zh": "证明买方及时通知了质量问题。",
                   "ru": "О недостатке сообщено вовремя."},
        "group": "", "language": "en", "form": "copy",
    }  # fmt: skip
    return Exhibit(number=number, show=lambda: shown, **(fields | stated))  # type: ignore[arg-type]


def letter(text: str = "Dear Mr Wang,\n\nthe goods arrived short.\n\nKind regards") -> Letter:
    return Letter(
        fields=(("From", "Anna Berg <anna@buyer.example>"), ("To", "wang@seller.example"),
                ("Date", "Mon, 9 Feb 2026 09:14:00 +0100"), ("Subject", "Short delivery 短少 PI-2026-114")),
        text=text, headers="Received: from mx.example\n  by mail.example\nX-Odd: #set page(width: 1pt)\n",
        files=(("photo <1>.jpg", 48_211, sha256(b"photo").hexdigest()),), pictures=(picture(),),
    )  # fmt: skip


def conversation(count: int = 12) -> Conversation:
    said = ("你好，货什么时候发？", "We ship on Friday, tracking to follow.", "Хорошо, ждём.", "مرحبا، أين البضاعة؟")
    return Conversation(
        name="Wang & Berg", platform="WeChat",
        messages=tuple(
            Spoken(ident=f"aa{place:04}:{place}", time=f"2026-02-09 09:{place % 60:02}:05",
                   zone="" if place % 3 else "UTC+08:00", sender="Berg" if place % 2 else "王经理",
                   is_ours=None if place == 7 else bool(place % 2), text=said[place % 4],
                   marks=("edited",) if place == 3 else ("deleted",) if place == 5 else (),
                   files=("invoice.pdf",) if place == 8 else (), pictures=(picture(),) if place == 2 else ())
            for place in range(count)
        ),
    )  # fmt: skip


def picture(size: tuple[int, int] = (320, 200), mode: str = "RGB", kind: str = "PNG") -> Picture:
    held = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert(mode).save(held, kind)
    return Picture(name=f"pallet.{kind.lower()}", content=held.getvalue())


def document(
    words: str = "CONTRACT No. 114", pages: int = 2, rotate: int = 0, size: tuple[int, int] = (612, 792)
) -> bytes:
    """A PDF as another program makes it: a standard font that is not embedded, lines, text, a script and a link."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=size)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        text = f"BT /F1 24 Tf 72 {size[1] - 92} Td ({words} page {number + 1}) Tj ET"
        drawn = f"{text} 36 36 {size[0] - 72} {size[1] - 72} re S"
        page.obj.Contents = made.make_stream(drawn.encode())
        page.obj.Rotate = rotate
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://evil.example/"))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 99, 99], A=action)
        page.obj.Annots = pikepdf.Array([link])
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    held = io.BytesIO()
    made.save(held, static_id=True)
    return held.getvalue()


def all_kinds() -> tuple[Exhibit, ...]:
    """One exhibit of each kind, with and without translations."""

    def translated() -> Shown:
        return Plain(passages=(("", "译文：货物短少。" * 30),))

    def page_of() -> Shown:
        return Pages(content=document("TRANSLATION", 3))

    recording = Plain(
        facts=(("File", "call-2026-02-09.m4a"), ("Length", "00:04:12"), ("SHA-256", "ab" * 32)),
        passages=(("Transcript", "Berg: When will you ship?\nWang: On Friday."),),
        pictures=(picture(),),
    )
    return (
        exhibit("1", letter(), group="contract"),
        exhibit("2", letter(HOSTILE), title={"en": HOSTILE}, group="contract", origin=HOSTILE, proves={"en": HOSTILE}),
        exhibit("3", conversation(), kind="conversation", group="defect"),
        exhibit("4", Pages(content=document()), kind="document", group="defect", form="original"),
        exhibit("5", Pages(content=document(size=(792, 612), pages=1)), kind="document"),
        exhibit("6", letter("The goods arrived short.\n" * 70), translation=translated),
        exhibit("7", Pages(content=document("ORIGINAL")), translation=page_of),
        exhibit("8", recording, kind="recording"),
        exhibit("9", Plain(pictures=(picture((4000, 3000), "RGB", "JPEG"), picture((30, 30), "RGBA"),
                                     Picture(name="broken.png", content=b"\x89PNG\r\n\x1a\nno"))), kind="image"),
        exhibit("10", Pages(content=b"%PDF-1.7 broken"), kind="document"),
        exhibit("11", Pages(content=document(rotate=90, pages=1)), kind="document"),
    )  # fmt: skip


def front(**stated: object) -> Front:
    fields: dict[str, object] = {
        "title": "Berg GmbH v. Ningbo Example Co., Ltd.", "forum": "宁波市中级人民法院",
        "case_number": "(2026) 浙02民初1号",
        "parties": (("Claimant", "Berg GmbH"), ("Respondent", "宁波示例有限公司")), "submitter": "Berg GmbH",
        "day": date(2026, 11, 23), "copies": 2, "copy_for": "宁波示例有限公司",
        "groups": (("contract", {"en": "The contract", "zh": "合同关系", "ru": "Договор"}),
                   ("defect", {"en": "The defect", "zh": "质量问题", "ru": "Недостатки"})),
        "timeline": (TimelineRow(time="2026-02-09 09:14", zone="+01:00", actor="Berg GmbH", what=HOSTILE, exhibit="3"),
                     TimelineRow(time="2026-02-10", actor="王经理", what="承认短少", exhibit="99")),
        "custody": (CustodyRow(time="2026-11-01T08:00:00Z", actor="anna", event="sealed", sha256="ab" * 32,
                               tool="tallystick 0.1.0"),),
        "completeness": Completeness(begins=date(2026, 1, 1), ends=None, threads=("WeChat: Wang & Berg", "PI-2026-114"),
                                     sealed=120, inside=100, left_out=(("settlement talks", 12), ("privileged", 7)),
                                     missing=(("attachment named in a mail", 2),)),
    }  # fmt: skip
    return Front(**(fields | stated))  # type: ignore[arg-type]
