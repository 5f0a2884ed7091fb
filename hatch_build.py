# SPDX-License-Identifier: Apache-2.0
"""Build hook: the wheel carries the built web application and the guide."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class WebHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run ``tools/build_web.py`` unless the application lies there already (sdist)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if (ROOT / "web" / "package.json").is_file():
            done = subprocess.run([sys.executable, ROOT / "tools" / "build_web.py"], check=False)  # noqa: S603
            if done.returncode:
                raise RuntimeError("the web application could not be built")
        build_data.setdefault("force_include", {})[str(ROOT / "docs")] = "sightline/docs"
