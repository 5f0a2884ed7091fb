# SPDX-License-Identifier: Apache-2.0
"""Predictions as they travel (api.md §6.2), checked and turned into shapes with scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from sightline.annotation import api as annotation
from sightline.kernel.errors import Invalid
from sightline.kernel.web.schemas import Coordinate, Finite, Input

MAX_SHAPES = 5_000
Pixel = Coordinate
Many = Field(max_length=MAX_SHAPES)
Score = Annotated[Finite, Field(ge=0, le=1)]

GEOMETRY_OF_TYPE = {
    "CLASSIFICATION": None,
    "OBJECT_DETECTION": "detection_boxes",
    "SEGMENTATION": "detection_masks",
    "MASK": "detection_masks",
    "LINE": "lines",
    "POINT": "points",
    "KEYPOINT": "keypoints",
}


class RawPredictions(Input):
    """Lists of equal length; which geometry is there depends on the type of the deployment."""

    detection_classes: Annotated[list[Annotated[int, Field(ge=0, le=100_000)]], Many]
    detection_scores: Annotated[list[Score], Many]
    detection_texts: Annotated[list[Annotated[str, Field(max_length=10_000)]], Many] | None = None
    detection_boxes: Annotated[list[Annotated[list[Pixel], Field(min_length=4, max_length=4)]],
                               Many] | None = None  # fmt: skip
    detection_masks: Annotated[list[list[list[Pixel]] | str], Many] | None = None
    lines: Annotated[list[list[list[Pixel]]], Many] | None = None
    points: Annotated[list[list[Pixel]], Many] | None = None
    keypoints: Annotated[list[list[list[Pixel]]], Many] | None = None


@dataclass(frozen=True, slots=True)
class PredictedShapes:
    """What one model said about one image, drops below the threshold left out.

    Attributes:
        shapes: rows to store, with label and score.
        classes: (N,) class indices; ``scores`` (N,); ``boxes`` (N, 4) x, y, w, h in pixels.
    """

    shapes: list[Any]
    classes: list[int]
    scores: list[float]
    boxes: list[list[float]]


def read(
    raw: RawPredictions,
    inference_type: str,
    labels: Mapping[int, UUID],
    *,
    threshold: float,
    size: tuple[int, int],
) -> PredictedShapes:
    """Check raw predictions against the deployment and build their shapes.

    Args:
        labels: class index -> label id of the deployment.
        threshold: scores below are dropped; classifications are kept.
        size: width and height of the image.

    Raises:
        Invalid: lists differ in length, a geometry is missing or broken, a class is unknown.
    """
    geometry_name = GEOMETRY_OF_TYPE.get(inference_type)
    geometries = _geometries(raw, inference_type, geometry_name)
    texts: Sequence[str | None] = raw.detection_texts or [None] * len(raw.detection_classes)
    if not len(raw.detection_classes) == len(raw.detection_scores) == len(texts) == len(geometries):
        raise Invalid("The lists of a prediction must have equal length; nothing was stored")
    _refuse_unknown(raw.detection_classes, labels)
    kept = PredictedShapes([], [], [], [])
    rows = zip(raw.detection_classes, raw.detection_scores, texts, geometries, strict=True)
    for index, score, text, geometry in rows:
        if inference_type != "CLASSIFICATION" and score < threshold:
            continue
        item = {"label_id": labels[index], "score": score, "text": text, **geometry[1]}
        shape = annotation.to_values(geometry[0], item, size)
        kept.shapes.append(shape)
        kept.classes.append(index)
        kept.scores.append(float(score))
        kept.boxes.append([float(v) for v in (shape.x, shape.y, shape.w, shape.h)])
    return kept


def _refuse_unknown(classes: Sequence[int], labels: Mapping[int, UUID]) -> None:
    unknown = sorted(set(classes) - set(labels))
    if unknown:
        raise Invalid(
            f"Classes {unknown[:10]} are not classes of this deployment; nothing was stored",
            detail=f"known classes: {sorted(labels)[:50]}",
        )


def _geometries(
    raw: RawPredictions, inference_type: str, name: str | None
) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return (kind of shape, its fields) per entry."""
    if name is None:
        return [("classification", {}) for _ in raw.detection_classes]
    values = getattr(raw, name)
    if values is None:
        raise Invalid(f"A prediction of type {inference_type} needs {name}; nothing was stored")
    return [_geometry(inference_type, value) for value in values]


def _geometry(inference_type: str, value: Any) -> tuple[str, dict[str, Any]]:
    if inference_type == "OBJECT_DETECTION":
        top, left, bottom, right = value
        width, height = max(0.0, right - left), max(0.0, bottom - top)
        return "rectangle", {"x": left, "y": top, "w": width, "h": height}
    if inference_type == "MASK":
        if not isinstance(value, str):
            raise Invalid("Masks are run-length text; nothing was stored")
        return "mask", {"mask": value}
    least, size = {"SEGMENTATION": (3, 2), "LINE": (2, 2), "KEYPOINT": (1, 3)}.get(
        inference_type, (0, 0)
    )
    if inference_type == "POINT":
        if len(value) != 2:
            raise Invalid("A point has two coordinates; nothing was stored")
        return "point", {"point": value}
    if isinstance(value, str) or len(value) < least or any(len(p) != size for p in value):
        raise Invalid(f"A shape of type {inference_type} is broken; nothing was stored")
    kind, field = _NAMES[inference_type]
    return kind, {field: value}


_NAMES = {
    "SEGMENTATION": ("polygon", "polygon"),
    "LINE": ("line", "line"),
    "KEYPOINT": ("keypoints", "keypoints"),
}
