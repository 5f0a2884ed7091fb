# SPDX-License-Identifier: Apache-2.0
"""Deterministic JPEG files and a COCO document of any size."""

import io
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

CLASSES = 20


def write(folder: Path, count: int, *, width: int = 640, height: int = 480) -> list[Path]:
    """Write files that differ in every byte but cost little to make."""
    random = np.random.default_rng(0)
    small = random.integers(0, 255, (height // 16, width // 16, 3), dtype=np.uint8)
    base = np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC))
    paths = []
    for number in range(count):
        marked = base.copy()
        marked[:8, :8] = random.integers(0, 255, (8, 8, 3))
        buffer = io.BytesIO()
        Image.fromarray(marked).save(buffer, "JPEG", quality=85)
        path = folder / f"bench-{number:06d}.jpg"
        path.write_bytes(buffer.getvalue())
        paths.append(path)
    return paths


def coco(
    paths: list[Path], *, boxes: int = 10, width: int = 640, height: int = 480
) -> dict[str, Any]:
    """Describe files with ``boxes`` random boxes each."""
    random = np.random.default_rng(1)
    annotations = []
    for image in range(1, len(paths) + 1):
        for _ in range(boxes):
            w, h = (int(v) for v in random.integers(8, 120, 2))
            x, y = int(random.integers(0, width - w)), int(random.integers(0, height - h))
            annotations.append(
                {"id": len(annotations) + 1, "image_id": image, "bbox": [x, y, w, h],
                 "category_id": int(random.integers(1, CLASSES + 1)), "area": w * h,
                 "segmentation": [], "iscrowd": 0}
            )  # fmt: skip
    return {
        "images": [
            {"id": number, "file_name": path.name, "width": width, "height": height}
            for number, path in enumerate(paths, 1)
        ],
        "categories": [{"id": n, "name": f"class-{n:02d}"} for n in range(1, CLASSES + 1)],
        "annotations": annotations,
    }
