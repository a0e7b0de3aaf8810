"""A person's statement kept: a matter sheet, a decision about people. It is an original like any other."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tallystick.services.batch import Batch
from tallystick.services.containers import Spool, ours
from tallystick.services.intake import Task, make_intake
from tallystick.vault.vault import Edges, open_for_writing


def state(root: Path, edges: Edges, content: bytes, media_type: str, locator: str, command: str, *,
          is_anew: bool = False) -> str:  # fmt: skip
    """The statement is in the vault and acknowledged; returns its hash (hex).

    Where these bytes were kept before, as a file or as a statement that another has replaced, they would only be met
    again; stated `is_anew`, they are kept with a line end more, and are the newest statement. Raises VaultLocked,
    VaultNotWritable.
    """
    with open_for_writing(root, edges, command) as vault:
        while is_anew and vault.catalog.log_index(hashlib.sha256(content).digest()) is not None:
            content += b"\n"
        spool = Spool(vault.views / "spool")
        path = spool.path()
        path.write_bytes(content)
        intake = make_intake(vault.root, edges, edges.nonce(), False, tuple(vault.reusable_packs()[:1]))
        batch = Batch(vault, 1)
        try:
            for outcome in intake(Task((ours(path, media_type, locator),))):
                batch.take(outcome)
            batch.commit()
            return batch.last_hash
        finally:
            batch.close()
            spool.clear()
