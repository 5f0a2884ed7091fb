# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.datasets.repository import labels as label_repository
from sightline.datasets.repository import versions as version_repository
from sightline.kernel.db.session import Session
from sightline.kernel.ports.annotations import annotations


def describe_dataset(row: Any) -> dict[str, Any]:
    """Build a Dataset answer."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "created_at": row.created_at,
        "version_count": row.version_count,
    }


def describe_version(row: Any) -> dict[str, Any]:
    """Build a DatasetVersion answer."""
    return {
        "id": row.id,
        "version": row.version,
        "description": row.description,
        "type": row.type,
        "origin_id": row.dataset_id,
        "origin_name": row.dataset_name,
        "locked": row.is_locked,
        "created_at": row.created_at,
        "parent_id": row.parent_id,
        "annotation_campaign_id": None,
    }


def describe_label(row: Any) -> dict[str, Any]:
    """Build a Label answer."""
    return {
        "id": row.id,
        "name": row.name,
        "group_id": row.group_id,
        "color_index": row.color_index,
    }


async def describe_versions(
    session: Session, organization_id: UUID, rows: Sequence[Any]
) -> list[dict[str, Any]]:
    """Build DatasetVersion answers with counts and labels."""
    ids = [row.id for row in rows]
    counts = await version_repository.asset_counts(session, organization_id, ids)
    statistics = await annotations().statistics(session, organization_id, ids)
    tags = await datalake.tags_of(session, organization_id, ids)
    items = []
    for row in rows:
        numbers = statistics.get(row.id, {"annotations": 0, "objects": 0, "labels": {}})
        labels = await label_repository.list_labels(session, organization_id, row.id)
        items.append(
            {
                **describe_version(row),
                "tags": tags.get(row.id, []),
                "asset_count": counts.get(row.id, 0),
                "annotation_count": numbers["annotations"],
                "object_count": numbers["objects"],
                "labels": [
                    {**describe_label(label), "count": numbers["labels"].get(label.id, 0)}
                    for label in labels
                ],
            }
        )
    return items


async def describe_assets(
    session: Session,
    organization_id: UUID,
    rows: Sequence[Any],
    base_url: str,
    *,
    with_shapes: bool = False,
) -> list[dict[str, Any]]:
    """Build Asset answers of a page; tags of assets and data come in one query."""
    asset_ids = [row.asset_id for row in rows]
    tags = await datalake.tags_of(session, organization_id, [*asset_ids, *(row.id for row in rows)])
    shapes: Mapping[UUID, list[dict[str, Any]]] = (
        await annotations().shapes(session, organization_id, asset_ids) if with_shapes else {}
    )
    items = []
    for row in rows:
        item = {
            "id": row.asset_id,
            "dataset_version_id": row.dataset_version_id,
            "data": describe_asset_data(row, tags.get(row.id, []), base_url),
            "tags": tags.get(row.asset_id, []),
        }
        if with_shapes:
            item["shapes"] = shapes.get(row.asset_id, [])
        items.append(item)
    return items


def describe_asset_data(row: Any, tags: list[dict[str, Any]], base_url: str) -> dict[str, Any]:
    """Build the Data of an asset; it always has meta."""
    data = datalake.describe_data(row, tags, base_url)
    data.setdefault("meta", {"width": 0, "height": 0})
    return data
