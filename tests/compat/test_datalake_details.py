# SPDX-License-Identifier: Apache-2.0
"""Sources, tags, metadata, projections and the custom metadata schema of a datalake."""

import filecmp
from pathlib import Path

import picsellia
import pytest
import requests
from picsellia.exceptions import BadRequestError, ResourceNotFoundError

from tests.conftest import connect
from tests.harness.pictures import jpeg_bytes, write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_sources(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    source = client.create_datasource("camera")
    other = client.create_datasource("phone")
    client.get_datalake().upload_data(write_jpegs(tmp_path, 1), source="camera")

    fresh = connect(member)
    assert sorted(item.name for item in fresh.list_datasources()) == ["camera", "phone"]
    data = fresh.get_datalake().list_data()[0]
    assert data.get_datasource().id == source.id
    source.update(name="camera-2")
    assert fresh.get_datasource("camera-2").sync()["id"] == str(source.id)
    other.delete()
    assert [item.name for item in connect(member).list_datasources()] == ["camera-2"]
    shown(
        "POST /api/organization/{}/datasources",
        "PATCH /api/data/source/{}",
        "DELETE /api/data/source/{}",
    )


def test_tags_are_renamed_detached_and_deleted(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 3))
    tag, spare = lake.create_data_tag("night"), lake.create_data_tag("spare")
    tag.attach_on(data)

    fresh = connect(member).get_datalake()
    assert sorted(item.name for item in fresh.list_data_tags()) == ["night", "spare"]
    assert len(fresh.list_data(tags=["night"])) == 3
    tag.detach_from(data[0])
    tag.update(name="dark")
    spare.delete()
    assert fresh.get_data_tag("dark").sync()["id"] == str(tag.id)
    assert len(fresh.list_data(tags=["dark"])) == 2
    assert [item.name for item in connect(member).get_datalake().list_data_tags()] == ["dark"]
    with pytest.raises(ResourceNotFoundError):
        fresh.get_data_tag("spare")
    shown(
        "POST /api/datalake/{}/tags",
        "PATCH /api/tag/{}",
        "DELETE /api/tag/{}",
        "POST /api/tag/{}/attach",
        "POST /api/tag/{}/detach",
    )


def test_one_and_many_data_are_changed(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    assert connect(member).get_datalake(name=lake.name).sync()["id"] == str(lake.id)
    assert [item.id for item in connect(member).list_datalakes()] == [lake.id]
    data = lake.upload_data(write_jpegs(tmp_path, 4))
    data[0].update_metadata({"weather": "fog", "altitude": 12.5})
    data[0].update_custom_metadata({"lot": 7})
    lake.update_multiple_data(
        {
            data[1].id: {"custom_metadata": {"lot": 8}, "tags": ["bulk"]},
            data[2].id: {"metadata": {"weather": "rain"}, "data_source": "line-2"},
        }
    )

    fresh = connect(member).get_datalake()
    first = fresh.find_data(id=data[0].id)
    assert first.sync()["metadata"] == {"weather": "fog", "altitude": 12.5}
    assert [item.id for item in fresh.list_data(custom_metadata={"lot": 7})] == [data[0].id]
    assert [item.id for item in fresh.list_data(tags=["bulk"])] == [data[1].id]
    assert fresh.find_data(id=data[2].id).get_datasource().name == "line-2"
    assert requests.get(first.reset_url(), timeout=10).status_code == 200
    fresh.list_data(ids=[data[0].id, data[1].id]).delete()
    assert len(connect(member).get_datalake().list_data()) == 2
    data[2].delete()
    assert [item.id for item in connect(member).get_datalake().list_data()] == [data[3].id]
    shown(
        "PATCH /api/data/{}",
        "PATCH /api/data/{}/custom-metadata",
        "PATCH /api/datalake/{}/data/bulk",
        "DELETE /api/datalake/{}/datas",
        "DELETE /api/data/{}",
        "POST /api/datalake/{}/datas",
    )


def test_projections(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 1)[0])
    path = tmp_path / "depth.jpg"
    path.write_bytes(jpeg_bytes(99, width=30, height=20))
    made = lake.create_projection(data, "depth", str(path), additional_info={"unit": "mm"})

    fresh = connect(member).get_datalake()
    found = fresh.list_data()[0].list_projections()
    assert [(item.id, item.name, item.infos) for item in found] == [
        (made.id, "depth", {"unit": "mm"})
    ]
    assert found[0].sync()["compute_status"] == "DONE"
    assert requests.get(found[0].reset_url(), timeout=10).content == path.read_bytes()
    found[0].download(str(tmp_path / "back"))
    assert filecmp.cmp(path, tmp_path / "back" / "depth.jpg", shallow=False)
    made.delete()
    assert fresh.list_data()[0].list_projections() == []
    shown("POST /api/data/{}/projections", "DELETE /api/data/projection/{}")


def test_custom_metadata_schema(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 1)[0])
    conf = {"input_type": "INTEGER", "required": False, "min": 0, "max": 9}
    lake.upsert_custom_metadata_schema_key("line/number", conf)
    lake.upsert_custom_metadata_schema_key("spare", {"input_type": "BOOLEAN", "required": False})
    lake.set_allow_extra_custom_metadata(False)

    fresh = connect(member).get_datalake()
    schema = fresh.get_custom_metadata_schema()
    assert sorted(schema["custom_metadata_schema"]) == ["line/number", "spare"]
    assert schema["allow_extra_custom_metadata"] is False
    for wrong in ({"line/number": 12}, {"line/number": "x"}, {"unknown": 1}):
        with pytest.raises(BadRequestError):
            data.update_custom_metadata(wrong)
    data.update_custom_metadata({"line/number": 4})
    lake.delete_custom_metadata_schema_key("spare")
    assert list(fresh.get_custom_metadata_schema()["custom_metadata_schema"]) == ["line/number"]
    assert fresh.list_data()[0].sync()["custom_metadata"] == {"line/number": 4}
    shown(
        "POST /api/datalake/{}/custom-metadata/keys/{}",
        "DELETE /api/datalake/{}/custom-metadata/keys/{}",
        "PATCH /api/datalake/{}/custom-metadata",
        "PATCH /api/data/{}/custom-metadata",
    )
