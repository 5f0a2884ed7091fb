# SPDX-License-Identifier: Apache-2.0
"""Names and addresses of blobs: made here, never by users."""

import re
from pathlib import PurePosixPath
from uuid import UUID

from sightline.kernel.ids import new_id
from sightline.kernel.storage import signed_url

_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


def new_object_name(purpose: str, organization_id: UUID, filename: str) -> str:
    """Make a unique name ``<purpose>/<organization>/<uuid><extension>``."""
    extension = PurePosixPath(filename).suffix.lower()
    if not _EXTENSION.fullmatch(extension):
        extension = ""
    folder = purpose.lower().replace("_", "-")
    return f"{folder}/{organization_id.hex}/{new_id().hex}{extension}"


def rendition_key(data_id: UUID, kind: str) -> str:
    """Return the key of a thumbnail or display rendition; unguessable ids, signed addresses."""
    return f"rendition/{data_id.hex[-2:]}/{data_id.hex}-{kind}.webp"


def sign(key: str, base_url: str, *, content_type: str | None, filename: str | None = None) -> str:
    """Return a signed GET address of a blob."""
    values = {"type": content_type or "application/octet-stream"}
    if filename:
        values["name"] = filename
    life = signed_url.default_life_secs()
    return base_url + signed_url.sign("GET", key, values, life_secs=life)
