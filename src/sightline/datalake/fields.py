# SPDX-License-Identifier: Apache-2.0
"""What data can be searched by."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, literal, select, true

from sightline.datalake.models import Data, DataMetadata, DataSource, Tag, TagLink
from sightline.kernel.query.fields import DynamicFields, Field, FieldCatalogue, ManyField
from sightline.kernel.query.sql import compare

DATA_FIELDS = FieldCatalogue("data")

_TEXT = ("filename", "object_name", "content_type", "sha256")
_NUMBER = ("file_size", "width", "height")


def tag_field(target_id: Any) -> ManyField:
    """Build the field ``tags.name`` for rows whose id is ``target_id``."""
    return ManyField(
        "text",
        lambda: TagLink.__table__.join(
            Tag.__table__,
            and_(Tag.id == TagLink.tag_id, Tag.organization_id == TagLink.organization_id),
        ),
        lambda: TagLink.target_id == target_id,
        Tag.name,
    )


def _metadata_field(scope: str) -> DynamicFields:
    def resolve(key: str, operator: str, value: Any) -> ColumnElement[bool]:
        items = value if isinstance(value, tuple) else (value,)
        is_number = all(isinstance(i, (int, float)) and not isinstance(i, bool) for i in items)
        texts = tuple(_as_text(item) for item in items)
        column: Any = DataMetadata.num if is_number else DataMetadata.txt
        wanted: Any = value if is_number else (texts if isinstance(value, tuple) else texts[0])
        positive = operator.removeprefix("not ").replace("!", "")
        positive = "=" if operator == "!=" else positive
        condition = compare(column, "number" if is_number else "text", positive, wanted)
        found = exists(
            select(literal(1)).where(
                DataMetadata.organization_id == Data.organization_id,
                DataMetadata.data_id == Data.id,
                DataMetadata.scope == scope,
                DataMetadata.key == key,
                condition,
            )
        )
        return found if positive == operator else ~found

    return DynamicFields(resolve)


def _as_text(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def _register() -> None:
    for name in _TEXT:
        DATA_FIELDS.add(name, Field("text", getattr(Data, name)))
    for name in _NUMBER:
        DATA_FIELDS.add(name, Field("number", getattr(Data, name)))
    DATA_FIELDS.add("meta.width", Field("number", Data.width))
    DATA_FIELDS.add("meta.height", Field("number", Data.height))
    DATA_FIELDS.add("shape.width", Field("number", Data.width))
    DATA_FIELDS.add("shape.height", Field("number", Data.height))
    DATA_FIELDS.add("id", Field("uuid", Data.id))
    DATA_FIELDS.add("created_by", Field("uuid", Data.created_by_id))
    DATA_FIELDS.add("type", Field("enum", Data.type))
    DATA_FIELDS.add("upload_status", Field("enum", Data.upload_status))
    DATA_FIELDS.add("created_at", Field("datetime", Data.created_at))
    DATA_FIELDS.add("tags.name", tag_field(Data.id))
    source = ManyField(
        "text",
        lambda: DataSource.__table__,
        lambda: and_(
            DataSource.organization_id == Data.organization_id,
            DataSource.id == Data.data_source_id,
        ),
        DataSource.name,
    )
    for path in ("data_source.name", "source.name", "source", "data_source"):
        DATA_FIELDS.add(path, source)
    DATA_FIELDS.add("metadata.*", _metadata_field("m"))
    DATA_FIELDS.add("custom_metadata.*", _metadata_field("c"))


_register()


def custom_metadata_equals(wanted: dict[str, Any]) -> ColumnElement[bool]:
    """Build the list filter ``custom_metadata={…}``: equality on each given key."""
    field = _metadata_field("c")
    terms = [field.resolve(key, "=", value) for key, value in wanted.items()]
    return and_(true(), *terms)
