# SPDX-License-Identifier: Apache-2.0
"""Routes of accounts: ping, organizations, log-in, tokens, members."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from sightline.accounts import repository, secrets, service
from sightline.accounts.schemas import (
    LoginInput,
    LoginLinkInput,
    OrganizationRead,
    PasswordChange,
    SessionRead,
    SwitchInput,
    TokenCreate,
    TokenCreated,
    TokenList,
)
from sightline.kernel.errors import Forbidden, NotFound
from sightline.kernel.principal import Permission
from sightline.kernel.settings import get_settings
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import (
    SESSION_COOKIES,
    Ctx,
    PublicSession,
    Router,
    credentials_of,
)

CLIENT_VERSION = "6.37.0"
router = Router(tags=["accounts"])


@router.read("/api/home/ping", requires=Permission.MEMBER)
async def ping(ctx: Ctx) -> Response:
    return answer(
        {
            "sdk_version": CLIENT_VERSION,
            "default_organization": ctx.organization_id,
            "username": ctx.principal.username,
        }
    )


@router.read("/api/organizations/find", requires=Permission.MEMBER, response_model=OrganizationRead)
async def find_organization(ctx: Ctx, name: Annotated[str, Query(max_length=200)]) -> Response:
    rows = await repository.organizations_of(ctx.session, ctx.principal.user_id)
    row = next((item for item in rows if item.name == name), None)
    if row is None:
        raise NotFound("No such organization")
    return answer({"id": row.id, "name": row.name, "role": row.role})


@router.read(
    "/api/organization/{organization_id}",
    requires=Permission.MEMBER,
    response_model=OrganizationRead,
)
async def get_organization(ctx: Ctx, organization_id: UUID) -> Response:
    row = await repository.organization_row(ctx.session, organization_id)
    if row is None:
        raise NotFound("No such organization")
    return answer(
        {
            "id": row.id,
            "name": row.name,
            "default_connector_id": row.default_connector_id,
            "role": ctx.principal.role,
        }
    )


@router.read("/api/access/organization/{organization_id}/users")
async def list_members(
    ctx: Ctx,
    organization_id: UUID,
    username: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    rows = await repository.members(ctx.session, organization_id, username)
    users = [{"id": r.id, "username": r.username, "role": r.role} for r in rows]
    return answer({"users": users, "items": users, "count": len(users)})


@router.create("/api/auth/login", requires=Permission.PUBLIC, response_model=SessionRead)
async def log_in(session: PublicSession, request: Request, body: LoginInput) -> Response:
    address = request.client.host if request.client else ""
    value = await service.log_in(session, body.email, body.password, address)
    return await _logged_in(session, value)


@router.create("/api/auth/login-link", requires=Permission.PUBLIC, response_model=SessionRead)
async def log_in_by_link(session: PublicSession, body: LoginLinkInput) -> Response:
    return await _logged_in(session, await service.log_in_by_link(session, body.token))


async def _logged_in(session: PublicSession, value: str) -> Response:
    row = await repository.session_row(session, secrets.digest(value))
    user_id = row.user_id if row else None
    if user_id is None:
        raise NotFound("The session ended at once")
    body = await service.describe_session(session, user_id, None, value)
    response = answer(body)
    _set_cookie(response, value)
    return response


def _set_cookie(response: Response, value: str | None) -> None:
    """Set or clear the session cookie with the same attributes."""
    secure = not get_settings().insecure_http
    name = SESSION_COOKIES[0] if secure else SESSION_COOKIES[1]
    life = int(service.SESSION_LIFE.total_seconds()) if value else 0
    response.set_cookie(
        name, value or "", max_age=life, path="/", secure=secure, httponly=True, samesite="lax"
    )


@router.read("/api/auth/session", requires=Permission.MEMBER, response_model=SessionRead)
async def get_session(ctx: Ctx) -> Response:
    cookie = credentials_of(ctx.request).session_cookie
    body = await service.describe_session(
        ctx.session, ctx.principal.user_id, ctx.organization_id, cookie
    )
    return answer(body)


@router.create("/api/auth/logout", requires=Permission.PUBLIC, status=204)
async def log_out(session: PublicSession, request: Request) -> Response:
    credentials = credentials_of(request)
    if not credentials.same_origin:
        raise Forbidden("The request did not come from this site's pages")
    cookie = credentials.session_cookie
    if cookie is not None:
        await repository.end_session(session, secrets.digest(cookie))
    response = no_content()
    _set_cookie(response, None)
    return response


@router.create("/api/auth/switch", requires=Permission.MEMBER, status=204)
async def switch_organization(ctx: Ctx, body: SwitchInput) -> Response:
    cookie = credentials_of(ctx.request).session_cookie
    await service.switch_organization(ctx.session, ctx.principal, cookie, body.organization_id)
    return no_content()


@router.create("/api/auth/password", requires=Permission.MEMBER, status=204)
async def change_password(ctx: Ctx, body: PasswordChange) -> Response:
    service.refuse_run(ctx.principal)
    address = ctx.request.client.host if ctx.request.client else ""
    await service.change_password(
        ctx.session, ctx.principal, body.current_password, body.new_password, address
    )
    return no_content()


@router.read("/api/auth/tokens", requires=Permission.MEMBER, response_model=TokenList)
async def list_tokens(ctx: Ctx) -> Response:
    service.refuse_run(ctx.principal)
    rows = await repository.tokens_of(ctx.session, ctx.principal.user_id)
    items: list[dict[str, Any]] = [dict(row._mapping) for row in rows]  # noqa: SLF001 - public
    return answer({"items": items, "count": len(items)})


@router.create("/api/auth/tokens", requires=Permission.MEMBER, response_model=TokenCreated)
async def create_token(ctx: Ctx, body: TokenCreate) -> Response:
    return answer(await service.create_own_token(ctx.session, ctx.principal, body.name))


@router.remove("/api/auth/tokens/{token_id}", requires=Permission.MEMBER, status=204)
async def revoke_token(ctx: Ctx, token_id: UUID) -> Response:
    service.refuse_run(ctx.principal)
    if not await repository.revoke_token(ctx.session, ctx.principal.user_id, token_id):
        raise NotFound("No such token")
    return no_content()
