# SPDX-License-Identifier: Apache-2.0
"""Who acts, in which organization, with which rights."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """Rights of a member in one organization (features.md OR-04)."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    USER = "USER"
    READER = "READER"
    UNPRIVILEGED = "UNPRIVILEGED"


class Permission(StrEnum):
    """What a route asks of its caller."""

    PUBLIC = "public"
    """No credentials: health, login, signed URLs, static files."""
    MEMBER = "member"
    """Any active member, also an unprivileged one: who am I, my organizations."""
    READ = "read"
    WRITE = "write"
    DELETE = "delete"
    ADMIN = "admin"
    OWNER = "owner"


_READER: Final = frozenset({Permission.PUBLIC, Permission.MEMBER, Permission.READ})
_USER: Final = _READER | {Permission.WRITE}
_ADMIN: Final = _USER | {Permission.DELETE, Permission.ADMIN}

ROLE_PERMISSIONS: Final[dict[Role, frozenset[Permission]]] = {
    Role.UNPRIVILEGED: frozenset({Permission.PUBLIC, Permission.MEMBER}),
    Role.READER: _READER,
    Role.USER: _USER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN | {Permission.OWNER},
}


@dataclass(frozen=True, slots=True)
class Principal:
    """The authenticated caller of one request or the owner of one job run.

    Attributes:
        run_id: set when a job run's token was used; the token dies with that run.
    """

    user_id: UUID
    username: str
    organization_id: UUID
    role: Role
    run_id: UUID | None = None

    def may(self, permission: Permission) -> bool:
        """Tell whether the role grants a permission."""
        return permission in ROLE_PERMISSIONS[self.role]
