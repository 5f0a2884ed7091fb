# SPDX-License-Identifier: Apache-2.0
"""Decoders turn raw outputs of a model family into detections; chosen from ONNX metadata."""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from sightline.vision.detections import Detections

FAMILY_KEY = "sightline.family"
LABELS_KEY = "sightline.labels"

Outputs = Mapping[str, NDArray[np.float32]]

# One module per family, imported when a model of it is loaded.
_FAMILIES = {
    "centre-point": "sightline.vision.decoders.centre_point",
}


class Decoder(Protocol):
    """What every module of a family offers."""

    def decode(
        self,
        outputs: Outputs,
        metadata: Mapping[str, str],
        original_size: tuple[int, int],
        /,
        *,
        threshold: float = 0.01,
    ) -> Detections:
        """Turn outputs into detections.

        Args:
            outputs: by the names of the ONNX graph, batch of one.
            metadata: of the ONNX file.
            original_size: height and width of the image in pixels.
            threshold: scores below are not even looked at.
        """
        ...


class UnknownFamily(ValueError):
    """The metadata of a model names no family that can be decoded."""


def decoder_for(metadata: Mapping[str, str]) -> Decoder:
    """Choose the decoder of a model.

    Args:
        metadata: ``metadata_props`` of the ONNX file.

    Raises:
        UnknownFamily: no or another family is named.
    """
    family = metadata.get(FAMILY_KEY)
    if family is None:
        raise UnknownFamily(
            f"the model has no metadata entry {FAMILY_KEY!r}; known families: {families()}"
        )
    if family not in _FAMILIES:
        raise UnknownFamily(f"model family {family!r} is unknown; known: {families()}")
    return cast("Decoder", import_module(_FAMILIES[family]))


def families() -> str:
    """List the families that can be decoded, as text for messages."""
    return ", ".join(sorted(_FAMILIES))


def labels_of(metadata: Mapping[str, str]) -> dict[int, str]:
    """Read the label map from ONNX metadata; empty when there is none.

    Raises:
        ValueError: the entry is not a JSON object of index to name.
    """
    try:
        found: Any = json.loads(metadata.get(LABELS_KEY, "{}"))
        return {int(index): str(name) for index, name in found.items()}
    except (ValueError, AttributeError) as error:
        raise ValueError(f"metadata entry {LABELS_KEY!r} is wrong: {error}") from error
