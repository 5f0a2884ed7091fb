# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from typing import Any

from sightline.datalake import api as datalake
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID


def describe_model(row: Any) -> dict[str, Any]:
    """Build a Model answer."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "private": row.organization_id != PUBLIC_ORGANIZATION_ID,
        "created_at": row.created_at,
        "version_count": row.version_count,
    }


def describe_version(row: Any) -> dict[str, Any]:
    """Build a ModelVersion answer with its model."""
    return {
        "id": row.id,
        "name": row.name,
        "version": row.version,
        "type": row.type,
        "framework": row.framework,
        "description": row.description,
        "labels": row.labels,
        "parameters": row.parameters,
        "docker_image": row.docker_image,
        "docker_tag": row.docker_tag,
        "docker_flags": row.docker_flags,
        "docker_env_variables": row.docker_env_variables,
        "notebook_link": row.notebook_link,
        "thumbnail_object_name": row.thumbnail_object_name,
        "dataset_constraints": row.dataset_constraints or [],
        "metrics": row.metrics,
        "trainable": bool(row.script or row.docker_image),
        "deployable": row.served_files > 0,
        "exported": row.is_exported,
        "created_at": row.created_at,
        "origin": {
            "id": row.model_id,
            "name": row.model_name,
            "description": row.model_description,
            "private": row.organization_id != PUBLIC_ORGANIZATION_ID,
            "created_at": row.model_created_at,
        },
    }


def describe_file(row: Any, base_url: str) -> dict[str, Any]:
    """Build a ModelFile answer."""
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


def describe_context(row: Any) -> dict[str, Any]:
    """Build a ModelContext answer."""
    return {
        "id": row.id,
        "experiment_id": row.experiment_id,
        "datas": row.datas,
        "parameters": row.parameters,
    }
