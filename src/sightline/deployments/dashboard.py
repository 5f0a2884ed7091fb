# SPDX-License-Identifier: Apache-2.0
"""The dashboard of a deployment (MO-01 to MO-14)."""

from typing import Any
from uuid import UUID

from sightline.deployments import repository
from sightline.deployments.monitoring import reviewed, statistics
from sightline.deployments.monitoring.log_repository import LogFilter, LogWindow
from sightline.deployments.pipeline import service as pipeline
from sightline.kernel.db.session import Session
from sightline.registry import api as registry

MOST_POINTS = 500
NEWEST_REVIEWED = 100


async def build(
    session: Session, organization_id: UUID, deployment_id: UUID, chosen: LogFilter
) -> dict[str, Any]:
    """Return champion, shadow, totals, the six metrics and the state of the pipeline."""
    row = await repository.get_deployment(session, organization_id, deployment_id)
    ids = [item for item in (row.model_version_id, row.shadow_model_version_id) if item]
    versions = await registry.versions_by_id(session, organization_id, ids)
    window = LogWindow(session, organization_id, deployment_id, chosen)
    predictions = await statistics.per_prediction(window)
    outliers = await statistics.outliers(window)
    state = await pipeline.describe(session, organization_id, deployment_id)
    is_boxes = row.type != "CLASSIFICATION"
    return {
        "id": row.id,
        "name": row.name,
        "type": row.type,
        "champion": versions.get(row.model_version_id),
        "shadow": versions.get(row.shadow_model_version_id)
        if row.shadow_model_version_id
        else None,
        "totals": await statistics.metrics(window),
        "versions": await statistics.by_version(window),
        "statuses": await repository.count_by_status(session, organization_id, deployment_id),
        "latency": [_narrow(item) for item in _thin(predictions)],
        "last_predictions": predictions[-5:][::-1],
        "label_distribution": await statistics.label_distribution(window),
        "labels_over_time": _thin(await statistics.labels_over_time(window)),
        "heat_map": await statistics.heat_maps(window),
        "outlier": {"threshold": outliers["threshold"], "items": _thin(outliers["items"])},
        "ks_drift": await statistics.ks_drift(window),
        "map": await reviewed.detection_total(window) if is_boxes else None,
        "map_items": await reviewed.detection_items(window, newest=NEWEST_REVIEWED)
        if is_boxes
        else None,
        "classification": None if is_boxes else await reviewed.classification(window),
        "pipeline": _badges(state),
    }


def _badges(state: dict[str, Any]) -> dict[str, Any]:
    """Pick what the dashboard shows of the pipeline."""
    training, deployment = state["continuous_training"], state["continuous_deployment"]
    return {
        "training_data": state["training_data"]["status"],
        "feedback_loop": state["feedback_loop"]["active"],
        "continuous_training": training["active"],
        "continuous_deployment": deployment["active"],
        "policy": deployment["policy"],
        "waiting": training["waiting"],
        "threshold": training["threshold"],
        "generation": training["generation"],
    }


def _thin(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep at most `MOST_POINTS`, evenly, the last one always."""
    if len(items) <= MOST_POINTS:
        return items
    step = len(items) / MOST_POINTS
    return [items[min(len(items) - 1, int((i + 1) * step) - 1)] for i in range(MOST_POINTS)]


def _narrow(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the charts do not draw."""
    return {key: value for key, value in item.items() if key not in {"statistics", "tags"}}
