"""Photos and documents that were sent, by the ids Telegram would give them. Knows no message."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.wire import Json

KEPT_BYTES = 128 * 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
PNG_HEADER = 24
JPEG = b"\xff\xd8"
MARKER = 0xFF
# Frames of a JPEG that hold its size; the other markers C4, C8 and CC do not.
JPEG_SIZE = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; the same bytes and kind are the same file."""

    unique_id: str
    name: str
    content: bytes
    content_type: str
    folder: str

    @property
    def path(self) -> str:
        suffix = self.name.rpartition(".")[2].lower()[:8] if "." in self.name else "bin"
        return f"{self.folder}/file_{self.unique_id}.{suffix}"


@dataclass(slots=True)
class Files:
    """What is kept, the oldest leaving when there is too much."""

    files: dict[str, File] = field(default_factory=dict)
    size: int = 0

    def add(self, name: str, content: bytes, content_type: str, folder: str) -> File:
        unique_id = "AQ" + urlsafe_b64encode(hashlib.sha256(folder.encode() + content).digest()[:12]).decode()
        if unique_id not in self.files:
            self.files[unique_id] = File(unique_id, name, content, content_type, folder)
            self.size += len(content)
            while self.size > KEPT_BYTES and len(self.files) > 1:
                self.size -= len(self.files.pop(next(iter(self.files))).content)
        return self.files[unique_id]

    def by_id(self, file_id: str, bot_id: int) -> File | None:
        """The file of an id this bot was given; ids of one bot mean nothing to another."""
        owner, _, unique_id = file_id.partition("_")
        return self.files.get(unique_id.partition(".")[0]) if owner == f"F{bot_id}" else None

    def by_path(self, path: str) -> File | None:
        stem = path.rpartition("/")[2].rpartition(".")[0]
        file = self.files.get(stem.removeprefix("file_"))
        return file if file and file.path == path else None


def file_id(file: File, bot_id: int, size: str = "") -> str:
    return f"F{bot_id}_{file.unique_id}{f'.{size}' if size else ''}"


def described(file: File, bot_id: int) -> Json:
    """What every kind of file says about itself."""
    unique = {"file_id": file_id(file, bot_id), "file_unique_id": file.unique_id}
    return {**unique, "file_size": len(file.content)}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG; None when it is neither, or broken."""
    if content.startswith(PNG) and len(content) >= PNG_HEADER:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return jpeg_size(content) if content.startswith(JPEG) else None


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == MARKER:
        if content[at + 1] in JPEG_SIZE:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(content[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
