# SPDX-License-Identifier: Apache-2.0
"""Start-up, idle memory and the loop."""

import json
import time
from pathlib import Path

from benchmarks.instance import Instance
from benchmarks.measure import Row

SETTLE_SECS = 5


def start_rows(instance: Instance) -> list[Row]:
    """Start cold, then warm; leave it running."""
    cold = instance.up()
    time.sleep(SETTLE_SECS)
    memory = instance.memory_mib()
    warm = []
    for _ in range(2):
        instance.down()
        warm.append(instance.up())
    return [
        Row("sightline up, cold", "s", 15, "less", cold, [cold]),
        Row("sightline up, warm", "s", 4, "less", min(warm), warm),
        Row("idle memory of the whole platform (PSS)", "MiB", 500, "less", memory, [memory]),
    ]


def loop_rows(instance: Instance) -> list[Row]:
    """Walk the demo; its seconds and figures go into the note."""
    path = Path(instance.folder) / "loop.json"
    instance.run("demo", "--report", str(path))
    report = json.loads(path.read_text())
    figures = ", ".join(f"{key} {value}" for key, value in report["metrics"].items())
    seconds = [step["seconds"] for step in report["steps"]]
    return [Row("the loop (sightline demo)", "s", 300, "less", report["total_seconds"], seconds,
                figures)]  # fmt: skip
