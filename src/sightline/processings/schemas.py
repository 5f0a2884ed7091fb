# SPDX-License-Identifier: Apache-2.0
"""Bodies of the processing routes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from sightline.datasets.schemas import InferenceType
from sightline.kernel.web.schemas import Ids, Input, JsonObject, Name, Output, ShortText, Text
from sightline.registry.schemas import Framework

Target = Literal["DATASET_VERSION", "MODEL_VERSION", "DATALAKE"]
Type = Literal[
    "PRE_ANNOTATION", "DATA_AUGMENTATION", "DATASET_VERSION_CREATION", "AUTO_TAGGING",
    "AUTO_ANNOTATION", "DATA_AUTO_TAGGING", "MODEL_COMPRESSION", "MODEL_CONVERSION",
]  # fmt: skip
InputType = Literal[
    "TEXT", "NUMBER", "DATASET_VERSION", "MODEL_VERSION", "MODEL", "DATALAKE", "DATASET"
]
Count = Annotated[int, Field(ge=0, le=1024)]
Image = Annotated[str, Field(min_length=1, max_length=500, pattern=r"^[\w][\w.\-/:@]*$")]
Tag = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\w][\w.\-]*$")]


class ProcessingCreate(Input):
    name: Name
    target: Target
    description: Text | None = None
    type: Type | None = None
    default_cpu: Count
    default_gpu: Count
    default_parameters: JsonObject
    docker_image: Image
    docker_tag: Tag
    docker_flags: Annotated[list[ShortText], Field(max_length=100)] | None = None


class ProcessingUpdate(Input):
    description: Text | None = None
    default_cpu: Count | None = None
    default_gpu: Count | None = None
    default_parameters: JsonObject | None = None
    docker_image: Image | None = None
    docker_tag: Tag | None = None


class InputChange(Input):
    required: bool
    inference_type_constraint: InferenceType | None = None
    framework_constraint: Framework | None = None


class InputCreate(InputChange):
    name: Name
    input_type: InputType


class LaunchInput(Input):
    """What a launch gives; None takes the processing's default."""

    processing_id: UUID
    parameters: JsonObject | None = None
    cpu: Count | None = None
    gpu: Count | None = None
    inputs: JsonObject = Field(default_factory=dict)


class DatasetLaunch(LaunchInput):
    asset_ids: Ids | None = None


class DatalakeLaunch(LaunchInput):
    data_ids: Annotated[Ids, Field(min_length=1)]


class ProcessingRead(Output):
    id: UUID
    name: str
    target: Target
    type: str | None
    description: str
    docker_image: str
    docker_tag: str
    docker_flags: list[str] | None
    default_parameters: dict[str, Any]
    default_cpu: int
    default_gpu: int
    private: bool
    created_at: str


class ProcessingList(Output):
    items: list[ProcessingRead]
    count: int


class InputRead(Output):
    id: UUID
    name: str
    input_type: InputType
    required: bool
    inference_type_constraint: str | None
    framework_constraint: str | None


class InputList(Output):
    items: list[InputRead]
    count: int
