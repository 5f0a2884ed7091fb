# SPDX-License-Identifier: Apache-2.0
"""Tokens of the inference service: one deployment, one user, a short life (RFC 7519, HS256)."""

import time
from dataclasses import dataclass
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from sightline.accounts import api as accounts
from sightline.deployments import repository
from sightline.kernel.db.session import Session, enter_organization
from sightline.kernel.errors import Forbidden, NotFound, Unauthorized
from sightline.kernel.principal import Permission
from sightline.kernel.settings import derive_key

LIFE_SECS = 900
"""A revoked API token ends its JWT within this time; the client logs in again by itself."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, for which deployment."""

    user_id: UUID
    organization_id: UUID
    deployment_id: UUID
    may_write: bool

    def require_write(self) -> None:
        """Raise `Forbidden` for members who may only read."""
        if not self.may_write:
            raise Forbidden("Your role may not add predictions")


def _key() -> OctKey:
    return OctKey.import_key(derive_key("jwt"))


async def log_in(session: Session, api_token: str, deployment_id: UUID) -> tuple[str, int]:
    """Exchange an API token for a token of one deployment; return (token, expiry, unix seconds).

    Raises:
        Unauthorized: the API token is wrong or revoked, or knows no such deployment.
    """
    principal = await accounts.authenticate_token(session, api_token)
    for organization_id in await accounts.organization_ids_of(session, principal):
        await enter_organization(session, organization_id)
        try:
            await repository.get_deployment(session, organization_id, deployment_id)
        except NotFound:
            continue
        member = await accounts.member_principal(session, principal.user_id, organization_id)
        if not member.may(Permission.READ):
            break
        expires = int(time.time()) + LIFE_SECS
        claims = {
            "sub": str(principal.user_id),
            "org": str(organization_id),
            "dep": str(deployment_id),
            "write": member.may(Permission.WRITE),
            "exp": expires,
        }
        return jwt.encode({"alg": "HS256"}, claims, _key()), expires
    raise Unauthorized("The API token is wrong, or it knows no such deployment")


def read(authorization: str | None) -> Caller:
    """Return the caller behind an ``Authorization`` header.

    Raises:
        Unauthorized: missing, forged or expired.
    """
    scheme, _, value = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not value:
        raise Unauthorized("Log in first: this service takes the token of its own log-in")
    try:
        claims = jwt.decode(value.strip(), _key(), algorithms=["HS256"]).claims
        jwt.JWTClaimsRegistry(exp={"essential": True}).validate(claims)
        return Caller(
            UUID(claims["sub"]), UUID(claims["org"]), UUID(claims["dep"]), claims["write"] is True
        )
    except (JoseError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unauthorized("The token is wrong or expired: log in again") from error
