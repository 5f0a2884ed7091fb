# SPDX-License-Identifier: Apache-2.0
"""Checks of blobs: what rows name is there, whole, and unchanged."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

Connection = psycopg.Connection[TupleRow]
REFERENCES = (
    ("data", "object_name", "file_size"),
    ("data_projection", "object_name", "file_size"),
    ("artifact", "object_name", None),
    ("model_file", "object_name", None),
)
"""Tables whose rows say that a blob is there: (table, column of its key, column of its size
if it has one)."""

READ_BYTES = 1024 * 1024


def dangling(connection: Connection, blobs: Path) -> Iterator[str]:
    """Every reference has a blob of the right size."""
    for table, column, size in REFERENCES:
        expected_size = sql.Identifier(size) if size else sql.NULL
        query = sql.SQL("SELECT id, {}, {} FROM {}").format(
            sql.Identifier(column), expected_size, sql.Identifier(table)
        )
        for row_id, key, expected in connection.execute(query):
            if not key:
                continue
            path = blobs / "objects" / key
            if not path.is_file():
                yield f"{table} {row_id}: its file is missing"
            elif expected and path.stat().st_size != expected:
                yield f"{table} {row_id}: {path.stat().st_size} bytes on disk, {expected} recorded"


def acknowledged(connection: Connection, blobs: Path) -> Iterator[str]:
    """What was acknowledged is there byte for byte: the hash of each blob is that of its upload."""
    query = "SELECT id, object_name, sha256 FROM data WHERE upload_status = 'DONE'"
    for data_id, key, recorded in connection.execute(query):
        path = blobs / "objects" / key
        if not path.is_file():
            continue
        actual = _sha256(path)
        if recorded and actual != recorded:
            yield f"data {data_id}: its bytes are not those that were uploaded"
        noted = _noted(path)
        if noted and actual != noted:
            yield f"data {data_id}: its blob does not match the note beside it"


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _noted(path: Path) -> str | None:
    """Return the hash that the storage noted when it took the blob in."""
    try:
        _, sha256, _ = json.loads(path.with_name(f"{path.name}.meta").read_text())
    except (OSError, ValueError):
        return None
    return str(sha256)
