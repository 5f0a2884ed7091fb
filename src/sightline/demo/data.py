# SPDX-License-Identifier: Apache-2.0
"""The images of a run: generated scenes, or a folder with a COCO file in its own order."""

import json
import shutil
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sightline.demo import scenes

COLLECTED, CLEAN, REVIEWED, HELD_OUT = 320, 120, 60, 60
COLLECTED_SHARE = 0.6
BOX_NUMBERS = 4


class DataError(Exception):
    """The given images or annotations cannot be used; the text says why."""


Box = tuple[float, float, float, float, str]
"""x, y, width, height in pixels, and the label."""


@dataclass(frozen=True)
class Images:
    """Files of distinct names with ground truth; ``coco`` describes exactly them, in this order."""

    paths: tuple[Path, ...]
    coco: dict[str, Any]

    def truth_of(self, path: Path) -> list[Box]:
        """List the objects of one file."""
        return self._truths.get(path.name, [])

    @cached_property
    def _truths(self) -> dict[str, list[Box]]:
        labels = {entry["id"]: entry["name"] for entry in self.coco["categories"]}
        files = {entry["id"]: entry["file_name"] for entry in self.coco["images"]}
        found: dict[str, list[Box]] = {}
        for entry in self.coco["annotations"]:
            box = (*entry["bbox"], labels[entry["category_id"]])
            found.setdefault(files[entry["image_id"]], []).append(box)
        return found

    def part(self, names: Collection[str]) -> dict[str, Any]:
        """Return the COCO document of some of the files."""
        entries = [entry for entry in self.coco["images"] if entry["file_name"] in names]
        return _document(self.coco, entries)


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


def own(images: Path, coco: Path, folder: Path) -> DemoData:
    """Split own data in COCO order: 60 % collected, then half reviewed and half held out.

    Args:
        images: the folder that the file names of the document start from.
        coco: the document.
        folder: where files whose names are not distinct get distinct ones.

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
    names = _distinct_names([entry["file_name"] for entry in entries])
    folder.mkdir(parents=True, exist_ok=True)
    found = [_part(document, part, images, names, folder) for part in parts]
    return DemoData(found[0], None, found[1], found[2], is_generated=False)


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read as JSON: {error}") from error
    lists = ("images", "annotations", "categories")
    if not isinstance(document, dict) or not all(isinstance(document.get(n), list) for n in lists):
        raise DataError(f"{path} is no COCO detection file: it needs {', '.join(lists)}")
    try:
        known = {entry["id"] for entry in document["categories"] if entry["name"]}
        nameless = [e for e in document["images"] if not isinstance(e["file_name"], str)]
        broken = [a for a in document["annotations"] if not _is_box(a, known)]
    except (KeyError, TypeError) as error:
        raise DataError(f"{path} is no COCO detection file: {error!r}") from error
    if nameless or broken:
        raise DataError(f"{path}: no file_name or no usable bbox in {(nameless + broken)[0]}")
    return document


def _is_box(annotation: Mapping[str, Any], categories: Collection[Any]) -> bool:
    box = annotation.get("bbox")
    return (
        isinstance(box, list)
        and len(box) == BOX_NUMBERS
        and all(isinstance(value, (int, float)) for value in box)
        and annotation["category_id"] in categories
    )


def _distinct_names(files: Sequence[str]) -> dict[str, str]:
    """Map file names of the document to distinct base names: ``a/1.jpg`` may become ``a-1.jpg``."""
    count = Counter(Path(file).name for file in files)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in dict.fromkeys(files):
        name = Path(file).name if count[Path(file).name] == 1 else "-".join(Path(file).parts)
        while name in taken:
            name = f"_{name}"
        names[file] = name
        taken.add(name)
    return names


def _part(
    document: Mapping[str, Any],
    entries: Sequence[Any],
    images: Path,
    names: Mapping[str, str],
    folder: Path,
) -> Images:
    paths = []
    for entry in entries:
        path, name = images / entry["file_name"], names[entry["file_name"]]
        if path.name != name:
            shutil.copyfile(path, folder / name)
            path = folder / name
        paths.append(path)
    renamed = [{**entry, "file_name": names[entry["file_name"]]} for entry in entries]
    return Images(tuple(paths), _document(document, renamed))


def _document(document: Mapping[str, Any], entries: Sequence[Any]) -> dict[str, Any]:
    ids = {entry["id"] for entry in entries}
    return {
        "info": document.get("info", {}),
        "categories": document["categories"],
        "images": list(entries),
        "annotations": [a for a in document["annotations"] if a["image_id"] in ids],
    }
