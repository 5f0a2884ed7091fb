# SPDX-License-Identifier: Apache-2.0
"""Fast JSON answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from starlette.responses import Response

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS


def answer(body: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Serialize a body of plain types, UUIDs, datetimes and enums; NaN becomes null."""
    return Response(
        orjson.dumps(body, default=_encode, option=_OPTIONS),
        status_code=status,
        media_type="application/json",
        headers=dict(headers) if headers else None,
    )


def no_content() -> Response:
    """Answer 204 without a body."""
    return Response(status_code=204)


def _encode(value: object) -> object:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"cannot serialize {type(value).__name__}")
