# SPDX-License-Identifier: Apache-2.0
"""Port: where blobs live. Keys are made by the server; users never name a path."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

LARGE_UPLOAD_BYTES = 25 * 1024 * 1024
"""Size of a multipart part and limit of a small upload, fixed by the client."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store knows of a blob; hashes are hexadecimal."""

    size_bytes: int
    sha256: str
    md5: str


@dataclass(frozen=True, slots=True)
class SignedUpload:
    """Where and how a client sends a file."""

    url: str
    fields: dict[str, str]


class Storage(Protocol):
    """Blobs of one bucket. Writes are all-or-nothing and safe to repeat."""

    client_type: str

    async def put(
        self, key: str, chunks: AsyncIterator[bytes], *, max_bytes: int, replace: bool = False
    ) -> StoredObject:
        """Store a stream; a name keeps its first bytes for as long as it lives.

        Args:
            replace: for derived blobs only, whose rows hold no hash.

        Raises:
            TooLarge: beyond ``max_bytes``; nothing is kept.
            Conflict: other bytes lie under the key.
        """
        ...

    async def read(self, key: str) -> bytes:
        """Return a whole blob; raises `NotFound`."""
        ...

    async def open(self, key: str) -> BinaryIO:
        """Return a blob as a seekable file, for readers of a part of it; raises `NotFound`."""
        ...

    async def stat(self, key: str) -> StoredObject | None:
        """Return size and hashes, None when there is no such blob."""
        ...

    async def delete(self, key: str) -> None:
        """Remove a blob; a missing one is no error."""
        ...

    def sign_upload(self, key: str, *, content_type: str, base_url: str) -> SignedUpload:
        """Sign a form upload of one file."""
        ...

    def sign_download(
        self, key: str, *, content_type: str, filename: str | None, base_url: str
    ) -> str:
        """Sign a GET address; the same within a time bucket, so that browsers may cache."""
        ...

    async def start_multipart(self, key: str) -> str:
        """Open a multipart upload and return its id."""
        ...

    def sign_part(self, key: str, upload_id: str, part_number: int, *, base_url: str) -> str:
        """Sign the PUT address of one part."""
        ...

    async def complete_multipart(
        self, key: str, upload_id: str, parts: Sequence[tuple[int, str]]
    ) -> StoredObject:
        """Join the parts; all-or-nothing, repeating it changes nothing.

        Raises:
            NotFound: no such upload.
            Invalid: a part is missing or its ETag differs.
        """
        ...
