# SPDX-License-Identifier: Apache-2.0
"""An ONNX model ready to predict: checked before it is opened, warmed up before it is used."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.kernel.errors import Invalid
from sightline.vision.decoders import Decoder, UnknownFamily, decoder_for, labels_of
from sightline.vision.detections import Detections
from sightline.vision.preprocess import InputSpec, input_spec, prepare

MAX_MODEL_BYTES = 4 * 1024**3
RAW_THRESHOLD = 0.01
"""Peaks below are never looked at, not even with ``postprocess=False``."""


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model file says of itself."""

    metadata: Mapping[str, str]
    labels: dict[int, str]
    spec: InputSpec
    decoder: Decoder


def read_card(path: Path) -> ModelCard:
    """Check an ONNX file without running it.

    Raises:
        Invalid: not ONNX, weights outside the file, or metadata that serving needs is missing.
    """
    import onnx

    if path.stat().st_size > MAX_MODEL_BYTES:
        raise Invalid("The model file is larger than 4 GiB: it is not served here")
    try:
        model = onnx.load(path, load_external_data=False)
        onnx.checker.check_model(model, full_check=False)
    except Exception as error:
        raise Invalid(
            "The file model-latest is no valid ONNX model", detail=_short(error)
        ) from error
    if _has_external_data(model):
        raise Invalid(
            "The ONNX model keeps weights in another file: export it as one file",
            detail="serving never opens paths that a model names",
        )
    metadata = {item.key: item.value for item in model.metadata_props}
    try:
        return ModelCard(metadata, labels_of(metadata), input_spec(metadata), decoder_for(metadata))
    except (UnknownFamily, ValueError) as error:
        raise Invalid(f"The ONNX model cannot be served: {error}") from error


def _has_external_data(model: Any) -> bool:
    from onnx.external_data_helper import uses_external_data

    graphs = [model.graph]
    while graphs:
        graph = graphs.pop()
        if any(uses_external_data(tensor) for tensor in graph.initializer):
            return True
        for node in graph.node:
            for attribute in node.attribute:
                if attribute.HasField("t") and uses_external_data(attribute.t):
                    return True
                if attribute.HasField("g"):
                    graphs.append(attribute.g)
                graphs.extend(attribute.graphs)
    return False


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:300] if str(error) else type(error).__name__


class Replica:
    """One loaded model. ``predict`` may be called from several threads at once."""

    def __init__(self, version_id: str, path: Path) -> None:
        import onnxruntime

        self.version_id = version_id
        self.card = read_card(path)
        options = onnxruntime.SessionOptions()
        # threads come from concurrent requests; pools of their own only fight each other
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
            self._input = self._session.get_inputs()[0].name
            self._outputs = [output.name for output in self._session.get_outputs()]
            self._warm_up()
        except Exception as error:
            raise Invalid("The model cannot be run", detail=_short(error)) from error

    def _warm_up(self) -> None:
        spec = self.card.spec
        blank = np.zeros((spec.height, spec.width, 3), np.uint8)
        self.predict(blank, threshold=RAW_THRESHOLD)

    def predict(self, image: NDArray[np.uint8], *, threshold: float) -> Detections:
        """Find objects.

        Args:
            image: (H, W, 3) uint8 RGB.
            threshold: score below which nothing is returned.

        Returns:
            Boxes in pixels of the image, best first.
        """
        tensor = prepare(image, self.card.spec)
        found = self._session.run(self._outputs, {self._input: tensor})
        return self.card.decoder.decode(
            dict(zip(self._outputs, found, strict=True)),
            self.card.metadata,
            (image.shape[0], image.shape[1]),
            threshold=max(threshold, RAW_THRESHOLD),
        )


def cores() -> int:
    """Return the number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pixels_of(detections: Detections) -> list[list[int]]:
    """Round boxes to the contract's ``[top, left, bottom, right]`` in whole pixels."""
    rounded = np.rint(detections.boxes).astype(int)
    return [[int(y0), int(x0), int(y1), int(x1)] for x0, y0, x1, y1 in rounded]
