# SPDX-License-Identifier: Apache-2.0
"""Write the initial migration anew from the models. Only until the first release."""

import subprocess
import sys
from pathlib import Path

from alembic import command

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.harness.scratch_postgres import ScratchPostgres  # noqa: E402

from sightline.app import wiring  # noqa: E402
from sightline.kernel.db.rls import tenant_tables  # noqa: E402
from sightline.migrations.run import configuration  # noqa: E402

REVISION = "2026_11_21_0001"


def main() -> None:
    """Autogenerate against an empty database and add the walls."""
    folder = ROOT / "src/sightline/migrations/versions"
    for old in folder.glob("*.py"):
        old.unlink()
    postgres = ScratchPostgres()
    try:
        wiring.import_models()
        command.revision(
            configuration(postgres.admin_url), "Initial schema", autogenerate=True, rev_id=REVISION
        )
    finally:
        postgres.stop()
    written = next(folder.glob("*.py"))
    path = folder / f"{REVISION}_initial_schema.py"
    lines = [f'    "{t.name}": {bool(t.info.get("public_read"))},' for t in tenant_tables()]
    walls = "\nWALLED = {\n" + "\n".join(lines) + "\n}\n"
    text = written.read_text()
    text = text.replace("\n\ndef upgrade", walls + "\n\ndef upgrade", 1)
    text += (
        "    for table, public_read in WALLED.items():\n"
        "        for statement in wall_statements(table, public_read=public_read):\n"
        "            op.execute(statement)\n"
    )
    written.unlink()
    path.write_text(text)
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "check", "-q", "--fix", path], check=False)
    subprocess.run([ruff, "format", "-q", path], check=True)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
