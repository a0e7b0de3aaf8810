"""Keep: everything offered is in the vault, sealed in the log, read, and accounted for in a ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.model.ledger import ImportLedger
from tallystick.services.dkim_keys import KeysFetched, fetch_keys
from tallystick.services.importing import Import, Progress
from tallystick.services.views import same_message_ids
from tallystick.services.witness import recognise
from tallystick.sources import folder
from tallystick.sources.name_server import NameServer
from tallystick.vault.vault import Edges, Vault, open_for_writing

if TYPE_CHECKING:
    from tallystick.record.lookup import SameMessageId


@dataclass(frozen=True, slots=True)
class Kept:
    """What one import did: its ledger, the id (SHA-256, hex) under which that is kept ("" when dry), what became of
    the signers' keys, and how many of the mails carry a checkpoint of this vault,
    and every Message-ID under which a new mail says something else than another one."""

    ledger: ImportLedger
    ledger_id: str
    keys: KeysFetched | None
    witnesses: int
    conflicts: tuple[SameMessageId, ...]


def keep(
    root: Path,
    edges: Edges,
    paths: list[Path],
    server: NameServer | None,
    *,
    jobs: int,
    is_dry: bool = False,
    progress: Progress = lambda _ledger: None,
    stop: Callable[[], bool] = lambda: False,
) -> Kept:
    """Everything at these paths is kept, or refused with its reason in the ledger, which is kept too.

    With `is_dry` nothing is written: the ledger says what would be. When `stop` says so, what was begun is finished
    and the ledger says that it was interrupted. Without `server` no signer's key is asked for.
    Raises SourceNotFound, VaultLocked, VaultNotWritable.
    """
    offered = folder.offers(paths)
    with open_for_writing(root, edges, "tally keep") as vault:
        ledger = ImportLedger(edges.nonce(), tuple(folder.printable(str(path)) for path in paths))
        before = vault.log.size
        done = Import(vault, ledger, jobs, is_dry, progress, stop)
        ledger_id = done.run(offered)
        if is_dry:
            return Kept(ledger, "", None, 0, ())
        keys = fetch_keys(vault, done.signatures, server) if server is not None else None
        witnesses = recognise(vault, done.carried)
        return Kept(ledger, ledger_id, keys, len(witnesses), _new_conflicts(vault, before))


def _new_conflicts(vault: Vault, before: int) -> tuple[SameMessageId, ...]:
    """The Message-IDs under which a mail kept since log size `before` says something else than another."""
    return tuple(found for found in same_message_ids(vault) if any(index >= before for index, *_ in found.originals))
