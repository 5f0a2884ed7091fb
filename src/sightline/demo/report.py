# SPDX-License-Identifier: Apache-2.0
"""What a run did: steps with their objects and seconds, figures, verdict."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

LEAST_FIRST_MAP50 = 0.85


@dataclass(slots=True)
class Step:
    """One step; ``objects`` are what it created, with their web addresses."""

    name: str
    ok: bool = False
    seconds: float = 0.0
    objects: list[dict[str, str]] = field(default_factory=list)
    detail: str = ""


@dataclass(slots=True)
class Report:
    """Contents of ``--report``."""

    version: str
    seed: int
    url: str
    is_generated: bool
    steps: list[Step] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)
    drift: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Time a step; an error is noted and goes on."""
        step = Step(name)
        self.steps.append(step)
        began = time.monotonic()
        try:
            yield step
            step.ok = True
        except BaseException as error:
            step.detail = f"{type(error).__name__}: {error}"
            raise
        finally:
            step.seconds = round(time.monotonic() - began, 2)

    def made(self, step: Step, kind: str, item: Any, path: str) -> None:
        """Note an object that a step created."""
        name = str(getattr(item, "version", "") if kind == "dataset version" else item.name)
        address = f"{self.url}{path.format(id=item.id)}"
        step.objects.append({"type": kind, "id": str(item.id), "name": name, "url": address})

    def failures(self) -> list[str]:
        """List why this run is no success; empty when it is one."""
        found = [f"step failed: {step.name}: {step.detail}" for step in self.steps if not step.ok]
        names = ("first_val_map50", "champion_map50", "shadow_map50", "held_out_images", "reviewed")
        found += [f"figure missing: {n}" for n in names if self.metrics.get(n) is None]
        found += [f"drift missing: {n}" for n in ("before", "after") if not self.drift.get(n)]
        if found or not self.is_generated:
            return found
        if self.metrics["first_val_map50"] < LEAST_FIRST_MAP50:
            found.append(f"the first model's mAP50 is below {LEAST_FIRST_MAP50}")
        if self.metrics["shadow_map50"] <= self.metrics["champion_map50"]:
            found.append("the retrained model does not beat the first on drifted images")
        if self.drift["before"]["verdict"] != "no drift":
            found.append("drift was reported for the clean stretch")
        if self.drift["after"]["verdict"] != "drift":
            found.append("no drift was reported for the drifted stretch")
        return found

    def as_json(self) -> dict[str, Any]:
        """Return the form of ``--report``."""
        return {
            "version": self.version,
            "seed": self.seed,
            "url": self.url,
            "total_seconds": round(time.monotonic() - self.started, 2),
            "ok": not self.failures(),
            "failures": self.failures(),
            "steps": [asdict(step) for step in self.steps],
            "metrics": self.metrics,
            "drift": self.drift,
        }

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=2) + "\n", encoding="utf-8")

    def show(self, console: Console) -> None:
        """Print the table of steps and the figures."""
        table = Table(title="What happened")
        table.add_column("Step")
        table.add_column("Seconds", justify="right")
        table.add_column("Result", overflow="fold")
        for step in self.steps:
            mark = "[green]✓[/]" if step.ok else "[red]✗[/]"
            table.add_row(f"{mark} {step.name}", f"{step.seconds:.1f}", escape(step.detail))
        console.print(table)
        for step in self.steps:
            for made in step.objects:
                console.print(
                    f"  {made['type']:<16} {made['name']}  {made['url']}",
                    soft_wrap=True, highlight=False, markup=False,
                )  # fmt: skip
        console.print("Reviews were made from the ground truth, not by people.")
        figures = {**self.metrics}
        for stretch, values in self.drift.items():
            figures[f"drift {stretch}"] = (
                f"{values['verdict']} (D {values['d']:.2f}, p {values['p']:.2g})"
            )
        for name, value in figures.items():
            text = f"{value:.4f}" if isinstance(value, float) else value
            console.print(f"  {name:<18} {text}")
        for line in self.failures():
            console.print(f"[red]✗ {escape(line)}[/]")
