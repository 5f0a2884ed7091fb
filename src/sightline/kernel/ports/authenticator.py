# SPDX-License-Identifier: Apache-2.0
"""Port: who is behind the credentials of a request. Bound by the composition root."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sightline.kernel.db.session import Session
from sightline.kernel.principal import Principal


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a request brought along.

    Attributes:
        bearer: text after ``Bearer`` (or ``Token``), if any.
        session_cookie: value of the session cookie, if any; ignored when there is a bearer.
        csrf_token: value of the header ``X-CSRF-Token``.
        is_unsafe: the method changes state, so cookie credentials need a matching CSRF token.
        same_origin: False when ``Origin`` or ``Sec-Fetch-Site`` name another site.
        organization_header: value of ``X-Picsellia-Organization``.
        path_organization_id: organization named in the path, if any.
    """

    bearer: str | None
    session_cookie: str | None
    csrf_token: str | None
    is_unsafe: bool
    same_origin: bool
    organization_header: UUID | None
    path_organization_id: UUID | None


class Authenticator(Protocol):
    """Turns credentials into a principal."""

    async def authenticate(self, session: Session, credentials: Credentials) -> Principal:
        """Return the caller.

        Raises:
            Unauthorized: credentials are missing, wrong, revoked or expired.
            Forbidden: the header names an organization of which the caller is no member.
            NotFound: the path names an organization of which the caller is no member.
        """
        ...
