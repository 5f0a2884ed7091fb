# SPDX-License-Identifier: Apache-2.0
"""The built web application: immutable assets, and index.html for every page address."""

import mimetypes
from importlib import resources
from pathlib import Path

from fastapi import FastAPI, Request
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.responses import FileResponse, Response

from sightline.kernel.errors import NotFound
from sightline.kernel.principal import Permission
from sightline.kernel.web.router import Router

NONCE_PLACEHOLDER = "__CSP_NONCE__"
NOT_BUILT = (
    "<!doctype html><title>Sightline</title><p>The web application is not built."
    " Run <code>make setup</code>."
)


class _PagePath(PathConvertor):
    """Every path but those of routes: an unknown one of these is told as such, by any method."""

    regex = "(?!(?:api|storage)(?:/|$)).*"


register_url_convertor("page", _PagePath())


def web_root() -> Path:
    """Return the folder of the built web application."""
    return Path(str(resources.files("sightline"))) / "web"


def add_routes(app: FastAPI) -> None:
    """Serve the web application under every path that is no API route."""
    router = Router(tags=["pages"])
    root = web_root().resolve()
    known = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    index = known.get("index.html")
    shell = index.read_text() if index else NOT_BUILT

    @router.read("/{path:page}", requires=Permission.PUBLIC, include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        file = known.get(path)
        if file is not None and file.name != "index.html":
            return _file(file, path)
        if path.startswith("assets/"):
            raise NotFound("No such file")
        html = shell.replace(NONCE_PLACEHOLDER, request.state.csp_nonce)
        return Response(html, media_type="text/html", headers={"Cache-Control": "no-cache"})

    app.include_router(router)


def _file(file: Path, path: str) -> Response:
    kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
    media_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return FileResponse(file, media_type=media_type, headers={"Cache-Control": kept})
