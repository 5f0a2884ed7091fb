# SPDX-License-Identifier: Apache-2.0
"""Renew what is generated from the running application: its OpenAPI document, the web's types."""

import subprocess
import sys
from pathlib import Path

import export_openapi

TOOLS = Path(__file__).resolve().parent


def main() -> int:
    """Write ``web/openapi.json`` and ``web/src/kernel/api/schema.gen.ts``."""
    export_openapi.TARGET.write_text(export_openapi.document())
    command = [sys.executable, str(TOOLS / "npm.py"), "run", "--silent", "api"]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
