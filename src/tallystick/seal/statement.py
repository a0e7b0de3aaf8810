"""What an authority states in a timestamp: when, about what, by which policy. Source: RFC 3161 2.4.2, TSTInfo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tallystick.errors import MalformedToken
from tallystick.seal import der
from tallystick.seal.token import HASHES

_TIME_TAG, _ACCURACY_TAG = 0x18, der.SEQUENCE
_MILLIS_TAG, _MICROS_TAG = 0x80, 0x81
_TIME = re.compile(r"([0-9]{14})(?:\.([0-9]{0,8}[1-9]))?Z", re.ASCII)
_LONGEST_ACCURACY = 10**9


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What an authority states. `time` is in UTC, true to within `accuracy`, None where it does not say.

    `authority` is the subject of its certificate, "" where that is not at hand. `hash_algorithm` is a name, or an OID
    where the algorithm is not one that is accepted here.
    """

    time: datetime
    accuracy: timedelta | None
    serial: int
    policy: str
    authority: str
    hash_algorithm: str
    imprint: bytes
    nonce: int | None


def parse(raw: bytes, authority: str) -> Timestamp:
    """The statement in a TSTInfo, DER. Raises MalformedToken where it is not one."""
    version, policy, imprint, serial, time, *rest = der.members(der.read(raw), der.SEQUENCE, 5)
    if der.integer(version) != 1:
        raise MalformedToken(f"the statement is of version {der.integer(version)}, not 1")
    algorithm, imprint_bytes = read_imprint(imprint)
    accuracies = [field for field in rest if field.tag == _ACCURACY_TAG]
    nonces = [field for field in rest if field.tag == der.INTEGER]
    if len(accuracies) > 1 or len(nonces) > 1:
        raise MalformedToken("the statement says something twice")
    return Timestamp(
        time=_parse_time(time),
        accuracy=_parse_accuracy(accuracies[0]) if accuracies else None,
        serial=der.integer(serial),
        policy=der.oid(policy),
        authority=authority,
        hash_algorithm=algorithm,
        imprint=imprint_bytes,
        nonce=der.integer(nonces[0]) if nonces else None,
    )


def read_imprint(element: der.Element) -> tuple[str, bytes]:
    """The algorithm and hash of a MessageImprint. Source: RFC 3161 2.4.1."""
    algorithm, hashed = der.members(element, der.SEQUENCE, 2)[:2]
    name = der.oid(der.members(algorithm, der.SEQUENCE, 1)[0])
    return HASHES.get(name, name), der.expect(hashed, der.OCTET_STRING).content


def _parse_time(element: der.Element) -> datetime:
    match = _TIME.fullmatch(der.expect(element, _TIME_TAG).content.decode("latin-1"))
    if match is None:
        raise MalformedToken("the time is not in the form of RFC 3161")
    try:
        whole = datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise MalformedToken("the time does not exist") from error
    return whole.replace(microsecond=int((match[2] or "0").ljust(6, "0")[:6]))


def _parse_accuracy(element: der.Element) -> timedelta:
    units = {der.INTEGER: "seconds", _MILLIS_TAG: "milliseconds", _MICROS_TAG: "microseconds"}
    stated: dict[str, int] = {}
    for field in der.children(element):
        number = int.from_bytes(field.content, "big", signed=True)
        if field.tag not in units or not 0 <= number <= _LONGEST_ACCURACY:
            raise MalformedToken("the accuracy is not in the form of RFC 3161")
        stated[units[field.tag]] = number
    return timedelta(**stated)
