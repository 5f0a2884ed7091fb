# SPDX-License-Identifier: Apache-2.0
"""What an uploaded file really is: measured from its bytes, whatever the client said."""

import mimetypes
from dataclasses import dataclass
from typing import BinaryIO

import av

from sightline.kernel.images.header import UnreadableImage, read_header

IMAGE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff")
MAX_IMAGE_BYTES = 1024**3
VIDEO_FORMATS = frozenset({"mp4", "mov", "matroska", "webm", "avi", "mpegts"})
CONTAINED = {"format_whitelist": "mov,matroska,avi,mpegts", "protocol_whitelist": "none"}
"""Names of the demuxers that may run (playlists name other files), and no protocol at all."""


@dataclass(frozen=True, slots=True)
class Examination:
    """Result: measured type and size, or the reason why the file cannot be used."""

    content_type: str
    upload_status: str
    reason: str | None = None
    width: int | None = None
    height: int | None = None
    duration_secs: float | None = None
    is_image: bool = False


def examine(
    file: BinaryIO, size_bytes: int, *, kind: str, filename: str, content_type: str
) -> Examination:
    """Look at an upload without reading all of it: videos may be larger than the memory.

    A file that claims to be a known image type but cannot be read is an ERROR with its reason; a
    type the platform does not know is kept as it is.
    """
    if kind == "VIDEO":
        return _examine_video(file, content_type)
    if size_bytes > MAX_IMAGE_BYTES:
        reason = f"The image file is larger than {MAX_IMAGE_BYTES} bytes"
        return Examination("application/octet-stream", "ERROR", reason=reason)
    try:
        header = read_header(file if size_bytes else b"")
    except UnreadableImage as error:
        claims_image = filename.lower().endswith(IMAGE_SUFFIXES) or content_type.lower() in {
            "image/jpeg",
            "image/png",
            "image/webp",
            "image/bmp",
            "image/gif",
            "image/tiff",
        }
        if claims_image or not size_bytes:
            return Examination("application/octet-stream", "ERROR", reason=error.message)
        guessed = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        return Examination(guessed, "DONE", width=0, height=0)
    return Examination(
        header.content_type, "DONE", width=header.width, height=header.height, is_image=True
    )


def _examine_video(file: BinaryIO, content_type: str) -> Examination:
    try:
        with av.open(file, mode="r", options=CONTAINED) as container:
            names = set(container.format.name.split(","))
            stream = next(iter(container.streams.video), None)
            if stream is None or not names & VIDEO_FORMATS:
                return _no_video()
            duration = float(container.duration or 0) / 1_000_000
            return Examination(
                content_type if content_type.startswith("video/") else "video/mp4",
                "DONE",
                width=int(stream.codec_context.width),
                height=int(stream.codec_context.height),
                duration_secs=duration,
            )
    except (av.error.FFmpegError, OSError, ValueError):
        return _no_video()


def _no_video() -> Examination:
    return Examination(
        "application/octet-stream", "ERROR", reason="The file is no video that is read here"
    )
