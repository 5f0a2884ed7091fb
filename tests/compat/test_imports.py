# SPDX-License-Identifier: Apache-2.0
"""Objects that lie in the store already become data and projections."""

from pathlib import Path

import picsellia
import pytest
import requests
from picsellia.exceptions import ResourceNotFoundError
from picsellia.types.enums import JobRunStatus, ObjectDataType

from tests.conftest import connect
from tests.harness.pictures import write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def stored(client: picsellia.Client, paths: list[str]) -> list[str]:
    """Upload files without making data of them; return their object names."""
    lake = client.get_datalake()
    names = []
    for path in paths:
        name = client.connection.generate_data_object_name(
            Path(path).name, ObjectDataType.DATA, lake.connector_id
        )
        client.connection.upload_file(name, path, connector_id=lake.connector_id)
        names.append(name)
    return names


def test_objects_become_data(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    lake = client.get_datalake()
    paths = write_jpegs(tmp_path, 4)
    names = stored(client, paths)
    job = lake.import_cloud_objects(
        {
            names[0]: {"metadata": {"weather": "fog"}, "tags": ["night"], "data_source": "bucket"},
            names[1]: {"custom_metadata": {"lot": 3}},
        }
    )
    job.wait_for_done()

    fresh = connect(member).get_datalake()
    first = fresh.find_data(object_name=names[0])
    assert (first.filename, first.width, first.height) == ("picture-000.jpg", 64, 48)
    assert first.sync()["metadata"] == {"weather": "fog"}
    assert [tag.name for tag in first.get_tags()] == ["night"]
    assert first.get_datasource().name == "bucket"
    assert [item.filename for item in fresh.list_data(custom_metadata={"lot": 3})] == [
        "picture-001.jpg"
    ]
    assert job.status == JobRunStatus.SUCCEEDED
    prefix = names[2].rsplit("/", 1)[0]
    lake.import_bucket_objects([prefix], tags=["rest"]).wait_for_done()
    lake.import_bucket_objects([prefix]).wait_for_done()
    last = connect(member).get_datalake()
    assert sorted(item.filename for item in last.list_data(tags=["rest"])) == [
        "picture-002.jpg",
        "picture-003.jpg",
    ]
    assert len(last.list_data()) == 4
    url = last.find_data(object_name=names[3]).reset_url()
    assert requests.get(url, timeout=10).content == Path(paths[3]).read_bytes()
    with pytest.raises(ResourceNotFoundError):
        lake.import_cloud_objects({"data/of/nobody.jpg": {}})
    shown("POST /api/datalake/{}/objects", "GET /api/v2/job/{}")


def test_objects_become_projections(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    paths = write_jpegs(tmp_path, 2)
    data = lake.upload_data(paths[0])
    name = stored(client, paths[1:])[0]
    wanted = {data.object_name: [{"name": "depth", "object_name": name}]}
    for _ in range(2):
        lake.import_cloud_projections(wanted).wait_for_done()

    found = connect(member).get_datalake().list_data()[0].list_projections()
    assert [(item.name, item.filename) for item in found] == [("depth", "picture-001.jpg")]
    found[0].download(str(tmp_path / "back"))
    assert (tmp_path / "back" / "picture-001.jpg").read_bytes() == Path(paths[1]).read_bytes()
    shown("POST /api/datalake/{}/objects/projections")
