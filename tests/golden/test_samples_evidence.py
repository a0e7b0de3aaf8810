"""What the sample deals hold beside mail: each file is read and balances, and the gaps planted in it are found."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from sample_vault import AGENCY, BERLIN, SAMPLES, WHATSAPP, Vault
from tallystick.formats import format_of
from tallystick.formats.archive import Budget, Limits, list_zip, read_member
from tallystick.formats.carrier import Head
from tallystick.model.check import Verdict
from tallystick.model.reading import Reading

WECHAT = BERLIN / "lin-guodong" / "微信"
FILES = {
    "alibaba/onetalk.alibaba.com.har": "alibaba-har",
    "alibaba/Complaint 5830011744 - Complaint Center.mhtml": "mhtml",
    "alibaba/Order 21540031866001027 - My orders.mhtml": "mhtml",
    "lin-guodong/微信/陈美玲 明曜.csv": "wechat-memotrace",
    "lin-guodong/微信/询盘列表 CL-200.xlsx": "alibaba-inquiries",
    "lin-guodong/微信/Screenshot_20251218-174350_WeChat.png": "image",
    "jonas-reimann/iPhone/IMG_4472.PNG": "image",
    "papers/PI MY-PI-250926-07R1 stamped.pdf": "pdf",
    "papers/MYSL-2025-1009 stamped.pdf": "pdf",
    "papers/KQ-SZ-251211-088 photo report.pdf": "pdf",
    "papers/Scan_20260119_Bankbestätigung.pdf": "pdf",
    "bank/camt053_USD_2025-10.xml": "camt",
    "bank/camt053_USD_2026-01.xml": "camt",
    "bank/mt940_USD_2026-01.sta": "mt940",
    "bank/SL-RE-2026-0112 XRechnung Nordpfad.xml": "ubl",
}
AGENCY_FILES = {
    "telegram/result.json": "telegram-json",
    "telefon/Чат WhatsApp с контактом Алёна Мисюра.txt": "whatsapp",
    "telefon/Screenshot_20260124-213410_Telegram.png": "image",
    "buhgalteriya/kl_to_1c.txt": "1c",
    "buhgalteriya/scheta.csv": "invoice-csv",
    "chasy/clockify.csv": "clockify",
    "chasy/toggl.csv": "toggl",
}
CASES = [(BERLIN / name, kind) for name, kind in FILES.items()] + [
    (AGENCY / name, kind) for name, kind in AGENCY_FILES.items()
]


def readings(path: Path, kind: str) -> list[Reading]:
    """The readings of a file, recognised as the format it should be."""
    content = path.read_bytes()
    found = format_of(Head.of(content, path.name))
    assert found is not None
    assert found.name == kind
    return list(found.read(content, path.name))


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a zip, by the product's own reader."""
    with path.open("rb") as file:
        budget = Budget(Limits())
        for member in list_zip(file, budget).members:
            yield member.path, b"".join(read_member(file, member, budget))


@pytest.mark.parametrize(("path", "kind"), CASES, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_each_file_is_recognised_read_and_balanced(path: Path, kind: str) -> None:
    """Each file beside the mail is in the format it should be, and every unit of it is accounted for."""
    for reading in readings(path, kind):
        assert reading.counts
        assert [count.unit for count in reading.counts if count.unbalanced] == []
        allowed = {"page-without-text"} if path.name.startswith("Scan_") else set()
        assert {problem.code for problem in reading.problems} == allowed


@pytest.mark.parametrize("deal", [BERLIN, AGENCY], ids=lambda path: path.name)
def test_index_names_every_file_that_is_no_message(deal: Path) -> None:
    """The rows of role file exist, and none of the files tested here is without a row."""
    lines = (deal / "index.tsv").read_text(encoding="utf-8").splitlines()
    rows = {line.split("\t")[0] for line in lines if line.split("\t")[2] == "file"}
    assert [name for name in rows if not (deal / name).is_file()] == []
    assert (FILES if deal == BERLIN else AGENCY_FILES).keys() <= rows


def test_tokens_of_the_platform_are_in_the_files_and_in_no_reading() -> None:
    """The HAR, the saved pages and WeChat's table hold secrets; what is read from them does not."""
    for name, kind in FILES.items():
        if kind in {"alibaba-har", "mhtml", "wechat-memotrace"}:
            assert b"TESTSECRET" in (BERLIN / name).read_bytes().replace(b"=\r\n", b"")
            told = [(r.chats, r.pages, r.problems, r.counts) for r in readings(BERLIN / name, kind)]
            assert "TESTSECRET" not in repr(told)


def test_whatsapp_zip_lacks_one_file_that_it_names() -> None:
    """Three pictures lie in the zip, the voice message of 16 December does not; two messages are deleted."""
    inside = dict(members(WHATSAPP))
    found = format_of(Head.of(inside["_chat.txt"], "_chat.txt"))
    assert found is not None
    (reading,) = found.read(inside["_chat.txt"], "_chat.txt")
    (chat,) = reading.chats
    named = {media.name for message in chat.messages for media in message.media}
    assert [count.unbalanced for count in reading.counts] == [0]
    assert named - inside.keys() == {"00000020-AUDIO-2025-12-16-10-31-09.opus"}
    assert sum("deleted" in message.marks for message in chat.messages) == 2


def test_wechat_table_has_the_recalled_message_without_its_words() -> None:
    """The words that the screenshot shows are in no row of the table."""
    (reading,) = readings(WECHAT / "陈美玲 明曜.csv", "wechat-memotrace")
    (chat,) = reading.chats
    assert sum("recalled" in message.marks for message in chat.messages) == 1
    assert not any("客户微信放行" in message.text for message in chat.messages)


def test_complaint_page_tells_the_decision() -> None:
    """The page that Chromium saved is a dated complaint with the statements of both sides and the platform."""
    (reading,) = readings(BERLIN / "alibaba" / "Complaint 5830011744 - Complaint Center.mhtml", "mhtml")
    (page,) = reading.pages
    assert page.kind == "complaint"
    assert ("complaint", "5830011744") in page.numbers
    assert ("order", "21540031866001027") in page.numbers
    kinds = Counter(statement.kind for statement in page.statements)
    assert kinds == {"complaint": 2, "evidence": 1, "answer": 1, "decision": 1}


@pytest.mark.parametrize("name", [name for name, kind in FILES.items() if kind in {"camt", "mt940"}])
def test_statements_are_reconciled(name: str) -> None:
    """Opening balance and movements give the closing balance."""
    for reading in readings(BERLIN / name, FILES[name]):
        assert reading.checks
        assert {check.verdict for check in reading.checks} == {Verdict.PASS}


def test_ibans_have_right_check_digits_and_belong_to_no_bank() -> None:
    """Every German IBAN of the sample passes modulo 97 and has a bank code that begins with 9, which none does."""
    text = "".join((BERLIN / name).read_text(encoding="utf-8") for name in FILES if name.startswith("bank/"))
    ibans = set(re.findall(r"DE\d{20}", text))
    assert len(ibans) == 2
    for iban in ibans:
        assert int("".join(str(int(one, 36)) for one in iban[4:] + iban[:4])) % 97 == 1
        assert iban[4] == "9"


def test_statement_for_1c_has_the_late_parts_of_invoice_139() -> None:
    """The statement is reconciled, and 90,000 roubles came in two parts after 16 December."""
    (reading,) = readings(AGENCY / "buhgalteriya" / "kl_to_1c.txt", "1c")
    assert {check.verdict for check in reading.checks} == {Verdict.PASS}
    found = [line for statement in reading.statements for line in statement.transactions if "№ 139 " in line.text]
    parts = [line.money.amount for line in found]
    assert parts == [Decimal("40000.00"), Decimal("50000.00")]


def test_hours_are_those_of_the_directors_table() -> None:
    """Both timesheets together hold 471 hours of work and 38 of disputes."""
    script = "import agency_client_hours as h; print(h.total(), h.total(billable=False))"
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=SAMPLES.parent / "tools" / "samples", check=True,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert [Decimal(one) for one in done.stdout.split()] == [Decimal(471 + 38), Decimal("72.5")]


def test_planted_gaps_of_the_berlin_deal_are_found(berlin: Vault) -> None:
    """An altered quote, a hole in a series, recalled and deleted messages, media left out, a tail, two bounces."""
    gaps = berlin.ask("gaps", "--missing", "--limit", "500")["gaps"]
    grounds: dict[str, list[str]] = {}
    for gap in gaps:
        grounds.setdefault(gap["kind"], []).append(gap["ground"])
    assert any('"9,800.00" where the held original has "19,800.00"' in one for one in grounds["quote-differs"])
    assert len(grounds["number-missing"]) == 1
    assert "MY-PI-251112-07R4" in grounds["number-missing"][0]
    assert any("00000020-AUDIO" in one for one in grounds["media-not-held"])
    assert any("wechat" in one for one in grounds["media-omitted"])
    assert any("2214480317706-2208719904435" in one for one in grounds["export-is-tail"])
    assert Counter(one.split(" in ")[1].split(":")[0] for one in grounds["message-deleted"]) == {
        "whatsapp": 2,
        "wechat": 1,
        "alibaba": 1,
    }
    assert len(grounds["bounced"]) == 2
    assert "two-versions" in grounds


def test_impostors_domain_is_called_a_lookalike(berlin: Vault) -> None:
    """The two domains of "Mia Chen" are never proposed as one party, but as lookalikes."""
    proposals = berlin.ask("parties")["proposals"]
    pairs = {frozenset((one["one"], one["other"])): one["kind"] for one in proposals}
    both = frozenset(("mail:mia.chen@mingyao-opto.example", "mail:mia.chen@minqyao-opto.example"))
    assert pairs[both] == "lookalike"


def test_deal_joins_all_channels_in_one_order(berlin: Vault) -> None:
    """The matter's timeline has mails, chats, the platform, papers, pages and bank entries."""
    entries = berlin.ask("timeline", "lanterns-cl200")["entries"]
    assert {"mail", "whatsapp", "wechat", "alibaba", "file", "page", "bank"} <= {one["channel"] for one in entries}
    times = [one["utc"] for one in entries if one["utc"]]
    assert times == sorted(times)


def test_words_in_chat_attachment_and_page_are_found(berlin: Vault) -> None:
    """A promise made in WeChat, a sum inside a PDF and the platform's decision are found by their words."""
    for query in ("保证能走", '"42,570.00"', '"outside the official chat tool"'):
        assert berlin.ask("find", query)["hits"], query


def test_planted_gaps_of_the_agency_deal_are_found(agency: Vault) -> None:
    """Media left out of Telegram and WhatsApp, a deleted message and the bounce."""
    gaps = agency.ask("gaps", "--missing", "--limit", "500")["gaps"]
    kinds = Counter(gap["kind"] for gap in gaps)
    assert kinds["message-deleted"] == 1
    assert kinds["media-omitted"] == 2
    assert kinds["bounced"] == 1
    assert kinds["number-missing"] == 0
