# SPDX-License-Identifier: Apache-2.0
"""What assets can be searched by; annotations add theirs, data get the versions they are in."""

from sqlalchemy import FromClause, and_

from sightline.datalake import api as datalake
from sightline.datasets.models import Asset, Dataset, DatasetVersion
from sightline.kernel.query.fields import Field, FieldCatalogue, ManyField

ASSET_FIELDS = FieldCatalogue("asset")


def register() -> None:
    """Fill the catalogue and extend the datalake's; called once by the composition root."""
    ASSET_FIELDS.add("id", Field("uuid", Asset.id))
    ASSET_FIELDS.add("created_at", Field("datetime", Asset.created_at))
    ASSET_FIELDS.add("filename", Field("text", datalake.data_table.c.filename))
    ASSET_FIELDS.add("tags.name", datalake.tag_field(Asset.id))
    data = datalake.data_table.c
    for path, column in (
        ("datasets.version", DatasetVersion.version),
        ("datasets.name", Dataset.name),
        ("dataset_versions.version", DatasetVersion.version),
    ):
        datalake.DATA_FIELDS.add(
            path,
            ManyField(
                "text",
                _membership,
                lambda: and_(
                    _member.c.organization_id == data.organization_id,
                    _member.c.data_id == data.id,
                ),
                column,
            ),
        )
    # last, so that assets can be searched by all that data can be searched by
    ASSET_FIELDS.include("data", datalake.DATA_FIELDS)


_member = Asset.__table__.alias("member")


def _membership() -> FromClause:
    return _member.join(
        DatasetVersion.__table__,
        and_(
            DatasetVersion.organization_id == _member.c.organization_id,
            DatasetVersion.id == _member.c.dataset_version_id,
        ),
    ).join(
        Dataset.__table__,
        and_(
            Dataset.organization_id == DatasetVersion.organization_id,
            Dataset.id == DatasetVersion.dataset_id,
        ),
    )
