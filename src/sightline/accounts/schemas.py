# SPDX-License-Identifier: Apache-2.0
"""Bodies of the accounts routes."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from sightline.kernel.web.schemas import Input, Name, Output

Password = Annotated[str, Field(min_length=1, max_length=1000)]


class LoginInput(Input):
    """Log in with e-mail or user name."""

    email: Annotated[str, Field(min_length=1, max_length=320)]
    password: Password


class LoginLinkInput(Input):
    """Log in with a one-time link's token."""

    token: Annotated[str, Field(min_length=10, max_length=200)]


class SwitchInput(Input):
    """Go on in another of the caller's organizations."""

    organization_id: UUID


class TokenCreate(Input):
    """Make an API token."""

    name: Name


class PasswordChange(Input):
    """Change the own password."""

    current_password: Password
    new_password: Annotated[str, Field(min_length=12, max_length=1000)]


class UserRead(Output):
    id: UUID
    username: str
    email: str


class OrganizationRead(Output):
    id: UUID
    name: str
    role: str | None = None


class SessionRead(Output):
    """Who is logged in and where."""

    user: UserRead
    organization: OrganizationRead
    organizations: list[OrganizationRead]
    csrf_token: str
    version: str


class TokenRead(Output):
    id: UUID
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


class TokenCreated(TokenRead):
    token: str


class TokenList(Output):
    items: list[TokenRead]
    count: int
