# SPDX-License-Identifier: Apache-2.0
"""Small real images for tests."""

import io
from pathlib import Path

import numpy as np
from PIL import Image


def picture(seed: int, *, width: int = 64, height: int = 48) -> Image.Image:
    values = np.random.default_rng(seed).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(values)


def jpeg_bytes(seed: int, *, width: int = 64, height: int = 48) -> bytes:
    buffer = io.BytesIO()
    picture(seed, width=width, height=height).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def write_jpegs(folder: Path, count: int, *, width: int = 64, height: int = 48) -> list[str]:
    paths = []
    for index in range(count):
        path = folder / f"picture-{index:03d}.jpg"
        path.write_bytes(jpeg_bytes(index, width=width, height=height))
        paths.append(str(path))
    return paths


def squares(
    *marks: tuple[str, int, int], width: int = 64, height: int = 64, side: int = 8
) -> bytes:
    """PNG with coloured squares (colour, left, top) on grey: no compression noise."""
    image = Image.new("RGB", (width, height), (90, 90, 90))
    colours = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}
    for colour, left, top in marks:
        image.paste(colours[colour], (left, top, left + side, top + side))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
