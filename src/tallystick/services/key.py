"""The signing key's life: who it is, and a new one vouched for by the old one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tallystick.seal import note
from tallystick.services.verifying.heads import ROTATION
from tallystick.vault import sheet
from tallystick.vault.sheet import Sheet
from tallystick.vault.vault import Edges, open_for_reading, open_for_writing


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """The verifier keys in the order in which they signed, where the secret one is, and whether it can sign here."""

    origin: str
    vkeys: tuple[str, ...]
    file: Path
    problem: str


def key_facts(root: Path, edges: Edges) -> KeyFacts:
    """What is known of a vault's keys on this machine; the secret is not shown."""
    from tallystick.errors import KeyError_

    with open_for_reading(root, edges) as vault:
        found = vault.sheet
        try:
            edges.keys.load(found.origin, found.keys[-1])
            problem = ""
        except KeyError_ as error:
            problem = str(error)
        return KeyFacts(found.origin, found.keys, edges.keys.path(found.origin), problem)


def rotate(root: Path, edges: Edges) -> KeyFacts:
    """A new key signs from now on; the log holds the old key's word for it.

    The old key's file stays beside the new one until the log names the new one, so that no interruption leaves the
    vault without a key that its log accepts. Raises VaultLocked, SigningKeyMissing.
    """
    with open_for_writing(root, edges, "tally key rotate") as vault:
        assert vault.signer is not None
        old = vault.signer
        new = edges.keys.make(vault.sheet.origin, edges.random(32))
        vouched = note.sign(ROTATION.format(old=old.verifier, new=new.verifier), [old])
        changed = Sheet(vault.sheet.origin, (*vault.sheet.keys, str(new.verifier)))
        edges.keys.save_next(new)
        event = edges.event(
            "rotated",
            old=str(old.verifier),
            new=str(new.verifier),
            signature=vouched.encode().decode("utf-8"),
            sheet=changed.sha256(),
        )
        # The new key signs the checkpoint that covers its own rotation; the sheet follows, and opening heals it.
        vault.signer = new
        vault.append([event])
        vault.store.write({sheet.NAME: changed.encode()})
        edges.keys.promote(changed.origin)
    return key_facts(root, edges)
