"""DKIM key records from the DNS. Source: RFC 6376 3.6.2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tallystick.model.message import Signature

# Key records hardly pass 1 KiB; what a log entry can hold is the bound.
LONGEST_RECORD = 16_384
_SECONDS = 2.0
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """What a name server said of one signer's key: `text` is "" and `is_found` false where it knows no such name."""

    signature: Signature
    text: str
    is_found: bool
    resolver: str
    is_authentic: bool


@dataclass(frozen=True, slots=True)
class NameServer:
    """Asks `servers` (IP addresses; the system's own where there are none) on `port`."""

    servers: tuple[str, ...] = ()
    port: int = 53

    def key_records(self, signatures: Iterable[Signature]) -> Iterator[KeyAnswer]:
        """The answers that came within a few seconds, in no order; no answer at all means the key was not asked."""
        wanted = list(signatures)
        if not wanted:
            return
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for answer in pool.map(self._ask, wanted):
                if answer is not None:
                    yield answer

    def _ask(self, signature: Signature) -> KeyAnswer | None:
        from dns import exception, flags, name, resolver

        try:
            asker = resolver.Resolver(configure=not self.servers)
            if self.servers:
                asker.nameservers, asker.port = list(self.servers), self.port
            asker.lifetime = _SECONDS
            asker.use_edns(0, flags.DO, 1232)
            where = name.from_text(f"{signature.selector}._domainkey.{signature.domain}")
            found = asker.resolve(where, "TXT", search=False)
        except (resolver.NXDOMAIN, resolver.NoAnswer):
            return KeyAnswer(signature, "", False, self._who(), False)
        except (exception.DNSException, OSError, ValueError, UnicodeError):
            return None
        # RFC 6376 3.6.2.2 leaves several records undefined; the first is taken, as verifiers do.
        text = b"".join(found[0].strings).decode("utf-8", "replace")[:LONGEST_RECORD]
        is_authentic = bool(found.response.flags & flags.AD)
        return KeyAnswer(signature, text, True, str(found.nameserver or self._who()), is_authentic)

    def _who(self) -> str:
        return ", ".join(self.servers) or "system resolver"
