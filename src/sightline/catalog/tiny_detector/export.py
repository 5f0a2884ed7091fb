# SPDX-License-Identifier: Apache-2.0
"""From a trained network to files: ONNX with metadata, safetensors with labels."""

import json
import warnings
from pathlib import Path

import onnx
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from sightline.catalog.tiny_detector.model import OUTPUTS, STRIDE, TinyDetector
from sightline.vision.decoders import FAMILY_KEY, LABELS_KEY
from sightline.vision.decoders.centre_point import STRIDE_KEY
from sightline.vision.preprocess import INPUT_KEY, InputSpec

OPSET = 17


def write_onnx(model: TinyDetector, spec: InputSpec, labels: dict[int, str], path: Path) -> None:
    """Write the network as ONNX with a free batch size; everything needed to serve it inside."""
    model.eval()
    with warnings.catch_warnings():
        # The exporter that needs no further package announces its successor on each use.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model.to(memory_format=torch.contiguous_format),  # type: ignore[call-overload]
            (torch.zeros(1, 3, spec.height, spec.width),),
            str(path),
            input_names=["images"],
            output_names=list(OUTPUTS),
            dynamic_axes={name: {0: "batch"} for name in ("images", *OUTPUTS)},
            opset_version=OPSET,
            dynamo=False,
        )
    graph = onnx.load(str(path))
    for key, value in metadata(spec, labels).items():
        entry = graph.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(graph)
    path.write_bytes(graph.SerializeToString())


def metadata(spec: InputSpec, labels: dict[int, str]) -> dict[str, str]:
    """Say in the file what a server must know: family, input, labels, stride."""
    return {
        FAMILY_KEY: "centre-point",
        INPUT_KEY: spec.to_json(),
        LABELS_KEY: json.dumps({str(index): name for index, name in labels.items()}),
        STRIDE_KEY: str(STRIDE),
    }


def write_weights(model: TinyDetector, spec: InputSpec, labels: dict[int, str], path: Path) -> None:
    """Write the weights as safetensors, labels and input in its header."""
    tensors = {name: value.contiguous() for name, value in model.state_dict().items()}
    save_file(tensors, path, metadata=metadata(spec, labels))


def read_weights(model: TinyDetector, labels: dict[int, str], path: Path) -> InputSpec | None:
    """Load weights into a network if they were trained for the same labels.

    Returns:
        The input they were trained with, or None if they do not fit (the network is unchanged).
    """
    from sightline.vision.decoders import labels_of
    from sightline.vision.preprocess import input_spec

    with safe_open(path, framework="pt") as stored:
        header = stored.metadata() or {}
        if labels_of(header) != labels:
            return None
        tensors = {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118
    model.load_state_dict(tensors)
    return input_spec(header)
