# SPDX-License-Identifier: Apache-2.0
"""``make bench``: measure, print the table, write samples and docs/reference/performance.md."""

import argparse
import json
import logging
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import data_rows, log_rows, platform_rows, serving_rows
from benchmarks.instance import ROOT, Instance
from benchmarks.measure import Row
from sightline.deployments.serving.engine import cores

PARTS: dict[str, Callable[[Instance], list[Row]]] = {
    "data": data_rows.rows,
    "logs": log_rows.rows,
    "serving": serving_rows.rows,
    "loop": platform_rows.loop_rows,
}


def main() -> None:
    """Run the chosen parts on one fresh installation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=list(PARTS))
    chosen = parser.parse_args().only or list(PARTS)
    logging.getLogger("picsellia").setLevel(logging.ERROR)
    os.environ["TQDM_DISABLE"] = "1"
    console = Console()
    instance = Instance()
    rows: list[Row] = []
    try:
        rows += platform_rows.start_rows(instance)
        for name in chosen:
            console.print(f"measuring {name} …")
            rows += PARTS[name](instance)
    finally:
        instance.remove()
    show(console, rows)
    if chosen == list(PARTS):
        write(rows)


def show(console: Console, rows: list[Row]) -> None:
    """Print target, figure, ratio and verdict."""
    table = Table()
    for column in ("Work", "Target", "Figure", "Ratio", "Verdict", "Note"):
        table.add_column(column)
    for row in rows:
        table.add_row(row.name, *_cells(row), row.note)
    console.print(table)


def _cells(row: Row) -> tuple[str, str, str, str]:
    sign = "≤" if row.better == "less" else "≥"
    return (
        f"{sign} {row.target:g} {row.unit}",
        f"{row.figure:.2f} {row.unit}",
        f"{row.ratio:.2f}",
        row.verdict,
    )


def write(rows: list[Row]) -> None:
    """Write the samples and the table of the documentation."""
    day = time.strftime("%Y-%m-%d")
    commit = _commit()
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    head = {"date": day, "commit": commit, "cores": cores(), "python": platform.python_version()}
    body = json.dumps({**head, "rows": [row.as_json() for row in rows]}, indent=1)
    (results / f"{day}.json").write_text(body + "\n")
    lines = [
        "# Performance",
        "",
        f"Made by `make bench` on {day}, commit {commit}, {cores()} cores, Python"
        f" {platform.python_version()}. Samples: `benchmarks/results/{day}.json`.",
        "",
        "| work | target | figure | ratio | verdict | note |",
        "|---|---|---|---|---|---|",
        *(f"| {row.name} | {' | '.join(_cells(row))} | {row.note} |" for row in rows),
    ]
    (ROOT / "docs" / "reference").mkdir(parents=True, exist_ok=True)
    Path(ROOT / "docs/reference/performance.md").write_text("\n".join(lines) + "\n")


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
