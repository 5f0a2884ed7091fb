# SPDX-License-Identifier: Apache-2.0
"""Reading predict requests: multipart forms of the client, raw bodies, JSON with a cloud image."""

from typing import Annotated, Any, TypeVar

import multipart
import orjson
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request

from sightline.deployments.serving.prediction import Wish
from sightline.kernel.errors import Invalid, TooLarge, Unprocessable
from sightline.kernel.web.schemas import Input, JsonObject, Name

MAX_IMAGE_BYTES = 100 * 1024 * 1024
MAX_FIELD_BYTES = 256 * 1024
MAX_TAGS = 100
Model = TypeVar("Model", bound=BaseModel)
TRUE, FALSE = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})


class Described(Input):
    """What a caller says of an image.

    Checked before the answer leaves: a prediction is recorded behind it, and what cannot be stored
    then would be lost work.
    """

    tags: Annotated[list[Name], Field(max_length=MAX_TAGS)] = Field(default_factory=list)
    source: Name | None = None
    metadata: JsonObject | None = None
    custom_metadata: JsonObject | None = None


def read_model(model: type[Model], values: dict[str, Any]) -> Model:
    """Check values against a model.

    Raises:
        Unprocessable: names each field that does not fit.
    """
    try:
        return model(**values)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:20]]
        raise Unprocessable("The body does not fit", detail=lines) from error


async def read_body(request: Request, limit: int = MAX_IMAGE_BYTES) -> bytes:
    """Read a whole body; `TooLarge` beyond the limit, before the rest is read."""
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise TooLarge(f"The body is larger than {limit} bytes")
        parts.append(chunk)
    return b"".join(parts)


def parse_json(body: bytes) -> Any:
    """Parse JSON whatever the Content-Type says: the client sends none (api.md §1.6).

    Raises:
        Invalid: no JSON object.
    """
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Invalid("The body is not valid JSON", detail=str(error)) from error
    if not isinstance(found, dict):
        raise Invalid("The body must be a JSON object")
    return found


async def read_predict(request: Request) -> tuple[bytes, Wish]:
    """Read a predict request: a form with the part ``media``, or the image as raw body."""
    content_type, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    body = await read_body(request)
    if content_type == "multipart/form-data":
        return _read_form(body, options.get("boundary", ""))
    query = request.query_params
    fields = {key: query.getlist(key) for key in query}
    name = (fields.get("filename") or ["image"])[0]
    if not body:
        raise Invalid("Send the image as part `media` of a form, or as the body")
    return body, _wish(name, fields)


def _read_form(body: bytes, boundary: str) -> tuple[bytes, Wish]:
    if not boundary:
        raise Invalid("The form has no boundary")
    media: tuple[str, bytes] | None = None
    fields: dict[str, list[str]] = {}
    try:
        with multipart.PushMultipartParser(
            boundary, max_header_size=8192, max_header_count=16, max_segment_count=512
        ) as parser:
            segment, pieces = None, bytearray()
            for event in parser.parse(body):
                if isinstance(event, multipart.MultipartSegment):
                    segment, pieces = event, bytearray()
                elif event:
                    pieces += event
                elif segment is not None:
                    media = _keep(segment, bytes(pieces), fields) or media
    except multipart.MultipartError as error:
        raise Invalid("The form is broken or incomplete") from error
    if media is None or not media[1]:
        raise Invalid("The form has no part `media` with an image")
    return media[1], _wish(media[0], fields)


def _keep(segment: Any, content: bytes, fields: dict[str, list[str]]) -> tuple[str, bytes] | None:
    if segment.name == "media":
        return segment.filename or "image", content
    if len(content) > MAX_FIELD_BYTES:
        raise Invalid(f"The field {segment.name} is too large")
    try:
        fields.setdefault(segment.name, []).append(content.decode())
    except UnicodeDecodeError as error:
        raise Invalid(f"The field {segment.name} is not UTF-8 text") from error
    return None


def _wish(filename: str, fields: dict[str, list[str]]) -> Wish:
    said = read_model(
        Described,
        {
            "tags": [tag for tag in fields.get("tags", []) if tag],
            "source": next(iter(fields.get("source", [])), None) or None,
            "metadata": _object(fields, "metadata"),
            "custom_metadata": _object(fields, "custom_metadata"),
        },
    )
    return Wish(
        filename=clean_filename(filename),
        monitor=_flag(fields, "monitor"),
        postprocess=_flag(fields, "postprocess"),
        **said.model_dump(),
    )


def clean_filename(name: str) -> str:
    """Keep the last part of a name, printable, at most 200 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in last if char.isprintable())[:200].strip()
    return kept if kept.strip(".") else "image"


def _flag(fields: dict[str, list[str]], name: str) -> bool:
    value = (fields.get(name) or ["true"])[0].strip().lower()
    if value not in TRUE | FALSE:
        raise Invalid(f"{name} must be True or False")
    return value in TRUE


def _object(fields: dict[str, list[str]], name: str) -> dict[str, Any] | None:
    if not fields.get(name):
        return None
    return dict(parse_json(fields[name][0].encode()))
