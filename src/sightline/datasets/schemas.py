# SPDX-License-Identifier: Apache-2.0
"""Bodies of the dataset routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.datalake.schemas import DataRead, KeyConf, TagRead, TextList, UuidList
from sightline.kernel.web.schemas import Ids, Input, Name, Output, PageOf, ShortText, Text

InferenceType = Literal[
    "NOT_CONFIGURED", "CLASSIFICATION", "OBJECT_DETECTION", "SEGMENTATION", "POINT", "KEYPOINT",
    "LINE", "MASK", "MULTI",
]  # fmt: skip
FLEXIBLE_TYPES = frozenset({"NOT_CONFIGURED", "MULTI"})


class DatasetCreate(Input):
    name: Name
    description: Text | None = ""


class DatasetUpdate(Input):
    name: Name | None = None
    description: Text | None = None


class VersionCreate(Input):
    version: Name
    description: Text | None = ""
    type: InferenceType = "NOT_CONFIGURED"


class VersionUpdate(Input):
    version: Name | None = None
    description: Text | None = None
    type: InferenceType | None = None


class ForkInput(Input):
    parent_id: UUID
    version: Name
    description: Text | None = ""
    type: InferenceType = "NOT_CONFIGURED"
    with_tags: bool = False
    with_labels: bool = False
    with_annotations: bool = False
    asset_ids: Ids | None = None


class AddAssets(Input):
    data_ids: Ids
    asset_tag_ids: UuidList = Field(default_factory=list)
    skip_unready: bool = False


class CopyAssets(Input):
    destination_id: UUID
    asset_ids: Ids
    with_annotations: bool = False
    with_tags: bool = False


class AssetSelection(Input):
    """Body of XGET on assets."""

    ids: UuidList | None = None
    data_ids: UuidList | None = None
    filenames: TextList | None = None
    object_names: TextList | None = None
    filename_startswith: TextList | None = None
    q: Annotated[str, Field(max_length=20_000)] | None = None
    upload_statuses: list[ShortText] | None = None
    types: list[ShortText] | None = None


class NamesInput(Input):
    names: Annotated[list[Name], Field(max_length=1_000)]


class LabelUpdate(Input):
    name: Name | None = None
    group_id: UUID | None = None


class GroupInput(Input):
    name: Name
    parent_id: UUID | None = None


class GroupUpdate(Input):
    name: Name | None = None
    parent_id: UUID | None = None


class SkeletonInput(Input):
    vertices: Annotated[list[ShortText], Field(max_length=1_000)]
    edges: Annotated[
        list[Annotated[list[int], Field(min_length=2, max_length=2)]], Field(max_length=5_000)
    ]


class AttributesInput(Input):
    attributes: Annotated[dict[str, KeyConf], Field(max_length=200)] | None = None


class ConvertInput(Input):
    tag_ids: UuidList
    tag_type: Literal["ASSET", "DATA"]


class LabelRead(Output):
    id: UUID
    name: str
    group_id: UUID | None
    color_index: int
    count: int | None = None


class DatasetRead(Output):
    id: UUID
    name: str
    description: str
    created_at: str
    version_count: int | None = None


class DatasetList(Output):
    items: list[DatasetRead]
    count: int


class VersionRead(Output):
    id: UUID
    version: str
    description: str
    type: str
    origin_id: UUID
    origin_name: str
    locked: bool
    created_at: str
    tags: list[TagRead] | None = None
    asset_count: int | None = None
    annotation_count: int | None = None
    object_count: int | None = None
    labels: list[LabelRead] | None = None


class VersionList(Output):
    items: list[VersionRead]
    count: int


class AssetRead(Output):
    id: UUID
    dataset_version_id: UUID
    data: DataRead
    tags: list[TagRead]
    shapes: list[dict[str, Any]] | None = None


class AssetPage(PageOf):
    items: list[AssetRead]


class LabelList(Output):
    items: list[LabelRead]
    count: int
