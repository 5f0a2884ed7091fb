# SPDX-License-Identifier: Apache-2.0
"""Evaluations: storing predictions of an experiment and measuring them against annotations."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import numpy as np

from sightline.annotation import api as annotation
from sightline.datasets import api as datasets
from sightline.experiments import evaluation_repository as store
from sightline.experiments import repository
from sightline.experiments.models import Experiment
from sightline.experiments.schemas import EvaluationsInput
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ids import new_id
from sightline.vision import classification_metrics, detection_metrics
from sightline.vision.detections import Detections


async def add(
    session: Session, organization_id: UUID, experiment_id: UUID, body: EvaluationsInput
) -> int:
    """Store predictions per asset; REPLACE renews, KEEP leaves what is there.

    Raises:
        NotFound: an asset, or a label of an asset's version, does not exist.
    """
    await repository.get_experiment(session, organization_id, experiment_id)
    asset_ids = [item.asset_id for item in body.evaluations]
    assets = {r.asset_id: r for r in await datasets.asset_rows(session, organization_id, asset_ids)}
    if len(set(asset_ids)) < len(asset_ids):
        raise Invalid("The same asset stands in the call twice; nothing was stored")
    if len(assets) < len(set(asset_ids)):
        raise NotFound("Some assets do not exist; nothing was stored")
    # two calls for the same assets would otherwise both find them without evaluations
    await datasets.hold_assets(session, organization_id, asset_ids)
    present = await store.present(session, organization_id, experiment_id, asset_ids)
    if body.import_type == "REPLACE" and present:
        await store.remove(session, organization_id, list(present.values()))
        present = {}
    fresh = [item for item in body.evaluations if item.asset_id not in present]
    await _check_labels(session, organization_id, assets, fresh)
    rows, shapes = _rows(organization_id, experiment_id, fresh, assets)
    await store.add(session, rows, shapes)
    await note_change(session, organization_id, "evaluation.updated", [experiment_id])
    return len(rows)


async def _check_labels(
    session: Session, organization_id: UUID, assets: dict[UUID, Any], items: Sequence[Any]
) -> None:
    known: dict[UUID, set[UUID]] = {}
    for item in items:
        version_id = assets[item.asset_id].dataset_version_id
        if version_id not in known:
            labels = await datasets.list_labels(session, organization_id, version_id)
            known[version_id] = {row.id for row in labels}
        used = {shape.label_id for shape in _shapes(item)}
        if used - known[version_id]:
            raise NotFound("Some labels do not exist in the asset's version; nothing was stored")


def _shapes(item: Any) -> list[Any]:
    return [shape for plural in annotation.KINDS for shape in getattr(item, plural) or ()]


def _rows(
    organization_id: UUID, experiment_id: UUID, items: Sequence[Any], assets: dict[UUID, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for item in items:
        evaluation_id = new_id()
        rows.append(
            {"id": evaluation_id, "organization_id": organization_id,
             "experiment_id": experiment_id, "asset_id": item.asset_id,
             "custom_metrics": item.custom_metrics}
        )  # fmt: skip
        asset = assets[item.asset_id]
        shapes.extend(
            {"id": new_id(), "organization_id": organization_id,
             "evaluation_id": evaluation_id, "label_id": value.label_id, "kind": value.kind,
             "x": value.x, "y": value.y, "w": value.w, "h": value.h,
             "geometry": value.geometry, "text": value.text, "score": value.score or 0.0}
            for value in annotation.iter_values(item, (asset.width or 0, asset.height or 0))
        )  # fmt: skip
    return rows, shapes


async def evaluate(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    *,
    inference_type: str,
    evaluation_ids: Sequence[UUID] | None,
) -> dict[str, Any]:
    """Measure evaluations against annotations; store metrics per asset and for the whole."""
    rows = await store.rows(session, organization_id, experiment_id, evaluation_ids)
    if evaluation_ids is not None and len(rows) < len(set(evaluation_ids)):
        raise NotFound("Some evaluations are not of this experiment; nothing was measured")
    truths = await annotation.shapes_of_assets(
        session, organization_id, [row.asset_id for row in rows]
    )
    shapes = await store.shapes_of(session, organization_id, [row.id for row in rows])
    pairs = [(truths.get(row.asset_id, []), shapes.get(row.id, [])) for row in rows]
    measure = _measure_classes if inference_type == "CLASSIFICATION" else _measure_boxes
    per_asset, whole = await asyncio.to_thread(measure, pairs)
    found = {row.id: metrics for row, metrics in zip(rows, per_asset, strict=True)}
    await store.set_metrics(session, organization_id, found)
    whole = {**whole, "evaluations": len(rows), "inference_type": inference_type}
    await repository.change(session, Experiment, organization_id, experiment_id, metrics=whole)
    await note_change(session, organization_id, "evaluation.updated", [experiment_id])
    return whole


def _measure_boxes(
    pairs: Sequence[tuple[list[Any], list[Any]]],
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Compute COCO metrics of boxes; polygons and masks count with their enclosing box."""
    names = sorted({s.label_name for pair in pairs for part in pair for s in part})
    index = {name: number for number, name in enumerate(names)}
    measured = [(_detections(t, index), _detections(p, index)) for t, p in pairs]
    per_asset: list[dict[str, Any]] = [
        {**detection_metrics.evaluate_image(truth, predicted),
         "truths": len(truth.scores), "predictions": len(predicted.scores)}
        for truth, predicted in measured
    ]  # fmt: skip
    whole: dict[str, Any] = dict(detection_metrics.evaluate(measured))
    whole["labels"] = detection_metrics.evaluate_labels(
        measured, {number: name for name, number in index.items()}
    )
    return per_asset, whole


def _detections(shapes: Sequence[Any], index: dict[str, int]) -> Detections:
    boxed = [s for s in shapes if s.kind != "classification"]
    boxes = np.array([[s.x, s.y, s.x + s.w, s.y + s.h] for s in boxed], dtype=np.float32).reshape(
        -1, 4
    )
    scores = np.array([getattr(s, "score", 1.0) for s in boxed], dtype=np.float32)
    classes = np.array([index[s.label_name] for s in boxed], dtype=np.int64)
    return Detections(boxes, scores, classes, None)


def _measure_classes(
    pairs: Sequence[tuple[list[Any], list[Any]]],
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Compare the best classification with the annotated one."""
    per_asset: list[dict[str, Any]] = []
    truths, predictions = [], []
    for truth, predicted in pairs:
        wanted = next((s.label_name for s in truth if s.kind == "classification"), None)
        best = max(
            (s for s in predicted if s.kind == "classification"),
            key=lambda s: s.score,
            default=None,
        )
        got = best.label_name if best else None
        per_asset.append({"truth": wanted, "prediction": got, "correct": wanted == got})
        if wanted is not None and got is not None:
            truths.append(wanted)
            predictions.append(got)
    correct = sum(1 for item in per_asset if item["correct"])
    whole: dict[str, Any] = {"accuracy": correct / len(per_asset) if per_asset else 0.0}
    if truths:
        names = sorted({*truths, *predictions})
        matrix = classification_metrics.confusion_matrix(
            [names.index(name) for name in truths],
            [names.index(name) for name in predictions],
            classes=len(names),
        )
        whole["confusion"] = {"categories": names, "values": matrix.tolist()}
        whole["labels"] = dict(
            zip(names, classification_metrics.scores_by_class(matrix), strict=True)
        )
    return per_asset, whole
