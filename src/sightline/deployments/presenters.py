# SPDX-License-Identifier: Apache-2.0
"""Rows to answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.annotation import api as annotation
from sightline.datalake import api as datalake
from sightline.deployments import repository
from sightline.kernel.db.session import Session


def describe_deployment(row: Any, inference_url: str) -> dict[str, Any]:
    """Build a Deployment answer; ``serving_host`` is null when the platform does not serve it."""
    return {
        "id": row.id,
        "name": row.name,
        "type": row.type,
        "model_version_id": row.model_version_id,
        "shadow_model_version_id": row.shadow_model_version_id,
        "target_datalake_id": row.target_datalake_id,
        "oracle_host": inference_url,
        "serving_host": inference_url if row.is_served else None,
        "not_served_reason": row.not_served_reason,
        "review_campaign_id": None,
        "min_threshold": row.min_threshold,
        "sample_rate": row.sample_rate,
        "created_at": row.created_at,
        "prediction_count": getattr(row, "prediction_count", None),
        "last_prediction_at": getattr(row, "last_prediction_at", None),
        "mean_latency": getattr(row, "mean_latency", None),
    }


def describe_label(row: Any) -> dict[str, Any]:
    """Build a Label answer."""
    return {
        "id": row.id,
        "name": row.name,
        "class_index": row.class_index,
        "color_index": row.color_index,
    }


def describe_shapes(rows: Sequence[Any]) -> dict[str, Any]:
    """Group shapes into the lists of the contract; scores ride along."""
    lists: dict[str, list[dict[str, Any]]] = {plural: [] for plural in annotation.KINDS}
    for row in rows:
        lists[annotation.PLURALS[row.kind]].append(
            {
                "id": row.id,
                "label": {
                    "id": row.label_id,
                    "name": row.label_name,
                    "color_index": row.color_index,
                },
                "label_id": row.label_id,
                "score": row.score,
                "text": row.text,
                **annotation.describe(row),
            }
        )
    return lists


async def describe_predicted(
    session: Session, organization_id: UUID, rows: Sequence[Any], base_url: str
) -> list[dict[str, Any]]:
    """Build PredictedAsset answers with predictions and reviews, a few statements for a page."""
    ids = [row.id for row in rows]
    datas = await datalake.get_data(
        session, organization_id, [row.data_id for row in rows], base_url
    )
    predictions = await repository.predictions_of(session, organization_id, ids)
    reviews = await repository.reviews_of(session, organization_id, ids)
    owners = [
        item.id for part in (predictions, reviews) for group in part.values() for item in group
    ]
    shapes = await repository.shapes_of(session, organization_id, owners) if owners else {}
    scores = await repository.outlier_scores(
        session, organization_id, [row.oracle_prediction_id for row in rows]
    )
    unscored = (None, None)
    return [
        {
            "id": row.id,
            "deployment_id": row.deployment_id,
            "oracle_prediction_id": row.oracle_prediction_id,
            "status": row.status,
            "review_version": row.review_version,
            "outlier_score": scores.get(row.oracle_prediction_id, unscored)[0],
            "is_outlier": scores.get(row.oracle_prediction_id, unscored)[1],
            "created_at": row.created_at,
            "data": datas[row.data_id],
            "predictions": [
                _prediction(item, shapes.get(item.id, [])) for item in predictions.get(row.id, [])
            ],
            "reviews": [_review(item, shapes.get(item.id, [])) for item in reviews.get(row.id, [])],
        }
        for row in rows
        if row.data_id in datas
    ]


def _prediction(item: Any, shapes: Sequence[Any]) -> dict[str, Any]:
    return {
        "id": item.id,
        "is_shadow": item.is_shadow,
        "model_version_id": item.model_version_id,
        "latency": item.latency,
        **describe_shapes(shapes),
    }


def _review(item: Any, shapes: Sequence[Any]) -> dict[str, Any]:
    return {
        "id": item.id,
        "version": item.version,
        "created_at": item.created_at,
        **describe_shapes(shapes),
    }
