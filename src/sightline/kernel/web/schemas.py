# SPDX-License-Identifier: Apache-2.0
"""Base models and bounded types of request and answer bodies."""

import unicodedata
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

MAX_INT = 2**53
MAX_FILENAME_BYTES = 1_000
MAX_KEY_CHARS = 500


_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_INVISIBLE = frozenset("\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Zero-width twins and controls of direction: two names would look the same, or backwards."""


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in _UNPRINTABLE and char not in _INVISIBLE


def _printable(value: str) -> str:
    value = unicodedata.normalize("NFC", value).strip()
    if not value:
        raise ValueError("must not be empty")
    if not all(_is_shown(char) for char in value):
        raise ValueError("must hold printable characters only")
    return value


def _filename(value: str) -> str:
    """Keep sub-folders, drop what is not shown, refuse ways out of the folder of a download."""
    _no_nul(value)
    # not normalized: annotation files name pictures by the very characters of their names
    value = "".join(filter(_is_shown, value)).strip()
    parts = value.replace("\\", "/").split("/")
    if not parts[-1] or {".", ".."} & {*parts} or parts[0] == "" or parts[0].endswith(":"):
        raise ValueError("must be a file name without `..` and without a leading `/`")
    if len(value.encode()) > MAX_FILENAME_BYTES:
        raise ValueError(f"must be at most {MAX_FILENAME_BYTES} bytes long")
    return value


def _no_nul(value: str) -> str:
    if "\x00" in value or any(0xD800 <= ord(char) <= 0xDFFF for char in value):
        raise ValueError("must not hold NUL or lone surrogates")
    return value


def _bounded_key(key: str) -> str:
    """Keys of metadata are indexed: an index takes no text without bounds."""
    if len(key) > MAX_KEY_CHARS:
        raise ValueError(f"holds a key of more than {MAX_KEY_CHARS} characters")
    return key


def _bounded_json(value: Any) -> Any:
    """Refuse trees that are too deep or hold text PostgreSQL cannot store."""
    stack: list[tuple[Any, int]] = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > 32:
            raise ValueError("is nested deeper than 32 levels")
        if isinstance(item, str):
            _no_nul(item)
        elif isinstance(item, dict):
            stack.extend((_bounded_key(key), depth + 1) for key in item)
            stack.extend((child, depth + 1) for child in item.values())
        elif isinstance(item, list):
            stack.extend((child, depth + 1) for child in item)
        elif isinstance(item, float) and item in (float("inf"), float("-inf")):
            raise ValueError("must be finite")
        elif isinstance(item, int) and not -(2**63) <= item < 2**63:
            raise ValueError("holds a whole number beyond 64 bits")
    return value


Storable = AfterValidator(_no_nul)
"""For texts with limits of their own: PostgreSQL keeps neither NUL nor lone surrogates."""

Name = Annotated[str, Field(max_length=200), AfterValidator(_printable)]
"""A name given by people: 1 to 200 printable characters, NFC, trimmed."""

Text = Annotated[str, Field(max_length=20_000), AfterValidator(_no_nul)]
"""Free text such as a description."""

ShortText = Annotated[str, Field(max_length=1_000), AfterValidator(_no_nul)]
"""Free text of a line: file names, content types, object names."""

FileName = Annotated[str, Field(max_length=1_000), AfterValidator(_filename)]
"""Name that a download gets: metadata only, never a path here, and no way out of a folder there."""

Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Coordinate = Annotated[float, Field(allow_inf_nan=False, ge=-1e7, le=1e7)]
BigInt = Annotated[int, Field(ge=-MAX_INT, le=MAX_INT)]
Json = Annotated[Any, BeforeValidator(_bounded_json)]
JsonObject = Annotated[dict[str, Any], BeforeValidator(_bounded_json)]
Ids = Annotated[list[UUID], Field(max_length=10_000)]


class Input(BaseModel):
    """Body of a request: frozen, unknown fields refused, no NaN or Infinity."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Output(BaseModel):
    """Shape of an answer in the OpenAPI document."""

    model_config = ConfigDict(extra="allow")


class IdsInput(Input):
    """``{"ids": [...]}`` of bulk deletes."""

    ids: Ids


class PageOf(Output):
    """Envelope of a page; slices subclass it with a typed ``items``."""

    count: int
    next_cursor: str | None = None
