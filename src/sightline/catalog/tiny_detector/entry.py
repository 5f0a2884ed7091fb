# SPDX-License-Identifier: Apache-2.0
"""Catalogue entry of the tiny detector; imports no training library."""

from pathlib import Path

from sightline.catalog.entry import CatalogEntry, ConstraintSet
from sightline.catalog.tiny_detector.settings import DEFAULTS

ENTRY = CatalogEntry(
    name="tiny-detector",
    summary="Small anchor-free object detector that trains on a CPU in about a minute.",
    card=Path(__file__).with_name("card.md").read_text(encoding="utf-8"),
    inference_type="OBJECT_DETECTION",
    framework="ONNX",
    script_module="sightline.catalog.tiny_detector.train",
    parameters=DEFAULTS,
    dataset_constraints=(ConstraintSet("train-val", ("train", "val")),),
)
