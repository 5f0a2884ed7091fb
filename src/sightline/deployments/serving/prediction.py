# SPDX-License-Identifier: Apache-2.0
"""One request: decode, champion, answer; the shadow afterwards, without slowing anybody."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from sightline.deployments.inference.tokens import Caller
from sightline.deployments.monitoring.measuring import Measured, observe
from sightline.deployments.serving.drain import Drain
from sightline.deployments.serving.engine import RAW_THRESHOLD, Replica, cores, pixels_of
from sightline.deployments.serving.replicas import Served
from sightline.kernel.errors import Invalid, TooMany
from sightline.kernel.ids import new_id
from sightline.kernel.images.header import UnreadableImage
from sightline.kernel.images.renditions import decode_rgb
from sightline.vision.detections import Detections

log = structlog.get_logger("deployments.serving")
MOST_WAITING = 64
MOST_BACKLOG = 2_000
MOST_SHADOWS = 32
MOST_FEATURES = 32


@dataclass(frozen=True, slots=True)
class Wish:
    """What a caller asked for besides the pixels."""

    filename: str
    monitor: bool = True
    postprocess: bool = True
    tags: list[str] = field(default_factory=list)
    source: str | None = None
    metadata: dict[str, Any] | None = None
    custom_metadata: dict[str, Any] | None = None
    object_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Result:
    detections: Detections
    latency: float
    pixels: NDArray[np.uint8]
    measured: Measured


class Predictor:
    """Runs models on a thread per core; refuses work beyond a bounded queue."""

    def __init__(self, drain: Drain) -> None:
        self._drain = drain
        self._threads = ThreadPoolExecutor(cores(), thread_name_prefix="predict")
        self._waiting = 0
        self._shadows: asyncio.Queue[tuple[dict[str, Any], Replica, NDArray[np.uint8]]] = (
            asyncio.Queue(MOST_SHADOWS)
        )

    async def predict(
        self, caller: Caller, served: Served, content: bytes, wish: Wish
    ) -> dict[str, Any]:
        """Answer one request in the form of api.md §6.3.

        Raises:
            Invalid: the bytes are no image.
            TooMany: too many requests wait; carries Retry-After.
        """
        if self._waiting >= MOST_WAITING or self._drain.backlog >= MOST_BACKLOG:
            raise TooMany("The service is busy: try again")
        threshold = served.deployment.min_threshold if wish.postprocess else RAW_THRESHOLD
        self._waiting += 1
        try:
            result = await self._run(served.champion, content, threshold)
        finally:
            self._waiting -= 1
        raw = raw_predictions(result.detections)
        prediction_id = str(new_id()) if wish.monitor else None
        if prediction_id is not None:
            header = self._header(caller, served, wish, result, raw, prediction_id)
            self._drain.put(header, b"" if wish.object_name else content, result.measured)
            self._ask_shadow(served, header, result.pixels)
        return {
            "id": prediction_id,
            "model_version_id": served.champion.version_id,
            "is_shadow": False,
            "latency": result.latency,
            "threshold": served.deployment.min_threshold,
            "width": result.pixels.shape[1],
            "height": result.pixels.shape[0],
            "labels": {str(index): name for index, name in served.label_names.items()},
            **raw,
        }

    async def _run(self, replica: Replica, content: bytes, threshold: float) -> _Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._threads, _decode_and_predict, replica, content, threshold
        )

    def _header(
        self,
        caller: Caller,
        served: Served,
        wish: Wish,
        result: _Result,
        raw: dict[str, Any],
        prediction_id: str,
    ) -> dict[str, Any]:
        features = result.detections.features
        floor = served.deployment.min_threshold
        return {
            "id": prediction_id,
            "organization_id": str(caller.organization_id),
            "deployment_id": str(caller.deployment_id),
            "user_id": str(caller.user_id),
            "is_shadow": False,
            "model_version_id": served.champion.version_id,
            "happened_at": time.time(),
            "filename": wish.filename,
            "width": result.pixels.shape[1],
            "height": result.pixels.shape[0],
            "latency": result.latency,
            "raw": raw if wish.postprocess else above(raw, floor),
            "features": None
            if features is None
            else [float(value) for value in features[:MOST_FEATURES]],
            "tags": wish.tags,
            "source": wish.source,
            "metadata": wish.metadata,
            "custom_metadata": wish.custom_metadata,
            "object_name": wish.object_name,
        }

    def _ask_shadow(
        self, served: Served, header: dict[str, Any], pixels: NDArray[np.uint8]
    ) -> None:
        """Queue the shadow's turn; when it falls behind the oldest image is dropped."""
        if served.shadow is None:
            return
        if self._shadows.full():
            self._shadows.get_nowait()
            log.warning("serving.shadow_dropped", deployment_id=header["deployment_id"])
        base = {**header, "threshold": served.deployment.min_threshold}
        self._shadows.put_nowait((base, served.shadow, pixels))

    async def run_shadows(self) -> None:
        """Let shadows predict, one at a time, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            header, replica, pixels = await self._shadows.get()
            try:
                found, latency = await loop.run_in_executor(
                    self._threads, timed_predict, replica, pixels, header["threshold"]
                )
            except Exception:
                log.exception("serving.shadow_failed", deployment_id=header["deployment_id"])
                continue
            self._drain.put(
                {
                    **header,
                    "is_shadow": True,
                    "model_version_id": replica.version_id,
                    "latency": latency,
                    "raw": raw_predictions(found),
                },
                b"",
            )

    async def predict_shadow(self, served: Served, content: bytes) -> tuple[_Result, Replica]:
        """Let the shadow predict now, on request.

        Raises:
            Invalid: the deployment has no shadow that serves.
        """
        if served.shadow is None:
            raise Invalid("This deployment has no shadow model")
        result = await self._run(served.shadow, content, served.deployment.min_threshold)
        return result, served.shadow

    def close(self) -> None:
        """Let running predictions end."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _decode_and_predict(replica: Replica, content: bytes, threshold: float) -> _Result:
    started = time.perf_counter()
    try:
        pixels = decode_rgb(content)
    except UnreadableImage as error:
        raise Invalid(f"The file is no image that is read here: {error.message}") from error
    found = replica.predict(pixels, threshold=threshold)
    latency = time.perf_counter() - started
    # now that the pixels are at hand: decoding them again for monitoring would cost more
    return _Result(found, latency, pixels, observe(pixels))


def timed_predict(
    replica: Replica, pixels: NDArray[np.uint8], threshold: float
) -> tuple[Detections, float]:
    """Predict and return (detections, seconds)."""
    started = time.perf_counter()
    found = replica.predict(pixels, threshold=threshold)
    return found, time.perf_counter() - started


def raw_predictions(found: Detections) -> dict[str, Any]:
    """Build the lists of api.md §6.2."""
    return {
        "detection_classes": [int(index) for index in found.classes],
        "detection_scores": [min(1.0, max(0.0, float(score))) for score in found.scores],
        "detection_boxes": pixels_of(found),
    }


def above(raw: dict[str, Any], threshold: float) -> dict[str, Any]:
    """Drop entries below a threshold."""
    kept = [i for i, score in enumerate(raw["detection_scores"]) if score >= threshold]
    return {name: [values[i] for i in kept] for name, values in raw.items()}
