# SPDX-License-Identifier: Apache-2.0
"""Router whose routes declare their permission, and the context a handler works in."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response
from starlette.routing import BaseRoute

from sightline.kernel.db.session import Database, Session, enter_organization
from sightline.kernel.errors import Forbidden, Invalid
from sightline.kernel.ports.authenticator import Authenticator, Credentials
from sightline.kernel.principal import Permission, Principal
from sightline.kernel.settings import get_settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "XGET"})
SESSION_COOKIES = ("__Host-sightline", "sightline")

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler works with: an open unit of work and the caller.

    The transaction commits after the handler returned and before the answer leaves; a failing
    commit is therefore never answered 2xx.
    """

    session: Session
    principal: Principal
    request: Request

    @property
    def organization_id(self) -> UUID:
        """The organization this request acts in."""
        return self.principal.organization_id

    @property
    def base_url(self) -> str:
        """Base address by which the caller came, for signed addresses in the answer."""
        return get_settings().base_url_for(self.request.headers.get("host"))


class _StrictRequest(Request):
    """Request whose JSON body refuses NaN, Infinity, broken UTF-8 and endless nesting."""

    async def json(self) -> Any:
        body = await self.body()
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise Invalid("The body is not valid JSON", detail=str(error)) from error


class Route(APIRoute):
    """Route that parses bodies strictly."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handler = super().get_route_handler()

        async def strict(request: StarletteRequest) -> Response:
            response: Response = await handler(_StrictRequest(request.scope, request.receive))
            return response

        return strict


class Router(APIRouter):
    """APIRouter on which every route names the permission it needs."""

    def __init__(self, *, tags: list[str], prefix: str = "") -> None:
        super().__init__(prefix=prefix, tags=list(tags), route_class=Route, redirect_slashes=False)

    def on(
        self, method: str, path: str, *, requires: Permission, status: int = 200, **options: Any
    ) -> Callable[[Handler], Handler]:
        """Register a handler for one method; ``XGET`` stays out of the OpenAPI document."""
        if method == "XGET":
            options["include_in_schema"] = False

        def register(handler: Handler) -> Handler:
            declare(handler, requires)
            self.add_api_route(path, handler, methods=[method], status_code=status, **options)
            return handler

        return register

    def read(
        self, path: str, *, requires: Permission = Permission.READ, **options: Any
    ) -> Callable[[Handler], Handler]:
        """GET."""
        return self.on("GET", path, requires=requires, **options)

    def xget(
        self, path: str, *, requires: Permission = Permission.READ, **options: Any
    ) -> Callable[[Handler], Handler]:
        """The client's GET with a JSON body (api.md §1.5)."""
        return self.on("XGET", path, requires=requires, **options)

    def create(
        self, path: str, *, requires: Permission = Permission.WRITE, **options: Any
    ) -> Callable[[Handler], Handler]:
        """POST."""
        return self.on("POST", path, requires=requires, **options)

    def update(
        self, path: str, *, requires: Permission = Permission.WRITE, **options: Any
    ) -> Callable[[Handler], Handler]:
        """PATCH."""
        return self.on("PATCH", path, requires=requires, **options)

    def replace(
        self, path: str, *, requires: Permission = Permission.WRITE, **options: Any
    ) -> Callable[[Handler], Handler]:
        """PUT."""
        return self.on("PUT", path, requires=requires, **options)

    def remove(
        self, path: str, *, requires: Permission = Permission.DELETE, **options: Any
    ) -> Callable[[Handler], Handler]:
        """DELETE, with or without a JSON body."""
        return self.on("DELETE", path, requires=requires, **options)


def declare(handler: Callable[..., Any], permission: Permission) -> None:
    """Record the permission on a handler; the same handler may not ask for two."""
    known = getattr(handler, "__permission__", permission)
    if known is not permission:
        raise RuntimeError(f"{handler.__name__} declares two permissions")
    handler.__permission__ = permission  # type: ignore[attr-defined]


def permission_of(handler: object) -> Permission | None:
    """Return what a handler declared."""
    return getattr(handler, "__permission__", None)


def assert_permissions_declared(app: FastAPI) -> None:
    """Refuse to start when a route lacks a declared permission, or declares one unchecked.

    The permission is checked where the context is opened: a handler without `Ctx` would be public.

    Raises:
        RuntimeError: names the routes.
    """
    missing = [
        f"{sorted(route.methods or ())} {route.path}"
        for route in iter_routes(app)
        if permission_of(route.endpoint) is None
    ]
    if missing:
        raise RuntimeError(f"routes without a permission: {missing}")
    unchecked = [
        f"{sorted(route.methods or ())} {route.path}"
        for route in iter_routes(app)
        if permission_of(route.endpoint) is not Permission.PUBLIC
        and not any(needed.call is _context for needed in route.dependant.dependencies)
    ]
    if unchecked:
        raise RuntimeError(f"routes that never check their permission: {unchecked}")


def iter_routes(app: FastAPI) -> list[APIRoute]:
    """List the API routes of an application, those of included routers too."""
    return list(_walk(app.routes))


def _walk(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Flatten routes: newer FastAPI keeps an included router as one entry of its own."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from _walk(included.routes)


def credentials_of(request: Request) -> Credentials:
    """Collect what a request brought along."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    bearer = value.strip() if scheme.lower() in {"bearer", "token"} and value.strip() else None
    cookie = next((request.cookies[n] for n in SESSION_COOKIES if n in request.cookies), None)
    return Credentials(
        bearer=bearer,
        session_cookie=cookie,
        csrf_token=request.headers.get("x-csrf-token"),
        is_unsafe=request.method not in SAFE_METHODS,
        same_origin=_is_same_origin(request),
        organization_header=_uuid(request.headers.get("x-picsellia-organization")),
        path_organization_id=_uuid(request.path_params.get("organization_id")),
    )


def _is_same_origin(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host", "")


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None


@asynccontextmanager
async def open_context(request: Request) -> AsyncIterator[Context]:
    """Authenticate, check the declared permission and open the unit of work."""
    database: Database = request.app.state.database
    authenticator: Authenticator = request.app.state.authenticator
    async with database.unit_of_work(None) as session:
        principal = await authenticator.authenticate(session, credentials_of(request))
        needed = permission_of(request.scope["route"].endpoint) or Permission.OWNER
        if not principal.may(needed):
            raise Forbidden(f"Your role {principal.role} does not allow this ({needed})")
        await enter_organization(session, principal.organization_id)
        yield Context(session=session, principal=principal, request=request)


async def _context(request: Request) -> AsyncIterator[Context]:
    async with open_context(request) as context:
        yield context


async def _public_session(request: Request) -> AsyncIterator[Session]:
    database: Database = request.app.state.database
    async with database.unit_of_work(None) as session:
        yield session


Ctx = Annotated[Context, Depends(_context, scope="function")]
"""Handler parameter: the authorized context. Without it a handler has no database."""

PublicSession = Annotated[Session, Depends(_public_session, scope="function")]
"""Session of public routes such as login: sees no tenant rows."""
