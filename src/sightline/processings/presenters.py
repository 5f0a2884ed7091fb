# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from typing import Any

from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID


def describe(row: Any) -> dict[str, Any]:
    """Build a Processing answer."""
    return {
        "id": row.id,
        "name": row.name,
        "description": row.description,
        "target": row.target,
        "type": row.type,
        "docker_image": row.docker_image,
        "docker_tag": row.docker_tag,
        "docker_flags": row.docker_flags,
        "default_parameters": row.default_parameters,
        "default_cpu": row.default_cpu,
        "default_gpu": row.default_gpu,
        "private": row.organization_id != PUBLIC_ORGANIZATION_ID,
        "created_at": row.created_at,
    }


def describe_input(row: Any) -> dict[str, Any]:
    """Build the answer of an input."""
    return {
        "id": row.id,
        "name": row.name,
        "input_type": row.input_type,
        "required": row.is_required,
        "inference_type_constraint": row.inference_type_constraint,
        "framework_constraint": row.framework_constraint,
    }
