"""Every failure that Tallystick raises, one class a fault.

TallyError
├── VaultError
│   ├── VaultNotFound        ├── VaultExists         ├── VaultLocked
│   ├── VaultDamaged         ├── VaultNotWritable    └── VaultMoved
├── KeyError_
│   ├── SigningKeyMissing    ├── SigningKeyExposed   └── SigningKeyWrong
├── SourceError
│   ├── SourceNotFound       ├── SourceUnreadable    └── SourceChanged
├── FormatError
│   ├── NotThisFormat        └── LimitExceeded
├── SealError
│   ├── MalformedNote        ├── MalformedCheckpoint ├── MalformedTile
│   ├── MalformedProof       ├── MalformedToken      └── MalformedEvent
├── AuthorityError
│   ├── AuthorityUnreachable └── AuthorityRefused
├── ItemError
│   ├── ItemNotFound         ├── ItemAmbiguous       └── PartNotFound
├── StatementError
│   ├── MalformedStatement   ├── MatterNotFound      ├── PartyNotFound
│   └── PartyAmbiguous
├── PackNotFound
├── MalformedPack
├── BundleError
│   ├── GlyphMissing         └── TypesettingFailed
├── QueryError
├── OutputExists
├── NothingToBundle
├── RecordStale
└── ConfigError

Misuse of a function raises ValueError; what a check finds is a value (`model.check.Check`), not an error.
Wording: `<thing> <id>: <what>; expected X, got Y; <what to do>`.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class TallyError(Exception):
    """A failure with a stable code and the exit code that a command ends with."""

    code: ClassVar[str] = "failure"
    exit_code: ClassVar[int] = 2

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes with their wording, not with the arguments it was made from."""
        return _restored, (type(self), str(self))


def _restored(kind: type[TallyError], wording: str) -> TallyError:
    error = kind.__new__(kind)
    Exception.__init__(error, wording)
    return error


class VaultError(TallyError):
    """The vault cannot be used as asked."""

    code = "vault"


class VaultNotFound(VaultError):
    code = "vault-not-found"

    def __init__(self, start: Path) -> None:
        super().__init__(
            f"vault at {start}: no tallystick.toml here or in any folder above; "
            "give --vault DIR, set TALLY_VAULT, or make a vault with 'tally init DIR'"
        )


class VaultExists(VaultError):
    code = "vault-exists"

    def __init__(self, path: Path) -> None:
        super().__init__(f"vault {path}: a vault or other files are already here; choose an empty folder")


class VaultLocked(VaultError):
    code = "vault-locked"

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(f"vault {path}: being written by {owner}; wait until that ends, or end it, and try again")


class VaultDamaged(VaultError):
    code = "vault-damaged"
    exit_code = 1

    def __init__(self, place: str, what: str) -> None:
        super().__init__(
            f"vault file {place}: {what}; run 'tally verify' for the whole picture, and restore this file from a copy"
        )


class VaultNotWritable(VaultError):
    code = "vault-not-writable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"vault file {place}: cannot be written ({reason}); nothing that was acknowledged is lost; "
            "make room or allow writing, and run the command again"
        )


class VaultMoved(VaultError):
    code = "vault-moved"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"vault {path}: the folder was moved or replaced while it was open; "
            "everything acknowledged went with it; run the command again with the new place"
        )


class KeyError_(TallyError):  # noqa: N801 - KeyError is Python's own
    """The signing key cannot be used."""

    code = "key"


class SigningKeyMissing(KeyError_):
    code = "signing-key-missing"

    def __init__(self, origin: str, path: Path) -> None:
        super().__init__(
            f"signing key of {origin}: not found at {path}; restore it from your copy or set TALLY_SIGNING_KEY; "
            "without it the vault can still be read, searched, proved and verified, but nothing can be added: "
            "make a new vault and keep this one's last checkpoint in it"
        )


class SigningKeyExposed(KeyError_):
    code = "signing-key-exposed"

    def __init__(self, path: Path, mode: int) -> None:
        super().__init__(
            f"signing key {path}: readable by others; expected mode 0600, got {mode:04o}; "
            f"run 'chmod 600 {path}', and 'tally key rotate' if somebody may have read it"
        )


class SigningKeyWrong(KeyError_):
    code = "signing-key-wrong"

    def __init__(self, origin: str, expected: str, got: str) -> None:
        super().__init__(
            f"signing key of {origin}: not the key of this vault; expected {expected}, got {got}; "
            "give the key that this vault's tallystick.toml names last"
        )


class SourceError(TallyError):
    """Something offered to be kept cannot be read."""

    code = "source"
    exit_code = 3


class SourceNotFound(SourceError):
    code = "source-not-found"
    exit_code = 2

    def __init__(self, path: Path) -> None:
        super().__init__(f"source {path}: there is no such file or folder; check the path")


class SourceUnreadable(SourceError):
    code = "source-unreadable"

    def __init__(self, locator: str, reason: str) -> None:
        super().__init__(f"source {locator}: cannot be read ({reason}); allow reading it and keep it again")


class SourceChanged(SourceError):
    code = "source-changed"

    def __init__(self, locator: str) -> None:
        super().__init__(f"source {locator}: changed while it was being kept; close what writes it and keep it again")


class FormatError(TallyError):
    """Bytes are not what a format's reader was promised. The bytes themselves are kept all the same."""

    code = "format"
    exit_code = 3


class NotThisFormat(FormatError):
    code = "not-this-format"

    def __init__(self, wanted: str, why: str) -> None:
        super().__init__(f"{wanted}: the bytes are not in this format: {why}; keep the file under its true kind")


class LimitExceeded(FormatError):
    code = "limit-exceeded"

    def __init__(self, what: str, limit: int, got: int | str) -> None:
        super().__init__(
            f"{what}: more than is read from one original; expected at most {limit}, got {got}; "
            "the bytes are kept, the rest of the reading is not made"
        )


class SealError(TallyError):
    """A piece of the evidence chain is not in its published format."""

    code = "seal"
    exit_code = 1


class MalformedNote(SealError):
    code = "malformed-note"

    def __init__(self, why: str) -> None:
        super().__init__(f"signed note: {why}; the file is damaged or not a C2SP signed note")


class MalformedCheckpoint(SealError):
    code = "malformed-checkpoint"

    def __init__(self, why: str) -> None:
        super().__init__(f"checkpoint: {why}; the file is damaged or not a C2SP tlog checkpoint")


class MalformedTile(SealError):
    code = "malformed-tile"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"tile {place}: {why}; the file is damaged or not a C2SP tlog tile")


class MalformedProof(SealError):
    code = "malformed-proof"

    def __init__(self, why: str) -> None:
        super().__init__(f"tlog proof: {why}; the file is damaged or not a C2SP tlog proof")


class MalformedToken(SealError):
    code = "malformed-token"

    def __init__(self, why: str) -> None:
        super().__init__(f"timestamp: {why}; the file is damaged or not an RFC 3161 reply")


class MalformedEvent(SealError):
    code = "malformed-event"

    def __init__(self, index: int | str, why: str) -> None:
        super().__init__(f"log entry {index}: {why}; the log is damaged or was not written by Tallystick")


class AuthorityError(TallyError):
    """A timestamp authority or name server gave no usable answer."""

    code = "authority"
    exit_code = 3


class AuthorityUnreachable(AuthorityError):
    code = "authority-unreachable"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"authority {name}: no answer ({reason}); the request is kept and 'tally seal' will send it again"
        )


class AuthorityRefused(AuthorityError):
    code = "authority-refused"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"authority {name}: the reply is not a good timestamp ({reason}); try another authority")


class ItemError(TallyError):
    """What was asked for is not one kept item."""

    code = "item"


class ItemNotFound(ItemError):
    code = "item-not-found"

    def __init__(self, ident: str) -> None:
        super().__init__(f"item {ident}: not kept in this vault; find its id with 'tally find'")


class ItemAmbiguous(ItemError):
    code = "item-ambiguous"

    def __init__(self, ident: str, candidates: list[str]) -> None:
        super().__init__(f"item {ident}: fits {len(candidates)} items ({', '.join(candidates[:5])}); give more digits")


class PartNotFound(ItemError):
    code = "part-not-found"

    def __init__(self, ident: str, path: str, known: list[str]) -> None:
        super().__init__(f"item {ident}: has no part {path}; expected one of {', '.join(known) or 'none'}")


class StatementError(TallyError):
    """What a person states, or asks about people and matters, does not name what is there."""

    code = "statement"


class MalformedStatement(StatementError):
    code = "malformed-statement"

    def __init__(self, kind: str, why: str) -> None:
        super().__init__(f"{kind}: it does not say what such a statement must say: {why}; mend it and apply it again")


class MatterNotFound(StatementError):
    code = "matter-not-found"

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            f"matter {name!r}: no such matter was applied; known: {known or 'none'}; see 'tally matter new'"
        )


class PartyNotFound(StatementError):
    code = "party-not-found"

    def __init__(self, who: str) -> None:
        super().__init__(f"party {who!r}: nobody in the record is called so; 'tally parties' lists everybody")


class PartyAmbiguous(StatementError):
    code = "party-ambiguous"

    def __init__(self, who: str, candidates: str) -> None:
        super().__init__(f"party {who!r}: several are called so; say one of {candidates}")


class PackNotFound(TallyError):
    code = "pack-not-found"

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"forum {name!r}: no rules for it; expected one of {', '.join(known)}")


class MalformedPack(TallyError):
    """Rules, their sources or a reference series are not as their schema asks; each fault has its path and line."""

    code = "malformed-pack"

    def __init__(self, faults: tuple[str, ...]) -> None:
        count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        listed = "\n  ".join(faults)
        super().__init__(f"rule packs: {count}; mend each place that is named:\n  {listed}")


class BundleError(TallyError):
    """The pages of a bundle or letter cannot be made."""

    code = "bundle"


class GlyphMissing(BundleError):
    code = "glyph-missing"

    def __init__(self, ident: str, characters: str) -> None:
        named = ", ".join(f"U+{ord(each):04X}" for each in characters[:8])
        more = f" and {len(characters) - 8} more" if len(characters) > 8 else ""
        super().__init__(
            f"item {ident}: no font shows {named}{more}; "
            "ask for such characters to be printed by their numbers, or leave the item out"
        )


class TypesettingFailed(BundleError):
    code = "typesetting-failed"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"pages: the typesetter refuses them: {why}; this is a fault of the program, report it")


class QueryError(TallyError):
    code = "query"

    def __init__(self, query: str, position: int, why: str) -> None:
        super().__init__(
            f"query {query!r}: {why} at character {position + 1}; see 'tally find --help' for the language"
        )


class OutputExists(TallyError):
    code = "output-exists"

    def __init__(self, path: Path) -> None:
        super().__init__(f"output {path}: already there; choose an empty or new folder, nothing is overwritten")


class NothingToBundle(TallyError):
    code = "nothing-to-bundle"

    def __init__(self, matter: str, withheld: int) -> None:
        super().__init__(
            f"bundle {matter}: no exhibit is left, {withheld} item(s) are withheld; "
            "see what belongs to it with 'tally matter show'"
        )


class RecordStale(TallyError):
    code = "record-stale"

    def __init__(self, why: str) -> None:
        super().__init__(f"record: {why}; run 'tally rebuild' (the vault itself is not affected)")


class ConfigError(TallyError):
    code = "config"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"configuration {path}: {why}; correct the file")
