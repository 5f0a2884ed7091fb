# SPDX-License-Identifier: Apache-2.0
"""Append-only file of answered predictions: written before the answer leaves, drained behind it.

Each record is ``length, crc32, header length, header (JSON), image bytes``. A segment belongs to
the process that holds its lock; a process that starts drains the segments of dead ones. Records
survive the process being killed; a power failure may lose the last `SYNC_SECS`.
"""

import fcntl
import os
import secrets
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import orjson

HEAD = struct.Struct(">III")
SEGMENT_BYTES = 64 * 1024 * 1024
SYNC_SECS = 0.5
REFUSED = "refused.records"
"""Records that could not be stored, in the form of a segment, for a person to look at."""


class Spool:
    """Segments in one folder; ``append`` is called from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._file: BinaryIO | None = None
        self._path: Path | None = None
        self._size = 0
        self._synced_at = 0.0

    def append(self, header: dict[str, Any], content: bytes) -> tuple[Path, int]:
        """Write one record; return its segment and the offset behind it."""
        record = _packed(header, content)
        if self._file is None or self._size > SEGMENT_BYTES:
            self._open_segment()
        file, path = self._file, self._path
        if file is None or path is None:
            raise RuntimeError("the spool has no open segment")
        file.write(record)
        file.flush()
        self._size += len(record)
        now = time.monotonic()
        if now - self._synced_at > SYNC_SECS:
            self._synced_at = now
            os.fdatasync(file.fileno())
        return path, self._size

    def set_aside(self, header: dict[str, Any], content: bytes) -> Path:
        """Keep a record that cannot be stored beside the segments; return the file."""
        path = self._folder / REFUSED
        with path.open("ab") as file:
            file.write(_packed(header, content))
        return path

    def _open_segment(self) -> None:
        if self._file is not None:
            self._file.close()
        name = f"{time.time_ns():020d}-{os.getpid()}-{secrets.token_hex(3)}.spool"
        self._path = self._folder / name
        self._file = self._path.open("ab")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._size = 0

    @property
    def current(self) -> Path | None:
        """The segment that is being written."""
        return self._path

    def abandoned(self) -> list[Path]:
        """List segments whose process is gone, oldest first."""
        return [
            path
            for path in sorted(self._folder.glob("*.spool"))
            if path != self._path and _is_free(path)
        ]

    def close(self) -> None:
        """Make everything durable and let go of the segment."""
        if self._file is not None:
            os.fdatasync(self._file.fileno())
            self._file.close()
            self._file = None
            self._path = None


def _packed(header: dict[str, Any], content: bytes) -> bytes:
    text = orjson.dumps(header, default=str)
    body = text + content
    return HEAD.pack(len(body), zlib.crc32(body), len(text)) + body


def _is_free(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def read_segment(path: Path, offset: int = 0) -> Iterator[tuple[dict[str, Any], bytes, int]]:
    """Yield (header, image bytes, offset behind the record) of whole records.

    A record that was cut off by a kill ends the segment: its answer never left.
    """
    with path.open("rb") as file:
        file.seek(offset)
        while True:
            head = file.read(HEAD.size)
            if len(head) < HEAD.size:
                return
            length, checksum, header_length = HEAD.unpack(head)
            body = file.read(length)
            if len(body) < length or zlib.crc32(body) != checksum:
                return
            offset += HEAD.size + length
            yield orjson.loads(body[:header_length]), body[header_length:], offset
