# SPDX-License-Identifier: Apache-2.0
"""What predicted assets can be searched by."""

from sqlalchemy import FromClause, and_

from sightline.annotation import api as annotation
from sightline.datalake import api as datalake
from sightline.deployments.models import (
    DeploymentLabel,
    DeploymentShape,
    PredictedAsset,
    Prediction,
    Review,
)
from sightline.kernel.query.fields import Field, FieldCatalogue, ManyField

PREDICTED_FIELDS = FieldCatalogue("predicted_asset")
_shape = DeploymentShape.__table__
_label = DeploymentLabel.__table__


def _shapes_of(owner: type[Prediction] | type[Review], kind: str) -> FromClause:
    table = owner.__table__
    return table.join(
        _shape,
        and_(
            _shape.c.organization_id == table.c.organization_id,
            _shape.c.owner_id == table.c.id,
            _shape.c.kind == kind,
        ),
    ).join(
        _label,
        and_(
            _label.c.organization_id == _shape.c.organization_id, _label.c.id == _shape.c.label_id
        ),
    )


def register() -> None:
    """Fill the catalogue; called once by the composition root."""
    PREDICTED_FIELDS.include("data", datalake.DATA_FIELDS)
    PREDICTED_FIELDS.add("id", Field("uuid", PredictedAsset.id))
    PREDICTED_FIELDS.add("created_at", Field("datetime", PredictedAsset.created_at))
    PREDICTED_FIELDS.add("status", Field("enum", PredictedAsset.status))
    PREDICTED_FIELDS.add("filename", Field("text", datalake.data_table.c.filename))
    PREDICTED_FIELDS.add("oracle_prediction_id", Field("uuid", PredictedAsset.oracle_prediction_id))
    PREDICTED_FIELDS.add("tags.name", datalake.tag_field(PredictedAsset.id))
    for prefix, owner in (("predictions", Prediction), ("reviews", Review)):
        for plural, kind in annotation.KINDS.items():
            _register_kind(f"{prefix}.{plural}", owner, kind)


def _register_kind(prefix: str, owner: type[Prediction] | type[Review], kind: str) -> None:
    table = owner.__table__
    columns = (
        ("label.name", "text", _label.c.name),
        ("score", "number", _shape.c.score),
        ("x", "number", _shape.c.x),
        ("y", "number", _shape.c.y),
        ("w", "number", _shape.c.w),
        ("h", "number", _shape.c.h),
        ("area", "number", _shape.c.area),
    )
    for name, field_type, column in columns:
        PREDICTED_FIELDS.add(
            f"{prefix}.{name}",
            ManyField(
                field_type,  # type: ignore[arg-type]
                lambda: _shapes_of(owner, kind),
                lambda: and_(
                    table.c.organization_id == PredictedAsset.organization_id,
                    table.c.predicted_asset_id == PredictedAsset.id,
                ),
                column,
            ),
        )
