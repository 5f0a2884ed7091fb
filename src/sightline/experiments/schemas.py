# SPDX-License-Identifier: Apache-2.0
"""Bodies of the project and experiment routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.annotation.schemas import (
    ClassificationInput,
    KeypointsInput,
    LineInput,
    MaskInput,
    PointInput,
    PolygonInput,
    RectangleInput,
    Score,
)
from sightline.datasets.schemas import InferenceType
from sightline.kernel.web.schemas import (
    FileName,
    Input,
    Json,
    JsonObject,
    Name,
    Output,
    PageOf,
    ShortText,
    Text,
)

LogType = Literal["VALUE", "IMAGE", "LINE", "TABLE", "BAR", "HEATMAP", "LABELMAP", "EVALUATION"]
ExperimentStatus = Literal["WAITING", "RUNNING", "CANCELED", "SUCCESS", "TERMINATED", "FAILED"]


class ProjectCreate(Input):
    name: Name
    description: Text | None = None


class ProjectUpdate(Input):
    name: Name | None = None
    description: Text | None = None


class AttachToProject(Input):
    dataset_version_id: UUID


class DatasetAlias(Input):
    """A dataset version of the creation form."""

    dataset_version_id: UUID
    alias: Name


class ExperimentCreate(Input):
    """Creation by the client; ``type`` and ``datasets`` are the form's (EX-02)."""

    name: Name
    description: Text | None = None
    parameters: JsonObject | None = None
    base_experiment_id: UUID | None = None
    base_model_version_id: UUID | None = None
    type: InferenceType | None = None
    datasets: Annotated[list[DatasetAlias], Field(max_length=50)] | None = None


class ExperimentUpdate(Input):
    name: Name | None = None
    description: Text | None = None
    status: ExperimentStatus | None = None


class BaseExperiment(Input):
    base_experiment_id: UUID


class BaseModelVersion(Input):
    model_version_id: UUID
    attach_base_parameters: bool | None = None
    attach_model_files: bool | None = None


class AttachDataset(Input):
    name: Name
    dataset_version_id: UUID


class LogCreate(Input):
    name: Name
    type: LogType
    data: Json


class LogUpdate(Input):
    name: Name | None = None
    data: Json | None = None


class LogAppend(Input):
    data: Json


class ArtifactCreate(Input):
    name: Name
    filename: FileName
    object_name: ShortText
    large: bool = False


class ArtifactUpdate(Input):
    name: Name | None = None
    filename: FileName | None = None
    object_name: ShortText | None = None
    large: bool | None = None


class ObjectName(Input):
    object_name: ShortText


class JobStatusInput(Input):
    status: Literal["RUNNING", "SUCCESS", "TERMINATED", "FAILED"]


def _scored(model: type[Input]) -> Any:
    scored = type(f"Scored{model.__name__}", (model,), {"__annotations__": {"score": Score}})
    return Annotated[list[scored], Field(max_length=10_000)] | None  # type: ignore[valid-type]


class EvaluationInput(Input):
    """Predicted shapes of one asset; an empty list means that the model found nothing."""

    asset_id: UUID
    rectangles: _scored(RectangleInput) = None  # type: ignore[valid-type]
    polygons: _scored(PolygonInput) = None  # type: ignore[valid-type]
    lines: _scored(LineInput) = None  # type: ignore[valid-type]
    points: _scored(PointInput) = None  # type: ignore[valid-type]
    keypoints: _scored(KeypointsInput) = None  # type: ignore[valid-type]
    masks: _scored(MaskInput) = None  # type: ignore[valid-type]
    classifications: _scored(ClassificationInput) = None  # type: ignore[valid-type]
    custom_metrics: JsonObject | None = None


class EvaluationsInput(Input):
    import_type: Literal["REPLACE", "KEEP"] = "REPLACE"
    evaluations: Annotated[list[EvaluationInput], Field(min_length=1, max_length=100)]


class EvaluateInput(Input):
    inference_type: InferenceType
    evaluation_ids: Annotated[list[UUID], Field(max_length=100_000)] | None = None
    status: ShortText | None = None


class PublishInput(Input):
    name: Name


class PublishVersionInput(Input):
    model_id: UUID


class LaunchInput(Input):
    gpus: Annotated[int, Field(ge=0, le=64)] = 0
    gpu_type: ShortText | None = None
    compute_connector_id: UUID | None = None


class ProjectRead(Output):
    id: UUID
    name: str
    description: str
    created_at: str
    experiment_count: int | None = None
    dataset_count: int | None = None


class ProjectList(Output):
    items: list[ProjectRead]
    count: int


class ExperimentRead(Output):
    id: UUID
    name: str
    description: str
    project_id: UUID
    status: str
    type: str
    base_model_version_id: UUID | None
    base_experiment_id: UUID | None
    created_at: str


class ExperimentList(PageOf):
    items: list[ExperimentRead]


class LogRead(Output):
    id: UUID
    name: str
    type: str
    data: Any


class LogList(Output):
    items: list[LogRead]
    count: int
