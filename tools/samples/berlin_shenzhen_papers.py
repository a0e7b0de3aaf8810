"""The deal's papers as files: a proforma invoice, the stamped contract, the inspector's report, a scan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from drawn_pdf import Page, drawn_pdf

LEFT, TOP, RIGHT = 56, 60, 539


def papers(files: Mapping[str, Any], asset_of: Callable[[str], bytes]) -> dict[str, bytes]:
    """The papers by their names below `papers/`; words are those of the mails' attachments."""
    return {
        "PI MY-PI-250926-07R1 stamped.pdf": _proforma(asset_of),
        "MYSL-2025-1009 stamped.pdf": _contract(files["contract"]["text"], asset_of),
        "KQ-SZ-251211-088 photo report.pdf": _report(asset_of),
        "Scan_20260119_Bankbestätigung.pdf": _scan(asset_of),
    }


def _proforma(asset_of: Callable[[str], bytes]) -> bytes:
    page = Page()
    page.text(LEFT, TOP, "深圳市明曜光电有限公司", 16)
    page.text(LEFT, TOP + 18, "SHENZHEN MINGYAO OPTOELECTRONICS CO., LTD.", 11)
    y = page.text(LEFT, TOP + 34, "Bldg 7, Tongle Industrial Zone, Longgang District, Shenzhen 518116", 9)
    page.line(LEFT, y, RIGHT, y)
    y = page.text(LEFT, y + 26, "PROFORMA INVOICE 形式发票", 15)
    y = page.text(
        LEFT, y + 10,
        ("No.: MY-PI-250926-07R1        Date 日期: 2025-09-26",
         "Buyer 买方: Spreelicht Handels GmbH, Köpenicker Str. 214, 10997 Berlin",
         "Replaces MY-PI-250922-07.  Terms: FOB Yantian, on board by 2025-11-28"),
    )  # fmt: skip
    y = page.table(
        LEFT, y + 10, (60, 168, 75, 85, 95),
        (("Item", "Description 品名", "Qty 数量", "Unit price 单价", "Amount 金额"),
         ("CL-200", "Camping lantern, olive 橄榄绿", "4,000 pcs", "USD 9.85", "USD 39,400.00"),
         ("CL-200", "Camping lantern, sand 沙色", "2,000 pcs", "USD 9.85", "USD 19,700.00"),
         ("", "TOTAL 合计", "6,000 pcs", "", "USD 59,100.00")),
    )  # fmt: skip
    page.text(
        LEFT, y + 10,
        ("Deposit 定金 30 %: USD 17,730.00 by Trade Assurance",
         "Balance 尾款 70 %: USD 41,370.00 against copy of B/L",
         "Bank 银行: Nanwan Commercial Bank, Shenzhen Longgang Sub-branch",
         "Account 账号: 7559 0417 8810 203    SWIFT: NWCBCN2X"),
    )  # fmt: skip
    page.picture(asset_of("company-seal.png"), 360, y + 30, 120, over=True)
    return drawn_pdf([page], title="PI MY-PI-250926-07R1", made="D:20250926185512+08'00'")


def _contract(text: str, asset_of: Callable[[str], bytes]) -> bytes:
    lines = text.strip("\n").split("\n")
    signed = next(n for n, line in enumerate(lines) if line.startswith("Seller:"))
    page = Page()
    y = page.text(LEFT, TOP, lines[:signed], 9.5, 13.5)
    page.text(LEFT, y + 30, ("Seller 卖方 (signature, contract seal 盖章)", "", "周建平"), 11, 20)
    page.text(330, y + 30, ("Buyer 买方 (signature)", "", "Katrin Vogel"), 11, 20)
    page.line(LEFT, y + 84, 270, y + 84)
    page.line(330, y + 84, RIGHT, y + 84)
    page.picture(asset_of("company-seal.png"), 118, y + 14, 122, over=True)
    return drawn_pdf([page], title="SALES CONTRACT MYSL-2025-1009", made="D:20251009112004+08'00'")


def _report(asset_of: Callable[[str], bytes]) -> bytes:
    first = Page()
    first.text(LEFT, TOP, "KESTREL QUALITY CONTROL LTD.", 16)
    y = first.text(LEFT, TOP + 26, "PRE-SHIPMENT INSPECTION REPORT 出货前验货报告", 13)
    y = first.text(
        LEFT, y + 8,
        ("Report No. KQ-SZ-251211-088        Contract MYSL-2025-1009        Inspection 9-10 December 2025",
         "Factory 工厂: 深圳市明曜光电有限公司, Longgang        Inspector 验货员: Huang Wei 黄伟",
         "Lot 6,000   Packed 5,100 (85 %)   ISO 2859-1 Level II, code letter L, sample size 200"),
    )  # fmt: skip
    y = first.table(
        LEFT, y + 8, (120, 90, 90, 90, 93),
        (("Defects 缺陷", "Found", "Accept", "Reject", "Result"),
         ("Critical 致命", "0", "0", "1", "pass"),
         ("Major 严重", "27", "10", "11", "FAIL"),
         ("Minor 轻微", "12", "14", "15", "pass")),
    )  # fmt: skip
    y = first.table(
        LEFT, y, (200, 190, 93),
        (("Test 测试", "Measured 实测", "Result"),
         ("Charging with C-to-C cable", "9 of 200 do not charge", "FAIL"),
         ("Spray IPX4, gasket", "11 with water behind the lens", "FAIL"),
         ("Handle 提手", "7 loose", "FAIL"),
         ("Capacity 容量, 0.5 A to 3.0 V", "1940, 1962, 1975, 1998, 2010 mAh", "FAIL"),
         ("Cell weight 电芯重量", "41.8 g, golden sample GS-2 46.9 g", "FAIL")),
    )  # fmt: skip
    first.text(LEFT, y + 6, "OVERALL CONCLUSION 结论: FAIL 不合格", 14)
    refused = "Factory representative refused to sign. 工厂代表拒绝签字。"
    bribe = "An envelope was offered to the inspector on 10 December and given back; see photo log."
    first.text(LEFT, y + 28, (refused, bribe))
    second = Page()
    second.text(LEFT, TOP, "Photographs 照片        Report No. KQ-SZ-251211-088, page 2", 11)
    y = TOP + 20.0
    for name, said in (
        ("water.jpg", "Photo 1: water behind the lens after the spray test"),
        ("pcb.jpg", "Photo 2: circuit board, places of two resistors empty"),
        ("cell.jpg", "Photo 3: cell without brand, 41.8 g"),
    ):
        y = second.picture(asset_of(name), LEFT, y, 240)
        y = second.text(LEFT, y + 12, said, 9) + 10
    return drawn_pdf([first, second], title="KQ-SZ-251211-088", made="D:20251211174502+08'00'")


def _scan(asset_of: Callable[[str], bytes]) -> bytes:
    """One page that is nothing but a picture: there is no text in it to be found."""
    page = Page()
    page.picture(asset_of("scan-bank-letter.jpg"), 0, 0, 595)
    return drawn_pdf([page], title="", made="D:20260119093011+01'00'")
