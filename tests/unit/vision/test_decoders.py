# SPDX-License-Identifier: Apache-2.0
"""Preprocessing and decoding."""

import numpy as np
import pytest

from sightline.vision import preprocess
from sightline.vision.decoders import FAMILY_KEY, UnknownFamily, decoder_for, labels_of
from sightline.vision.preprocess import InputSpec


def _metadata(spec):
    return {FAMILY_KEY: "centre-point", "sightline.input": spec.to_json(), "sightline.stride": "4"}


def _outputs(*peaks, classes=2, height=48, width=64):
    """Raw outputs with a peak (class, row, column, score, width, height) each."""
    found = {
        "heat_map": np.zeros((1, classes, height, width), np.float32),
        "size": np.zeros((1, 2, height, width), np.float32),
        "offset": np.zeros((1, 2, height, width), np.float32),
        "features": np.ones((1, 8), np.float32),
    }
    for kind, row, column, score, w, h in peaks:
        found["heat_map"][0, kind, row, column] = score
        found["size"][0, :, row, column] = w, h
        found["offset"][0, :, row, column] = 0.5
    return found


def test_decode__box_in_pixels_of_the_original():
    metadata = _metadata(InputSpec(256, 192))
    outputs = _outputs((1, 10, 20, 0.8, 5, 3), (0, 30, 40, 0.9, 4, 4))

    found = decoder_for(metadata).decode(outputs, metadata, (384, 512))

    assert found.classes.tolist() == [0, 1]
    assert found.scores.tolist() == pytest.approx([0.9, 0.8])
    centre, size = np.array([20.5, 10.5]) * 8, np.array([5, 3]) * 8
    assert found.boxes[1].tolist() == pytest.approx([*(centre - size / 2), *(centre + size / 2)])
    assert found.features is not None
    assert found.features.shape == (8,)
    assert len(found.above(0.85)) == 1


def test_decode__neighbour_of_a_peak_is_dropped():
    metadata = _metadata(InputSpec(256, 192))
    outputs = _outputs((0, 10, 20, 0.8, 5, 5), (0, 10, 21, 0.7, 5, 5))

    assert len(decoder_for(metadata).decode(outputs, metadata, (192, 256))) == 1


def test_decode__nothing():
    metadata = _metadata(InputSpec(256, 192))

    assert decoder_for(metadata).decode(_outputs(), metadata, (192, 256)).boxes.shape == (0, 4)


def test_decode__missing_output():
    metadata = _metadata(InputSpec(256, 192))
    outputs = _outputs()
    del outputs["size"]

    with pytest.raises(ValueError, match="size"):
        decoder_for(metadata).decode(outputs, metadata, (192, 256))


@pytest.mark.parametrize("metadata", [{}, {FAMILY_KEY: "other"}])
def test_decoder_for__unknown(metadata):
    with pytest.raises(UnknownFamily):
        decoder_for(metadata)


def test_labels_of():
    assert labels_of({"sightline.labels": '{"0": "bolt"}'}) == {0: "bolt"}
    assert labels_of({}) == {}
    with pytest.raises(ValueError):
        labels_of({"sightline.labels": "[1]"})


@pytest.mark.parametrize("size", [(192, 256), (100, 400), (777, 333), (1, 1)])
@pytest.mark.parametrize("resize", ["letterbox", "stretch"])
def test_boxes__input_and_back(size, resize):
    spec = InputSpec(256, 192, resize)
    height, width = size
    boxes = np.array([[0, 0, width, height], [width / 4, 0, width / 2, height / 3]], np.float32)

    inner = preprocess.boxes_to_input(boxes, spec, size)

    assert preprocess.boxes_to_original(inner, spec, size) == pytest.approx(boxes, abs=1e-2)
    assert inner.min() >= 0
    assert inner.max() <= 256


def test_prepare__normalised():
    spec = InputSpec(8, 4, "stretch", mean=(0.5, 0, 0), std=(0.5, 1, 1))
    image = np.full((4, 8, 3), 255, np.uint8)

    found = preprocess.prepare(image, spec)

    assert found.shape == (1, 3, 4, 8)
    assert found.dtype == np.float32
    assert found[0, :, 0, 0].tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"width": 0, "height": 4}',
        '{"width": 4, "height": 4, "resize": "crop"}',
        '{"width": 4, "height": 4, "std": [0, 1, 1]}',
        '{"width": 4, "height": 4, "mean": [1]}',
    ],
)
def test_input_spec__wrong(text):
    with pytest.raises(ValueError):
        preprocess.input_spec({"sightline.input": text})


def test_input_spec__there_and_back():
    spec = InputSpec(256, 192, "stretch", (0.1, 0.2, 0.3), (1, 2, 3))

    assert preprocess.input_spec({"sightline.input": spec.to_json()}) == spec
