# SPDX-License-Identifier: Apache-2.0
"""Small COCO files for tests."""

import json
import random
from pathlib import Path
from typing import Any


def coco(names: list[str], *, boxes: int = 3, seed: int = 0, labels: int = 3) -> dict[str, Any]:
    """Boxes with whole coordinates on 64x48 pictures; the last picture has none."""
    chance = random.Random(seed)
    annotations = []
    for image_id, _ in enumerate(names[:-1]):
        for _ in range(boxes):
            x, y = chance.randint(0, 30), chance.randint(0, 20)
            w, h = chance.randint(4, 30), chance.randint(4, 25)
            annotations.append(
                {
                    "id": len(annotations),
                    "image_id": image_id,
                    "category_id": chance.randrange(labels),
                    "bbox": [x, y, w, h],
                    "area": w * h,
                    "iscrowd": 0,
                    "segmentation": [],
                }
            )
    return {
        "info": {},
        "licenses": [],
        "categories": [{"id": n, "name": f"label-{n}", "supercategory": ""} for n in range(labels)],
        "images": [
            {"id": n, "file_name": name, "width": 64, "height": 48} for n, name in enumerate(names)
        ],
        "annotations": annotations,
    }


def write(folder: Path, document: dict[str, Any]) -> str:
    path = folder / "annotations.json"
    path.write_text(json.dumps(document))
    return str(path)


def boxes_by_file(document: dict[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """File name -> sorted (label, x, y, w, h)."""
    labels = {c["id"]: c["name"] for c in document["categories"]}
    files = {i["id"]: i["file_name"] for i in document["images"]}
    found: dict[str, list[tuple[Any, ...]]] = {name: [] for name in files.values()}
    for item in document["annotations"]:
        row = (labels[item["category_id"]], *[float(v) for v in item["bbox"]])
        found[files[item["image_id"]]].append(row)
    return {name: sorted(rows) for name, rows in found.items()}
