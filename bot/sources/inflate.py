"""A body as it arrives, decompressed within bounds: a bomb is refused before it has grown. Knows no network."""

from __future__ import annotations

import zlib
from typing import Final

from bot.errors import UnreadableError

_GZIP_OR_ZLIB: Final = 47  # zlib tells the two apart by their head
_RAW: Final = -15  # some servers say deflate and send it without a head
_STEP: Final = 1 << 16


class Body:
    """Collects one body of at most `limit` bytes, compressed and not."""

    def __init__(self, encoding: str, limit: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            raise UnreadableError(f"Content-Encoding {encoding[:40]!r}; only gzip and deflate are asked for")
        self._inflate = zlib.decompressobj(_GZIP_OR_ZLIB) if encoding not in {"", "identity"} else None
        self._is_deflate = encoding == "deflate"
        self._limit = limit
        self._arrived = 0
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Take what arrived. Raises UnreadableError past the limit and for what cannot be decompressed."""
        self._arrived += len(chunk)
        if self._arrived > self._limit:
            raise UnreadableError(f"more than {self._limit} bytes arrive")
        if self._inflate is None:
            self._keep(chunk)
            return
        try:
            self._unpack(chunk)
        except zlib.error as error:
            raise UnreadableError(f"the compressed body is broken: {error}") from error

    def whole(self) -> bytes:
        """The whole body. Raises UnreadableError when its compressed form breaks off."""
        if self._inflate is not None and self._arrived and not self._inflate.eof:
            raise UnreadableError("the compressed body breaks off")
        return b"".join(self._parts)

    def _unpack(self, chunk: bytes) -> None:
        assert self._inflate is not None  # noqa: S101 - only called with a decompressor
        try:
            part = self._inflate.decompress(chunk, _STEP)
        except zlib.error:
            if not self._is_deflate or self._size:
                raise
            self._inflate = zlib.decompressobj(_RAW)
            part = self._inflate.decompress(chunk, _STEP)
        self._keep(part)
        while self._inflate.unconsumed_tail:
            self._keep(self._inflate.decompress(self._inflate.unconsumed_tail, _STEP))

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise UnreadableError(f"more than {self._limit} bytes after decompression")
        self._parts.append(part)
