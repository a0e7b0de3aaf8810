"""Archives that hold originals: zip and gzip, read within bounds, never written to disk."""

from tallystick.formats.archive.bounds import Budget, Limits, Refusal, refusal
from tallystick.formats.archive.gzip import GzipStream, read_gzip
from tallystick.formats.archive.zip import Listing, Member, list_zip, read_member

__all__ = [
    "Budget",
    "GzipStream",
    "Limits",
    "Listing",
    "Member",
    "Refusal",
    "list_zip",
    "read_gzip",
    "read_member",
    "refusal",
]
