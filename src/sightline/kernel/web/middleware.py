# SPDX-License-Identifier: Apache-2.0
"""Guards around every request: headers, body limit, path form, request id. Plain ASGI."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import structlog

from sightline.kernel.ids import new_id

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ENDLESS = "/api/events"
MAX_BODY_BYTES = 64 * 1024 * 1024
TOO_LARGE_BODY = b'{"message":"The body is larger than this route takes","detail":null}'


class Guards:
    """Outermost middleware of the services.

    Args:
        app: the application behind it.
        unlimited_prefixes: paths that stream bodies and limit them on their own.
    """

    def __init__(self, app: App, *, unlimited_prefixes: tuple[str, ...] = ()) -> None:
        self._app = app
        self._unlimited = unlimited_prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if len(path) > 1 and path.endswith("/") and path.startswith("/api/"):
            # the contract has trailing slashes on some routes; a redirect would turn POST into GET
            scope["path"] = path.rstrip("/")
        if scope["method"] == "HEAD" and path != ENDLESS:
            scope["method"], send = "GET", _without_body(send)
        request_id = str(new_id())
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            if not path.startswith(self._unlimited or ("\0",)):
                receive = await _limited(scope, receive)
            await self._app(scope, receive, _with_headers(send, request_id, nonce))
        except _BodyTooLargeError:
            await _refuse(send)
        finally:
            structlog.contextvars.clear_contextvars()


def _without_body(send: Send) -> Send:
    """Answer HEAD as GET is answered, but for the body."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return wrapped


class _BodyTooLargeError(Exception):
    """The body passed the limit while being read."""


async def _limited(scope: Scope, receive: Receive) -> Receive:
    declared = next((v for k, v in scope["headers"] if k == b"content-length"), b"0")
    if declared.isdigit() and int(declared) > MAX_BODY_BYTES:
        raise _BodyTooLargeError
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise _BodyTooLargeError
        return message

    return counted


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE_BODY})


def content_security_policy(nonce: str, *, extra_sources: str = "") -> str:
    """Build the policy of design.md §6."""
    also = f" {extra_sources}" if extra_sources else ""
    return (
        "default-src 'none'; script-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' blob: data:{also}; "
        f"connect-src 'self'{also}; worker-src 'self' blob:; font-src 'self'; "
        "manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )


def _with_headers(send: Send, request_id: str, nonce: str) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: list[tuple[bytes, bytes]] = list(message.get("headers", []))
            present = {name.lower() for name, _ in headers}
            for name, value in (
                (b"content-security-policy", content_security_policy(nonce).encode()),
                (b"x-content-type-options", b"nosniff"),
                (b"referrer-policy", b"no-referrer"),
                (b"cross-origin-opener-policy", b"same-origin"),
                (b"cross-origin-resource-policy", b"same-origin"),
                (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
                (b"x-request-id", request_id.encode()),
                (b"cache-control", b"no-store"),
            ):
                if name not in present:
                    headers.append((name, value))
            message = {**message, "headers": headers}
        await send(message)

    return wrapped
