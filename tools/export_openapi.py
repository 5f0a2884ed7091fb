# SPDX-License-Identifier: Apache-2.0
"""Write the OpenAPI document of the main service to ``web/openapi.json``."""

import argparse
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "web" / "openapi.json"


def document() -> str:
    """Return the document as stable text; nothing is connected to."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SIGHTLINE_DATA_DIR", folder)
        os.environ.setdefault("SIGHTLINE_DATABASE_URL", "postgresql://nobody@127.0.0.1/none")
        os.environ.setdefault("SIGHTLINE_SECRET_KEY", secrets.token_urlsafe(48))
        sys.path.insert(0, str(ROOT / "src"))
        from sightline.app.api import create_app

        app = create_app()
        described = app._app.openapi()  # type: ignore[attr-defined]  # noqa: SLF001 - the guards wrap the application
    return json.dumps(described, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write, or with ``--check`` only compare; exit code 1 when they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    text = document()
    if parser.parse_args().check:
        same = TARGET.is_file() and TARGET.read_text() == text
        print("OpenAPI document is up to date" if same else "renew it with `make docs`")
        return 0 if same else 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
