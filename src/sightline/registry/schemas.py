# SPDX-License-Identifier: Apache-2.0
"""Bodies of the registry routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.datalake.schemas import TagRead
from sightline.datasets.schemas import InferenceType
from sightline.kernel.web.schemas import FileName, Input, JsonObject, Name, Output, ShortText, Text

Framework = Literal["TENSORFLOW", "PYTORCH", "ONNX", "NOT_CONFIGURED"]


Image = Annotated[str, Field(max_length=500, pattern=r"^([\w][\w.\-/:@]*)?$")]
Tag = Annotated[str, Field(max_length=128, pattern=r"^([\w][\w.\-]*)?$")]
"""Names of container images: no spaces, no signs that a shell reads."""


class ModelCreate(Input):
    name: Name
    description: Text | None = None


class ModelUpdate(Input):
    name: Name | None = None
    description: Text | None = None


class VersionInput(Input):
    """Creation and change of a version; absent fields stay or get defaults."""

    name: Name | None = None
    type: InferenceType | None = None
    framework: Framework | None = None
    docker_image: Image | None = None
    docker_tag: Tag | None = None
    docker_flags: Annotated[list[ShortText], Field(max_length=100)] | None = None
    docker_env_variables: JsonObject | None = None
    thumbnail_object_name: ShortText | None = None
    notebook_link: ShortText | None = None
    labels: Annotated[dict[str, ShortText], Field(max_length=20_000)] | None = None
    parameters: JsonObject | None = None
    description: Text | None = None


class FileInput(Input):
    name: Name
    filename: FileName
    object_name: ShortText
    large: bool = False


class ModelRead(Output):
    id: UUID
    name: str
    description: str
    private: bool
    created_at: str
    version_count: int | None = None
    tags: list[TagRead] | None = None


class ModelList(Output):
    items: list[ModelRead]
    count: int


class ModelVersionRead(Output):
    id: UUID
    name: str
    version: int
    type: str
    framework: str
    description: str
    labels: dict[str, Any] | None
    parameters: dict[str, Any]
    docker_image: str | None
    docker_tag: str | None
    origin: ModelRead
    trainable: bool
    deployable: bool
    created_at: str


class ModelVersionList(Output):
    items: list[ModelVersionRead]
    count: int


class FileRead(Output):
    id: UUID
    name: str
    filename: str
    object_name: str
    large: bool
    presigned_url: str | None
