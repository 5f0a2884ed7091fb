# SPDX-License-Identifier: Apache-2.0
"""The kinds of shapes: from contract bodies to rows and back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sightline.annotation.schemas import ShapesInput
from sightline.vision import masks

KINDS = {
    "rectangles": "rectangle",
    "polygons": "polygon",
    "lines": "line",
    "points": "point",
    "keypoints": "keypoints",
    "masks": "mask",
    "classifications": "classification",
}
"""Name of the list on the wire -> ``kind`` of the row."""
PLURALS = {kind: name for name, kind in KINDS.items()}
GEOMETRY_FIELD = {
    "polygon": "polygon",
    "line": "line",
    "point": "point",
    "keypoints": "keypoints",
    "mask": "mask",
}


@dataclass(frozen=True, slots=True)
class ShapeValues:
    """What a shape row stores besides its ids; box in pixels."""

    kind: str
    label_id: UUID
    x: float
    y: float
    w: float
    h: float
    area: float
    geometry: Any
    text: str | None
    attributes: dict[str, Any] | None
    score: float | None = None


def iter_values(body: ShapesInput, size: tuple[int, int] | None = None) -> Iterator[ShapeValues]:
    """Yield the shapes of a body in the order of the wire.

    Args:
        size: width and height of the image; needed to measure masks.
    """
    for plural, kind in KINDS.items():
        for item in getattr(body, plural) or ():
            yield to_values(kind, item.model_dump(), size)


def to_values(kind: str, item: dict[str, Any], size: tuple[int, int] | None = None) -> ShapeValues:
    """Measure one shape: enclosing box and area."""
    geometry = item.get(GEOMETRY_FIELD.get(kind, ""))
    box = _box(kind, item, geometry, size)
    return ShapeValues(
        kind=kind,
        label_id=item["label_id"],
        x=box[0],
        y=box[1],
        w=box[2],
        h=box[3],
        area=box[4],
        geometry=geometry,
        text=item.get("text"),
        attributes=item.get("attributes"),
        score=item.get("score"),
    )


def _box(
    kind: str, item: dict[str, Any], geometry: Any, size: tuple[int, int] | None
) -> tuple[float, float, float, float, float]:
    if kind == "rectangle":
        return item["x"], item["y"], item["w"], item["h"], item["w"] * item["h"]
    if kind == "classification":
        return 0.0, 0.0, 0.0, 0.0, 0.0
    if kind == "mask":
        return _mask_box(geometry, size)
    points = [geometry] if kind == "point" else geometry
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    area = _polygon_area(points) if kind == "polygon" else 0.0
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), area


def _polygon_area(points: list[list[float]]) -> float:
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        total += x0 * y1 - x1 * y0
    return abs(total) / 2


def _mask_box(
    counts: str, size: tuple[int, int] | None
) -> tuple[float, float, float, float, float]:
    """Measure a mask; a text that does not decode to the image's size is kept with zeros."""
    if size is None:
        return 0.0, 0.0, 0.0, 0.0, 0.0
    width, height = size
    try:
        x, y, w, h = masks.bbox(counts, height, width)
        return float(x), float(y), float(w), float(h), float(masks.area(counts))
    except (ValueError, IndexError):
        return 0.0, 0.0, 0.0, 0.0, 0.0


def whole(value: float) -> int:
    """Round to the contract's whole pixels, halves away from zero."""
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)


def describe(row: Any) -> dict[str, Any]:
    """Build the kind's own fields of a Shape answer."""
    kind: str = row.kind
    if kind == "rectangle":
        return {name: whole(getattr(row, name)) for name in ("x", "y", "w", "h")}
    if kind == "mask":
        box = [whole(getattr(row, name)) for name in ("x", "y", "w", "h")]
        return {"mask": row.geometry, "area": row.area, "bbox": box}
    if kind == "point":
        return {"point": [whole(value) for value in row.geometry]}
    if kind in {"polygon", "line", "keypoints"}:
        points = [[whole(value) for value in point] for point in row.geometry]
        return {GEOMETRY_FIELD[kind]: points}
    return {}
