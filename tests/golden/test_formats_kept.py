"""All golden files of all formats in one vault: kept, read, found, balanced, the same after a rebuild, and sound."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tallystick.formats import FORMATS
from tallystick.services.find import find
from tallystick.services.rebuild import rebuild, record_digest
from unit.services.workshop import Machine, sha256

GOLDEN = Path(__file__).parent / "formats"
CHANNELS = {
    "mail", "page", "file", "bank", "work", "whatsapp", "wechat", "alibaba", "1688", "telegram", "slack", "teams",
    "signal", "skype", "line", "qq", "viber", "sms", "dingtalk", "instagram",
}  # fmt: skip


@pytest.mark.slow
def test_everything_in_one_vault(tmp_path: Path) -> None:
    """Every file is an original that is found by its id and its channel; no unit of any is unaccounted for; the record
    made anew is the same to the last row; and the vault is sound."""
    machine = Machine(tmp_path).init()
    offered = tmp_path / "offered"
    shutil.copytree(GOLDEN, offered)
    kept = machine.keep(offered, jobs=2)
    assert [each for each in kept.ledger.refused if "cut" not in each.locator] == []

    record = machine.root / "record" / "record.sqlite3"
    with closing(sqlite3.connect(f"{record.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        counts = connection.execute("SELECT format, total, became FROM record_count").fetchall()
        items = dict(connection.execute("SELECT channel, count(*) FROM record_item GROUP BY channel"))
    assert [name for name, total, became in counts if total != sum(json.loads(became).values())] == []
    assert set(FORMATS) - {name for name, _total, _became in counts} == set()
    assert set(items) >= CHANNELS, CHANNELS - set(items)

    for channel in CHANNELS - {"mail"}:
        assert find(machine.root, machine.edges(), f"channel:{channel}", limit=1).total > 0, channel
    lost = [path.name for path in sorted(GOLDEN.glob("*/*")) if not _is_found(machine, path)]
    assert lost == []

    before = record_digest(record)
    assert rebuild(machine.root, machine.edges(), jobs=2).tables == before
    machine.assert_sound()


def _is_found(machine: Machine, path: Path) -> bool:
    """By its id alone, whatever could be read of it."""
    return find(machine.root, machine.edges(), f"id:{sha256(path.read_bytes())[:16]}", limit=1).total > 0
