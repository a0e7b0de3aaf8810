"""The signing key of a vault: in the user's own configuration folder, or in the environment, never in the vault."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import MalformedNote, SigningKeyExposed, SigningKeyMissing, SigningKeyWrong
from tallystick.seal.note import ED25519, SignerKey, parse_skey
from tallystick.vault.disk import sync_folder

VARIABLE = "TALLY_SIGNING_KEY"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Where signing keys are: a folder with one file a vault (mode 0600), and the environment, which comes first."""

    folder: Path
    environment: Mapping[str, str]

    def path(self, origin: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', origin)}.key"

    def load(self, origin: str, vkey: str) -> SignerKey:
        """The key that signs for `origin` now. Raises SigningKeyMissing, SigningKeyExposed, SigningKeyWrong.

        Where a rotation was interrupted, the key that the vault names is taken, be it the old one or the next.
        """
        given = self.environment.get(VARIABLE)
        if not given and self.next_path(origin).exists():
            upcoming = self._parse(origin, vkey, self._read(origin, self.next_path(origin)))
            if str(upcoming.verifier) == vkey:
                self.promote(origin)
                return upcoming
        signer = self._parse(origin, vkey, given or self._read(origin, self.path(origin)))
        if str(signer.verifier) != vkey:
            raise SigningKeyWrong(origin, vkey, str(signer.verifier))
        return signer

    def make(self, origin: str, seed: bytes) -> SignerKey:
        """A new key from 32 random bytes, not saved yet."""
        return SignerKey(origin, seed, ED25519)

    def next_path(self, origin: str) -> Path:
        """Where a key waits that the log is about to name."""
        return self.path(origin).with_suffix(".next.key")

    def save(self, signer: SignerKey) -> Path:
        """The key is on disk, readable by its user alone."""
        return self._save(signer, self.path(signer.name))

    def save_next(self, signer: SignerKey) -> Path:
        """The key is on disk beside the one that signs now."""
        return self._save(signer, self.next_path(signer.name))

    def promote(self, origin: str) -> None:
        """The next key is the one that signs, in place of the one before it."""
        self.next_path(origin).replace(self.path(origin))
        sync_folder(self.folder)

    def _save(self, signer: SignerKey, path: Path) -> Path:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_suffix(".new")
        temporary.unlink(missing_ok=True)
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(number, signer.encode().encode("ascii") + b"\n")
            os.fsync(number)
        finally:
            os.close(number)
        temporary.replace(path)
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            sync_folder(folder)
        return path

    def _read(self, origin: str, path: Path) -> str:
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
            text = path.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SigningKeyMissing(origin, path) from error
        if os.name != "nt" and mode & 0o077:
            raise SigningKeyExposed(path, mode)
        return text

    def _parse(self, origin: str, vkey: str, text: str) -> SignerKey:
        try:
            return parse_skey(text.strip())
        except MalformedNote as error:
            raise SigningKeyWrong(origin, vkey, "something that is no signing key") from error
