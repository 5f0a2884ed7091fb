# SPDX-License-Identifier: Apache-2.0
"""`sightline doctor`: silent on a healthy installation, names what is wrong on a broken one."""

from pathlib import Path

import picsellia

from sightline.kernel.db.rls import wall_statements
from tests.harness.installation import Installation
from tests.harness.pictures import write_jpegs


def uploaded_blob(installation: Installation, folder: Path) -> Path:
    owner = installation.owner()
    client = picsellia.Client(
        api_token=owner["api_token"],
        organization_id=owner["organization_id"],
        host=installation.url,
    )
    client.get_datalake().upload_data(write_jpegs(folder, 1))
    with installation.database() as database:
        row = database.execute("SELECT object_name FROM data").fetchone()
    assert row is not None
    return installation.data_dir / "blobs" / "objects" / row[0]


def test_doctor_names_what_is_wrong(installation: Installation, tmp_path: Path) -> None:
    blob = uploaded_blob(installation, tmp_path)
    healthy = installation.run("doctor")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr

    content = blob.read_bytes()
    blob.unlink()
    missing = installation.run("doctor")
    assert missing.returncode == 1
    assert "I3:" in missing.stdout
    assert "row-level security" not in missing.stdout

    blob.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    changed = installation.run("doctor")
    assert changed.returncode == 1
    assert "I1:" in changed.stdout
    blob.write_bytes(content)

    installation.run("down")
    with_own_database = installation.run("doctor")
    assert with_own_database.returncode == 0, "starts the database for it and stops it again"
    assert installation.run("status").returncode == 1
    installation.up()


def test_doctor_names_an_open_wall(installation: Installation) -> None:
    with installation.database() as database:
        database.execute("DROP POLICY organization ON tag")
    done = installation.run("doctor")
    with installation.database() as database:
        for statement in wall_statements("tag", public_read=False):
            if "POLICY organization" in statement:
                database.execute(statement.encode())

    assert done.returncode == 1
    assert "row-level security: the table tag " in done.stdout
    assert "I3:" not in done.stdout
    assert installation.run("doctor").returncode == 0


def test_doctor_of_nothing(tmp_path: Path) -> None:
    done = Installation(tmp_path).run("doctor")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
