# SPDX-License-Identifier: Apache-2.0
"""The training loop and prediction with a trained network."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from sightline.catalog.tiny_detector.dataset import Batch, Sample, batches
from sightline.catalog.tiny_detector.model import OUTPUTS, TinyDetector
from sightline.catalog.tiny_detector.settings import Settings
from sightline.vision import detection_metrics, preprocess
from sightline.vision.decoders import centre_point
from sightline.vision.detections import Detections, ground_truth
from sightline.vision.preprocess import InputSpec


@dataclass(frozen=True, slots=True)
class Epoch:
    """Figures after one pass: mean loss of the training images, metrics on the validation set."""

    number: int
    loss: float
    metrics: Mapping[str, float]


def use_all_cores() -> int:
    """Let torch use the processors this process may run on; answers how many."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    torch.set_num_threads(cores or 1)
    return cores or 1


def train(
    model: TinyDetector,
    samples: Sequence[Sample],
    validation: Sequence[Sample],
    spec: InputSpec,
    settings: Settings,
    *,
    classes: int,
    epochs: int,
    learning_rate: float,
) -> Iterator[Epoch]:
    """Train in place, one epoch per step of the iterator."""
    random = np.random.default_rng(settings.seed)
    steps = epochs * -(-len(samples) // settings.batch_size)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=learning_rate, total_steps=steps, pct_start=0.2
    )
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    for number in range(1, epochs + 1):
        model.train()
        losses = []
        walk = batches(
            samples, spec, classes=classes, batch_size=settings.batch_size, random=random
        )
        for batch in walk:
            loss = _loss(model, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        yield Epoch(number, float(np.mean(losses)), validate(model, validation, spec))


def validate(model: TinyDetector, samples: Sequence[Sample], spec: InputSpec) -> dict[str, float]:
    """Score the network on samples at input size."""
    predicted = predict(model, [sample.image for sample in samples], spec)
    truths = [ground_truth(sample.boxes, sample.classes) for sample in samples]
    return detection_metrics.evaluate(list(zip(truths, predicted, strict=True)))


def predict(
    model: TinyDetector, images: Sequence[NDArray[np.uint8]], spec: InputSpec
) -> list[Detections]:
    """Detect objects with the decoder that serving uses, in pixels of the given images."""
    model.eval()
    metadata = {preprocess.INPUT_KEY: spec.to_json()}
    found = []
    with torch.inference_mode():
        for start in range(0, len(images), 16):
            chunk = images[start : start + 16]
            tensors = np.concatenate([preprocess.prepare(image, spec) for image in chunk])
            outputs = [part.numpy() for part in model(torch.from_numpy(tensors))]
            for index, image in enumerate(chunk):
                one = {
                    name: part[index : index + 1]
                    for name, part in zip(OUTPUTS, outputs, strict=True)
                }
                size = (image.shape[0], image.shape[1])
                found.append(centre_point.decode(one, metadata, size))
    return found


def _loss(model: TinyDetector, batch: Batch) -> Tensor:
    images = torch.from_numpy(batch.images).contiguous(memory_format=torch.channels_last)
    heat, size, offset, _ = model(images)
    weights = torch.from_numpy(batch.weights)
    target = torch.from_numpy(batch.heat)
    wanted = torch.from_numpy(batch.shapes)
    total = weights.sum().clamp(min=1)
    # Errors of the size count relative to it: ten pixels matter on a nut, not on a car.
    relative = (size - wanted[:, :2]).abs() / wanted[:, :2].clamp(min=1)
    sizes = (relative * weights).sum() / total
    offsets = (functional.l1_loss(offset, wanted[:, 2:], reduction="none") * weights).sum() / total
    total_loss: Tensor = _focal(heat, target) + 2.0 * sizes + 0.5 * offsets
    return total_loss


def _focal(heat: Tensor, target: Tensor) -> Tensor:
    """Penalise wrong cells, hard ones most; cells near a centre less (CornerNet's form)."""
    heat = heat.clamp(1e-4, 1 - 1e-4)
    centre = target.eq(1).float()
    hits = centre * (1 - heat) ** 2 * torch.log(heat)
    misses = (1 - centre) * (1 - target) ** 4 * heat**2 * torch.log(1 - heat)
    return -(hits + misses).sum() / centre.sum().clamp(min=1)
