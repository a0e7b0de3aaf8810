"""X.509 certificates of timestamp authorities: read, put in order, and their purpose. Source: RFC 5280, RFC 3161."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tallystick.errors import MalformedToken

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_MOST_CERTIFICATES = 1_000
_LARGEST_BUNDLE = 10_000_000


@contextmanager
def tolerating_old_ones() -> Iterator[None]:
    """Certificates whose serial number is zero, as some roots still in use have it, are read without a warning."""
    from cryptography.utils import CryptographyDeprecationWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        yield


def load(*files: bytes) -> list[Certificate]:
    """The certificates in these files, each PEM (one or several) or DER. Raises MalformedToken where one is neither."""
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate, load_pem_x509_certificate

    loaded: list[Certificate] = []
    for raw in files:
        if len(raw) > _LARGEST_BUNDLE:
            raise MalformedToken(f"a file of certificates with more than {_LARGEST_BUNDLE} bytes")
        blocks = _PEM.findall(raw)
        if len(blocks) > _MOST_CERTIFICATES:
            raise MalformedToken(f"more than {_MOST_CERTIFICATES} certificates in a file")
        try:
            found = list(map(load_pem_x509_certificate, blocks)) if blocks else [load_der_x509_certificate(raw)]
            # The names are only parsed when they are asked for, and that can fail too.
            loaded.extend(one for one in found if one.subject is not None and one.issuer is not None)
        except (ValueError, InvalidVersion) as error:
            raise MalformedToken("a certificate cannot be read") from error
    return loaded


def chain(first: Certificate, others: Sequence[Certificate]) -> list[Certificate]:
    """`first` and, as far as they are among the others, its issuer, that one's issuer, and so on, the root last."""
    ordered: list[Certificate] = []
    found: Certificate | None = first
    while found is not None and found not in ordered:
        ordered.append(found)
        found = next((other for other in others if _is_issuer(other, ordered[-1])), None)
    return ordered


def encode_pem(certificates: Sequence[Certificate]) -> str:
    """The certificates as PEM, one after the other."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return "".join(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in certificates)


def purpose_problem(certificate: Certificate) -> str:
    """What keeps the certificate from being one for timestamps, "" where nothing does.

    It has that one purpose, and it is marked critical. Source: RFC 3161 2.3.
    """
    from cryptography.x509 import DuplicateExtension, ExtendedKeyUsage, ExtensionNotFound
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        purpose = certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    except (ExtensionNotFound, DuplicateExtension, ValueError):
        return "the certificate does not say what it is for"
    if list(purpose.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        return "the certificate is not for timestamps alone"
    return "" if purpose.critical else "the certificate's purpose is not marked critical"


def _is_issuer(issuer: Certificate, certificate: Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    if issuer.subject != certificate.issuer:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
