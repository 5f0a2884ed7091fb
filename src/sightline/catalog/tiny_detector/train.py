# SPDX-License-Identifier: Apache-2.0
"""Training program of the tiny detector, run by a job with the contract's environment."""

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

if find_spec("torch") is None or find_spec("safetensors") is None:
    sys.exit(
        "This training needs PyTorch, which is not installed. "
        'Run `make setup` in a checkout, or `pip install "sightline[train]"`, and launch it again.'
    )

import torch
from picsellia.types.enums import InferenceType, LogType

from sightline.catalog.tiny_detector import dataset, evaluation, exchange, export, training
from sightline.catalog.tiny_detector.exchange import Picture
from sightline.catalog.tiny_detector.model import TinyDetector
from sightline.catalog.tiny_detector.progress import chapter, line
from sightline.catalog.tiny_detector.settings import Settings, read
from sightline.vision.preprocess import InputSpec


def main() -> None:
    """Train, store, evaluate; any error ends the program with its stack trace."""
    cores = training.use_all_cores()
    line(f"No GPU is used: this training runs on the CPU with {cores} threads")
    chapter("Set up training")
    experiment = exchange.experiment_from_environment()
    settings = read(experiment.get_log("parameters").data)
    line(f"Parameters: {settings}")
    versions = {alias: exchange.dataset_of(experiment, alias) for alias in ("train", "val")}
    labels = exchange.labels_of(*versions.values())
    line(f"Labels: {', '.join(labels.values())}")
    with tempfile.TemporaryDirectory(prefix="tiny-detector-") as folder:
        _run(experiment, settings, versions, labels, Path(folder))
    chapter("Done")


def _run(
    experiment: Any,
    settings: Settings,
    versions: dict[str, Any],
    labels: dict[int, str],
    folder: Path,
) -> None:
    chapter("Download datasets")
    pictures = {
        alias: exchange.pictures_of(version, alias, labels, folder)
        for alias, version in versions.items()
    }
    for alias, found in pictures.items():
        line(f"{alias}: {len(found)} images, {sum(len(one.boxes) for one in found)} objects")
    names = {str(index): name for index, name in labels.items()}
    experiment.log("labelmap", names, LogType.LABELMAP)

    model, spec = _train(experiment, settings, pictures, labels, folder)

    chapter("Store model")
    stored = {"model-latest": folder / "model.onnx", "weights": folder / "weights.safetensors"}
    export.write_onnx(model, spec, labels, stored["model-latest"])
    export.write_weights(model, spec, labels, stored["weights"])
    for name, path in stored.items():
        experiment.store(name, str(path))
        line(f"Stored {name}: {path.stat().st_size / 1024:.0f} KiB")

    chapter("Evaluate")
    _evaluate(experiment, stored["model-latest"], versions["val"], pictures["val"], labels)


def _train(
    experiment: Any,
    settings: Settings,
    pictures: dict[str, list[Picture]],
    labels: dict[int, str],
    folder: Path,
) -> tuple[TinyDetector, InputSpec]:
    chapter("Train")
    torch.manual_seed(settings.seed)
    model = TinyDetector(len(labels))
    sizes = [(one.image.shape[0], one.image.shape[1]) for one in pictures["train"]]
    spec = dataset.input_for(sizes, settings.image_size)
    epochs, learning_rate = settings.epochs, settings.learning_rate
    weights = exchange.initial_weights(experiment, folder)
    earlier = export.read_weights(model, labels, weights) if weights else None
    if earlier is not None:
        spec, epochs, learning_rate = earlier, settings.fine_tune_epochs, learning_rate / 2
        line(f"Training continues from stored weights for {epochs} epochs")
    samples = {
        alias: [dataset.sample_of(one.image, one.boxes, one.classes, spec) for one in found]
        for alias, found in pictures.items()
    }
    for epoch in training.train(
        model,
        samples["train"],
        samples["val"],
        spec,
        settings,
        classes=len(labels),
        epochs=epochs,
        learning_rate=learning_rate,
    ):
        score = epoch.metrics.get("ap_50", 0.0)
        line(f"epoch {epoch.number}/{epochs}  loss {epoch.loss:.4f}  mAP50 {score:.4f}")
        experiment.log("train/loss", epoch.loss, LogType.LINE)
        experiment.log("val/mAP50", score, LogType.LINE)
    return model, spec


def _evaluate(
    experiment: Any,
    path: Path,
    version: Any,
    pictures: list[Picture],
    labels: dict[int, str],
) -> None:
    found = evaluation.detect(path, [picture.image for picture in pictures])
    rows = [evaluation.rows_of(detections) for detections in found]
    by_asset = {picture.asset_id: one for picture, one in zip(pictures, rows, strict=True)}
    exchange.add_evaluations(experiment, version, labels, by_asset)
    experiment.compute_evaluations_metrics(InferenceType.OBJECT_DETECTION)
    metrics = evaluation.metrics_of(pictures, rows)
    for key, name in (("ap_50", "mAP50"), ("ap_50_95", "mAP50-95")):
        experiment.log(name, metrics.get(key, 0.0), LogType.VALUE)
        line(f"{name} on the validation images: {metrics.get(key, 0.0):.4f}")


if __name__ == "__main__":
    main()
