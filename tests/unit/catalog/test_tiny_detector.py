# SPDX-License-Identifier: Apache-2.0
"""The tiny detector learns, exports, and its file predicts what the network predicts."""

import os
import subprocess
import sys

import numpy as np
import onnx
import pytest
import torch

from sightline.catalog import entries
from sightline.catalog.tiny_detector import dataset, evaluation, export, settings, training
from sightline.catalog.tiny_detector.exchange import Picture
from sightline.catalog.tiny_detector.model import TinyDetector
from sightline.demo import scenes

LABELS = {0: "bolt", 1: "nut", 2: "washer", 3: "gear"}


def _pictures(seed, count):
    images, coco = scenes.generate(seed, count)
    found = []
    for number, image in enumerate(images, start=1):
        rows = np.array(
            [
                [*a["bbox"], a["category_id"] - 1]
                for a in coco["annotations"]
                if a["image_id"] == number
            ],
            np.float32,
        ).reshape(-1, 5)
        boxes = rows[:, :4].copy()
        boxes[:, 2:] += boxes[:, :2]
        found.append(Picture(str(number), image, boxes, rows[:, 4].astype(np.int64)))
    return found


@pytest.fixture(scope="module")
def trained():
    pictures = _pictures(3, 32)
    spec = dataset.input_for([(240, 320)], 160)
    samples = [dataset.sample_of(p.image, p.boxes, p.classes, spec) for p in pictures]
    torch.manual_seed(0)
    model = TinyDetector(4)
    epochs = list(
        training.train(
            model,
            samples,
            samples[:8],
            spec,
            settings.Settings(batch_size=8),
            classes=4,
            epochs=6,
            learning_rate=0.004,
        )
    )
    return model, spec, pictures, epochs


def test_train__loss_falls(trained):
    _, spec, _, epochs = trained

    assert (spec.width, spec.height) == (160, 128)
    assert epochs[-1].loss < 0.6 * epochs[0].loss
    assert "ap_50" in epochs[-1].metrics


def test_export__file_predicts_what_the_network_predicts(trained, tmp_path):
    model, spec, pictures, _ = trained
    images = [picture.image for picture in pictures[:4]]
    path = tmp_path / "model.onnx"

    export.write_onnx(model, spec, LABELS, path)

    graph = onnx.load(path)
    assert {p.key: p.value for p in graph.metadata_props}["sightline.family"] == "centre-point"
    assert graph.graph.input[0].type.tensor_type.shape.dim[0].dim_param
    for ours, theirs in zip(
        training.predict(model, images, spec), evaluation.detect(path, images), strict=True
    ):
        strong = ours.above(0.06)
        assert len(strong) == pytest.approx(len(theirs.above(0.06)), abs=1)
        assert theirs.scores[:3] == pytest.approx(strong.scores[:3], abs=1e-3)
        assert theirs.boxes[:1] == pytest.approx(strong.boxes[:1], abs=0.1)
        assert theirs.features == pytest.approx(ours.features, abs=1e-3)
        assert theirs.features.shape == (48,)


def test_weights__read_back_only_for_the_same_labels(trained, tmp_path):
    model, spec, pictures, _ = trained
    path = tmp_path / "weights.safetensors"
    export.write_weights(model, spec, LABELS, path)
    other = TinyDetector(4)

    assert export.read_weights(other, {**LABELS, 0: "screw"}, path) is None
    assert export.read_weights(other, LABELS, path) == spec

    image = [pictures[0].image]
    assert (
        training.predict(other, image, spec)[0].scores.tolist()
        == training.predict(model, image, spec)[0].scores.tolist()
    )


def test_rows__are_what_metrics_see(trained):
    _, _, pictures, _ = trained
    rows = [
        [
            (*(round(float(v)) for v in (b[0], b[1], b[2] - b[0], b[3] - b[1])), int(c), 0.9)
            for b, c in zip(p.boxes, p.classes, strict=True)
        ]
        for p in pictures
    ]

    assert evaluation.metrics_of(pictures, rows)["ap_50_95"] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"epochs": "many"}, "epochs"),
        ({"epochs": 0}, "epochs"),
        ({"batch_size": [1]}, "batch_size"),
        ({"learning_rate": 7}, "learning_rate"),
        ({"image_size": 12.5}, "image_size"),
    ],
)
def test_settings__wrong(parameters, message):
    with pytest.raises(ValueError, match=message):
        settings.read(parameters)


def test_settings__text_numbers_and_foreign_names():
    assert settings.read({"epochs": "3", "other": None}).epochs == 3


def test_entries__need_no_torch():
    (entry,) = entries()
    assert entry.name == "tiny-detector"
    assert entry.dataset_constraints[0].aliases == ("train", "val")

    program = "import sys; from sightline.catalog import entries; entries(); assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_program__without_torch_names_the_command(tmp_path):
    program = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'torch' else real(name, *a)\n"
        "import runpy; runpy.run_module('sightline.catalog.tiny_detector.train', run_name='__main__')"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "make setup" in done.stderr


def test_program__without_environment_fails_with_a_trace():
    environment = {k: v for k, v in os.environ.items() if k not in ("api_token", "experiment_id")}

    done = subprocess.run(
        [sys.executable, "-m", "sightline.catalog.tiny_detector.train"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 1
    assert "Traceback" in done.stderr
    assert "api_token" in done.stderr
    assert done.stdout.startswith("No GPU is used")
