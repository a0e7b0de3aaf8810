"""What leaves the house: proof folders. Pure: bytes and values in, bytes out."""

from tallystick.bundle.material import (
    ProofMaterial,
    ProvedEntry,
    SinglePart,
    Timestamp,
    WholeOriginal,
    safe_extension,
)
from tallystick.bundle.page import pages
from tallystick.bundle.proof_folder import folder_files, verifier

__all__ = [
    "ProofMaterial",
    "ProvedEntry",
    "SinglePart",
    "Timestamp",
    "WholeOriginal",
    "folder_files",
    "pages",
    "safe_extension",
    "verifier",
]
