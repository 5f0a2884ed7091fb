# SPDX-License-Identifier: Apache-2.0
"""Evaluates the exported file itself, rounded as the platform stores it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from sightline.catalog.tiny_detector.exchange import Picture
from sightline.vision import preprocess
from sightline.vision.decoders import decoder_for
from sightline.vision.detection_metrics import evaluate
from sightline.vision.detections import Detections, ground_truth

THRESHOLD = 0.05

Row = tuple[int, int, int, int, int, float]


def detect(path: Path, images: Sequence[NDArray[np.uint8]]) -> list[Detections]:
    """Run an ONNX file as serving does: one image at a time, decoder from its metadata."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        path, sess_options=options, providers=["CPUExecutionProvider"]
    )
    metadata = session.get_modelmeta().custom_metadata_map
    names = [output.name for output in session.get_outputs()]
    entrance = session.get_inputs()[0].name
    spec, decoder = preprocess.input_spec(metadata), decoder_for(metadata)
    found = []
    for image in images:
        outputs = session.run(None, {entrance: preprocess.prepare(image, spec)})
        size = (image.shape[0], image.shape[1])
        named = dict(zip(names, outputs, strict=True))
        found.append(decoder.decode(named, metadata, size, threshold=THRESHOLD))
    return found


def rows_of(detections: Detections) -> list[Row]:
    """Round to what the contract stores: whole pixels; x, y, width, height, class, score."""
    rows = []
    for box, score, kind in zip(
        detections.boxes, detections.scores, detections.classes, strict=True
    ):
        left, top, right, bottom = (round(float(value)) for value in box)
        size = (max(1, right - left), max(1, bottom - top))
        rows.append((left, top, *size, int(kind), round(float(score), 6)))
    return rows


def metrics_of(pictures: Sequence[Picture], rows: Sequence[Sequence[Row]]) -> dict[str, float]:
    """Score rounded predictions against the ground truth of the pictures."""
    pairs = []
    for picture, found in zip(pictures, rows, strict=True):
        table = np.array(found, np.float64).reshape(-1, 6)
        boxes = table[:, :4].copy()
        boxes[:, 2:] += boxes[:, :2]
        predicted = Detections(
            boxes.astype(np.float32),
            table[:, 5].astype(np.float32),
            table[:, 4].astype(np.int64),
        )
        pairs.append((ground_truth(picture.boxes, picture.classes), predicted))
    return evaluate(pairs)
