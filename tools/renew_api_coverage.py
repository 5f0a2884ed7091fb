# SPDX-License-Identifier: Apache-2.0
"""Write docs/reference/api-coverage.md from the traffic of tests/compat.

Runs the tests of the real client, or reads the notes of an earlier run from a folder given as the
only argument (``COMPAT_NOTES=FOLDER pytest tests/compat``).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.harness.traffic import SHOWN, contract_pairs  # noqa: E402

TARGET = ROOT / "docs/reference/api-coverage.md"
NAMED_TESTS = 3
HEAD = """\
# Coverage of the client's contract

Made by `tools/renew_api_coverage.py` from the traffic of `tests/compat`: the unchanged `picsellia`
6.37.0 client against a running server. Do not edit.

A pair of method and path is **shown** when a test made the real client call it, got a 2xx, and
another client of its own read the effect afterwards: a value, bytes, a count, or that something is
gone. A reading pair is shown when a test compared what it read. A pair that is not **served**
answers 501.

"""


def main() -> None:
    """Run the tests if needed and write the document."""
    if len(sys.argv) > 1:
        shown = read_notes(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pytest", "-q", "tests/compat"]
            environment = {**os.environ, "COMPAT_NOTES": folder}
            subprocess.run(command, check=True, cwd=ROOT, env=environment)
            shown = read_notes(Path(folder))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(document(shown, served_pairs()))
    print(f"{len(shown)} of {len(contract_pairs())} pairs shown")


def read_notes(folder: Path) -> dict[str, set[str]]:
    """Map pairs to the tests that showed them."""
    shown: dict[str, set[str]] = defaultdict(set)
    for path in folder.glob(f"*{SHOWN}"):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            for pair in row["pairs"]:
                shown[pair].add(row["test"])
    return shown


def served_pairs() -> set[str]:
    """List the pairs of the contract that a slice serves; nothing is started or connected to."""
    settings = {
        "SIGHTLINE_DATABASE_URL": "postgresql://nobody@/nothing",
        "SIGHTLINE_SECRET_KEY": "0" * 64,
        "SIGHTLINE_DATA_DIR": tempfile.gettempdir(),
    }
    with patch.dict(os.environ, settings):
        from sightline.app import annex, api
        from sightline.kernel.settings import get_settings

        get_settings.cache_clear()
        missing = annex.missing_pairs(api.build())
    return set(contract_pairs()) - {f"{method} {path}" for method, path in missing}


def document(shown: dict[str, set[str]], served: set[str]) -> str:
    """Build the text."""
    pairs = sorted(contract_pairs(), key=lambda pair: pair.split()[::-1])
    lines = [
        HEAD,
        f"**{len(shown)}** of {len(pairs)} pairs are shown, {len(served)} are served.\n\n",
        "| method | path | served | shown by |\n|---|---|---|---|\n",
    ]
    for pair in pairs:
        method, path = pair.split()
        tests = sorted(test.removeprefix("tests/compat/") for test in shown.get(pair, ()))
        more = f" and {len(tests) - NAMED_TESTS} more" if len(tests) > NAMED_TESTS else ""
        named = ", ".join(f"`{test}`" for test in tests[:NAMED_TESTS]) + more
        lines.append(f"| {method} | `{path}` | {'yes' if pair in served else ''} | {named} |\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
