# SPDX-License-Identifier: Apache-2.0
"""Bodies and answers of the deployment routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.annotation.schemas import (
    ClassificationInput,
    LineInput,
    PointInput,
    PolygonInput,
    RectangleInput,
    ShapesInput,
)
from sightline.kernel.web.schemas import Input, JsonObject, Name, Output, PageOf

Threshold = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Policy = Literal["DEPLOY_CHAMPION", "DEPLOY_SHADOW", "DEPLOY_MANUAL"]
Trigger = Literal["FEEDBACK_LOOP", "NONE"]
MAX_SUBMITTED = 1_000


class DeployInput(Input):
    """Deploy dialog and the client's ``model_version.deploy``."""

    name: Name | None = None
    min_threshold: Threshold | None = None
    target_datalake_id: UUID | None = None
    shadow_model_version_id: UUID | None = None
    disable_serving: bool | None = None


class DeploymentCreate(DeployInput):
    model_version_id: UUID


class DeploymentUpdate(Input):
    name: Name | None = None
    min_threshold: Threshold | None = None
    target_datalake_id: UUID | None = None
    sample_rate: Threshold | None = None


class ModelChoice(Input):
    model_version_id: UUID


class ReviewInput(Input):
    """The client's ``add_review``."""

    rectangles: Annotated[list[RectangleInput], Field(max_length=5_000)] | None = None
    polygons: Annotated[list[PolygonInput], Field(max_length=5_000)] | None = None
    classifications: Annotated[list[ClassificationInput], Field(max_length=100)] | None = None
    lines: Annotated[list[LineInput], Field(max_length=5_000)] | None = None
    points: Annotated[list[PointInput], Field(max_length=5_000)] | None = None


class ReviewSave(Input):
    """A save of the review view; ``based_on_version`` is the review it started from, 0 for none."""

    shapes: ShapesInput
    based_on_version: Annotated[int, Field(ge=0)] = 0


class SubmitInput(Input):
    predicted_asset_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_SUBMITTED)]
    dataset_version_id: UUID


class Active(Input):
    active: bool


class DatasetChoice(Input):
    dataset_version_id: UUID


class AliasChoice(DatasetChoice):
    name: Name


class ContinuousTrainingInput(Input):
    project_id: UUID
    training_type: Literal["EXPERIMENT"] = "EXPERIMENT"
    experiment_parameters: JsonObject
    trigger: Trigger | None = None
    threshold: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class PolicyInput(Input):
    policy: Policy


class DeploymentRead(Output):
    id: UUID
    name: str
    type: str
    model_version_id: UUID
    shadow_model_version_id: UUID | None
    oracle_host: str | None
    serving_host: str | None
    min_threshold: float
    sample_rate: float
    created_at: str


class DeploymentList(PageOf):
    items: list[DeploymentRead]


class PredictedAssetRead(Output):
    id: UUID
    oracle_prediction_id: UUID
    status: str
    data: dict[str, Any]


class PredictedAssetPage(PageOf):
    items: list[PredictedAssetRead]


class CloudImage(Input):
    """An object of the target datalake's connector."""

    connector_id: UUID | None = None
    client_type: Annotated[str, Field(max_length=50)] | None = None
    bucket_name: Annotated[str, Field(max_length=200)] | None = None
    object_name: Annotated[str, Field(max_length=1_000)]
