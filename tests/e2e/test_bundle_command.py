"""A bundle as a user makes it, and as a clerk finds it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from e2e.terminal import Terminal

SHEET = """matter = "po-7"
title = "Lanterns"
counterparty = ["wei@factory.example"]
us = ["anna@importer.example"]
numbers = ["PI-2026-007"]
"""
OFFER = (
    b"From: Wei <wei@factory.example>\r\nTo: anna@importer.example\r\nDate: Mon, 02 Mar 2026 10:00:00 +0800\r\n"
    b"Message-ID: <1@factory.example>\r\nSubject: PI-2026-007\r\n\r\nPI-2026-007: 6,000 lanterns at USD 9.95.\r\n"
)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A vault with an offer and the sheet of its matter."""
    terminal = Terminal(tmp_path)
    terminal.run("init", terminal.vault)
    (tmp_path / "offer.eml").write_bytes(OFFER)
    terminal.tally("keep", tmp_path / "offer.eml")
    (tmp_path / "po-7.toml").write_text(SHEET)
    terminal.tally("matter", "apply", tmp_path / "po-7.toml")
    return terminal


def test_a_bundle_that_lacks_what_it_must_have_is_not_written(terminal: Terminal) -> None:
    """Exit 1 and no folder; --despite writes it, with the same checks shown."""
    out = terminal.folder / "out"
    stopped = terminal.json("bundle", "po-7", "--forum", "cn-court", "-o", out, "--as-of", "2026-11-23", code=1)
    assert not stopped["written"]
    assert not out.exists()
    failed = [check for check in stopped["checks"] if check["verdict"] == "FAIL"]
    assert any(check["facts"]["severity"] == "must" for check in failed)
    done = terminal.json("bundle", "po-7", "-f", "cn-court", "-o", out, "--as-of", "2026-11-23", "--despite")
    assert done["checks"] == stopped["checks"]
    assert (out / "hand-in" / "data" / "bundle.pdf").read_bytes().startswith(b"%PDF-")


def test_a_person_reads_the_rule_of_each_check(terminal: Terminal) -> None:
    """Without --json each check stands with its verdict, whether it must be, and its law."""
    shown = terminal.tally(
        "bundle", "po-7", "-f", "alibaba-trade-assurance", "-o", terminal.folder / "out", "--despite"
    )
    assert "alibaba-trade-assurance." in shown.text
    assert "(must)" in shown.text
    assert "'hand-in' is for the forum" in shown.text


def test_what_is_unknown_is_misuse(terminal: Terminal) -> None:
    """An unknown matter or forum is told, with exit 2."""
    for matter, forum, code in (("po-8", "cn-court", "matter-not-found"), ("po-7", "nowhere", "pack-not-found")):
        ended = terminal.tally("bundle", matter, "-f", forum, "-o", terminal.folder / "out", "--json", code=2)
        assert ended.document["error"]["code"] == code


def test_a_clerk_checks_the_whole_bundle_in_a_browser(terminal: Terminal) -> None:
    """The page that is in the bag finds its files and proofs right, and finds a change of the pages."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no driver for a browser is installed")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    out = terminal.folder / "out"
    terminal.tally("bundle", "po-7", "-f", "us-federal", "-o", out, "--despite")
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(offline=True).new_page()
        assert _verdict(page, out / "hand-in" / "verify.html", out / "hand-in") == "NOT_CHECKED"
        assert page.locator("tr[data-duty=manifest][data-verdict=PASS]").count() == 1
        assert page.locator("tr[data-duty=original][data-verdict=PASS]").count() == 1
        with (out / "hand-in" / "data" / "bundle.pdf").open("ab") as file:
            file.write(b" ")
        assert _verdict(page, out / "hand-in" / "verify.html", out) == "FAIL"
        browser.close()


def _verdict(page: object, address: Path, folder: Path) -> str:
    page.goto(address.as_uri())  # type: ignore[attr-defined]
    page.set_input_files("#folder", folder)  # type: ignore[attr-defined]
    page.wait_for_selector("body[data-verdict]", timeout=30_000)  # type: ignore[attr-defined]
    return str(page.get_attribute("body", "data-verdict"))  # type: ignore[attr-defined]
