# SPDX-License-Identifier: Apache-2.0
"""Generated scenes "parts on a conveyor" with exact ground truth, deterministic by seed.

Production images drift: the hall got darker and warmer, the belt was changed, the lens is dirty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sightline.demo import parts

WIDTH, HEIGHT = 320, 240
CLASSES = ("bolt", "nut", "washer", "gear")

Image = NDArray[np.uint8]
Canvas = NDArray[np.float32]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """One image with its boxes (x, y, width, height in pixels) and class indices."""

    image: Image
    boxes: tuple[Box, ...]
    classes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What changes when production drifts; colours in 0..255, light as a factor."""

    belt: tuple[float, float, float]
    light: tuple[float, float]
    warmth: float
    metal: tuple[float, float]
    noise: float
    blur: float
    stripes: float


CLEAN = Surroundings(
    belt=(72, 76, 84),
    light=(0.85, 1.15),
    warmth=0.0,
    metal=(150, 215),
    noise=6,
    blur=0.0,
    stripes=6,
)
DRIFTED = Surroundings(
    belt=(128, 116, 86),
    light=(0.5, 0.8),
    warmth=0.3,
    metal=(120, 190),
    noise=12,
    blur=0.8,
    stripes=24,
)


def generate(
    seed: int, count: int, *, drifted: bool = False, classes: Sequence[str] = CLASSES
) -> tuple[list[Image], dict[str, Any]]:
    """Make images and their ground truth.

    Args:
        seed: the same seed gives the same bytes.
        count: of images.
        drifted: production after the change.
        classes: names out of ``parts.NAMES``.

    Returns:
        (240, 320, 3) uint8 RGB images and a COCO document whose ``images`` have the same order.
    """
    scenes = list(_scenes(seed, count, drifted=drifted, classes=classes))
    prefix = f"{'production' if drifted else 'conveyor'}-{seed}"
    names = [f"{prefix}-{number:04d}.jpg" for number in range(count)]
    return [scene.image for scene in scenes], coco_document(names, scenes, classes)


def write(images: Sequence[Image], coco: dict[str, Any], folder: Path) -> list[Path]:
    """Write images as JPEG files under the names of the COCO document."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / entry["file_name"] for entry in coco["images"]]
    for path, image in zip(paths, images, strict=True):
        _, content = cv2.imencode(
            ".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 92]
        )
        path.write_bytes(content.tobytes())
    return paths


def coco_document(
    names: Sequence[str], scenes: Sequence[Scene], classes: Sequence[str]
) -> dict[str, Any]:
    """Describe scenes as a COCO document; ids start at one."""
    annotations: list[dict[str, Any]] = []
    for number, scene in enumerate(scenes, start=1):
        for box, kind in zip(scene.boxes, scene.classes, strict=True):
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": kind + 1,
                    "bbox": list(box),
                    "area": box[2] * box[3],
                    "segmentation": [],
                    "iscrowd": 0,
                }
            )
    return {
        "info": {"description": "Generated scenes: parts on a conveyor"},
        "images": [
            {"id": number, "file_name": name, "width": WIDTH, "height": HEIGHT}
            for number, name in enumerate(names, start=1)
        ],
        "categories": [{"id": index + 1, "name": name} for index, name in enumerate(classes)],
        "annotations": annotations,
    }


def _scenes(seed: int, count: int, *, drifted: bool, classes: Sequence[str]) -> Iterator[Scene]:
    surroundings = DRIFTED if drifted else CLEAN
    for number in range(count):
        # Seeded per image: scene 7 is the same whether 10 or 1000 are made.
        random = np.random.default_rng([seed, int(drifted), number])
        yield _scene(random, surroundings, classes)


def _scene(
    random: np.random.Generator, surroundings: Surroundings, classes: Sequence[str]
) -> Scene:
    canvas = _belt(random, surroundings)
    boxes: list[Box] = []
    kinds: list[int] = []
    for _ in range(int(random.integers(2, 7))):
        kind = int(random.integers(len(classes)))
        mask = parts.draw(classes[kind], random.uniform(12, 30), random.uniform(0, 2 * np.pi))
        box = _spot(random, mask, boxes)
        if box is None:
            continue
        _paint(canvas, mask, box, random, surroundings)
        boxes.append(box)
        kinds.append(kind)
    return Scene(_expose(canvas, random, surroundings), tuple(boxes), tuple(kinds))


def _belt(random: np.random.Generator, surroundings: Surroundings) -> Canvas:
    coarse = random.normal(0, 10, (HEIGHT // 16, WIDTH // 16)).astype(np.float32)
    texture = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    phase = random.uniform(0, 40)
    texture += surroundings.stripes * np.sin((np.arange(WIDTH) + phase) / 6.5).astype(np.float32)
    tint = np.array(surroundings.belt, np.float32) + random.normal(0, 5, 3).astype(np.float32)
    return np.asarray(texture[:, :, None] + tint, np.float32)


def _spot(random: np.random.Generator, mask: parts.Mask, boxes: Sequence[Box]) -> Box | None:
    """Find a place where at most a third of another part is hidden."""
    _left, _top, width, height = cv2.boundingRect(mask)
    for _ in range(12):
        x = int(random.integers(2, WIDTH - width - 2))
        y = int(random.integers(2, HEIGHT - height - 2))
        if all(_hidden((x, y, width, height), other) < 0.35 for other in boxes):
            return x, y, width, height
    return None


def _hidden(first: Box, second: Box) -> float:
    wide = min(first[0] + first[2], second[0] + second[2]) - max(first[0], second[0])
    high = min(first[1] + first[3], second[1] + second[3]) - max(first[1], second[1])
    smaller = min(first[2] * first[3], second[2] * second[3])
    return max(wide, 0) * max(high, 0) / smaller


def _paint(
    canvas: Canvas,
    mask: parts.Mask,
    box: Box,
    random: np.random.Generator,
    surroundings: Surroundings,
) -> None:
    left, top, width, height = cv2.boundingRect(mask)
    cover = mask[top : top + height, left : left + width].astype(np.float32)[:, :, None] / 255
    x, y, _, _ = box
    # A shadow to the lower right, then the part on top of it.
    shadow = canvas[y + 2 : y + 2 + height, x + 2 : x + 2 + width]
    shadow *= 1 - 0.45 * cover[: shadow.shape[0], : shadow.shape[1]]
    tone = random.uniform(*surroundings.metal)
    slope = np.linspace(-25, 25, width, dtype=np.float32) * random.choice([-1, 1])
    metal = (tone + slope)[None, :, None] + random.normal(0, 6, 3).astype(np.float32)
    region = canvas[y : y + height, x : x + width]
    region += cover * (metal - region)


def _expose(canvas: Canvas, random: np.random.Generator, surroundings: Surroundings) -> Image:
    """Apply light, colour of the light, blur and noise of the sensor."""
    low, high = random.uniform(*surroundings.light, 2)
    light = np.linspace(low, high, WIDTH, dtype=np.float32)[None, :, None]
    warm = np.array([1 + surroundings.warmth, 1, 1 - surroundings.warmth], np.float32)
    exposed: NDArray[Any] = canvas * light * warm
    if surroundings.blur:
        exposed = cv2.GaussianBlur(exposed, (0, 0), surroundings.blur)
    grain = random.standard_normal((HEIGHT, WIDTH), np.float32) * surroundings.noise
    return np.asarray(np.clip(exposed + grain[:, :, None], 0, 255), np.uint8)
