# SPDX-License-Identifier: Apache-2.0
"""Serving against the raw pipeline (decode, resize, onnxruntime, decode) in the same run."""

import json
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import onnx
import psutil
from onnx import TensorProto, helper, numpy_helper
from picsellia.types.enums import Framework, InferenceType

from benchmarks import pictures
from benchmarks.instance import Instance
from benchmarks.measure import Processor, Row, percentile
from sightline.deployments.serving.engine import Replica, cores
from sightline.kernel.images.renditions import decode_rgb

SIDE, STRIDE, CHANNELS = 256, 4, 32
REQUESTS, CALLERS = 400, 8


def write_model(path: Path) -> None:
    """Write a centre-point network of random weights with the cost of a small detector."""
    random = np.random.default_rng(0)
    weights, nodes, last = {}, [], "images"
    plan = [(3, 16, 2), (16, CHANNELS, 2), *[(CHANNELS, CHANNELS, 1)] * 6]
    for number, (into, out, stride) in enumerate(plan):
        weights[f"w{number}"] = (random.normal(0, 0.1, (out, into, 3, 3))).astype(np.float32)
        nodes.append(helper.make_node("Conv", [last, f"w{number}"], [f"c{number}"],
                                      pads=[1, 1, 1, 1], strides=[stride, stride]))  # fmt: skip
        nodes.append(helper.make_node("Relu", [f"c{number}"], [f"r{number}"]))
        last = f"r{number}"
    cells = SIDE // STRIDE
    for name, out in (("heat", 4), ("size", 2), ("offset", 2)):
        weights[f"w_{name}"] = random.normal(0, 0.05, (out, CHANNELS, 1, 1)).astype(np.float32)
        nodes.append(helper.make_node("Conv", [last, f"w_{name}"], [name]))
    weights["bias"] = np.full((1, 4, 1, 1), -6, np.float32)
    nodes.append(helper.make_node("Add", ["heat", "bias"], ["biased"]))
    nodes.append(helper.make_node("Sigmoid", ["biased"], ["heat_map"]))
    nodes.append(helper.make_node("GlobalAveragePool", [last], ["pooled"]))
    nodes.append(helper.make_node("Flatten", ["pooled"], ["features"]))
    shapes = {"heat_map": [1, 4, cells, cells], "size": [1, 2, cells, cells],
              "offset": [1, 2, cells, cells], "features": [1, CHANNELS]}  # fmt: skip
    graph = helper.make_graph(
        nodes, "bench",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    helper.set_model_props(
        model,
        {
            "sightline.family": "centre-point",
            "sightline.input": json.dumps({"width": SIDE, "height": SIDE}),
            "sightline.labels": json.dumps({str(i): f"class-{i}" for i in range(4)}),
            "sightline.stride": str(STRIDE),
        },
    )
    onnx.save(model, path)


def rows(instance: Instance) -> list[Row]:
    """Measure the raw pipeline and both routes, with and without stored images."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.onnx"
        write_model(path)
        images = [p.read_bytes() for p in pictures.write(Path(folder), 32)]
        raw_ms, raw_rate = _raw(path, images)
        client = instance.client()
        version = client.create_model(f"bench-{time.time_ns()}").create_version(
            labels={str(i): f"class-{i}" for i in range(4)},
            type=InferenceType.OBJECT_DETECTION,
            framework=Framework.ONNX,
        )
        version.store("model-latest", str(path))
        deployment = version.deploy(
            name=f"bench-{time.time_ns()}", target_datalake=client.get_datalake(),
            min_threshold=0.3,
        )  # fmt: skip
    found = []
    for rate in (0.0, 1.0):
        deployment.update(sample_rate=rate)
        for route, target in (("raw body", 0.80), ("multipart", 0.72)):
            found += _route(instance, deployment, images, route, target, rate, raw_ms, raw_rate)
    return found


def _raw(path: Path, images: list[bytes]) -> tuple[float, float]:
    """Return CPU milliseconds per image and images per second of the bare pipeline."""
    replica = Replica("raw", path)

    def one(number: int) -> None:
        replica.predict(decode_rgb(images[number % len(images)]), threshold=0.3)

    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(one, range(50)))
        with Processor([psutil.Process()]) as used:
            began = time.perf_counter()
            list(pool.map(one, range(REQUESTS)))
            wall = time.perf_counter() - began
    return used.seconds * 1000 / REQUESTS, REQUESTS / wall


def _route(instance, deployment, images, route, target, sample_rate, raw_ms, raw_rate) -> list[Row]:
    url = f"{instance.owner['inference_url']}/api/deployments/{deployment.id}/predict"
    headers = {"Authorization": f"Bearer {deployment.serving_connection.jwt}"}
    samples: list[float] = []
    lock = threading.Lock()
    numbers = iter(range(REQUESTS))

    def caller() -> None:
        with httpx.Client(headers=headers, timeout=60) as http:
            while (number := next(numbers, None)) is not None:
                content = images[number % len(images)]
                began = time.perf_counter()
                if route == "multipart":
                    answer = http.post(url, files={"media": ("a.jpg", content, "image/jpeg")})
                else:
                    answer = http.post(url, content=content, headers={"Content-Type": "image/jpeg"})
                answer.raise_for_status()
                with lock:
                    samples.append((time.perf_counter() - began) * 1000)

    server = instance.processes("inference")
    with Processor(server) as used:
        began = time.perf_counter()
        threads = [threading.Thread(target=caller) for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall = time.perf_counter() - began
    cpu_ms = used.seconds * 1000 / REQUESTS
    name = f"serving, {route}, sample_rate {sample_rate:g}"
    note = (
        f"raw {raw_ms:.1f} CPU-ms and {raw_rate:.0f} images/s; server {cpu_ms:.1f} CPU-ms and"
        f" {REQUESTS / wall:.0f} images/s at c={CALLERS}; p99 {percentile(samples, 0.99):.0f} ms"
    )
    return [Row(f"{name}: CPU ratio raw/server", "ratio", target, "more", raw_ms / cpu_ms,
                samples, note)]  # fmt: skip
