# SPDX-License-Identifier: Apache-2.0
"""Pictures made from an upload: thumbnail, display rendition, and RGB pixels for models."""

import io
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pyvips
import simplejpeg
from PIL import Image, ImageOps

from sightline.kernel.images.header import FORMATS, ImageHeader, UnreadableImage, read_header

THUMBNAIL_PX = 256
DISPLAY_PX = 1024
WEBP_QUALITY = 80
RGB = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Renditions:
    """WebP pictures whose longer edge is at most 256 and 1024 px."""

    thumbnail: bytes
    display: bytes


def make_renditions(content: bytes) -> Renditions:
    """Decode once, orient, convert to 8-bit sRGB without alpha, and shrink.

    Raises:
        UnreadableImage: the pixels cannot be decoded.
    """
    read_header(content)
    try:
        display = _shrink(content, DISPLAY_PX)
        thumbnail = display.thumbnail_image(THUMBNAIL_PX, height=THUMBNAIL_PX, size="down")
        return Renditions(_webp(thumbnail), _webp(display))
    except pyvips.Error as error:
        raise UnreadableImage("The pixels of the image cannot be decoded") from error


def _shrink(content: bytes, edge_px: int) -> Any:
    image = pyvips.Image.thumbnail_buffer(content, edge_px, height=edge_px, size="down")
    if image.format not in {"uchar", "char"}:
        # 16-bit and float data are stretched over their own range: what a viewer expects
        low, high = image.min(), image.max()
        image = ((image - low) * (255.0 / max(high - low, 1e-9))).cast("uchar")
        image = image.copy(interpretation="b-w" if image.bands < 3 else "srgb")
    if image.hasalpha():
        image = image.flatten(background=[255, 255, 255])
    image = image.colourspace("srgb") if image.bands <= 4 else image.extract_band(0, n=3)
    return image.copy_memory()


def _webp(image: Any) -> bytes:
    data: bytes = image.webpsave_buffer(Q=WEBP_QUALITY, effort=2, keep="none")
    return data


def decode_rgb(content: bytes, header: ImageHeader | None = None) -> RGB:
    """Decode to pixels after EXIF orientation.

    Args:
        content: bytes of a JPEG, PNG, WebP, BMP, TIFF or GIF file.
        header: result of `read_header`, when the caller has it.

    Returns:
        (H, W, 3) uint8, RGB.

    Raises:
        UnreadableImage: no such image, too many pixels, or broken data.
    """
    header = header or read_header(content)
    try:
        if header.content_type == "image/jpeg" and header.orientation == 1:
            pixels: RGB = simplejpeg.decode_jpeg(content, colorspace="RGB", strict=False)
            return pixels
        if header.content_type == "image/png" and header.orientation == 1:
            decoded = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
            if decoded is not None:
                return np.ascontiguousarray(decoded[:, :, ::-1]).astype(np.uint8, copy=False)
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            oriented = ImageOps.exif_transpose(image)
            if oriented.mode.startswith("I"):
                return _stretch(np.asarray(oriented, dtype=np.float64))
            return np.asarray(oriented.convert("RGB"), dtype=np.uint8)
    except Exception as error:
        raise UnreadableImage("The pixels of the image cannot be decoded") from error


def _stretch(values: npt.NDArray[np.float64]) -> RGB:
    low, high = float(values.min()), float(values.max())
    grey = ((values - low) * (255.0 / max(high - low, 1e-9))).astype(np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
