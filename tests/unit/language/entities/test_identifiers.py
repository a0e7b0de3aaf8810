"""Numbers, accounts, registers, addresses and links in a text."""

from __future__ import annotations

import time

import pytest

from tallystick.language.entities.scan import entities
from tallystick.model.entity import EntityKind

K = EntityKind


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("order No. 12345", K.ORDER, "12345"),
        ("order LG-5580 as it stands", K.ORDER, "LG-5580"),
        ("订单号：20240315001", K.ORDER, "20240315001"),
        ("заказ №123-А", K.ORDER, "123-А"),
        ("PO#4500012", K.PURCHASE_ORDER, "4500012"),
        ("PI-2024-088", K.PROFORMA, "PI-2024-088"),
        ("PI No.: HS20240315", K.PROFORMA, "HS20240315"),
        ("proforma invoice PI2024/17", K.PROFORMA, "PI2024/17"),
        ("invoice INV-2024-001", K.INVOICE, "INV-2024-001"),
        ("发票号：12345678", K.INVOICE, "12345678"),
        ("счёт № 778 от 12.03.2024", K.INVOICE, "778"),
        ("合同号 HT-2024-01", K.CONTRACT, "HT-2024-01"),
        ("договор № 12/2024-К от 12.03.2024", K.CONTRACT, "12/2024-К"),
        ("B/L No. MAEU1234567", K.BILL_OF_LADING, "MAEU1234567"),
        ("L/C no. LC2024-1177", K.LETTER_OF_CREDIT, "LC2024-1177"),
        ("in CSQU 305438-3", K.CONTAINER, "CSQU3054383"),
        ("1Z999AA10123456784", K.TRACKING, "1Z999AA10123456784"),
        ("RR473124829NL", K.TRACKING, "RR473124829NL"),
        ("SF1234567890123", K.TRACKING, "SF1234567890123"),
        ("DHL 1234567890", K.TRACKING, "1234567890"),
        ("DE89 3704 0044 0532 0130 00", K.IBAN, "DE89370400440532013000"),
        ("SWIFT: COBADEFFXXX", K.BIC, "COBADEFFXXX"),
        ("账号：6222 0212 3456 7890 123", K.ACCOUNT, "6222021234567890123"),
        ("р/с 40702810900000005555", K.ACCOUNT, "40702810900000005555"),
        ("Account No.: 1234567890", K.ACCOUNT, "1234567890"),
        ("ИНН 7707083893", K.REGISTRATION, "RU-INN:7707083893"),
        ("ОГРН 1027700132195", K.REGISTRATION, "RU-OGRN:1027700132195"),
        ("91110000802100433B", K.REGISTRATION, "CN-USCC:91110000802100433B"),
        ("HRB 12345 B", K.REGISTRATION, "DE-HR:HRB 12345B"),
        ("VAT no. DE136695976", K.REGISTRATION, "EU-VAT:DE136695976"),
        ("Company No. 01234567", K.REGISTRATION, "GB-CH:01234567"),
        ("EIN 12-3456789", K.REGISTRATION, "US-EIN:12-3456789"),
        ("Friedrichstraße 12, 10117 Berlin", K.ADDRESS, "Friedrichstraße 12, 10117 Berlin"),
        ("221B Baker Street, London NW1 6XE", K.ADDRESS, "221B Baker Street, London NW1 6XE"),
        ("广东省深圳市南山区科技园路12号A座3楼", K.ADDRESS, "广东省深圳市南山区科技园路12号A座3楼"),
        ("г. Москва, ул. Льва Толстого, д. 16", K.ADDRESS, "г. Москва, ул. Льва Толстого, д. 16"),
        ("see www.example.com/a?b=1.", K.LINK, "http://www.example.com/a?b=1"),
        ("write to Ann.Lee@Example.COM.", K.EMAIL, "Ann.Lee@example.com"),
        ("+49 30 1234567", K.PHONE, "+49301234567"),
        ("打13800138000", K.PHONE, "+8613800138000"),
        ("8 (495) 123-45-67", K.PHONE, "+74951234567"),
        ("WeChat: anna_lee88", K.HANDLE, "wechat:anna_lee88"),
        ("微信号：zhang2020", K.HANDLE, "wechat:zhang2020"),
        ("WhatsApp +86 138 0013 8000", K.HANDLE, "whatsapp:+8613800138000"),
    ],
)
def test_a_number_is_known_by_its_word_or_its_check_digit(text: str, kind: EntityKind, value: str) -> None:
    """The first thing named has this kind and this canonical value."""
    first = entities(text)[0]
    assert (first.kind, first.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("CSQU3054383", "yes"),
        ("MSKU 771204-3", "no"),
        ("ИНН 7707083894", "no"),
        ("р/с 40702810900000005555 БИК 044525225", "yes"),
        ("р/с 40702810900000005556 БИК 044525225", "no"),
    ],
)
def test_a_check_digit_is_verified(text: str, checked: str) -> None:
    """A number with a wrong check digit is named, and says so."""
    assert entities(text)[0].field("checked") == checked


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "in order 500 times",
        "order 2024",
        "contract of 2023",
        "DE89 3704 0044 0532 0130 01",
        "RR473124820NL",
        "1Z999AA10123456780",
        "room 12345678",
        "the invoice was wrong",
        "200,000 seatings",
        "version 1.2.3",
        "911100008021004330",
        "a@b",
    ],
)
def test_a_number_without_evidence_is_left_alone(text: str) -> None:
    """A false number is worse than a missed one."""
    assert entities(text) == ()


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "1,", "1.", "a@", "A1", "order ", "+1", "DE89 ", "周", "Monday ", "в ", "5 St ", "市路1"]
)
def test_time_is_linear_in_a_hostile_text(piece: str) -> None:
    """Four times the text takes far less than sixteen times the time."""
    costs = []
    for size in (10_000, 40_000):
        start = time.perf_counter()
        entities(piece * (size // len(piece)))
        costs.append(time.perf_counter() - start)
    assert costs[1] < 10 * costs[0] + 0.3
