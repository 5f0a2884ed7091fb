# SPDX-License-Identifier: Apache-2.0
"""Upload, COCO import and page latency on D2k (2,000 JPEGs, 20,000 boxes, 20 classes)."""

import json
import tempfile
import time
from pathlib import Path

from picsellia.types.enums import InferenceType

from benchmarks import pictures
from benchmarks.instance import Instance
from benchmarks.measure import Processor, Row, percentile, timed

IMAGES = 2_000


def rows(instance: Instance) -> list[Row]:
    """Measure data management through the public client and plain HTTP."""
    with tempfile.TemporaryDirectory() as folder:
        paths = pictures.write(Path(folder), IMAGES)
        document = Path(folder) / "coco.json"
        document.write_text(json.dumps(pictures.coco(paths)))
        client = instance.client()
        lake = client.get_datalake()
        found = []
        samples, data = [], None
        for start in range(0, IMAGES, 200):
            began = time.perf_counter()
            part = lake.upload_data([str(path) for path in paths[start : start + 200]])
            samples.append(200 / (time.perf_counter() - began))
            data = part if data is None else data + part
        rate = len(samples) / sum(1 / value for value in samples)
        found.append(
            Row("upload through the client, 640x480 JPEG", "images/s", 60, "more", rate, samples)
        )
        version = client.create_dataset(f"bench-{time.time_ns()}").create_version(
            "first", type=InferenceType.OBJECT_DETECTION
        )
        version.add_data(data)
        instance.settle()
        with Processor(instance.processes()) as used:
            began = time.perf_counter()
            version.import_annotations_coco_file(str(document))
            wall = time.perf_counter() - began
    scaled = used.seconds * 10
    note = f"server side, D2k times ten; wall {wall:.2f} s with the client on D2k"
    found.append(Row("COCO import, D20k", "CPU-s", 4, "less", scaled, [used.seconds], note))
    return [*found, *_pages(instance, str(version.id))]


def _pages(instance: Instance, version_id: str) -> list[Row]:
    path = f"/api/dataset/version/{version_id}/assets"
    query = {"limit": 50, "with_shapes": "True"}
    instance.settle()
    with instance.http() as http:
        first = timed(lambda: http.get(path, params=query).raise_for_status(), 100)
        cursor = None
        for _ in range(IMAGES // 50 - 2):
            extra = {"cursor": cursor} if cursor else {}
            cursor = http.get(path, params={**query, **extra}).json()["next_cursor"]
        deep = timed(
            lambda: http.get(path, params={**query, "cursor": cursor}).raise_for_status(), 100
        )
    return [
        Row("first page, 50 assets with boxes, p95", "ms", 30, "less",
            percentile(first, 0.95) * 1000, [value * 1000 for value in first]),
        Row("deep page, 50 assets with boxes, p95", "ms", 30, "less",
            percentile(deep, 0.95) * 1000, [value * 1000 for value in deep]),
    ]  # fmt: skip
