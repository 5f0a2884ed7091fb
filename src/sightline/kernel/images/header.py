# SPDX-License-Identifier: Apache-2.0
"""What an image claims to be, read before any pixel is decoded."""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from sightline.kernel.errors import Invalid

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
"""Decoders that may run; JPEG opens MPO files too."""

MAX_PIXELS = 100_000_000
CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
}
ORIENTATION_TAG = 0x0112
TRANSPOSED = frozenset({5, 6, 7, 8})


class UnreadableImage(Invalid):
    """The bytes are no image that the platform reads."""

    code = "images.unreadable"


@dataclass(frozen=True, slots=True)
class ImageHeader:
    """Size after EXIF orientation, in pixels, and what the decoder says the bytes are."""

    width: int
    height: int
    content_type: str
    orientation: int


def read_header(content: bytes | BinaryIO) -> ImageHeader:
    """Read size, format and orientation without decoding pixels, of bytes or of an open file.

    Raises:
        UnreadableImage: unknown format, broken header, or more than `MAX_PIXELS` pixels.
    """
    if not content:
        raise UnreadableImage("The file is empty")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            file = io.BytesIO(content) if isinstance(content, bytes) else content
            image = Image.open(file, formats=FORMATS)
            width, height = image.size
            orientation = int(image.getexif().get(ORIENTATION_TAG, 1) or 1)
    except UnidentifiedImageError as error:
        raise UnreadableImage("The file is no image in a format that is read here") from error
    except Image.DecompressionBombError as error:
        raise UnreadableImage(f"The image has too many pixels; {MAX_PIXELS} are allowed") from error
    except Exception as error:
        raise UnreadableImage("The header of the image is broken") from error
    if width * height > MAX_PIXELS:
        raise UnreadableImage(f"The image has {width * height} pixels; {MAX_PIXELS} are allowed")
    if orientation in TRANSPOSED:
        width, height = height, width
    return ImageHeader(width, height, CONTENT_TYPES[str(image.format)], orientation)
