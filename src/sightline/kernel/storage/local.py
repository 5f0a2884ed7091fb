# SPDX-License-Identifier: Apache-2.0
"""Storage on a local disk: temporary file, fsync, rename, fsync of the folder."""

import asyncio
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sightline.kernel.errors import Conflict, Invalid, NotFound, TooLarge
from sightline.kernel.settings import Settings
from sightline.kernel.storage import signed_url
from sightline.kernel.storage.interface import LARGE_UPLOAD_BYTES, SignedUpload, StoredObject

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,80}(/[a-zA-Z0-9][a-zA-Z0-9._-]{0,120}){1,5}")
COPY_BYTES = 1024 * 1024
PUBLISHING = "publishing.lock"
TEMPORARY_LIFE_SECS = 24 * 3600
UPLOAD_LIFE_SECS = 7 * 24 * 3600
"""A multipart upload without a new part for this long was given up."""


class LocalStorage:
    """Blobs below one folder; next to each lies ``<name>.meta`` with size and hashes."""

    client_type = "minio"

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("objects", "parts", "temporary"):
            (root / folder).mkdir(parents=True, exist_ok=True, mode=0o700)

    @classmethod
    def from_settings(cls, settings: Settings) -> "LocalStorage":
        """Open the storage that the settings name."""
        return cls(settings.blobs_dir)

    def path_of(self, key: str) -> Path:
        """Return the file of a key; keys that no server made are refused."""
        if not KEY.fullmatch(key) or ".." in key:
            raise NotFound("No such object")
        return self.root / "objects" / key

    async def put(
        self, key: str, chunks: AsyncIterator[bytes], *, max_bytes: int, replace: bool = False
    ) -> StoredObject:
        target = self.path_of(key)
        writer = await asyncio.to_thread(_Writer, self.root / "temporary")
        try:
            async for chunk in chunks:
                if writer.size + len(chunk) > max_bytes:
                    raise TooLarge(f"The file is larger than {max_bytes} bytes; nothing was kept")
                await asyncio.to_thread(writer.write, chunk)
            publish = writer.publish if replace else writer.publish_once
            return await asyncio.to_thread(publish, target)
        finally:
            await asyncio.to_thread(writer.discard)

    async def read(self, key: str) -> bytes:
        path = self.path_of(key)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except FileNotFoundError as error:
            raise NotFound("No such object") from error

    async def open(self, key: str) -> BinaryIO:
        path = self.path_of(key)
        try:
            return await asyncio.to_thread(path.open, "rb")
        except OSError as error:
            raise NotFound("No such object") from error

    async def stat(self, key: str) -> StoredObject | None:
        return await asyncio.to_thread(_read_meta, self.path_of(key))

    async def delete(self, key: str) -> None:
        path = self.path_of(key)
        await asyncio.to_thread(_remove, path, _meta_path(path))

    def sign_upload(self, key: str, *, content_type: str, base_url: str) -> SignedUpload:
        life = signed_url.default_life_secs()
        path = signed_url.sign("POST", key, {"type": content_type}, life_secs=life)
        return SignedUpload(base_url + path, {})

    def sign_download(
        self, key: str, *, content_type: str, filename: str | None, base_url: str
    ) -> str:
        values = {"type": content_type}
        if filename:
            values["name"] = filename
        life = signed_url.default_life_secs()
        return base_url + signed_url.sign("GET", key, values, life_secs=life)

    async def start_multipart(self, key: str) -> str:
        self.path_of(key)
        upload_id = secrets.token_hex(16)
        folder = self._upload_folder(upload_id)
        await asyncio.to_thread(folder.mkdir, 0o700)
        await asyncio.to_thread((folder / "key").write_text, key)
        return upload_id

    def sign_part(self, key: str, upload_id: str, part_number: int, *, base_url: str) -> str:
        values = {"upload_id": upload_id, "part_no": str(part_number)}
        life = signed_url.default_life_secs()
        return base_url + signed_url.sign("PUT", key, values, life_secs=life)

    async def put_part(
        self, key: str, upload_id: str, part_number: int, chunks: AsyncIterator[bytes]
    ) -> str:
        """Store one part and return its MD5; sending it again replaces it."""
        folder = await self._open_upload(key, upload_id)
        writer = await asyncio.to_thread(_Writer, self.root / "temporary")
        try:
            async for chunk in chunks:
                if writer.size + len(chunk) > 4 * LARGE_UPLOAD_BYTES:
                    raise TooLarge("The part is too large; nothing was kept")
                await asyncio.to_thread(writer.write, chunk)
            stored = await asyncio.to_thread(writer.publish, folder / f"{part_number:06d}")
        finally:
            await asyncio.to_thread(writer.discard)
        return stored.md5

    async def complete_multipart(
        self, key: str, upload_id: str, parts: Sequence[tuple[int, str]]
    ) -> StoredObject:
        present = await self.stat(key)
        if present is not None and not self._upload_folder(upload_id).exists():
            return present
        folder = await self._open_upload(key, upload_id)
        return await asyncio.to_thread(self._join, folder, self.path_of(key), sorted(parts))

    def _join(self, folder: Path, target: Path, parts: Sequence[tuple[int, str]]) -> StoredObject:
        numbers = [number for number, _ in parts]
        if not parts or numbers != list(range(1, len(parts) + 1)):
            raise Invalid("Parts must be numbered 1, 2, 3 … without gaps")
        writer = _Writer(self.root / "temporary")
        try:
            for number, etag in parts:
                path = folder / f"{number:06d}"
                meta = _read_meta(path)
                if meta is None or meta.md5 != etag.strip('"'):
                    raise Invalid(f"Part {number} is missing or differs from its ETag")
                with path.open("rb") as source:
                    while chunk := source.read(COPY_BYTES):
                        writer.write(chunk)
            stored = writer.publish_once(target)
        finally:
            writer.discard()
        shutil.rmtree(folder, ignore_errors=True)
        return stored

    def sweep(self) -> int:
        """Remove what uploads left that nobody will finish; return how many there were."""
        now, removed = time.time(), 0
        for folder in (self.root / "parts").iterdir():
            newest = max((_changed_at(p) for p in folder.iterdir()), default=_changed_at(folder))
            if newest < now - UPLOAD_LIFE_SECS:
                shutil.rmtree(folder, ignore_errors=True)
                removed += 1
        for path in (self.root / "temporary").iterdir():
            if path.name != PUBLISHING and _changed_at(path) < now - TEMPORARY_LIFE_SECS:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def _upload_folder(self, upload_id: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{32}", upload_id):
            raise NotFound("No such upload")
        return self.root / "parts" / upload_id

    async def _open_upload(self, key: str, upload_id: str) -> Path:
        folder = self._upload_folder(upload_id)
        try:
            owner = await asyncio.to_thread((folder / "key").read_text)
        except OSError as error:
            raise NotFound("No such upload") from error
        if owner != key:
            raise NotFound("No such upload")
        return folder


class _Writer:
    """A temporary file that becomes a blob by rename, or nothing."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / secrets.token_hex(16)
        self._file: BinaryIO = self.path.open("xb")
        self._sha256, self._md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
        self.size = 0

    def write(self, chunk: bytes) -> None:
        self._file.write(chunk)
        self._sha256.update(chunk)
        self._md5.update(chunk)
        self.size += len(chunk)

    def publish_once(self, target: Path) -> StoredObject:
        """Publish under a name that is free, or that holds these very bytes.

        Rows name blobs with their size and hash: a blob that could change under them would be
        lost work. Sending the same file again is no change.

        Raises:
            Conflict: other bytes lie there.
        """
        self._sync()
        with (self.path.parent / PUBLISHING).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            present = _read_meta(target)
            stored = present or self._place(target)
        if present is None:
            _fsync_folder(target.parent)
        elif present.sha256 != self._sha256.hexdigest():
            raise Conflict(
                "Another file lies under this object name, and it was kept: ask for a new name",
                code="storage.write_once",
            )
        return stored

    def publish(self, target: Path) -> StoredObject:
        """Make the file durable under its name; a failed fsync loses the file, never lies."""
        self._sync()
        stored = self._place(target)
        _fsync_folder(target.parent)
        return stored

    def _sync(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _place(self, target: Path) -> StoredObject:
        stored = StoredObject(self.size, self._sha256.hexdigest(), self._md5.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        meta = _meta_path(target)
        temporary_meta = self.path.with_suffix(".meta")
        temporary_meta.write_text(json.dumps([stored.size_bytes, stored.sha256, stored.md5]))
        temporary_meta.rename(meta)
        self.path.rename(target)
        return stored

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def _changed_at(path: Path) -> float:
    """Return when a file changed; one that is gone counts as new."""
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def _meta_path(path: Path) -> Path:
    return path.with_name(path.name + ".meta")


def _read_meta(path: Path) -> StoredObject | None:
    try:
        if not path.is_file():
            return None
        size, sha256, md5 = json.loads(_meta_path(path).read_text())
    except (OSError, ValueError):
        return None
    return StoredObject(size, sha256, md5)


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
