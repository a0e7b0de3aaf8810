"""The page that a clerk opens, in a real Chromium without a network, on good folders and on tampered ones."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from e2e.terminal import Terminal
from tallystick.bundle.verify_page import verify_page
from unit.bundle import folder_maker as maker

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="no driver for a browser is installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
MAIL = (
    b"From: wei@factory.example\r\nTo: anna@importer.example\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\n"
    b"Message-ID: <1@factory.example>\r\nSubject: Order 4711\r\n\r\nWe agree.\r\n"
)


class Clerk:
    """Opens the page from the disk and gives it folders; remembers whatever the page asked a network for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.asked: list[str] = []
        self.broken: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.broken.append(str(error)))
        page.on("dialog", lambda dialog: self.broken.append(dialog.message))

    def checks(self, folder: Path) -> str:
        """The verdict on a folder."""
        self.page.goto(self.address)
        self.page.set_input_files("#folder", folder)
        self.page.wait_for_selector("body[data-verdict]", timeout=30_000)
        assert self.broken == []
        assert all(url.startswith("file:") for url in self.asked)
        return str(self.page.get_attribute("body", "data-verdict"))

    def of(self, duty: str) -> set[str]:
        """The verdicts of all checks of a duty."""
        found = self.page.eval_on_selector_all(f"tr[data-duty={duty}]", "rows => rows.map(row => row.dataset.verdict)")
        return set(found)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def clerk(browser: Browser, tmp_path: Path) -> Iterator[Clerk]:
    path = tmp_path / "verify.html"
    path.write_bytes(verify_page())
    context = browser.new_context(locale="en-GB", offline=True)
    yield Clerk(context.new_page(), path.as_uri())
    context.close()


@pytest.fixture(scope="module")
def proved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proof folder of one of two mails, so that there is a path through the log."""
    terminal = Terminal(tmp_path_factory.mktemp("clerk"))
    terminal.run("init", terminal.vault)
    for number, content in enumerate((MAIL, MAIL.replace(b"4711", b"4712"))):
        path = terminal.folder / f"{number}.eml"
        path.write_bytes(content)
        terminal.tally("keep", path)
    found = terminal.json("find", "4711")
    ident = str(found["hits"][0]["id"])
    folder: Path = terminal.folder / "proof"
    terminal.tally("prove", ident, "-o", folder)
    return folder


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A proof folder with everything in it: timestamps, a change of the key, a mail server's key."""
    authority = maker.test_authority.Authority(tmp_path_factory.mktemp("authority"))
    folder, _ = maker.full_folder(tmp_path_factory.mktemp("full") / "full", authority)
    return Path(folder)


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The proof folder of one part of a mail."""
    log, sent = maker.Log(), maker.plain_mail()
    index = log.keep_parts(sent, maker.part_spans(sent))
    log.fill(3)
    return Path(maker.write(tmp_path_factory.mktemp("part") / "part", maker.single_part(log, index, sent, "2")))


def copy_of(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def test_a_good_folder_is_found_right(clerk: Clerk, proved: Path) -> None:
    """Original, place in the log and signature pass; the missing timestamp is not shown as a pass."""
    assert clerk.checks(proved) == "NOT_CHECKED"
    for duty in ("folder", "event", "original", "inclusion", "checkpoint"):
        assert clerk.of(duty) == {"PASS"}
    assert clerk.of("timestamp") == {"NOT_CHECKED"}


def test_one_changed_byte_of_the_original_is_found(clerk: Clerk, proved: Path, tmp_path: Path) -> None:
    """A mail that says something else fails, even where the manifest was made to agree."""
    folder = copy_of(proved, tmp_path)
    before = (folder / "original.eml").read_bytes()
    (folder / "original.eml").write_bytes(before.replace(b"We agree", b"We agrea"))
    assert clerk.checks(folder) == "FAIL"
    assert clerk.of("original") == {"FAIL"}


@pytest.mark.parametrize("name", ["event.json", "proof.tlog-proof", "vkey.txt"])
def test_any_changed_evidence_is_found(clerk: Clerk, proved: Path, tmp_path: Path, name: str) -> None:
    """A flipped bit in entry, path, signature or key fails."""
    folder = copy_of(proved, tmp_path)
    raw = bytearray((folder / name).read_bytes())
    raw[-8] ^= 1
    (folder / name).write_bytes(raw)
    assert clerk.checks(folder) == "FAIL"


def test_a_timestamp_is_followed_as_far_as_the_page_goes(clerk: Clerk, stamped: Path, tmp_path: Path) -> None:
    """The reply is of this state of the log; its own signature is said to be unchecked. Another reply fails."""
    assert clerk.checks(stamped) == "NOT_CHECKED"
    assert clerk.of("timestamp") == {"NOT_CHECKED"}
    assert "was not checked here" in (clerk.page.text_content("#result") or "")
    folder = copy_of(stamped, tmp_path)
    reply = next((folder / "timestamps").glob("*.tsr"))
    checkpoint = reply.with_name(reply.name.split(".")[0] + ".checkpoint")
    imprint = hashlib.sha256(checkpoint.read_bytes()).digest()
    reply.write_bytes(reply.read_bytes().replace(imprint, bytes(32)))
    assert clerk.checks(folder) == "FAIL"
    assert "FAIL" in clerk.of("timestamp")


def test_a_part_is_checked_under_its_message(clerk: Clerk, parted: Path, tmp_path: Path) -> None:
    """One part leads to the fingerprint of the whole; another text in its place does not."""
    assert clerk.checks(parted) == "NOT_CHECKED"
    assert clerk.of("part") == {"PASS"}
    folder = copy_of(parted, tmp_path)
    raw = (folder / "part" / "part.bin").read_bytes()
    (folder / "part" / "part.bin").write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    assert clerk.checks(folder) == "FAIL"
    assert clerk.of("part") == {"FAIL"}


def test_a_missing_file_is_found(clerk: Clerk, proved: Path, tmp_path: Path) -> None:
    """A folder without its original does not pass."""
    folder = copy_of(proved, tmp_path)
    (folder / "original.eml").unlink()
    assert clerk.checks(folder) == "FAIL"


def test_hostile_names_are_text(clerk: Clerk, proved: Path, tmp_path: Path) -> None:
    """A file named as markup, and an entry of markup, are shown as they are written and run nothing."""
    folder = copy_of(proved, tmp_path)
    (folder / "<img src=x onerror=alert(1)>").write_bytes(b"x")
    (folder / "event.json").write_bytes(b'{"actor":"<script>alert(1)</script>","kind":"kept","time":"x"}')
    assert clerk.checks(folder) == "FAIL"
    assert clerk.page.locator("#result img, #result script").count() == 0
    assert "<script>alert(1)</script>" in clerk.page.inner_text("#result")


def test_nothing_to_check_is_no_pass(clerk: Clerk, tmp_path: Path) -> None:
    """An empty or foreign folder is NOT_CHECKED."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "letter.txt").write_text("hello")
    assert clerk.checks(folder) == "NOT_CHECKED"


def test_it_reads_in_three_languages(clerk: Clerk, proved: Path) -> None:
    """The result is said anew in the language chosen."""
    clerk.checks(proved)
    for name, words in (("中文", "未得到证明的"), ("Русский", "Что не доказано"), ("English", "What is not proved")):
        clerk.page.get_by_role("button", name=name).click()
        assert words in clerk.page.inner_text("#result")


def test_a_dropped_folder_is_read(clerk: Clerk, proved: Path) -> None:
    """What is dropped on the page is walked, folders within it too."""
    clerk.page.goto(clerk.address)
    session = clerk.page.context.new_cdp_session(clerk.page)
    box = clerk.page.locator("#drop").bounding_box()
    assert box is not None
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(proved)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **at, "data": data})
    clerk.page.wait_for_selector("body[data-verdict]", timeout=30_000)
    assert clerk.of("original") == {"PASS"}
