# SPDX-License-Identifier: Apache-2.0
"""What other slices and the composition root may ask of accounts."""

import secrets as random_secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sightline.accounts import repository, secrets, service
from sightline.accounts.authentication import AccountsAuthenticator
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ports.authenticator import Authenticator, Credentials
from sightline.kernel.principal import ROLE_PERMISSIONS, Permission, Principal, Role

LOGIN_LINK_LIFE = timedelta(minutes=15)
RUN_TOKEN_LIFE = timedelta(days=30)


def make_authenticator() -> Authenticator:
    """Return the authenticator that the composition root binds."""
    return AccountsAuthenticator()


async def authenticate_token(session: Session, token: str) -> Principal:
    """Return the caller behind an API token, in the token's or the user's own organization.

    Raises:
        Unauthorized: wrong, expired or revoked.
    """
    return await AccountsAuthenticator().authenticate(
        session,
        Credentials(
            bearer=token,
            session_cookie=None,
            csrf_token=None,
            is_unsafe=False,
            same_origin=True,
            organization_header=None,
            path_organization_id=None,
        ),
    )


async def is_member(session: Session, user_id: UUID, organization_id: UUID) -> bool:
    """Tell whether a user belongs to an organization."""
    return await repository.role_in(session, user_id, organization_id) is not None


async def member_principal(session: Session, user_id: UUID, organization_id: UUID) -> Principal:
    """Return the principal of a member, for acts that a rule does in the member's name.

    Raises:
        NotFound: the user left the organization.
    """
    role = await repository.role_in(session, user_id, organization_id)
    names = await repository.usernames(session, [user_id])
    if role is None or user_id not in names:
        raise NotFound("This user is no member of the organization any more")
    return Principal(
        user_id=user_id,
        username=names[user_id],
        organization_id=organization_id,
        role=Role(role),
    )


async def get_organization(session: Session, organization_id: UUID) -> AnyRow:
    """Return (id, name, default_connector_id) or raise `NotFound`."""
    row = await repository.organization_row(session, organization_id)
    if row is None:
        raise NotFound("No such organization")
    return row


async def default_connector_id(session: Session, organization_id: UUID) -> UUID:
    """Return the id of the organization's default connector."""
    row = await get_organization(session, organization_id)
    connector_id: UUID = row.default_connector_id
    return connector_id


async def get_connector(session: Session, organization_id: UUID, connector_id: UUID) -> AnyRow:
    """Return (id, name, client_type, bucket_name) or raise `NotFound`."""
    row = await repository.connector_row(session, organization_id, connector_id)
    if row is None:
        raise NotFound("No such connector")
    return row


async def username_of(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Map user ids to user names; unknown ids are missing."""
    return await repository.usernames(session, list(user_ids)) if user_ids else {}


async def list_members(session: Session, organization_id: UUID) -> Sequence[AnyRow]:
    """List (id, username, email, role) of the members."""
    return await repository.members(session, organization_id)


async def readers(session: Session, organization_id: UUID) -> list[dict[str, Any]]:
    """List User answers of the members whose role lets them read the organization's objects."""
    return [
        {"id": row.id, "username": row.username, "role": row.role}
        for row in await repository.members(session, organization_id)
        if Permission.READ in ROLE_PERMISSIONS[Role(row.role)]
    ]


async def list_organization_ids(session: Session) -> list[UUID]:
    """List all organizations, for sweepers that visit each in its own unit of work."""
    return await repository.organization_ids(session)


async def issue_run_token(
    session: Session, *, user_id: UUID, organization_id: UUID, run_id: UUID
) -> str:
    """Make the token of a job run: bound to the organization, dies with the run."""
    _, token = await service.create_token(
        session,
        user_id,
        f"run {run_id}",
        organization_id=organization_id,
        run_id=run_id,
        expires_at=datetime.now(UTC) + RUN_TOKEN_LIFE,
    )
    return token


async def revoke_run_token(session: Session, run_id: UUID) -> None:
    """Make the token of a run worthless."""
    await repository.revoke_run_tokens(session, run_id)


async def create_organization(session: Session, name: str) -> tuple[UUID, UUID]:
    """Create an organization with a default connector; return (organization id, connector id)."""
    return await service.create_organization(session, name)


async def create_user(
    session: Session,
    *,
    email: str,
    username: str,
    password: str | None,
    organization_id: UUID,
    role: Role,
) -> UUID:
    """Create an account and its membership; `Conflict` when e-mail or user name is taken."""
    return await service.create_user(
        session,
        email=email,
        username=username,
        password=password,
        organization_id=organization_id,
        role=role,
    )


async def create_token(session: Session, *, login: str, name: str) -> str:
    """Make an API token for the account with this e-mail or user name."""
    user = await _account(session, login)
    _, token = await service.create_token(session, user.id, name)
    return token


async def reset_password(session: Session, *, login: str) -> str:
    """Give the account a new random password, end its sessions, return the password."""
    user = await _account(session, login)
    password = random_secrets.token_urlsafe(15)
    await repository.set_password(session, user.id, await secrets.hash_password(password))
    return password


async def login_link_token(session: Session, *, login: str) -> str:
    """Make a one-time log-in token (15 minutes); the page is ``/login?link=<token>``."""
    user = await _account(session, login)
    return await service.create_login_link(session, user.id, life=LOGIN_LINK_LIFE)


async def _account(session: Session, login: str) -> AnyRow:
    user = await repository.user_by_login(session, login)
    if user is None:
        raise NotFound(f"There is no account {login}")
    return user


async def organization_ids_of(session: Session, principal: Principal) -> list[UUID]:
    """List the organizations a caller may act in: a run token only in its own."""
    if principal.run_id is not None:
        return [principal.organization_id]
    rows = await repository.organizations_of(session, principal.user_id)
    return [row.id for row in rows]
