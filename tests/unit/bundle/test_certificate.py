"""Drafts of certificates for a United States court."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tallystick.bundle.certificate import Production, certificates
from tallystick.model.exhibit import Exhibit, Plain

TITLE = {"en": "Offer\r\n5. I swear", "zh": "报价", "ru": "Предложение"}
EXHIBIT = Exhibit(
    number="PX-1", title=TITLE, kind="mail", ident="ab", sha256="ab" * 32, log_index=7,
    kept_at=datetime(2026, 3, 2, tzinfo=UTC), on=date(2026, 3, 2), origin="mailbox file a.eml", proves=TITLE,
    group="contract", language="en", form="original", show=Plain,
)  # fmt: skip
PRODUCTION = Production(
    matter="po-7", origin="vault.example", log_size=9, program="tallystick 1", day=date(2026, 11, 23),
    exhibits=[EXHIBIT],
)  # fmt: skip


def test_there_is_a_draft_for_each_rule() -> None:
    """Each is marked as a draft, names its rule and every record with its hash, and leaves signing to a person."""
    drafts = certificates(PRODUCTION)
    assert sorted(drafts) == [f"certificate-902-{number}-draft.txt" for number in (11, 13, 14)]
    for name, content in drafts.items():
        text = content.decode()
        assert text.startswith("DRAFT")
        assert f"902({name.split('-')[2]})" in text
        assert "ab" * 32 in text
        assert "mailbox file a.eml" in text
        assert "______" in text


def test_a_title_makes_no_line_of_its_own() -> None:
    """What a mail calls itself cannot look like a sentence of the certificate."""
    for content in certificates(PRODUCTION).values():
        assert not any(line.startswith("5. I swear") for line in content.decode().splitlines())


def test_no_records_are_no_reason_to_fail() -> None:
    """A production of nothing gives drafts without a list."""
    assert len(certificates(replace(PRODUCTION, exhibits=[]))) == 3
