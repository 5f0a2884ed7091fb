# SPDX-License-Identifier: Apache-2.0
"""``/storage/<key>``: form upload, part upload and download by signed addresses."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

import multipart
from fastapi import Request
from starlette.responses import FileResponse, Response

from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.principal import Permission
from sightline.kernel.storage import signed_url
from sightline.kernel.storage.interface import LARGE_UPLOAD_BYTES
from sightline.kernel.storage.local import LocalStorage
from sightline.kernel.web.answer import answer
from sightline.kernel.web.router import Router

INLINE_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp", "image/tiff", "video/mp4"}
)
MAX_FIELD_BYTES = 64 * 1024
router = Router(tags=["storage"])


def _storage(request: Request) -> LocalStorage:
    storage: LocalStorage = request.app.state.storage
    return storage


@router.create("/storage/{key:path}", requires=Permission.PUBLIC, include_in_schema=False)
async def upload(request: Request, key: str) -> Response:
    """Store the part ``file`` of a form; streamed, never held in memory."""
    signed_url.check("POST", key, dict(request.query_params))
    stored = await _storage(request).put(
        key, _file_part(request), max_bytes=LARGE_UPLOAD_BYTES * 40
    )
    return answer({"size": stored.size_bytes}, headers={"ETag": f'"{stored.md5}"'})


async def _file_part(request: Request) -> AsyncIterator[bytes]:
    content_type, options = multipart.parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary", "")
    if content_type != "multipart/form-data" or not boundary:
        raise Invalid("Send the file as part `file` of multipart/form-data")
    found = False
    try:
        with multipart.PushMultipartParser(
            boundary, max_header_size=8192, max_header_count=16, max_segment_count=64
        ) as parser:
            reader = _FileReader()
            async for chunk in request.stream():
                for piece in reader.pieces(parser.parse(chunk) if chunk else ()):
                    yield piece
            found = reader.found
    except multipart.MultipartError as error:
        raise Invalid("The form is broken or incomplete; nothing was kept") from error
    if not found:
        raise Invalid("The form has no part `file`")


class _FileReader:
    """Picks the bytes of the part ``file`` out of parser events; other fields are bounded."""

    def __init__(self) -> None:
        self.found = False
        self._inside = False
        self._field_bytes = 0

    def pieces(self, events: object) -> Iterator[bytes]:
        for event in events:  # type: ignore[attr-defined]
            if isinstance(event, multipart.MultipartSegment):
                self._inside = event.name == "file"
                if self._inside and self.found:
                    raise Invalid("The form has more than one part `file`; nothing was kept")
                self.found = self.found or self._inside
            elif event and self._inside:
                yield bytes(event)
            elif event:
                self._field_bytes += len(event)
                if self._field_bytes > MAX_FIELD_BYTES:
                    raise Invalid("The form has fields that are too large")


@router.replace("/storage/{key:path}", requires=Permission.PUBLIC, include_in_schema=False)
async def upload_part(request: Request, key: str) -> Response:
    """Store the raw body as one part of a multipart upload; it may be empty."""
    values = dict(request.query_params)
    signed_url.check("PUT", key, values)

    async def body() -> AsyncIterator[bytes]:
        async for chunk in request.stream():
            if chunk:
                yield chunk

    part_number = int(values["part_no"])
    md5 = await _storage(request).put_part(key, values["upload_id"], part_number, body())
    return Response(status_code=200, headers={"ETag": f'"{md5}"'})


@router.read("/storage/{key:path}", requires=Permission.PUBLIC, include_in_schema=False)
async def download(request: Request, key: str) -> Response:
    """Send a blob with Content-Length, Range and headers that keep user bytes harmless."""
    values = dict(request.query_params)
    signed_url.check("GET", key, values)
    path = _storage(request).path_of(key)
    if not path.is_file():
        raise NotFound("No such object")
    media_type = values.get("type", "")
    inline = media_type in INLINE_TYPES
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=1800, immutable",
        "Content-Disposition": _disposition(values.get("name"), inline=inline),
    }
    return FileResponse(
        path, media_type=media_type if inline else "application/octet-stream", headers=headers
    )


def _disposition(filename: str | None, *, inline: bool) -> str:
    kind = "inline" if inline else "attachment"
    if not filename:
        return kind
    return f"{kind}; filename*=UTF-8''{quote(filename, safe='')}"
