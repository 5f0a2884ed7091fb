# SPDX-License-Identifier: Apache-2.0
"""What the training takes from the platform and gives back, through the public client."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from picsellia import Client
from picsellia.exceptions import ResourceNotFoundError
from picsellia.types.enums import AnnotationExportKey, AnnotationFileType

from sightline.catalog.tiny_detector.progress import line

_EVALUATIONS_PER_CALL = 100


@dataclass(frozen=True, slots=True)
class Picture:
    """One asset with its image and ground truth.

    Attributes:
        image: (H, W, 3) uint8 RGB.
        boxes: (N, 4) float32 xyxy pixels.
        classes: (N,) int64.
    """

    asset_id: str
    image: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    classes: NDArray[np.int64]


def experiment_from_environment() -> Any:
    """Connect with the variables that every job gets and fetch the experiment."""
    missing = [name for name in ("api_token", "host", "experiment_id") if not os.environ.get(name)]
    if missing:
        raise RuntimeError(f"environment variables are missing: {', '.join(missing)}")
    client = Client(
        api_token=os.environ["api_token"],
        host=os.environ["host"],
        organization_id=os.environ.get("organization_id"),
    )
    return client.get_experiment_by_id(os.environ["experiment_id"])


def dataset_of(experiment: Any, alias: str) -> Any:
    """Get the dataset version attached under an alias.

    Raises:
        RuntimeError: nothing is attached under it.
    """
    try:
        return experiment.get_dataset(alias)
    except ResourceNotFoundError:
        raise RuntimeError(
            f"no dataset version is attached under the alias {alias!r}; "
            "attach one as 'train' and one as 'val'"
        ) from None


def labels_of(*versions: Any) -> dict[int, str]:
    """Number the label names of all versions in alphabetical order."""
    names = {label.name for version in versions for label in version.list_labels()}
    if not names:
        raise RuntimeError("the attached dataset versions have no labels: nothing can be learned")
    return dict(enumerate(sorted(names)))


def pictures_of(
    version: Any,
    alias: str,
    labels: Mapping[int, str],
    folder: Path,
) -> list[Picture]:
    """Download images and rectangles of a dataset version.

    Raises:
        RuntimeError: it has no readable image.
    """
    try:
        assets = version.list_assets()
    except Exception as error:
        # The client raises when a list is empty; say which of the two it was.
        raise RuntimeError(f"the dataset version under {alias!r} is empty") from error
    target = folder / alias
    target.mkdir(parents=True)
    assets.download(str(target), use_id=True)
    document = version.export_annotation_file(
        AnnotationFileType.COCO, str(folder), export_key=AnnotationExportKey.ASSET_ID
    )
    truth = _rectangles(json.loads(Path(document).read_text(encoding="utf-8")), labels)
    found = [_picture(path, truth) for path in sorted(target.iterdir())]
    pictures = [picture for picture in found if picture is not None]
    if not pictures:
        raise RuntimeError(f"the dataset version under {alias!r} holds no readable image")
    if alias == "train" and not any(len(picture.boxes) for picture in pictures):
        raise RuntimeError("the dataset version under 'train' has no rectangles to learn from")
    return pictures


def initial_weights(experiment: Any, folder: Path) -> Path | None:
    """Download the weights a base model left in the experiment, if there are any."""
    try:
        artifact = experiment.get_artifact("weights")
    except ResourceNotFoundError:
        return None
    target = folder / "initial"
    target.mkdir()
    artifact.download(str(target))
    return next(iter(sorted(target.glob("*.safetensors"))), None)


def add_evaluations(
    experiment: Any,
    version: Any,
    labels: Mapping[int, str],
    found: Mapping[str, Sequence[tuple[int, int, int, int, int, float]]],
) -> None:
    """Store predictions: asset id to rows of x, y, width, height, class, score."""
    ids = {label.name: label.id for label in version.list_labels()}
    items = [
        (
            asset_id,
            {
                "rectangles": [
                    {"x": x, "y": y, "w": w, "h": h, "label_id": ids[labels[kind]], "score": score}
                    for x, y, w, h, kind, score in rows
                    if labels[kind] in ids
                ]
            },
        )
        for asset_id, rows in found.items()
    ]
    for start in range(0, len(items), _EVALUATIONS_PER_CALL):
        experiment.add_evaluations(dict(items[start : start + _EVALUATIONS_PER_CALL]))


def _rectangles(
    document: Mapping[str, Any], labels: Mapping[int, str]
) -> dict[str, list[tuple[float, ...]]]:
    """Sort COCO annotations by asset id: x, y, width, height, class."""
    index_of = {name: index for index, name in labels.items()}
    names = {entry["id"]: entry["name"] for entry in document["categories"]}
    assets = {entry["id"]: Path(entry["file_name"]).stem for entry in document["images"]}
    rows: dict[str, list[tuple[float, ...]]] = {}
    for entry in document["annotations"]:
        kind = index_of[names[entry["category_id"]]]
        rows.setdefault(assets[entry["image_id"]], []).append((*entry["bbox"], kind))
    return rows


def _picture(path: Path, truth: Mapping[str, Sequence[tuple[float, ...]]]) -> Picture | None:
    content = np.frombuffer(path.read_bytes(), np.uint8)
    decoded = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if decoded is None:
        line(f"Left out {path.name}: not a readable image")
        return None
    rows = np.array(truth.get(path.stem, []), np.float32).reshape(-1, 5)
    boxes = rows[:, :4].copy()
    boxes[:, 2:] += boxes[:, :2]
    image = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), np.uint8)
    return Picture(path.stem, image, boxes, rows[:, 4].astype(np.int64))
