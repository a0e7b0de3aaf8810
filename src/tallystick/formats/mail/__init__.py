"""Mail: messages, and the files and folders that programs keep them in."""

from tallystick.formats.mail.sniff import HEAD_BYTES, KINDS, Kind, folder_kind, maildir_flags, sniff

__all__ = ["HEAD_BYTES", "KINDS", "Kind", "folder_kind", "maildir_flags", "sniff"]
