# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document and the web application's types are those of this version."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT

WEB = ROOT / "web"
GENERATOR = WEB / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
sys.path.insert(0, str(ROOT / "tools"))


def test_the_document_is_that_of_the_application() -> None:
    command = [sys.executable, ROOT / "tools" / "export_openapi.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_types_are_generated_from_the_document(tmp_path: Path) -> None:
    assert GENERATOR.is_file(), "the packages of the web application are missing: make setup"
    from build_web import find_npm

    npm, environment = find_npm()
    node = npm[0] if len(npm) > 1 else "node"
    target = tmp_path / "schema.ts"
    command = [node, GENERATOR, "openapi.json", "-o", target]
    subprocess.run(command, cwd=WEB, env=environment, check=True, capture_output=True)
    assert target.read_text() == (WEB / "src/kernel/api/schema.gen.ts").read_text(), "`make docs`"
