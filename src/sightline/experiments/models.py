# SPDX-License-Identifier: Apache-2.0
"""Tables of projects and experiments."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Float, Index, PrimaryKeyConstraint, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Project(TenantTable, Base):
    """A group of experiments."""

    __tablename__ = "project"
    __table_args__ = tenant_args(UniqueConstraint("organization_id", "name"))

    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    created_by_id: Mapped[UUID | None]


class ProjectDataset(TenantTable, Base):
    """A dataset version that experiments of a project may use."""

    __tablename__ = "project_dataset"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "project_id", "dataset_version_id"),
        refs={
            "project_id": ("project", "CASCADE"),
            "dataset_version_id": ("dataset_version", "CASCADE"),
        },
    )

    project_id: Mapped[UUID]
    dataset_version_id: Mapped[UUID]


class Experiment(TenantTable, Base):
    """One tracked training; image, script and constraints are copied from the base."""

    __tablename__ = "experiment"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "project_id", "name"),
        refs={
            "project_id": ("project", "CASCADE"),
            "base_experiment_id": ("experiment", "SET NULL"),
        },
    )

    project_id: Mapped[UUID]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="WAITING")
    type: Mapped[str] = mapped_column(server_default="NOT_CONFIGURED")
    base_model_version_id: Mapped[UUID | None]
    base_experiment_id: Mapped[UUID | None]
    docker_image: Mapped[str | None]
    script: Mapped[str | None]
    dataset_constraints: Mapped[list[Any] | None]
    metrics: Mapped[dict[str, Any] | None]
    deployment_id: Mapped[UUID | None]
    created_by_id: Mapped[UUID | None]


class ExperimentDataset(TenantTable, Base):
    """A dataset version under an alias; ``content_hash`` is what training saw at launch."""

    __tablename__ = "experiment_dataset"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id", "name"),
        refs={
            "experiment_id": ("experiment", "CASCADE"),
            "dataset_version_id": ("dataset_version", "CASCADE"),
        },
    )

    experiment_id: Mapped[UUID]
    dataset_version_id: Mapped[UUID]
    name: Mapped[str]
    content_hash: Mapped[str | None]


class ExperimentLog(TenantTable, Base):
    """A named log; the numbers of a LINE are rows of `MetricPoint`."""

    __tablename__ = "experiment_log"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id", "name"),
        refs={"experiment_id": ("experiment", "CASCADE")},
    )

    experiment_id: Mapped[UUID]
    name: Mapped[str]
    type: Mapped[str]
    data: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    point_count: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))


class MetricPoint(Base):
    """One value of a LINE log."""

    __tablename__ = "metric_point"
    __table_args__ = (
        PrimaryKeyConstraint("organization_id", "log_id", "step"),
        *tenant_args(refs={"log_id": ("experiment_log", "CASCADE")})[1:],
    )

    organization_id: Mapped[UUID]
    log_id: Mapped[UUID]
    step: Mapped[int] = mapped_column(BigInteger)
    value: Mapped[float | None] = mapped_column(Float(53))


class Artifact(TenantTable, Base):
    """A named file of an experiment."""

    __tablename__ = "artifact"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id", "name"),
        refs={"experiment_id": ("experiment", "CASCADE")},
    )

    experiment_id: Mapped[UUID]
    name: Mapped[str]
    filename: Mapped[str]
    object_name: Mapped[str]
    is_large: Mapped[bool] = mapped_column(server_default=text("false"))


class Evaluation(TenantTable, Base):
    """A model's prediction on one asset."""

    __tablename__ = "evaluation"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id", "asset_id"),
        refs={"experiment_id": ("experiment", "CASCADE"), "asset_id": ("asset", "CASCADE")},
    )

    experiment_id: Mapped[UUID]
    asset_id: Mapped[UUID]
    metrics: Mapped[dict[str, Any] | None]
    custom_metrics: Mapped[dict[str, Any] | None]


class EvaluationShape(TenantTable, Base):
    """A predicted shape with its score."""

    __tablename__ = "evaluation_shape"
    __table_args__ = tenant_args(
        Index("ix_evaluation_shape_evaluation", "organization_id", "evaluation_id"),
        refs={"evaluation_id": ("evaluation", "CASCADE"), "label_id": ("label", "CASCADE")},
    )

    evaluation_id: Mapped[UUID]
    label_id: Mapped[UUID]
    kind: Mapped[str]
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    geometry: Mapped[Any | None] = mapped_column(JSONB(none_as_null=True))
    text: Mapped[str | None]
    score: Mapped[float]


class LoggingFile(TenantTable, Base):
    """The stored log file of an experiment."""

    __tablename__ = "logging_file"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id"),
        refs={"experiment_id": ("experiment", "CASCADE")},
    )

    experiment_id: Mapped[UUID]
    object_name: Mapped[str]


class ExperimentLogLine(Base):
    """A line that a training script sent; the same number replaces the line."""

    __tablename__ = "experiment_log_line"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "experiment_id", "line_number"),
        refs={"experiment_id": ("experiment", "CASCADE")},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    organization_id: Mapped[UUID]
    experiment_id: Mapped[UUID]
    line_number: Mapped[int]
    line: Mapped[str]
