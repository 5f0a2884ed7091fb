# SPDX-License-Identifier: Apache-2.0
"""The figures of the dashboard and of the client's ``get_stats`` (api.md §6.5)."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from sightline.deployments import repository
from sightline.deployments.models import TrainingData
from sightline.deployments.monitoring import log_repository, reference
from sightline.deployments.monitoring.log_repository import LogWindow
from sightline.deployments.monitoring.tasks import OBJECT_SCORE
from sightline.deployments.pipeline import repository as parts
from sightline.vision import drift, heat_map
from sightline.vision.image_statistics import DRIFT_FEATURES

CURVE_POINTS = 60
NEVER = "This computation was never done: set Training Data and wait until it is ready"


async def metrics(window: LogWindow) -> dict[str, Any]:
    """Summarize volume, latency (seconds) and outliers."""
    row = await log_repository.totals(window)
    return {
        "count": row.count,
        "mean_latency": row.mean_latency,
        "p50_latency": row.p50_latency,
        "p95_latency": row.p95_latency,
        "shadow_count": row.shadow_count,
        "mean_shadow_latency": row.mean_shadow_latency,
        "outliers": row.outliers,
        "scored": row.scored,
        "first_at": row.first_at,
        "last_at": row.last_at,
    }


async def by_version(window: LogWindow) -> dict[str, dict[str, Any]]:
    """Map each model version to its predictions and mean latency (seconds), in either role."""
    rows = await log_repository.by_version(window)
    return {
        str(row.version_id): {"count": row.count, "mean_latency": row.mean_latency}
        for row in rows
        if row.version_id is not None
    }


async def per_prediction(window: LogWindow) -> list[dict[str, Any]]:
    """List latency, objects, mean score and statistics of each prediction, oldest first."""
    rows = await window.rows()
    return [
        {
            "id": row.id,
            "predicted_asset_id": row.predicted_asset_id,
            "timestamp": row.happened_at.timestamp(),
            "filename": row.filename,
            "model_version_id": row.model_version_id,
            "latency": row.latency,
            "shadow_latency": row.shadow_latency,
            "width": row.width,
            "height": row.height,
            "objects": len(row.classes),
            "mean_score": float(np.mean(row.scores)) if row.scores else None,
            "statistics": row.statistics,
            "custom_metrics": row.custom_metrics,
            "tags": row.tags,
        }
        for row in rows
    ]


async def outliers(window: LogWindow) -> dict[str, Any]:
    """List the outlier score of each prediction since Training Data was ready."""
    rows = await window.rows()
    row = await window.once(_training_data)
    fitted = await reference.load(row)
    return {
        "threshold": float(fitted.outlier.threshold) if fitted else None,
        "items": [
            {
                "id": row.id,
                "predicted_asset_id": row.predicted_asset_id,
                "timestamp": row.happened_at.timestamp(),
                "outlier_score": row.outlier_score,
                "is_outlier": row.is_outlier,
            }
            for row in rows
            if row.outlier_score is not None
        ],
    }


async def label_distribution(window: LogWindow) -> dict[str, Any]:
    """Count shapes per label: production, shadow, and training when it is known."""
    names = await window.once(label_names)
    rows = await window.rows()
    champion: Counter[str] = Counter(dict.fromkeys(names.values(), 0))
    shadow: Counter[str] = Counter()
    for row in rows:
        champion.update(names[index] for index in row.classes if index in names)
        shadow.update(names[index] for index in row.shadow_classes or () if index in names)
    training = await window.once(_training_data)
    is_ready = training is not None and training.status == "SUCCESS"
    return {
        "production": dict(champion),
        "shadow": dict(shadow),
        "training": training.label_counts if training is not None and is_ready else None,
        "predictions": len(rows),
    }


async def label_names(window: LogWindow) -> dict[int, str]:
    """Map class index to label name."""
    rows = await repository.labels_of(window.session, window.organization_id, window.deployment_id)
    return {row.class_index: row.name for row in rows}


async def labels_over_time(window: LogWindow) -> list[dict[str, Any]]:
    """List the number of shapes per label of each prediction (MO-05)."""
    names = await window.once(label_names)
    rows = await window.rows()
    return [
        {
            "id": row.id,
            "timestamp": row.happened_at.timestamp(),
            "labels": dict(Counter(names[index] for index in row.classes if index in names)),
        }
        for row in rows
    ]


async def heat_maps(window: LogWindow) -> dict[str, Any]:
    """Build where shapes lie: one 64 x 64 grid in 0..1 per label and one for all."""
    names = await window.once(label_names)
    rows = await window.rows()
    grids = await asyncio.to_thread(_grids, rows, names)
    return {name: np.round(heat_map.normalized(grid), 3).tolist() for name, grid in grids.items()}


def _grids(rows: Sequence[Any], names: dict[int, str]) -> dict[str, Any]:
    grids = {"*": heat_map.empty()}
    for row in rows:
        boxes = np.asarray(row.boxes, np.float64).reshape(-1, 4)
        if not len(boxes):
            continue
        corners = np.column_stack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])
        heat_map.add_boxes(grids["*"], corners, width=row.width, height=row.height)
        for index in set(row.classes) & set(names):
            mine = corners[np.asarray(row.classes) == index]
            grid = grids.setdefault(names[index], heat_map.empty())
            heat_map.add_boxes(grid, mine, width=row.width, height=row.height)
    return grids


async def ks_drift(window: LogWindow) -> dict[str, Any]:
    """Compare production with training, feature by feature (Kolmogorov-Smirnov, Holm)."""
    row = await window.once(_training_data)
    fitted = await reference.load(row)
    if fitted is None:
        return {"verdict": "not computed", "infos": {"info": NEVER}}
    rows = await window.rows()
    production = _production(rows)
    report = await asyncio.to_thread(drift.report, fitted.features, production)
    return {
        "verdict": report.verdict,
        "is_drift": report.verdict == "drift",
        "d": report.d,
        "p": report.p,
        "training_images": report.reference_images,
        "production_images": report.production_images,
        "features": [
            {
                "name": item.name,
                "d": item.d,
                "p": item.p,
                "corrected_p": item.corrected_p,
                "is_drift": item.is_drift,
            }
            for item in report.features
        ],
        "curves": {
            item.name: {
                "training": _curve(fitted.features[item.name]),
                "production": _curve(production[item.name]),
            }
            for item in report.features[:6]
        },
    }


async def _training_data(window: LogWindow) -> Any | None:
    return await parts.part_of(
        window.session, TrainingData, window.organization_id, window.deployment_id
    )


def _production(rows: Sequence[Any]) -> dict[str, Any]:
    values: dict[str, list[float]] = {}
    for row in rows:
        for name in DRIFT_FEATURES:
            if name in (row.statistics or {}):
                values.setdefault(name, []).append(float(row.statistics[name]))
        values.setdefault("objects", []).append(
            float(sum(score >= OBJECT_SCORE for score in row.scores))
        )
        for index, value in enumerate(row.features or ()):
            values.setdefault(f"feature_{index}", []).append(float(value))
    return {name: np.asarray(row) for name, row in values.items()}


def _curve(values: Any) -> dict[str, list[float]]:
    """Return an empirical distribution function at a bounded number of points."""
    ordered = np.sort(np.asarray(values, np.float64))
    shares = np.linspace(0, 1, min(CURVE_POINTS, max(2, len(ordered))))
    return {
        "values": [float(v) for v in np.quantile(ordered, shares)] if len(ordered) else [],
        "shares": [float(s) for s in shares] if len(ordered) else [],
    }
