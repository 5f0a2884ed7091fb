# SPDX-License-Identifier: Apache-2.0
"""Port: what dataset versions need of annotations, which live in a higher slice."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from sightline.kernel.db.session import Session


class AnnotationStore(Protocol):
    """Annotations of the assets of dataset versions."""

    async def copy(
        self, session: Session, organization_id: UUID, from_version: UUID, to_version: UUID
    ) -> int:
        """Copy the annotations of assets that both versions hold; labels match by name."""
        ...

    async def statistics(
        self, session: Session, organization_id: UUID, version_ids: Sequence[UUID]
    ) -> dict[UUID, dict[str, Any]]:
        """Count per version: ``{"annotations", "objects", "labels": {label id: shapes}}``."""
        ...

    async def shapes(
        self, session: Session, organization_id: UUID, asset_ids: Sequence[UUID]
    ) -> Mapping[UUID, list[dict[str, Any]]]:
        """Return the shapes to draw for each asset: kind, label_id, box, geometry."""
        ...

    async def assets_with_labels(
        self, session: Session, organization_id: UUID, version_id: UUID, label_ids: Sequence[UUID]
    ) -> Any:
        """Return a select of the ids of assets that carry a shape of one of the labels."""
        ...

    async def set_classifications(
        self,
        session: Session,
        organization_id: UUID,
        version_id: UUID,
        labels: Mapping[UUID, UUID],
    ) -> int:
        """Give each asset (key) one classification of a label (value); return how many."""
        ...


_bound: list[AnnotationStore] = []


def bind(store: AnnotationStore) -> None:
    """Set the implementation."""
    _bound[:] = [store]


def annotations() -> AnnotationStore:
    """Return the implementation."""
    return _bound[0]
