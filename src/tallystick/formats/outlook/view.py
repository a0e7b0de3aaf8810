"""Bytes at hand, or mapped from a disk, as the file that a library wants: nothing is copied but what it reads."""

from __future__ import annotations

import io
from mmap import mmap


class View(io.RawIOBase):
    """A seekable file over a buffer."""

    def __init__(self, original: bytes | memoryview | mmap) -> None:
        super().__init__()
        self._view = memoryview(original)
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET:
            offset += self._at if whence == io.SEEK_CUR else len(self._view)
        self._at = max(0, offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def get_size(self) -> int:
        return len(self._view)

    def read(self, size: int = -1) -> bytes:
        end = len(self._view) if size is None or size < 0 else self._at + size
        content = self._view[self._at : end].tobytes()
        self._at += len(content)
        return content

    def close(self) -> None:
        """The buffer is let go."""
        if not self.closed:
            self._view.release()
        super().close()
