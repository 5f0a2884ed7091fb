# SPDX-License-Identifier: Apache-2.0
"""A real, tiny ONNX detector: finds red (class 0) and green (class 1) squares by colour."""

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEIGHT, STRIDE = 64, 64, 8


def write_detector(
    path: Path,
    *,
    labels: tuple[str, ...] = ("red", "green"),
    gain: float = 30.0,
    box_cells: float = 1.0,
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write the detector; ``gain`` sharpens scores, ``box_cells`` is the side of every box."""
    graph = _graph(_constants(gain, box_cells))
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    entries = metadata
    if entries is None:
        entries = {
            "sightline.family": "centre-point",
            "sightline.input": json.dumps({"width": WIDTH, "height": HEIGHT}),
            "sightline.labels": json.dumps(dict(enumerate(labels))),
            "sightline.stride": str(STRIDE),
        }
    helper.set_model_props(model, entries)
    onnx.save(model, path)
    return path


def _constants(gain: float, box_cells: float) -> dict[str, np.ndarray]:
    weights = np.zeros((2, 3, STRIDE, STRIDE), np.float32)
    weights[0, 0], weights[0, 1], weights[0, 2] = 1, -1, -0.5
    weights[1, 0], weights[1, 1], weights[1, 2] = -1, 1, -0.5
    weights *= gain / (STRIDE * STRIDE)
    cells = HEIGHT // STRIDE
    return {
        "w": weights,
        "b": np.full(2, -gain / 2, np.float32),
        "size_value": np.full((1, 2, cells, cells), box_cells, np.float32),
        "offset_value": np.full((1, 2, cells, cells), 0.5, np.float32),
    }


def _graph(constants: dict[str, np.ndarray]) -> onnx.GraphProto:
    cells = HEIGHT // STRIDE
    nodes = [
        helper.make_node("Conv", ["images", "w", "b"], ["logits"], strides=[STRIDE, STRIDE],
                         kernel_shape=[STRIDE, STRIDE]),
        helper.make_node("Sigmoid", ["logits"], ["heat_map"]),
        helper.make_node("Identity", ["size_value"], ["size"]),
        helper.make_node("Identity", ["offset_value"], ["offset"]),
        helper.make_node("GlobalAveragePool", ["images"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["features"]),
    ]  # fmt: skip
    shapes = {
        "heat_map": [1, 2, cells, cells],
        "size": [1, 2, cells, cells],
        "offset": [1, 2, cells, cells],
        "features": [1, 3],
    }
    return helper.make_graph(
        nodes,
        "colours",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, HEIGHT, WIDTH])],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
