# SPDX-License-Identifier: Apache-2.0
"""Use cases of accounts: log in and out, tokens, users, organizations."""

import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sightline import __version__
from sightline.accounts import repository, secrets
from sightline.accounts.models import (
    ApiToken,
    Connector,
    LoginLink,
    Membership,
    Organization,
    UserAccount,
    WebSession,
)
from sightline.kernel.db.session import Session, enter_organization
from sightline.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthorized
from sightline.kernel.principal import Principal, Role

SESSION_LIFE = timedelta(days=7)
ATTEMPTS, ATTEMPTS_OF_ADDRESS, ATTEMPT_WINDOW_SECS = 10, 100, 300.0
ANYBODY = ""


class AttemptLimit:
    """Counts failed log-ins per account and address, and per address, in this process."""

    def __init__(self) -> None:
        self._failures: dict[tuple[str, str], deque[float]] = {}

    def check(self, login: str, address: str) -> None:
        """Raise `TooMany` when the last five minutes saw too many failures."""
        limits = ((login.lower(), ATTEMPTS), (ANYBODY, ATTEMPTS_OF_ADDRESS))
        if any(len(self._recent((name, address))) >= most for name, most in limits):
            raise TooMany("Too many failed attempts; wait a few minutes", retry_after_secs=60)

    def failed(self, login: str, address: str) -> None:
        """Note a failure; what is over is forgotten, what counts never is."""
        if len(self._failures) > 10_000:
            for key in list(self._failures):
                self._recent(key)
        for name in (login.lower(), ANYBODY):
            self._failures.setdefault((name, address), deque()).append(time.monotonic())

    def _recent(self, key: tuple[str, str]) -> deque[float]:
        failures = self._failures.get(key, deque())
        while failures and failures[0] < time.monotonic() - ATTEMPT_WINDOW_SECS:
            failures.popleft()
        if not failures:
            self._failures.pop(key, None)
        return failures


attempts = AttemptLimit()


async def log_in(session: Session, login: str, password: str, address: str) -> str:
    """Check the password and open a browser session; return the cookie's value."""
    attempts.check(login, address)
    user = await repository.user_by_login(session, login)
    known = await secrets.verify_password(password, user.password_hash if user else None)
    if user is None or not known or not user.is_active:
        attempts.failed(login, address)
        raise Unauthorized("E-mail or password is wrong")
    return await open_session(session, user.id)


async def log_in_by_link(session: Session, token: str) -> str:
    """Consume a one-time link and open a browser session; return the cookie's value."""
    user_id = await repository.use_login_link(session, secrets.digest(token))
    if user_id is None:
        raise Unauthorized("This log-in link was used already or has expired")
    return await open_session(session, user_id)


async def open_session(session: Session, user_id: UUID) -> str:
    """Create a browser session; return the cookie's value."""
    value, secret_hash = secrets.new_secret()
    await repository.add(
        session,
        WebSession,
        user_id=user_id,
        secret_hash=secret_hash,
        ends_at=datetime.now(UTC) + SESSION_LIFE,
    )
    return value


async def describe_session(
    session: Session, user_id: UUID, organization_id: UUID | None, cookie: str | None
) -> dict[str, Any]:
    """Tell who is logged in and where."""
    user = await repository.user_by_id(session, user_id)
    organizations = await repository.organizations_of(session, user_id)
    if user is None or not organizations:
        raise Unauthorized("This account belongs to no organization any more")
    wanted = organization_id or user.default_organization_id
    current = next((o for o in organizations if o.id == wanted), organizations[0])
    return {
        "user": {"id": user.id, "username": user.username, "email": user.email},
        "organization": _organization(current),
        "organizations": [_organization(item) for item in organizations],
        "csrf_token": secrets.csrf_token(cookie) if cookie else "",
        "version": __version__,
    }


def _organization(row: Any) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "role": row.role}


async def switch_organization(
    session: Session, principal: Principal, cookie: str | None, organization_id: UUID
) -> None:
    """Point the browser session at another organization of the caller."""
    if cookie is None:
        raise Invalid("Only a browser session can switch")
    if await repository.role_in(session, principal.user_id, organization_id) is None:
        raise NotFound("No such organization")
    await repository.set_session_organization(session, secrets.digest(cookie), organization_id)


async def create_organization(session: Session, name: str) -> tuple[UUID, UUID]:
    """Create an organization with its default connector; return both ids."""
    organization_id = await repository.add(session, Organization, name=name)
    await enter_organization(session, organization_id)
    connector_id = await repository.add(
        session,
        Connector,
        organization_id=organization_id,
        name="default",
        client_type="minio",
        bucket_name="default",
    )
    await repository.set_default_connector(session, organization_id, connector_id)
    return organization_id, connector_id


async def create_user(
    session: Session,
    *,
    email: str,
    username: str,
    password: str | None,
    organization_id: UUID,
    role: Role,
) -> UUID:
    """Create an account that is a member of an organization.

    Raises:
        Conflict: e-mail or user name is taken.
    """
    for login in (email, username):
        if await repository.user_by_login(session, login) is not None:
            raise Conflict(f"{login} is taken")
    user_id = await repository.add(
        session,
        UserAccount,
        email=email,
        username=username,
        password_hash=await secrets.hash_password(password) if password else None,
        default_organization_id=organization_id,
    )
    await repository.add(
        session, Membership, organization_id=organization_id, user_id=user_id, role=role.value
    )
    return user_id


async def create_token(
    session: Session,
    user_id: UUID,
    name: str,
    *,
    organization_id: UUID | None = None,
    run_id: UUID | None = None,
    expires_at: datetime | None = None,
) -> tuple[UUID, str]:
    """Make an API token; it is shown this one time only. Return (id, token)."""
    token, prefix, secret_hash = secrets.new_api_token()
    token_id = await repository.add(
        session,
        ApiToken,
        user_id=user_id,
        organization_id=organization_id,
        run_id=run_id,
        name=name,
        prefix=prefix,
        secret_hash=secret_hash,
        expires_at=expires_at,
    )
    return token_id, token


def refuse_run(principal: Principal) -> None:
    """Keep programs of jobs away from the account of the person who started them.

    Raises:
        Forbidden: the caller is a job run.
    """
    if principal.run_id is not None:
        raise Forbidden("The token of a job run cannot read or change tokens and passwords")


async def create_own_token(session: Session, principal: Principal, name: str) -> dict[str, Any]:
    """Make a token for the caller."""
    refuse_run(principal)
    token_id, token = await create_token(session, principal.user_id, name)
    rows = await repository.tokens_of(session, principal.user_id)
    row = next(item for item in rows if item.id == token_id)
    return {**row._mapping, "token": token}  # noqa: SLF001 - public API of SQLAlchemy rows


async def create_login_link(session: Session, user_id: UUID, *, life: timedelta) -> str:
    """Make a one-time log-in token for a user."""
    value, secret_hash = secrets.new_secret()
    await repository.add(
        session,
        LoginLink,
        user_id=user_id,
        secret_hash=secret_hash,
        expires_at=datetime.now(UTC) + life,
    )
    return value


async def change_password(
    session: Session, principal: Principal, current: str, new: str, address: str
) -> None:
    """Change the caller's password and end all browser sessions of the account."""
    attempts.check(principal.username, address)
    user = await repository.user_by_id(session, principal.user_id)
    if user is None or not await secrets.verify_password(current, user.password_hash):
        attempts.failed(principal.username, address)
        raise Forbidden("The current password is wrong")
    await repository.set_password(session, user.id, await secrets.hash_password(new))
