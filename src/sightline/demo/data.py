# SPDX-License-Identifier: Apache-2.0
"""The images of a run: generated scenes, or a folder with a COCO file in its own order."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sightline.demo import scenes

COLLECTED, CLEAN, REVIEWED, HELD_OUT = 320, 120, 60, 60
COLLECTED_SHARE = 0.6


class DataError(Exception):
    """The given images or annotations cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Images:
    """Files with ground truth; ``coco`` describes exactly ``paths``, in this order."""

    paths: tuple[Path, ...]
    coco: dict[str, Any]

    def truth_of(self, path: Path) -> list[tuple[float, float, float, float, str]]:
        """List x, y, width, height and label of the objects of one file."""
        names = {entry["id"]: entry["name"] for entry in self.coco["categories"]}
        wanted = {e["id"] for e in self.coco["images"] if Path(e["file_name"]).name == path.name}
        return [
            (*entry["bbox"], names[entry["category_id"]])
            for entry in self.coco["annotations"]
            if entry["image_id"] in wanted
        ]


@dataclass(frozen=True, slots=True)
class DemoData:
    """What was collected first, and what production sends afterwards.

    Attributes:
        clean: production that looks like the collected images; empty for own data.
        reviewed: production that people review.
        held_out: production that both models are measured on.
    """

    collected: Images
    clean: Images | None
    reviewed: Images
    held_out: Images
    is_generated: bool


def generated(seed: int, folder: Path, classes: Sequence[str]) -> DemoData:
    """Write the default scenes as JPEG files below a folder."""
    return DemoData(
        collected=_scenes(seed, COLLECTED, folder / "collected", classes, drifted=False),
        clean=_scenes(seed + 1_000_000, CLEAN, folder / "clean", classes, drifted=False),
        reviewed=_scenes(seed, REVIEWED, folder / "reviewed", classes, drifted=True),
        held_out=_scenes(seed + 1_000_000, HELD_OUT, folder / "held-out", classes, drifted=True),
        is_generated=True,
    )


def _scenes(
    seed: int, count: int, folder: Path, classes: Sequence[str], *, drifted: bool
) -> Images:
    images, coco = scenes.generate(seed, count, drifted=drifted, classes=classes)
    return Images(tuple(scenes.write(images, coco, folder)), coco)


def own(images: Path, coco: Path) -> DemoData:
    """Split own data in COCO order: 60 % collected, then half reviewed and half held out.

    Raises:
        DataError: the file is no COCO detection file, or files are missing.
    """
    document = _read(coco)
    entries = list(document["images"])
    missing = [e["file_name"] for e in entries if not (images / e["file_name"]).is_file()]
    if missing:
        raise DataError(f"{len(missing)} files of {coco} are not in {images}: {missing[:3]}")
    cut = int(len(entries) * COLLECTED_SHARE)
    middle = cut + (len(entries) - cut) // 2
    parts = [entries[:cut], entries[cut:middle], entries[middle:]]
    if min(map(len, parts)) < 2:
        raise DataError(f"{coco} names {len(entries)} images: at least 10 are needed")
    collected, reviewed, held_out = (_part(document, part, images) for part in parts)
    return DemoData(collected, None, reviewed, held_out, is_generated=False)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read as JSON: {error}") from error
    lists = ("images", "annotations", "categories")
    if not isinstance(document, dict) or not all(isinstance(document.get(n), list) for n in lists):
        raise DataError(f"{path} is no COCO detection file: it needs {', '.join(lists)}")
    return document


def _part(document: Mapping[str, Any], entries: Sequence[Any], folder: Path) -> Images:
    ids = {entry["id"] for entry in entries}
    coco = {
        "info": document.get("info", {}),
        "categories": document["categories"],
        "images": [{**entry, "file_name": Path(entry["file_name"]).name} for entry in entries],
        "annotations": [a for a in document["annotations"] if a["image_id"] in ids],
    }
    return Images(tuple(folder / entry["file_name"] for entry in entries), coco)
