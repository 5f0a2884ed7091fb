# SPDX-License-Identifier: Apache-2.0
"""Bodies of the annotation routes; coordinates are image pixels."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.kernel.web.schemas import (
    Coordinate,
    Finite,
    Input,
    JsonObject,
    Output,
    Storable,
    Text,
)

AnnotationStatus = Literal["PENDING", "SKIPPED", "ACCEPTED", "REFUSED"]
MAX_SHAPES = 20_000
Pair = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Triple = Annotated[list[Coordinate], Field(min_length=3, max_length=3)]
Duration = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class _ShapeInput(Input):
    label_id: UUID
    text: Text | None = None
    attributes: JsonObject | None = None


class RectangleInput(_ShapeInput):
    x: Coordinate
    y: Coordinate
    w: Annotated[Coordinate, Field(ge=0)]
    h: Annotated[Coordinate, Field(ge=0)]


class PolygonInput(_ShapeInput):
    polygon: Annotated[list[Pair], Field(min_length=3, max_length=100_000)]


class LineInput(_ShapeInput):
    line: Annotated[list[Pair], Field(min_length=2, max_length=100_000)]


class PointInput(_ShapeInput):
    point: Pair


class KeypointsInput(_ShapeInput):
    keypoints: Annotated[list[Triple], Field(min_length=1, max_length=1_000)]


class MaskInput(_ShapeInput):
    mask: Annotated[str, Field(min_length=1, max_length=5_000_000), Storable]


class ClassificationInput(_ShapeInput):
    pass


def _many(model: type[_ShapeInput]) -> Any:
    return Annotated[list[model], Field(max_length=MAX_SHAPES)] | None  # type: ignore[valid-type]


class ShapesInput(Input):
    """Lists of shapes by kind."""

    rectangles: _many(RectangleInput) = None  # type: ignore[valid-type]
    polygons: _many(PolygonInput) = None  # type: ignore[valid-type]
    lines: _many(LineInput) = None  # type: ignore[valid-type]
    points: _many(PointInput) = None  # type: ignore[valid-type]
    keypoints: _many(KeypointsInput) = None  # type: ignore[valid-type]
    masks: _many(MaskInput) = None  # type: ignore[valid-type]
    classifications: _many(ClassificationInput) = None  # type: ignore[valid-type]


class AnnotationCreate(Input):
    duration: Duration = 0.0


class AnnotationUpdate(Input):
    duration: Duration | None = None
    status: AnnotationStatus | None = None


class AnnotationSave(ShapesInput):
    """Replaces all shapes; ``version`` (own) refuses a save based on an older state."""

    duration: Duration = 0.0
    version: int | None = None


class ImportedAnnotation(ShapesInput):
    asset_id: UUID
    attributes: JsonObject | None = None
    tracks: list[Any] | None = None


class BulkAnnotations(Input):
    import_type: Literal["REPLACE", "KEEP", "CONCATENATE"]
    status: AnnotationStatus | None = None
    annotations: Annotated[list[ImportedAnnotation], Field(max_length=1_000)]


class DeleteAnnotations(Input):
    asset_ids: Annotated[list[UUID | Literal["__all__"]], Field(max_length=10_000)]
    annotation_ids: Annotated[list[UUID], Field(max_length=10_000)] | None = None


class ExportInput(Input):
    type: Literal["COCO", "YOLO", "PASCAL_VOC"]
    export_video: bool = False
    export_key: Literal["FILENAME", "ASSET_ID", "DATA_ID", "OBJECT_NAME"] = "FILENAME"
    asset_ids: Annotated[list[UUID], Field(max_length=10_000)] | None = None
    status: AnnotationStatus | None = None


class ShapeUpdate(Input):
    """Any field of a shape's own kind."""

    label_id: UUID | None = None
    text: Text | None = None
    attributes: JsonObject | None = None
    x: Coordinate | None = None
    y: Coordinate | None = None
    w: Annotated[Coordinate, Field(ge=0)] | None = None
    h: Annotated[Coordinate, Field(ge=0)] | None = None
    polygon: Annotated[list[Pair], Field(min_length=3, max_length=100_000)] | None = None
    line: Annotated[list[Pair], Field(min_length=2, max_length=100_000)] | None = None
    point: Pair | None = None


class AnnotationRead(Output):
    id: UUID
    asset_id: UUID
    status: str
    duration: float
    version: int
    created_at: str


Score = Annotated[Finite, Field(ge=0, le=1)]
