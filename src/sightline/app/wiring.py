# SPDX-License-Identifier: Apache-2.0
"""What belongs together: the slices, their tables, routes, tasks, event handlers and ports."""

import importlib
import importlib.util
from types import ModuleType
from typing import Any

from sightline.kernel.events.bus import Bus

SLICES = (
    "accounts",
    "jobs",
    "datalake",
    "datasets",
    "annotation",
    "registry",
    "experiments",
    "processings",
    "deployments",
    "deployments.serving",
    "deployments.monitoring",
    "deployments.pipeline",
)


def _modules(name: str) -> list[ModuleType]:
    """Import ``sightline.<slice>.<name>`` of every slice that has it, in layer order."""
    found = []
    for part in SLICES:
        path = f"sightline.{part}.{name}"
        if importlib.util.find_spec(path) is not None:
            found.append(importlib.import_module(path))
    return found


def import_models() -> None:
    """Import every table, so that the metadata is complete."""
    importlib.import_module("sightline.kernel.events.models")
    _modules("models")


def routers() -> list[Any]:
    """List the routers of the main service."""
    return [module.router for module in _modules("endpoints")]


def import_tasks() -> None:
    """Register every internal task."""
    _modules("tasks")


def bind_ports() -> None:
    """Let lower slices reach what higher ones implement: each slice's ``bindings.bind()``."""
    for module in _modules("bindings"):
        module.bind()


def make_bus() -> Bus:
    """Build the event bus from each slice's ``handlers.SUBSCRIPTIONS`` (kind, handler, name)."""
    bus = Bus()
    for module in _modules("handlers"):
        for kind, handler, name in module.SUBSCRIPTIONS:
            bus.subscribe(kind, handler, name=name)
    return bus
