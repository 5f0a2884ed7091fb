# SPDX-License-Identifier: Apache-2.0
"""From credentials to a principal: API tokens, run tokens and browser sessions."""

from uuid import UUID

from sightline.accounts import repository, secrets
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.errors import AppError, Forbidden, NotFound, Unauthorized
from sightline.kernel.ports.authenticator import Credentials
from sightline.kernel.principal import Principal, Role

NOT_MEMBER = "You are not a member of this organization"


class AccountsAuthenticator:
    """The platform's authenticator (port `sightline.kernel.ports.authenticator`)."""

    async def authenticate(self, session: Session, credentials: Credentials) -> Principal:
        """Return the caller; see the port for the errors."""
        if credentials.bearer is not None:
            row = await self._by_token(session, credentials.bearer)
            bound, run_id = row.organization_id, row.run_id
        else:
            row = await self._by_session(session, credentials)
            bound, run_id = None, None
        organization_id, role = await self._organization(session, row, credentials, bound)
        return Principal(
            user_id=row.user_id,
            username=row.username,
            organization_id=organization_id,
            role=role,
            run_id=run_id,
        )

    async def _by_token(self, session: Session, token: str) -> AnyRow:
        parts = secrets.split_api_token(token)
        row = await repository.token_row(session, parts[0]) if parts else None
        if parts is None or row is None:
            raise Unauthorized("The API token is wrong, expired or revoked")
        if not secrets.same(row.secret_hash, secrets.digest(parts[1])):
            raise Unauthorized("The API token is wrong, expired or revoked")
        if row.is_stale:
            await repository.touch_token(session, row.id)
        return row

    async def _by_session(self, session: Session, credentials: Credentials) -> AnyRow:
        value = credentials.session_cookie
        if value is None:
            raise Unauthorized("Log in, or send an API token as `Authorization: Bearer …`")
        row = await repository.session_row(session, secrets.digest(value))
        if row is None:
            raise Unauthorized("Your session has ended: log in again")
        if credentials.is_unsafe:
            expected = secrets.csrf_token(value)
            if not credentials.same_origin or not secrets.same(
                credentials.csrf_token or "", expected
            ):
                raise Forbidden("The request did not come from this site's pages")
        if row.is_stale:
            await repository.touch_session(session, row.id)
        return row

    async def _organization(
        self, session: Session, row: AnyRow, credentials: Credentials, bound: UUID | None
    ) -> tuple[UUID, Role]:
        """Choose the organization: the path's, else the header's, else the session's or default."""
        header, path = credentials.organization_header, credentials.path_organization_id
        own = bound or getattr(row, "organization_id", None) or row.default_organization_id
        chosen = path or header or own
        if header is not None and header != chosen:
            await self._role(session, row.user_id, header, bound, Forbidden(NOT_MEMBER))
        refusal = NotFound("No such organization") if path else Forbidden(NOT_MEMBER)
        return chosen, await self._role(session, row.user_id, chosen, bound, refusal)

    async def _role(
        self,
        session: Session,
        user_id: UUID,
        organization_id: UUID,
        bound: UUID | None,
        refusal: AppError,
    ) -> Role:
        role = await repository.role_in(session, user_id, organization_id)
        if role is None or (bound is not None and bound != organization_id):
            raise refusal
        return Role(role)
