# SPDX-License-Identifier: Apache-2.0
"""Bringing the public catalogue of this version into the reserved organization."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import select, update

from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.db.session import Session, enter_organization
from sightline.registry import repository
from sightline.registry.models import Model, ModelVersion


class CatalogueEntry(Protocol):
    """What a catalogue entry must offer; see `sightline.catalog`."""

    @property
    def name(self) -> str: ...
    @property
    def card(self) -> str: ...
    @property
    def inference_type(self) -> str: ...
    @property
    def framework(self) -> str: ...
    @property
    def script_module(self) -> str: ...
    @property
    def parameters(self) -> Mapping[str, Any]: ...
    @property
    def dataset_constraints(self) -> Sequence[Any]: ...


async def seed_public_models(session: Session, entries: Sequence[CatalogueEntry]) -> None:
    """Create or renew each entry; running it again changes nothing."""
    await enter_organization(session, PUBLIC_ORGANIZATION_ID)
    for entry in entries:
        statement = select(Model.id).where(
            Model.organization_id == PUBLIC_ORGANIZATION_ID, Model.name == entry.name
        )
        model_id = (await session.execute(statement)).scalar_one_or_none()
        values = {
            "type": entry.inference_type,
            "framework": entry.framework,
            "description": entry.card,
            "parameters": dict(entry.parameters),
            "dataset_constraints": [
                {"name": item.name, "aliases": list(item.aliases)}
                for item in entry.dataset_constraints
            ],
            "script": entry.script_module,
        }
        if model_id is None:
            model_id = await repository.add(
                session, Model, organization_id=PUBLIC_ORGANIZATION_ID, name=entry.name,
                description=entry.card,
            )  # fmt: skip
            await repository.add(
                session, ModelVersion, organization_id=PUBLIC_ORGANIZATION_ID,
                model_id=model_id, version=0, name=entry.name, **values,
            )  # fmt: skip
        else:
            await session.execute(
                update(ModelVersion)
                .where(
                    ModelVersion.organization_id == PUBLIC_ORGANIZATION_ID,
                    ModelVersion.model_id == model_id,
                )
                .values(**values)
            )
