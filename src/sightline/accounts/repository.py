# SPDX-License-Identifier: Apache-2.0
"""Every SQL statement of accounts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, or_, select, update

from sightline.accounts.models import (
    ApiToken,
    Connector,
    LoginLink,
    Membership,
    Organization,
    UserAccount,
    WebSession,
)
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session

LAST_USED_STEP = timedelta(minutes=1)
IDLE_LIMIT = timedelta(hours=12)

_USER = (UserAccount.id, UserAccount.username, UserAccount.email, UserAccount.is_active)


async def token_row(session: Session, prefix: str) -> AnyRow | None:
    """Find a live token with its user."""
    statement = (
        select(
            ApiToken.id,
            ApiToken.secret_hash,
            ApiToken.organization_id,
            ApiToken.run_id,
            ApiToken.user_id,
            UserAccount.username,
            UserAccount.default_organization_id,
            (
                ApiToken.last_used_at.is_(None)
                | (ApiToken.last_used_at < func.now() - LAST_USED_STEP)
            ).label("is_stale"),
        )
        .join(UserAccount, UserAccount.id == ApiToken.user_id)
        .where(
            ApiToken.prefix == prefix,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > func.now()),
            UserAccount.is_active,
        )
    )
    return (await session.execute(statement)).first()


async def touch_token(session: Session, token_id: UUID) -> None:
    """Note that a token was used; skips when another request holds the row."""
    locked = select(ApiToken.id).where(ApiToken.id == token_id).with_for_update(skip_locked=True)
    await session.execute(
        update(ApiToken)
        .where(ApiToken.id.in_(locked.scalar_subquery()))
        .values(last_used_at=func.now())
    )


async def session_row(session: Session, secret_hash: str) -> AnyRow | None:
    """Find a live browser session with its user."""
    statement = (
        select(
            WebSession.id,
            WebSession.organization_id,
            WebSession.user_id,
            UserAccount.username,
            UserAccount.default_organization_id,
            (WebSession.last_seen_at < func.now() - LAST_USED_STEP).label("is_stale"),
        )
        .join(UserAccount, UserAccount.id == WebSession.user_id)
        .where(
            WebSession.secret_hash == secret_hash,
            WebSession.ends_at > func.now(),
            WebSession.last_seen_at > func.now() - IDLE_LIMIT,
            UserAccount.is_active,
        )
    )
    return (await session.execute(statement)).first()


async def touch_session(session: Session, session_id: UUID) -> None:
    """Prolong the idle limit of a browser session."""
    await session.execute(
        update(WebSession).where(WebSession.id == session_id).values(last_seen_at=func.now())
    )


async def role_in(session: Session, user_id: UUID, organization_id: UUID) -> str | None:
    """Return the member's role, None for others."""
    statement = select(Membership.role).where(
        Membership.user_id == user_id, Membership.organization_id == organization_id
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def organizations_of(session: Session, user_id: UUID) -> Sequence[AnyRow]:
    """List (id, name, role) of the user's organizations by name."""
    statement = (
        select(Organization.id, Organization.name, Membership.role)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.user_id == user_id)
        .order_by(Organization.name)
        .limit(1000)
    )
    return (await session.execute(statement)).all()


async def organization_row(session: Session, organization_id: UUID) -> AnyRow | None:
    """Find (id, name, default_connector_id)."""
    statement = select(Organization.id, Organization.name, Organization.default_connector_id).where(
        Organization.id == organization_id
    )
    return (await session.execute(statement)).first()


async def organization_ids(session: Session) -> list[UUID]:
    """List all organizations but the reserved one."""
    statement = (
        select(Organization.id)
        .where(Organization.id != PUBLIC_ORGANIZATION_ID)
        .order_by(Organization.id)
    )
    return list((await session.execute(statement)).scalars())


async def members(
    session: Session, organization_id: UUID, username: str | None = None
) -> Sequence[AnyRow]:
    """List the members of an organization, or the one with a user name."""
    statement = (
        select(UserAccount.id, UserAccount.username, UserAccount.email, Membership.role)
        .join(Membership, Membership.user_id == UserAccount.id)
        .where(Membership.organization_id == organization_id)
        .order_by(UserAccount.username)
        .limit(1000)
    )
    if username is not None:
        statement = statement.where(func.lower(UserAccount.username) == username.lower())
    return (await session.execute(statement)).all()


async def usernames(session: Session, user_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Map user ids to user names."""
    statement = select(UserAccount.id, UserAccount.username).where(UserAccount.id.in_(user_ids))
    return dict((await session.execute(statement)).tuples().all())


async def user_by_login(session: Session, login: str) -> AnyRow | None:
    """Find an account by user name or e-mail."""
    statement = select(
        *_USER, UserAccount.password_hash, UserAccount.default_organization_id
    ).where(
        or_(
            func.lower(UserAccount.email) == login.lower(),
            func.lower(UserAccount.username) == login.lower(),
        )
    )
    return (await session.execute(statement)).first()


async def user_by_id(session: Session, user_id: UUID) -> AnyRow | None:
    """Find an account by id."""
    statement = select(
        *_USER,
        UserAccount.first_name,
        UserAccount.last_name,
        UserAccount.password_hash,
        UserAccount.default_organization_id,
    ).where(UserAccount.id == user_id)
    return (await session.execute(statement)).first()


async def add(session: Session, table: Any, **values: Any) -> UUID:
    """Insert one row and return its id."""
    row_id: UUID = (
        await session.execute(insert(table).values(**values).returning(table.id))
    ).scalar_one()
    return row_id


async def set_default_connector(
    session: Session, organization_id: UUID, connector_id: UUID
) -> None:
    """Point an organization at its default connector."""
    await session.execute(
        update(Organization)
        .where(Organization.id == organization_id)
        .values(default_connector_id=connector_id)
    )


async def connector_row(
    session: Session, organization_id: UUID, connector_id: UUID
) -> AnyRow | None:
    """Find a connector of the organization."""
    statement = select(
        Connector.id, Connector.name, Connector.client_type, Connector.bucket_name
    ).where(Connector.organization_id == organization_id, Connector.id == connector_id)
    return (await session.execute(statement)).first()


async def set_password(session: Session, user_id: UUID, password_hash: str) -> None:
    """Store a new password hash and end every browser session of the user."""
    await session.execute(
        update(UserAccount).where(UserAccount.id == user_id).values(password_hash=password_hash)
    )
    await session.execute(delete(WebSession).where(WebSession.user_id == user_id))


async def end_session(session: Session, secret_hash: str) -> None:
    """Delete a browser session."""
    await session.execute(delete(WebSession).where(WebSession.secret_hash == secret_hash))


async def set_session_organization(
    session: Session, secret_hash: str, organization_id: UUID
) -> None:
    """Switch a browser session to another organization."""
    await session.execute(
        update(WebSession)
        .where(WebSession.secret_hash == secret_hash)
        .values(organization_id=organization_id)
    )


async def use_login_link(session: Session, secret_hash: str) -> UUID | None:
    """Consume a login link; exactly one of several callers gets the user id."""
    statement = (
        update(LoginLink)
        .where(
            LoginLink.secret_hash == secret_hash,
            LoginLink.used_at.is_(None),
            LoginLink.expires_at > func.now(),
        )
        .values(used_at=func.now())
        .returning(LoginLink.user_id)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def tokens_of(session: Session, user_id: UUID) -> Sequence[AnyRow]:
    """List the tokens a user made, newest first; run tokens are not listed."""
    statement = (
        select(
            ApiToken.id,
            ApiToken.name,
            ApiToken.prefix,
            ApiToken.created_at,
            ApiToken.expires_at,
            ApiToken.revoked_at,
            ApiToken.last_used_at,
        )
        .where(ApiToken.user_id == user_id, ApiToken.run_id.is_(None))
        .order_by(ApiToken.id.desc())
        .limit(200)
    )
    return (await session.execute(statement)).all()


async def revoke_token(session: Session, user_id: UUID, token_id: UUID) -> bool:
    """Revoke one token of a user; repeating it changes nothing."""
    statement = (
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.user_id == user_id)
        .values(revoked_at=func.coalesce(ApiToken.revoked_at, func.now()))
        .returning(ApiToken.id)
    )
    return (await session.execute(statement)).first() is not None


async def revoke_run_tokens(session: Session, run_id: UUID) -> None:
    """Revoke the token of a job run."""
    await session.execute(
        update(ApiToken)
        .where(ApiToken.run_id == run_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )
