# SPDX-License-Identifier: Apache-2.0
"""The served file of a model version, brought to a local path and checked."""

import asyncio
import hashlib
import os
import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from sightline.deployments.serving.engine import ModelCard, Replica, read_card
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid
from sightline.kernel.ports import blobs
from sightline.kernel.settings import get_settings
from sightline.registry import api as registry

SERVED_SUFFIXES = (".onnx",)


async def served_file(session: Session, organization_id: UUID, version_id: UUID) -> Any | None:
    """Return the row of the version's ``model-latest``, None when it has none."""
    rows = await registry.files_of(session, organization_id, version_id, name=registry.SERVED_FILE)
    return rows[0] if rows else None


async def local_path(object_name: str) -> Path:
    """Return a local copy of a stored model; copies are made once and never change."""
    folder = get_settings().require_data_dir() / "cache" / "models"
    path = folder / f"{hashlib.sha256(object_name.encode()).hexdigest()[:32]}.onnx"
    if path.exists():
        return path
    content = await blobs.storage().read(object_name)
    await asyncio.to_thread(_write, path, content)
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    draft.write_bytes(content)
    os.replace(draft, path)  # noqa: PTH105


async def open_replica(version_id: UUID, object_name: str) -> Replica:
    """Load and warm up a model.

    Raises:
        Invalid: it cannot be served; the text says why.
    """
    path = await local_path(object_name)
    return await asyncio.to_thread(Replica, str(version_id), path)


async def examine(session: Session, organization_id: UUID, version_id: UUID) -> ModelCard | str:
    """Say whether a version can be served here.

    Returns:
        Its card, or the reason why the platform cannot run it (monitoring still works).

    Raises:
        Invalid: it claims to be ONNX but cannot be loaded or run.
    """
    file = await served_file(session, organization_id, version_id)
    if file is None:
        return f"the version has no file named {registry.SERVED_FILE}"
    if not file.filename.lower().endswith(SERVED_SUFFIXES):
        return f"{file.filename} is no ONNX file: the platform serves ONNX only"
    path = await local_path(file.object_name)
    card = await asyncio.to_thread(read_card, path)
    await open_replica(version_id, file.object_name)
    return card


def require_card(found: ModelCard | str) -> ModelCard:
    """Return the card or raise `Invalid` with the reason."""
    if isinstance(found, str):
        raise Invalid(f"This version cannot be served here: {found}")
    return found
