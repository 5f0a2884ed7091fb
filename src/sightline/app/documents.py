# SPDX-License-Identifier: Apache-2.0
"""The guide and reference under ``/docs`` and the API page under ``/api/docs``."""

import html
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from sightline.app import guide
from sightline.kernel.errors import NotFound
from sightline.kernel.principal import Permission
from sightline.kernel.web.router import Router, iter_routes, permission_of

STYLE = """
:root{color-scheme:light dark;--text:#15191b;--quiet:#495156;--line:#dfe2e3;--accent:#0b6480;
--sheet:#fff;--inset:#f7f8f8}
@media (prefers-color-scheme:dark){:root{--text:#e9eced;--quiet:#adb5b9;--line:#2a2f32;
--accent:#62bcd8;--sheet:#15181a;--inset:#1b1f21}}
body{margin:0;font:15px/1.6 system-ui,sans-serif;color:var(--text);background:var(--sheet);
display:grid;grid-template-columns:minmax(180px,240px) minmax(0,780px);gap:32px;padding:24px}
nav{font-size:13px;position:sticky;top:24px;align-self:start;max-height:calc(100vh - 48px);
overflow:auto}nav a{display:block;padding:3px 0;color:var(--quiet);text-decoration:none}
nav a:hover,nav a[aria-current]{color:var(--accent)}nav h2{font-size:12px;margin:16px 0 2px}
a{color:var(--accent)}h1{font-size:26px;line-height:1.25}
h2{font-size:19px;margin-top:2em}pre,code{font:13px/1.5 ui-monospace,monospace;
background:var(--inset)}pre{padding:12px;overflow:auto;border:1px solid var(--line)}
table{border-collapse:collapse;font-size:13px;display:block;overflow:auto}
td,th{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}
img{max-width:100%}@media (max-width:760px){body{grid-template-columns:1fr}
nav{position:static;max-height:none}}
"""


def add_routes(app: FastAPI) -> None:
    """Serve every markdown page below the documents folder, and the API page."""
    root = guide.documents_root()
    pages = guide.find_pages(root)
    images = {path.relative_to(root).as_posix(): path for path in root.glob("images/*.jpg")}
    router = Router(tags=["documents"])

    @router.read("/docs", requires=Permission.PUBLIC, include_in_schema=False)
    @router.read("/docs/{name:path}", requires=Permission.PUBLIC, include_in_schema=False)
    async def document(request: Request, name: str = guide.FIRST) -> Response:
        if name in images:
            return Response(images[name].read_bytes(), media_type="image/jpeg")
        page = pages.get(name.removesuffix(".md") or guide.FIRST)
        if page is None:
            raise NotFound("No such page")
        return _page(request, page.title, guide.render(page), pages.values(), page.name)

    @router.read("/api/docs", requires=Permission.PUBLIC, include_in_schema=False)
    async def api_page(request: Request) -> Response:
        return _page(request, "API", _api_table(app), pages.values(), "API")

    app.include_router(router)


def _page(
    request: Request, title: str, body: str, pages: Iterable[guide.Page], current: str
) -> Response:
    nonce = request.state.csp_nonce
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}'
        f' · Sightline</title><meta name="viewport" content="width=device-width">'
        f'<style nonce="{nonce}">{STYLE}</style></head><body><nav><a href="/">Sightline</a>'
        f"{_contents(list(pages), current)}</nav><main>{body}</main></body></html>"
    )
    return Response(text, media_type="text/html")


def _contents(pages: list[guide.Page], current: str) -> str:
    """List the pages by group; the API page stands with the reference."""
    parts = []
    for group, prefixes in guide.GROUPS:
        links = [(p.address, p.title, p.name) for p in pages if p.name.startswith(prefixes)]
        if group == "Reference":
            links.insert(0, ("/api/docs", "API", "API"))
        parts.append(f"<h2>{group}</h2>" + "".join(_link(*link, current) for link in links))
    return "".join(parts)


def _link(address: str, title: str, name: str, current: str) -> str:
    mark = ' aria-current="page"' if name == current else ""
    return f'<a href="{html.escape(address)}"{mark}>{html.escape(title)}</a>'


def _api_table(app: FastAPI) -> str:
    rows: list[tuple[str, str, Any]] = sorted(
        (route.path, ", ".join(sorted(route.methods or ())), permission_of(route.endpoint))
        for route in iter_routes(app)
        if route.path.startswith("/api/")
    )
    cells = "".join(
        f"<tr><td>{html.escape(methods)}</td><td><code>{html.escape(path)}</code></td>"
        f"<td>{permission}</td></tr>"
        for path, methods, permission in rows
    )
    return (
        "<h1>API</h1><p>The whole description is at <a href='/api/openapi.json'>openapi.json</a>."
        " Authenticate with <code>Authorization: Bearer &lt;token&gt;</code>.</p>"
        f"<table><tr><th>Method</th><th>Path</th><th>Needs</th></tr>{cells}</table>"
    )
