"""Seal: the log's head stamped by timestamp authorities, DKIM keys asked for again, a witness's mail drafted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tallystick.errors import AuthorityError, AuthorityRefused, MalformedToken
from tallystick.model.check import Check, Verdict, worst
from tallystick.model.message import Signature
from tallystick.record.places import RECORD
from tallystick.seal import timestamp
from tallystick.services.dkim_keys import KeysFetched, fetch_keys
from tallystick.services.verifying.seals import FOLDER
from tallystick.sources.name_server import NameServer
from tallystick.sources.settings import Authority, read_roots
from tallystick.vault.vault import Edges, Vault, open_for_writing

Ask = Callable[[str, str, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one authority said of one checkpoint: a PASS with the time, or why there is no seal yet."""

    size: int
    authority: str
    check: Check


@dataclass(frozen=True, slots=True)
class Sealing:
    """The checkpoint sealed now, what each authority said of it and of older requests, and what became of the keys."""

    size: int
    sealed: tuple[Sealed, ...]
    keys: KeysFetched


def seal(root: Path, edges: Edges, authorities: Iterable[Authority], ask: Ask, server: NameServer) -> Sealing:
    """The newest checkpoint is stamped by each authority that can be reached, and so is what waited for one.

    A request that gets no answer stays in the vault and is sent again by the next call. Raises VaultLocked.
    """
    with open_for_writing(root, edges, "tally seal") as vault:
        keys = fetch_keys(vault, _signers(vault), server)
        known = {authority.name: authority for authority in authorities}
        assert vault.log.signed is not None
        size = vault.log.size
        stamped = vault.log.signed.encode()
        vault.store.write({f"{FOLDER}/{size}.checkpoint": stamped})
        for name in known:
            if not _is_there(vault, f"{size}.{name}.tsq"):
                nonce = int.from_bytes(edges.random(8), "big") | 1
                vault.store.write({f"{FOLDER}/{size}.{name}.tsq": timestamp.request(stamped, nonce)})
        sealed = [_asked(vault, *waiting, known, ask) for waiting in _waiting(vault)]
    return Sealing(size, tuple(sealed), keys)


def _signers(vault: Vault) -> list[Signature]:
    """Who signed the mails in the record and whose key is not kept yet."""
    from tallystick.record.database import Database

    database = Database(vault.views / RECORD)
    # The tables can be named only once Django is set up, which opening the database does.
    from tallystick.record.lookup import signers

    try:
        return signers(database) if database.log_size() else []
    finally:
        database.close()


def _waiting(vault: Vault) -> Iterator[tuple[int, str]]:
    """Requests that no entry of the log answers, oldest first."""
    done = {(e.members["size"], e.members["authority"]) for e in map(vault.log.event, vault.catalog.events("sealed"))}
    found = []
    for name in vault.store.names(FOLDER):
        size, _, rest = name.removeprefix(f"{FOLDER}/").partition(".")
        if rest.endswith(".tsq") and size.isdigit() and (int(size), rest[:-4]) not in done:
            found.append((int(size), rest[:-4]))
    return iter(sorted(found))


def _asked(vault: Vault, size: int, name: str, known: dict[str, Authority], ask: Ask) -> Sealed:
    place = f"{FOLDER}/{size}.{name}.tsr"
    if name not in known:
        return Sealed(size, name, Check.not_checked("seal", f"{name} is no longer among the authorities", place))
    authority = known[name]
    roots = read_roots(authority.roots)
    request = vault.store.read(f"{FOLDER}/{size}.{name}.tsq")
    stamped = vault.store.read(f"{FOLDER}/{size}.checkpoint")
    try:
        reply = ask(name, authority.url, request)
        found = timestamp.verify(reply, stamped, asked=timestamp.parse_request(request), roots=roots, place=place)
        verdict = worst(found.checks)
        said = "; ".join(check.reason for check in found.checks if check.verdict is verdict)
        if verdict is Verdict.FAIL or found.timestamp is None:
            raise AuthorityRefused(name, said)
        _log(vault, size, name, reply, roots)
    except MalformedToken as error:
        return Sealed(size, name, Check.failed("seal", str(error), place))
    except AuthorityRefused as error:
        return Sealed(size, name, Check.failed("seal", str(error), place))
    except AuthorityError as error:
        return Sealed(size, name, Check.not_checked("seal", str(error), place))
    when = f"{found.timestamp.time:%Y-%m-%dT%H:%M:%SZ}"
    reason = f"{name} stamped the first {size} entries at {when}"
    if verdict is Verdict.NOT_CHECKED:
        return Sealed(size, name, Check.not_checked("seal", f"{reason}, but: {said}", place, time=when))
    return Sealed(size, name, Check.passed("seal", reason, place, time=when))


def _log(vault: Vault, size: int, name: str, reply: bytes, roots: tuple[bytes, ...]) -> None:
    """Reply and certificates are durable, and the log names their hashes."""
    chain = timestamp.chain(reply, roots).encode("ascii")
    vault.store.write({f"{FOLDER}/{size}.{name}.tsr": reply, f"{FOLDER}/{size}.{name}.pem": chain})
    names = [f"{size}.checkpoint", *(f"{size}.{name}.{kind}" for kind in ("tsq", "tsr", "pem"))]
    files = {each: hashlib.sha256(vault.store.read(f"{FOLDER}/{each}")).hexdigest() for each in names}
    vault.append([vault.edges.event("sealed", size=size, authority=name, files=files)])


def _is_there(vault: Vault, name: str) -> bool:
    return vault.store.size_bytes(f"{FOLDER}/{name}") is not None
