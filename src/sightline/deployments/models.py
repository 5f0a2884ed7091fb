# SPDX-License-Identifier: Apache-2.0
"""Tables of deployments: what serves, what was predicted, what people said about it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, desc, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Deployment(TenantTable, Base):
    """A champion and maybe a shadow; ``revision`` grows with every change that serving must see.

    The versions may belong to the public catalogue, hence no foreign key.
    """

    __tablename__ = "deployment"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "name"),
        refs={"target_datalake_id": ("datalake", "RESTRICT")},
    )

    name: Mapped[str]
    type: Mapped[str]
    model_version_id: Mapped[UUID]
    shadow_model_version_id: Mapped[UUID | None]
    target_datalake_id: Mapped[UUID]
    min_threshold: Mapped[float] = mapped_column(server_default=text("0"))
    sample_rate: Mapped[float] = mapped_column(server_default=text("1"))
    is_served: Mapped[bool]
    not_served_reason: Mapped[str | None]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    created_by_id: Mapped[UUID]


class DeploymentLabel(TenantTable, Base):
    """A class of the deployed model: made with the deployment, never changed."""

    __tablename__ = "deployment_label"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id", "class_index"),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    class_index: Mapped[int]
    name: Mapped[str]
    color_index: Mapped[int]


class PredictionLog(TenantTable, Base):
    """One row per prediction, stored image or not; ``id`` is the oracle prediction id.

    ``classes`` and ``scores`` (and those of the shadow) are arrays of equal length; ``boxes`` are
    ``[x, y, w, h]`` in pixels; ``features`` are pooled penultimate activations of the champion.
    """

    __tablename__ = "prediction_log"
    __table_args__ = tenant_args(
        Index("ix_prediction_log_time", "organization_id", "deployment_id", desc("happened_at")),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    model_version_id: Mapped[UUID]
    shadow_model_version_id: Mapped[UUID | None]
    happened_at: Mapped[datetime]
    filename: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    latency: Mapped[float]
    shadow_latency: Mapped[float | None]
    classes: Mapped[list[Any]]
    scores: Mapped[list[Any]]
    boxes: Mapped[list[Any]]
    shadow_classes: Mapped[list[Any] | None]
    shadow_scores: Mapped[list[Any] | None]
    statistics: Mapped[dict[str, Any] | None]
    features: Mapped[list[Any] | None]
    outlier_score: Mapped[float | None]
    is_outlier: Mapped[bool | None]
    tags: Mapped[list[Any] | None]
    custom_metrics: Mapped[dict[str, Any] | None]


class PredictedAsset(TenantTable, Base):
    """An image of production with its predictions; a data item is predicted once per deployment."""

    __tablename__ = "predicted_asset"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id", "data_id"),
        UniqueConstraint("organization_id", "oracle_prediction_id"),
        Index("ix_predicted_asset_page", "organization_id", "deployment_id", desc("id")),
        Index("ix_predicted_asset_status", "organization_id", "deployment_id", "status"),
        refs={"deployment_id": ("deployment", "CASCADE"), "data_id": ("data", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    data_id: Mapped[UUID]
    oracle_prediction_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="TO_REVIEW")
    review_version: Mapped[int] = mapped_column(server_default=text("0"))
    submitted_at: Mapped[datetime | None]


class Prediction(TenantTable, Base):
    """What the champion or the shadow said about a predicted asset."""

    __tablename__ = "prediction"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "predicted_asset_id", "is_shadow"),
        refs={"predicted_asset_id": ("predicted_asset", "CASCADE")},
    )

    predicted_asset_id: Mapped[UUID]
    is_shadow: Mapped[bool]
    model_version_id: Mapped[UUID]
    latency: Mapped[float]


class Review(TenantTable, Base):
    """One version of what a person says is right; the newest counts."""

    __tablename__ = "review"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "predicted_asset_id", "version"),
        refs={"predicted_asset_id": ("predicted_asset", "CASCADE")},
    )

    predicted_asset_id: Mapped[UUID]
    version: Mapped[int]
    content_hash: Mapped[str]
    created_by_id: Mapped[UUID]


class DeploymentShape(Base):
    """A shape of a prediction or a review: enclosing box in pixels, geometry beyond boxes."""

    __tablename__ = "deployment_shape"
    __table_args__ = tenant_args(
        Index("ix_deployment_shape_owner", "organization_id", "owner_id"),
        Index("ix_deployment_shape_label", "organization_id", "label_id"),
        refs={
            "predicted_asset_id": ("predicted_asset", "CASCADE"),
            "label_id": ("deployment_label", "CASCADE"),
        },
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    organization_id: Mapped[UUID]
    predicted_asset_id: Mapped[UUID]
    owner_id: Mapped[UUID]
    kind: Mapped[str]
    label_id: Mapped[UUID]
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    area: Mapped[float]
    geometry: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    score: Mapped[float | None]
    text: Mapped[str | None]


class TrainingData(TenantTable, Base):
    """The dataset version that drift and outlier scores compare with, and what was fitted to it."""

    __tablename__ = "training_data"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id"),
        refs={
            "deployment_id": ("deployment", "CASCADE"),
            "dataset_version_id": ("dataset_version", "CASCADE"),
        },
    )

    deployment_id: Mapped[UUID]
    dataset_version_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="PENDING")
    reason: Mapped[str | None]
    generation: Mapped[int] = mapped_column(server_default=text("1"))
    object_name: Mapped[str | None]
    image_count: Mapped[int | None]
    label_counts: Mapped[dict[str, Any] | None]
    computed_at: Mapped[datetime | None]


class FeedbackLoop(TenantTable, Base):
    """Whether reviewed predictions flow into dataset versions."""

    __tablename__ = "feedback_loop"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id"),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    is_active: Mapped[bool]


class PipelineDataset(TenantTable, Base):
    """A dataset version of the feedback loop (``FL``) or of continuous training (``CT``)."""

    __tablename__ = "pipeline_dataset"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id", "part", "dataset_version_id"),
        Index(
            "uq_pipeline_dataset_alias",
            "organization_id",
            "deployment_id",
            "alias",
            unique=True,
            postgresql_where=text("part = 'CT'"),
        ),
        refs={
            "deployment_id": ("deployment", "CASCADE"),
            "dataset_version_id": ("dataset_version", "CASCADE"),
        },
    )

    deployment_id: Mapped[UUID]
    part: Mapped[str]
    dataset_version_id: Mapped[UUID]
    alias: Mapped[str | None]


class ContinuousTraining(TenantTable, Base):
    """Which experiment is started, and after how many submitted predictions."""

    __tablename__ = "continuous_training"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id"),
        refs={"deployment_id": ("deployment", "CASCADE"), "project_id": ("project", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    project_id: Mapped[UUID]
    is_active: Mapped[bool]
    trigger: Mapped[str]
    threshold: Mapped[int | None]
    experiment_parameters: Mapped[dict[str, Any]]
    created_by_id: Mapped[UUID]


class ContinuousDeployment(TenantTable, Base):
    """What happens with a model that continuous training made."""

    __tablename__ = "continuous_deployment"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id"),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    is_active: Mapped[bool]
    policy: Mapped[str]


class PipelineTrigger(TenantTable, Base):
    """Counter of submitted predictions; ``counted - consumed`` wait for the next firing."""

    __tablename__ = "pipeline_trigger"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id"),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    counted: Mapped[int] = mapped_column(server_default=text("0"))
    consumed: Mapped[int] = mapped_column(server_default=text("0"))
    generation: Mapped[int] = mapped_column(server_default=text("0"))


class PipelineFiring(TenantTable, Base):
    """One crossing of the threshold: exactly one experiment."""

    __tablename__ = "pipeline_firing"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "deployment_id", "generation"),
        refs={"deployment_id": ("deployment", "CASCADE")},
    )

    deployment_id: Mapped[UUID]
    generation: Mapped[int]
    experiment_id: Mapped[UUID | None]
    started_at: Mapped[datetime | None]
    failed_reason: Mapped[str | None]
    finished_status: Mapped[str | None]
    model_version_id: Mapped[UUID | None]
