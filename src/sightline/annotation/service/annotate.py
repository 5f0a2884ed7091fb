# SPDX-License-Identifier: Apache-2.0
"""Use cases of annotating: create, save, change shapes, import, delete."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.annotation.repository import annotations as repository
from sightline.annotation.repository import shapes as shape_repository
from sightline.annotation.schemas import (
    AnnotationSave,
    BulkAnnotations,
    ImportedAnnotation,
    ShapeUpdate,
)
from sightline.annotation.shapes import ShapeValues, iter_values, to_values
from sightline.datasets import api as datasets
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ids import new_id
from sightline.kernel.principal import Principal


async def create(session: Session, principal: Principal, asset_id: UUID, duration: float) -> UUID:
    """Create an empty annotation on an asset."""
    organization_id = principal.organization_id
    asset = await datasets.get_asset(session, organization_id, asset_id)
    await datasets.require_unlocked(session, organization_id, asset.dataset_version_id)
    annotation_id = new_id()
    await repository.add(
        session,
        [_row(principal, annotation_id, asset_id, asset.dataset_version_id, duration=duration)],
    )
    await _noted(session, principal, annotation_id, asset_id, 1, "created", ())
    return annotation_id


def _row(
    principal: Principal,
    annotation_id: UUID,
    asset_id: UUID,
    version_id: UUID,
    *,
    duration: float = 0.0,
    status: str = "PENDING",
    attributes: dict[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "id": annotation_id,
        "organization_id": principal.organization_id,
        "asset_id": asset_id,
        "dataset_version_id": version_id,
        "duration": duration,
        "status": status,
        "attributes": attributes,
        "created_by_id": principal.user_id,
    }


async def _noted(
    session: Session,
    principal: Principal,
    annotation_id: UUID,
    asset_id: UUID,
    version: int,
    act: str,
    values: Sequence[ShapeValues],
) -> None:
    """Append to the history and tell open screens."""
    snapshot = [
        {"kind": v.kind, "label_id": str(v.label_id), "box": [v.x, v.y, v.w, v.h],
         "geometry": v.geometry, "text": v.text}
        for v in values
    ]  # fmt: skip
    await repository.record(
        session,
        [
            {
                "organization_id": principal.organization_id,
                "annotation_id": annotation_id,
                "asset_id": asset_id,
                "version": version,
                "act": act,
                "changed_by_id": principal.user_id,
                "shape_count": len(values),
                "shapes": snapshot,
            }
        ],
    )
    await note_change(session, principal.organization_id, "asset.annotated", [asset_id])


async def open_for_writing(session: Session, principal: Principal, annotation_id: UUID) -> Any:
    """Return the annotation's row, held against other writers and against a lock."""
    organization_id = principal.organization_id
    row = await repository.get(session, organization_id, annotation_id, for_update=True)
    await datasets.require_unlocked(session, organization_id, row.dataset_version_id)
    return row


async def save(
    session: Session, principal: Principal, annotation_id: UUID, body: AnnotationSave
) -> int:
    """Replace all shapes of an annotation; return its new version.

    Raises:
        Conflict: ``version`` is given and another save came first.
        NotFound: a label does not belong to the dataset version.
    """
    row = await open_for_writing(session, principal, annotation_id)
    if body.version is not None and body.version != row.version:
        raise Conflict(
            f"Somebody saved version {row.version} after you opened version {body.version};"
            " nothing was overwritten",
            detail=[f"current version: {row.version}"],
        )
    organization_id = principal.organization_id
    asset = await datasets.get_asset(session, organization_id, row.asset_id)
    values = list(iter_values(body, (asset.width or 0, asset.height or 0)))
    await check_labels(session, organization_id, row.dataset_version_id, values)
    await shape_repository.clear(session, organization_id, [annotation_id])
    await shape_repository.add(
        session,
        organization_id,
        row.dataset_version_id,
        [(annotation_id, row.asset_id, item) for item in values],
    )
    version = await repository.change(
        session, organization_id, annotation_id, duration=body.duration
    )
    await _noted(session, principal, annotation_id, row.asset_id, version, "saved", values)
    return version


async def check_labels(
    session: Session, organization_id: UUID, version_id: UUID, values: Sequence[ShapeValues]
) -> None:
    """Refuse labels of other versions.

    Raises:
        NotFound: names the unknown labels.
    """
    rows = await datasets.list_labels(session, organization_id, version_id)
    unknown = {item.label_id for item in values} - {row.id for row in rows}
    if unknown:
        raise NotFound(
            "Some labels do not exist in this dataset version; nothing was saved",
            detail=sorted(str(item) for item in unknown)[:20],
        )


async def add_shapes(
    session: Session,
    principal: Principal,
    annotation_id: UUID,
    kind: str,
    items: Sequence[dict[str, Any]],
) -> list[UUID]:
    """Add shapes of one kind; return their ids in order."""
    row = await open_for_writing(session, principal, annotation_id)
    organization_id = principal.organization_id
    asset = await datasets.get_asset(session, organization_id, row.asset_id)
    size = (asset.width or 0, asset.height or 0)
    values = [to_values(kind, item, size) for item in items]
    await check_labels(session, organization_id, row.dataset_version_id, values)
    ids = await shape_repository.add(
        session,
        organization_id,
        row.dataset_version_id,
        [(annotation_id, row.asset_id, item) for item in values],
    )
    version = await repository.change(session, organization_id, annotation_id)
    await _noted(session, principal, annotation_id, row.asset_id, version, "added", values)
    return ids


async def update_shape(
    session: Session, principal: Principal, shape_id: UUID, kind: str, body: ShapeUpdate
) -> None:
    """Change fields of one shape; the others stay."""
    organization_id = principal.organization_id
    row = await shape_repository.get(session, organization_id, shape_id, kind)
    await open_for_writing(session, principal, row.annotation_id)
    given = body.model_dump(exclude_none=True)
    known = {
        "label_id": row.label_id, "x": row.x, "y": row.y, "w": row.w, "h": row.h,
        "text": row.text, "attributes": row.attributes, kind: row.geometry,
    }  # fmt: skip
    foreign = set(given) - set(known) | (
        set(given) & {"x", "y", "w", "h"} if kind != "rectangle" else set()
    )
    if foreign:
        raise Invalid(f"A {kind} has no {', '.join(sorted(foreign))}")
    values = to_values(kind, {**known, **given})
    await check_labels(session, organization_id, row.dataset_version_id, [values])
    await shape_repository.change(session, organization_id, shape_id, values)
    version = await repository.change(session, organization_id, row.annotation_id)
    await _noted(session, principal, row.annotation_id, row.asset_id, version, "changed", [values])


async def delete_shape(session: Session, principal: Principal, shape_id: UUID, kind: str) -> None:
    """Delete one shape."""
    organization_id = principal.organization_id
    row = await shape_repository.get(session, organization_id, shape_id, kind)
    await open_for_writing(session, principal, row.annotation_id)
    await shape_repository.remove(session, organization_id, shape_id)
    version = await repository.change(session, organization_id, row.annotation_id)
    await _noted(session, principal, row.annotation_id, row.asset_id, version, "removed", ())


async def import_annotations(
    session: Session, principal: Principal, version_id: UUID, body: BulkAnnotations
) -> dict[UUID, int]:
    """Import annotations of many assets at once; return annotation id -> number of new shapes.

    REPLACE removes what an asset has, CONCATENATE adds to its newest annotation, KEEP skips
    assets that are annotated.

    Raises:
        NotFound: an asset or label does not belong to the version; nothing is imported.
        Invalid: video tracks are given.
    """
    organization_id = principal.organization_id
    await datasets.require_unlocked(session, organization_id, version_id)
    if any(item.tracks for item in body.annotations):
        raise Invalid("Video tracks are not read by this version; nothing was imported")
    asset_ids = list(dict.fromkeys(item.asset_id for item in body.annotations))
    rows = await datasets.asset_rows(session, organization_id, asset_ids)
    sizes = {
        row.asset_id: (row.width or 0, row.height or 0)
        for row in rows
        if row.dataset_version_id == version_id
    }
    if len(sizes) < len(asset_ids):
        raise NotFound("Some assets do not exist in this version; nothing was imported")
    # two imports of the same assets would otherwise both find them without annotations
    await datasets.hold_assets(session, organization_id, asset_ids)
    present = await repository.preferred(session, organization_id, asset_ids)
    if body.import_type == "REPLACE":
        await repository.remove(session, organization_id, version_id, asset_ids=asset_ids)
        present = {}
    return await _store_import(session, principal, version_id, body, sizes, present)


async def _store_import(
    session: Session,
    principal: Principal,
    version_id: UUID,
    body: BulkAnnotations,
    sizes: dict[UUID, tuple[int, int]],
    present: dict[UUID, Any],
) -> dict[UUID, int]:
    new_rows: list[dict[str, Any]] = []
    shapes: list[tuple[UUID, UUID, ShapeValues]] = []
    counts: dict[UUID, int] = {}
    owners: dict[UUID, UUID] = {asset: row.id for asset, row in present.items()}
    for item in body.annotations:
        if body.import_type == "KEEP" and item.asset_id in present:
            continue
        annotation_id = owners.get(item.asset_id)
        if annotation_id is None:
            annotation_id = owners[item.asset_id] = new_id()
            new_rows.append(_imported_row(principal, version_id, annotation_id, item, body.status))
        values = list(iter_values(item, sizes[item.asset_id]))
        shapes.extend((annotation_id, item.asset_id, value) for value in values)
        counts[annotation_id] = counts.get(annotation_id, 0) + len(values)
    organization_id = principal.organization_id
    await check_labels(session, organization_id, version_id, [row[2] for row in shapes])
    await repository.add(session, new_rows)
    await shape_repository.add(session, organization_id, version_id, shapes)
    await _record_import(session, principal, owners, counts)
    return counts


def _imported_row(
    principal: Principal,
    version_id: UUID,
    annotation_id: UUID,
    item: ImportedAnnotation,
    status: str | None,
) -> dict[str, Any]:
    return _row(
        principal,
        annotation_id,
        item.asset_id,
        version_id,
        status=status or "PENDING",
        attributes=item.attributes,
    )


async def _record_import(
    session: Session, principal: Principal, owners: dict[UUID, UUID], counts: dict[UUID, int]
) -> None:
    """Append one line of history per imported annotation, without a copy of the shapes."""
    await repository.record(
        session,
        [
            {
                "organization_id": principal.organization_id,
                "annotation_id": annotation_id,
                "asset_id": asset_id,
                "version": 1,
                "act": "imported",
                "changed_by_id": principal.user_id,
                "shape_count": counts[annotation_id],
                "shapes": None,
            }
            for asset_id, annotation_id in owners.items()
            if annotation_id in counts
        ],
    )
    await note_change(session, principal.organization_id, "asset.annotated", list(owners))


async def delete_annotations(
    session: Session,
    principal: Principal,
    version_id: UUID,
    *,
    asset_ids: Sequence[UUID] | None,
    annotation_ids: Sequence[UUID] | None,
) -> int:
    """Delete annotations of assets (None: of all assets of the version)."""
    organization_id = principal.organization_id
    await datasets.require_unlocked(session, organization_id, version_id)
    removed = await repository.remove(
        session,
        organization_id,
        version_id,
        asset_ids=asset_ids,
        annotation_ids=annotation_ids,
    )
    await note_change(session, organization_id, "asset.annotated", ())
    return len(removed)
