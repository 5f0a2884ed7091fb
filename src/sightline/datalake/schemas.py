# SPDX-License-Identifier: Apache-2.0
"""Bodies of the datalake routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import Field

from sightline.kernel.errors import Invalid
from sightline.kernel.web.schemas import (
    BigInt,
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

DataType = Literal["IMAGE", "VIDEO"]
TagTarget = Literal[
    "DATA", "ASSET", "MODEL_VERSION", "MODEL", "DATASET_VERSION", "DATASET", "DEPLOYMENT",
    "PREDICTED_ASSET",
]  # fmt: skip
ObjectPurpose = Literal[
    "AGENTS_REPORT", "ARTIFACT", "DATA", "DATA_PROJECTION", "LOGGING", "LOG_IMAGE", "MODEL_FILE",
    "MODEL_THUMB", "CAMPAIGN_FILE", "REVIEW_CAMPAIGN_FILE",
]  # fmt: skip
Size = Annotated[int, Field(ge=0, le=1_000_000)]
UuidList = Annotated[list[UUID], Field(max_length=1_000)]
TextList = Annotated[list[ShortText], Field(max_length=1_000)]


class ClientMeta(Input):
    """What the client believes of the picture; the server measures on its own."""

    width: Size
    height: Size


class DataCreate(Input):
    type: DataType
    filename: FileName
    object_name: ShortText
    content_type: ShortText
    tags: UuidList = Field(default_factory=list)
    data_source_id: UUID | None = None
    meta: ClientMeta | None = None
    metadata: JsonObject | None = None
    custom_metadata: JsonObject | None = None


class DataUpdate(Input):
    metadata: JsonObject | None = None


class CustomMetadataUpdate(Input):
    custom_metadata: JsonObject | None = None


class DataSelection(Input):
    """Body of XGET on data."""

    ids: UuidList | None = None
    filenames: TextList | None = None
    object_names: TextList | None = None
    q: Annotated[str, Field(max_length=20_000)] | None = None
    upload_statuses: list[ShortText] | None = None
    types: list[ShortText] | None = None


class BulkDataUpdate(Input):
    metadata: JsonObject | None = None
    custom_metadata: JsonObject | None = None
    tags: list[Name] | None = None
    data_source: Name | None = None


class BulkUpdate(Input):
    datalake_id: UUID
    objects: Annotated[dict[UUID, BulkDataUpdate], Field(max_length=100)]


class ImportByPrefix(Input):
    """Import every stored object under some prefixes that is no data yet."""

    datalake_id: UUID
    prefixes: Annotated[list[ShortText], Field(min_length=1, max_length=100)]
    tag_ids: UuidList = Field(default_factory=list)
    data_source_id: UUID | None = None


class ImportByName(Input):
    """Import stored objects by name, with what is known of each."""

    datalake_id: UUID
    objects: Annotated[dict[ShortText, BulkDataUpdate], Field(min_length=1, max_length=500)]


class NamedObject(Input):
    name: Name
    object_name: ShortText


class ImportProjections(Input):
    """Object name of a data item -> its projections."""

    datalake_id: UUID
    projections: Annotated[
        dict[ShortText, Annotated[list[NamedObject], Field(max_length=50)]],
        Field(min_length=1, max_length=500),
    ]


class ProjectionCreate(Input):
    name: Name
    file_size: BigInt
    object_name: ShortText
    filename: FileName
    content_type: ShortText
    width: Size | None = None
    height: Size | None = None
    additional_info: JsonObject | None = None


class NameInput(Input):
    name: Name


class TagCreate(Input):
    name: Name
    target_type: Literal["DATASET", "DATASET_VERSION", "MODEL", "MODEL_VERSION", "DEPLOYMENT"]


class ObjectNameInput(Input):
    filename: FileName
    type: ObjectPurpose
    context: JsonObject | None = None
    upload_dir: ShortText | None = None


class ObjectInput(Input):
    object_name: ShortText
    content_type: ShortText | None = None


class PartInput(Input):
    object_name: ShortText
    upload_id: Annotated[str, Field(max_length=100)]
    part_no: Annotated[int, Field(ge=1, le=10_000)]


class UploadedPart(Input):
    ETag: Annotated[str, Field(max_length=100)]
    PartNumber: Annotated[int, Field(ge=1, le=10_000)]


class CompleteInput(Input):
    object_name: ShortText
    upload_id: Annotated[str, Field(max_length=100)]
    parts: Annotated[list[UploadedPart], Field(max_length=10_000)]


class AllowExtraInput(Input):
    allow_extra_custom_metadata: bool


class KeyConf(Input):
    """Configuration of one custom metadata key (features.md DL-16)."""

    input_type: Literal["STRING", "INTEGER", "FLOAT", "DATETIME", "BOOLEAN"]
    required: bool = False
    display_name: Annotated[str, Field(min_length=1, max_length=256)] | None = None
    archived: bool = False
    choices: Annotated[list[Json], Field(min_length=1, max_length=64)] | None = None
    allow_multiple: bool | None = None
    min: Json | None = None
    max: Json | None = None


ChartFunction = Literal["AVG", "COUNT", "MAX", "MIN", "SUM"]
ChartField = Literal[
    "ID", "CREATED_AT", "CONTENT_TYPE", "UPLOAD_STATUS", "FILE_SIZE", "TAG", "SOURCE", "METADATA",
    "CUSTOM_METADATA", "DATASET_VERSION", "DEPLOYMENT",
]  # fmt: skip
JsonType = Literal["UUID", "STRING", "INTEGER", "FLOAT", "DATETIME", "BOOLEAN"]


class ChartUpdate(Input):
    """Change of a chart; absent fields stay. ``filters`` is ``{"q": "<query>"}``."""

    name: Name | None = None
    description: Text | None = None
    filters: JsonObject | None = None
    aggregate_function: ChartFunction | None = None
    aggregate_field: ChartField | None = None
    aggregate_related_key: ShortText | None = None
    aggregate_json_key: ShortText | None = None
    aggregate_json_value_type: JsonType | None = None
    group_by_field: ChartField | None = None
    group_by_related_key: ShortText | None = None
    group_by_json_key: ShortText | None = None
    group_by_json_value_type: JsonType | None = None


class ChartCreate(ChartUpdate):
    name: Name
    aggregate_function: ChartFunction
    aggregate_field: ChartField


class ChartRead(Output):
    id: UUID
    name: str
    status: str
    results: dict[str, Any] | None


class ChartList(Output):
    items: list[ChartRead]
    count: int


class TagRead(Output):
    id: UUID
    name: str
    target_type: str


class SourceRead(Output):
    id: UUID
    name: str


class MetaRead(Output):
    width: int
    height: int


class DataRead(Output):
    id: UUID
    datalake_id: UUID
    type: str
    filename: str
    object_name: str
    content_type: str
    upload_status: str
    status_reason: str | None
    file_size: int
    created_at: str
    meta: MetaRead | None = None
    metadata: dict[str, Any] | None
    custom_metadata: dict[str, Any] | None
    presigned_url: str | None
    thumbnail_url: str | None
    display_url: str | None
    tags: list[TagRead]
    data_source: SourceRead | None


class DataPage(PageOf):
    items: list[DataRead]


class DatalakeRead(Output):
    id: UUID
    name: str
    connector_id: UUID
    data_count: int | None = None


class DatalakeList(Output):
    items: list[DatalakeRead]
    count: int


class TagList(Output):
    items: list[TagRead]
    count: int


def read_custom_metadata(text: str | None) -> dict[str, Any] | None:
    """Read the list filter ``custom_metadata``: one JSON object."""
    if text is None:
        return None
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Invalid("custom_metadata must be a JSON object") from error
    if not isinstance(value, dict):
        raise Invalid("custom_metadata must be a JSON object")
    return value
