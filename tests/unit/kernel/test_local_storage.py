# SPDX-License-Identifier: Apache-2.0
"""The local storage: what uploads leave behind is cleared away, what is used never."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sightline.kernel.errors import Conflict
from sightline.kernel.storage.local import (
    TEMPORARY_LIFE_SECS,
    UPLOAD_LIFE_SECS,
    LocalStorage,
)

KEY = "data/0a/blob.jpg"


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def age(path: Path, seconds: float) -> None:
    moment = time.time() - seconds
    for item in [*path.rglob("*"), path]:
        os.utime(item, (moment, moment))


def test_given_up_uploads_are_swept_and_others_are_not(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    asyncio.run(storage.put(KEY, chunks(b"kept"), max_bytes=10))
    old, new = (asyncio.run(storage.start_multipart(KEY)) for _ in range(2))
    asyncio.run(storage.put_part(KEY, new, 1, chunks(b"part")))
    leftover = tmp_path / "temporary" / "leftover"
    leftover.write_bytes(b"x")
    age(tmp_path, 10 * UPLOAD_LIFE_SECS)
    os.utime(tmp_path / "parts" / new / "000001")

    assert storage.sweep() == 2
    assert not (tmp_path / "parts" / old).exists()
    assert (tmp_path / "parts" / new).exists()
    assert not leftover.exists()
    assert asyncio.run(storage.read(KEY)) == b"kept"

    fresh = tmp_path / "temporary" / "fresh"
    fresh.write_bytes(b"x")
    os.utime(fresh, (time.time() - TEMPORARY_LIFE_SECS / 2,) * 2)
    assert storage.sweep() == 0


def test_a_key_keeps_its_first_bytes_unless_they_are_derived(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path)
    asyncio.run(storage.put(KEY, chunks(b"fir", b"st"), max_bytes=10))
    asyncio.run(storage.put(KEY, chunks(b"first"), max_bytes=10))
    with pytest.raises(Conflict):
        asyncio.run(storage.put(KEY, chunks(b"second"), max_bytes=10))
    assert asyncio.run(storage.read(KEY)) == b"first"
    asyncio.run(storage.put(KEY, chunks(b"second"), max_bytes=10, replace=True))
    stored = asyncio.run(storage.stat(KEY))
    assert stored is not None
    assert stored.size_bytes == len(b"second")
    assert [p.name for p in (tmp_path / "temporary").iterdir()] == ["publishing.lock"]
