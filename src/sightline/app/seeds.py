# SPDX-License-Identifier: Apache-2.0
"""What a fresh installation holds: an owner with an organization, and the public catalogue."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import UUID

from sightline.accounts import api as accounts
from sightline.kernel.db.session import Database, Session, enter_organization
from sightline.kernel.principal import Role
from sightline.kernel.settings import Settings

OWNER_EMAIL = "owner@sightline.local"
OWNER_NAME = "owner"
ORGANIZATION_NAME = "My organization"


@dataclass(frozen=True, slots=True)
class OwnerCredentials:
    """Contents of ``DATA_DIR/owner.json``."""

    url: str
    inference_url: str
    email: str
    password: str
    api_token: str
    organization_id: str


async def create_organization(session: Session, name: str) -> UUID:
    """Create an organization with a default connector and a datalake named ``default``."""
    from sightline.datalake import api as datalake

    organization_id, connector_id = await accounts.create_organization(session, name)
    await enter_organization(session, organization_id)
    await datalake.create_datalake(
        session, organization_id, name="default", connector_id=connector_id
    )
    return organization_id


async def ensure_seeded(settings: Settings) -> OwnerCredentials | None:
    """Create the owner on an installation that has no organization, and renew the catalogue.

    Returns:
        The owner's credentials when they were made now, else None.
    """
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.unit_of_work(None) as session:
            is_fresh = not await accounts.list_organization_ids(session)
            made = await _create_owner(session, settings) if is_fresh else None
        await _seed_catalogue(settings)
    finally:
        await database.close()
    return made


async def _create_owner(session: Session, settings: Settings) -> OwnerCredentials:
    organization_id = await create_organization(session, ORGANIZATION_NAME)
    password = secrets.token_urlsafe(15)
    await accounts.create_user(
        session,
        email=OWNER_EMAIL,
        username=OWNER_NAME,
        password=password,
        organization_id=organization_id,
        role=Role.OWNER,
    )
    token = await accounts.create_token(session, login=OWNER_NAME, name="owner.json")
    return OwnerCredentials(
        url=settings.base_urls()[0],
        inference_url=settings.inference_base_urls()[0],
        email=OWNER_EMAIL,
        password=password,
        api_token=token,
        organization_id=str(organization_id),
    )


async def _seed_catalogue(settings: Settings) -> None:
    """Bring the public models of this version into the reserved organization."""
    from sightline import catalog
    from sightline.registry.seeding import seed_public_models

    admin = Database(settings.database_admin_url or settings.database_url, pool_size=1)
    try:
        async with admin.unit_of_work(None) as session:
            await seed_public_models(session, catalog.entries())
    finally:
        await admin.close()


def write_owner(path: Path, owner: OwnerCredentials) -> None:
    """Write ``owner.json`` readable by its owner only, in one step."""
    draft = path.with_name(f"{path.name}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(owner), file, indent=2)
        file.write("\n")
    draft.replace(path)


def with_addresses(owner: OwnerCredentials, url: str, inference_url: str) -> OwnerCredentials:
    """Return the credentials with other addresses."""
    return replace(owner, url=url, inference_url=inference_url)


def read_owner(path: Path) -> OwnerCredentials | None:
    """Read ``owner.json``; None when there is none."""
    try:
        return OwnerCredentials(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None
