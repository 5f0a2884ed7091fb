# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.annotation import api as annotation
from sightline.datalake import api as datalake
from sightline.datasets import api as datasets
from sightline.experiments import evaluation_repository as evaluations
from sightline.experiments import repository
from sightline.kernel.db.session import Session
from sightline.registry import api as registry


def describe_project(row: Any) -> dict[str, Any]:
    """Build a Project answer."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "created_at": row.created_at,
        "experiment_count": row.experiment_count,
        "dataset_count": row.dataset_count,
    }


def describe_experiment(row: Any) -> dict[str, Any]:
    """Build an Experiment answer."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "project_id": row.project_id,
        "status": row.status,
        "type": row.type,
        "base_model_version_id": row.base_model_version_id,
        "base_experiment_id": row.base_experiment_id,
        "dataset_constraints": row.dataset_constraints or [],
        "docker_image": row.docker_image,
        "launchable": bool(row.script or row.docker_image),
        "metrics": row.metrics,
        "created_at": row.created_at,
    }


async def describe_datasets(
    session: Session, organization_id: UUID, experiment_id: UUID
) -> list[dict[str, Any]]:
    """Build ``{name, dataset_version}`` of the attached versions."""
    rows = await repository.experiment_datasets(session, organization_id, [experiment_id])
    versions = await datasets.versions_by_id(
        session, organization_id, [row.dataset_version_id for row in rows]
    )
    return [{"name": row.name, "dataset_version": versions[row.dataset_version_id]} for row in rows]


async def describe_overview(session: Session, organization_id: UUID, row: Any) -> dict[str, Any]:
    """Build the experiment page: everything the creation form set (XO-01)."""
    bases = await registry.versions_by_id(
        session, organization_id, [row.base_model_version_id] if row.base_model_version_id else []
    )
    project = await repository.get_project(session, organization_id, row.project_id)
    return {
        **describe_experiment(row),
        "project": {"id": project.id, "name": project.name},
        "base_model_version": bases.get(row.base_model_version_id),
        "datasets": await describe_datasets(session, organization_id, row.id),
    }


def describe_artifact(row: Any, base_url: str) -> dict[str, Any]:
    """Build an Artifact answer."""
    return {
        "id": row.id,
        "name": row.name,
        "filename": row.filename,
        "object_name": row.object_name,
        "large": row.is_large,
        "created_at": row.created_at,
        "presigned_url": datalake.sign_object(
            row.object_name, base_url, content_type=None, filename=row.filename
        ),
    }


async def describe_evaluations(
    session: Session, organization_id: UUID, rows: Sequence[Any], base_url: str
) -> list[dict[str, Any]]:
    """Build Evaluation answers with asset, predicted shapes and ground truth."""
    asset_ids = [row.asset_id for row in rows]
    asset_rows = await datasets.asset_rows(session, organization_id, asset_ids)
    described = await datasets.describe_assets(session, organization_id, asset_rows, base_url)
    assets = {item["id"]: item for item in described}
    shapes = await evaluations.shapes_of(session, organization_id, [row.id for row in rows])
    truths = await annotation.shapes_of_assets(session, organization_id, asset_ids)
    items = []
    for row in rows:
        item: dict[str, Any] = {
            "id": row.id,
            "asset_id": row.asset_id,
            "experiment_id": row.experiment_id,
            "asset": assets.get(row.asset_id),
            "metrics": row.metrics,
            "custom_metrics": row.custom_metrics,
            "created_at": row.created_at,
            **{plural: [] for plural in annotation.KINDS},
            "shapes": [_drawn(shape) for shape in shapes.get(row.id, [])],
            "ground_truth": [_drawn(shape) for shape in truths.get(row.asset_id, [])],
        }
        for shape in shapes.get(row.id, []):
            item[annotation.PLURALS[shape.kind]].append(
                {
                    "id": shape.id,
                    "score": shape.score,
                    "label": {"id": shape.label_id, "name": shape.label_name},
                    "text": shape.text,
                    **annotation.describe(_Measured(shape)),
                }
            )
        items.append(item)
    return items


class _Measured:
    """A predicted shape with the fields that the presenter of shapes reads."""

    def __init__(self, row: Any) -> None:
        self.kind, self.geometry = row.kind, row.geometry
        self.x, self.y, self.w, self.h = row.x, row.y, row.w, row.h
        self.area = row.w * row.h


def _drawn(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "label": row.label_name,
        "label_id": row.label_id,
        "color_index": row.color_index,
        "box": [row.x, row.y, row.w, row.h],
        "geometry": row.geometry,
        "score": getattr(row, "score", None),
    }
