# SPDX-License-Identifier: Apache-2.0
"""Supervised figures: predictions against the newest review of each predicted asset."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np

from sightline.deployments import repository
from sightline.deployments.monitoring import statistics
from sightline.deployments.monitoring.log_repository import LogWindow
from sightline.vision import classification_metrics, detection_metrics
from sightline.vision.detections import Detections

MOST_REVIEWED = 2_000
MOST_CACHED = 20_000
_measured: OrderedDict[tuple[UUID, str], dict[str, float]] = OrderedDict()


async def _pairs(window: LogWindow) -> list[dict[str, Any]]:
    """Return reviewed predictions with the shapes of review, champion and shadow."""
    rows = await window.rows()
    rows = [row for row in rows if row.status in {"REVIEWED", "SUBMITTED"}][-MOST_REVIEWED:]
    ids = [row.predicted_asset_id for row in rows]
    predictions = await repository.predictions_of(window.session, window.organization_id, ids)
    reviews = await repository.reviews_of(window.session, window.organization_id, ids)
    owners = [item.id for item in (r for g in predictions.values() for r in g)]
    owners += [group[-1].id for group in reviews.values()]
    shapes = await repository.shapes_of(window.session, window.organization_id, owners)
    found = []
    for row in rows:
        said = {p.is_shadow: p for p in predictions.get(row.predicted_asset_id, [])}
        review = reviews[row.predicted_asset_id][-1]
        found.append(
            {
                "id": row.id,
                "predicted_asset_id": row.predicted_asset_id,
                "review_id": review.id,
                "timestamp": row.happened_at.timestamp(),
                "champion_version": row.model_version_id,
                "shadow_version": row.shadow_model_version_id,
                "truth": shapes.get(review.id, []),
                "champion": shapes.get(said[False].id, []) if False in said else [],
                "shadow": shapes.get(said[True].id, []) if True in said else None,
            }
        )
    return found


def _detections(shapes: Sequence[Any], *, is_truth: bool) -> Detections:
    boxed = [shape for shape in shapes if shape.kind != "classification"]
    boxes = np.array([[s.x, s.y, s.x + s.w, s.y + s.h] for s in boxed], np.float64).reshape(-1, 4)
    scores = np.array([1.0 if is_truth else s.score or 0.0 for s in boxed], np.float32)
    classes = np.array([s.class_index for s in boxed], np.int64)
    return Detections(boxes, scores, classes)  # type: ignore[arg-type]


async def detection_items(
    window: LogWindow, *, newest: int = MOST_REVIEWED
) -> list[dict[str, Any]]:
    """List COCO metrics of the newest reviewed predictions, champion and shadow."""
    pairs = (await window.once(_pairs))[-newest:]
    return await asyncio.to_thread(_detection_items, pairs)


def _detection_items(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    items = []
    for pair in pairs:
        item = {key: pair[key] for key in ("id", "predicted_asset_id", "timestamp")}
        for name in ("champion", "shadow"):
            item[name] = None if pair[name] is None else _image_metrics(pair, name)
        items.append(item)
    return items


def _image_metrics(pair: dict[str, Any], name: str) -> dict[str, float]:
    """Measure one image; predictions never change and a review is replaced by a new one."""
    key = (pair["review_id"], name)
    found = _measured.get(key)
    if found is None:
        truth = _detections(pair["truth"], is_truth=True)
        predicted = _detections(pair[name], is_truth=False)
        found = detection_metrics.evaluate_image(truth, predicted)
        _measured[key] = found
        while len(_measured) > MOST_CACHED:
            _measured.popitem(last=False)
    return found


async def detection_total(window: LogWindow) -> dict[str, Any]:
    """Measure mAP over all reviewed predictions, per label too; the shadow over what it saw."""
    pairs = await window.once(_pairs)
    names = await window.once(statistics.label_names)
    return await asyncio.to_thread(_detection_total, pairs, names)


Measured = tuple[Detections, Detections]


def _detection_total(pairs: list[dict[str, Any]], names: dict[int, str]) -> dict[str, Any]:
    result: dict[str, Any] = {"reviewed": len(pairs)}
    if not pairs:
        result["infos"] = {"info": "No prediction was reviewed yet"}
    versions: dict[str, list[Measured]] = {}
    for name in ("champion", "shadow"):
        seen: list[Measured] = []
        for pair in pairs:
            if pair[name] is None:
                continue
            truth = _detections(pair["truth"], is_truth=True)
            both = (truth, _detections(pair[name], is_truth=False))
            seen.append(both)
            versions.setdefault(str(pair[f"{name}_version"]), []).append(both)
        result[name] = detection_metrics.evaluate(seen) if seen else None
        result[f"{name}_labels"] = detection_metrics.evaluate_labels(seen, names) if seen else None
        result[f"{name}_reviewed"] = len(seen)
    # A promoted model is judged by what it said itself, be it as shadow.
    result["versions"] = {
        version: {**detection_metrics.evaluate(said), "reviewed": len(said)}
        for version, said in versions.items()
    }
    return result


async def classification(window: LogWindow) -> dict[str, Any]:
    """Compare the best predicted class with the reviewed one (MO-11)."""
    pairs = await window.once(_pairs)
    truths, said, items = [], [], []
    for pair in pairs:
        truth = next((s.label_name for s in pair["truth"] if s.kind == "classification"), None)
        best = max(pair["champion"], key=lambda s: s.score or 0.0, default=None)
        if truth is None or best is None:
            continue
        truths.append(truth)
        said.append(best.label_name)
        items.append(
            {"id": pair["id"], "timestamp": pair["timestamp"], "review": truth,
             "prediction": best.label_name, "is_right": truth == best.label_name}
        )  # fmt: skip
    total = await asyncio.to_thread(_classes, truths, said) if truths else None
    return {"items": items, "count": len(items), "total": total}


def _classes(truths: list[str], said: list[str]) -> dict[str, Any]:
    names = sorted(set(truths) | set(said))
    index = {name: number for number, name in enumerate(names)}
    matrix = classification_metrics.confusion_matrix(
        [index[name] for name in truths], [index[name] for name in said], classes=len(names)
    )
    scores = classification_metrics.scores_by_class(matrix)
    return {
        "confusion": {"categories": names, "values": matrix.tolist()},
        "labels": dict(zip(names, scores, strict=True)),
        "macro": classification_metrics.macro_average(scores),
        "weighted": classification_metrics.weighted_average(scores),
        "accuracy": classification_metrics.accuracy(matrix),
    }


async def review_labels(window: LogWindow) -> list[dict[str, Any]]:
    """List the number of reviewed shapes per label of each reviewed prediction."""
    pairs = await window.once(_pairs)
    return [
        {
            "id": pair["id"],
            "predicted_asset_id": pair["predicted_asset_id"],
            "timestamp": pair["timestamp"],
            "labels": dict(Counter(shape.label_name for shape in pair["truth"])),
        }
        for pair in pairs
    ]
