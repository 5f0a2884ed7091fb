# SPDX-License-Identifier: Apache-2.0
"""The real client on datalakes: uploads, tags, metadata, queries."""

import filecmp
import time
from pathlib import Path

import picsellia
import pytest
from picsellia.exceptions import NothingDoneError, ResourceConflictError, ResourceNotFoundError

from tests.conftest import connect
from tests.harness.pictures import picture, write_jpegs
from tests.harness.running_platform import Member
from tests.harness.traffic import shown


def test_uploaded_files_come_back_byte_for_byte(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    paths = write_jpegs(tmp_path, 5)

    client.get_datalake().upload_data(paths, tags=["first", "second"], source="camera")

    fresh = connect(member).get_datalake()
    listed = fresh.list_data()
    assert sorted(data.filename for data in listed) == [Path(p).name for p in paths]
    target = tmp_path / "back"
    listed.download(str(target))
    assert all(filecmp.cmp(p, target / Path(p).name, shallow=False) for p in paths)
    assert {tag.name for tag in listed[0].get_tags()} == {"first", "second"}
    assert (listed[0].width, listed[0].height) == (64, 48)


def test_lists_page_filter_and_order(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    paths = write_jpegs(tmp_path, 12)
    lake = client.get_datalake()
    lake.upload_data(paths[:7], tags=["a"])
    lake.upload_data(paths[7:], tags=["a", "b"])

    fresh = connect(member).get_datalake()
    assert len(fresh.list_data(tags=["a"])) == 12
    assert len(fresh.list_data(tags=["a", "b"], intersect_tags=True)) == 5
    assert len(fresh.list_data(limit=4)) == 4
    assert len(fresh.list_data(limit=10, offset=5)) == 7
    names = [d.filename for d in fresh.list_data(order_by=["-filename"], limit=3)]
    assert names == ["picture-011.jpg", "picture-010.jpg", "picture-009.jpg"]
    found = fresh.list_data(q='filename startswith "picture-00" and meta.width = 64')
    assert len(found) == 10
    assert fresh.find_data(filename="picture-003.jpg").filename == "picture-003.jpg"
    by_name = fresh.list_data(filenames=["picture-001.jpg", "picture-002.jpg"])
    assert len(by_name) == 2
    shown("XGET /api/datalake/{}/datas")


def test_tags_sources_metadata_and_delete(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 3), metadata=[{"weather": "rain"}] * 3)
    tag = lake.create_data_tag("x")
    tag.attach_on(data)
    data[0].update_custom_metadata({"line": 4, "night": True})

    fresh = connect(member).get_datalake()
    assert len(fresh.list_data(tags=["x"])) == 3
    assert len(fresh.list_data(q='metadata.weather = "rain"')) == 3
    assert len(fresh.list_data(custom_metadata={"line": 4})) == 1
    with pytest.raises(ResourceConflictError):
        lake.create_data_tag("x")
    gone = data[0].filename
    data[0].delete()
    assert len(connect(member).get_datalake().list_data()) == 2
    with pytest.raises(ResourceNotFoundError):
        fresh.find_data(filename=gone)


def test_large_file_goes_up_in_parts(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    path = tmp_path / "blob.bin"
    path.write_bytes(b"\x07" * (2 * 25 * 1024 * 1024))

    client.get_datalake().upload_data(str(path))

    back = connect(member).get_datalake().find_data(filename="blob.bin")
    back.download(str(tmp_path / "back"))
    assert filecmp.cmp(path, tmp_path / "back" / "blob.bin", shallow=False)
    shown(
        "POST /api/object-storage/{}/init_multipart_upload",
        "POST /api/object-storage/{}/generate_part_presigned_url",
        "POST /api/object-storage/{}/complete_part_upload",
        "POST /api/datalake/{}/datas",
    )


def test_bad_pictures_are_refused_with_a_reason(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    for name, content in {
        "corrupt.jpg": b"\xff\xd8\xff\xe0" + b"broken" * 50,
        "page.jpg": b"<html><script>alert(1)</script></html>",
    }.items():
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(NothingDoneError):
            client.get_datalake().upload_data(str(path))

    with member.http() as api:
        lake = api.get(f"/api/organization/{member.organization_id}/datalake").json()["id"]
        items = api.get(f"/api/datalake/{lake}/datas").json()["items"]
    assert {item["upload_status"] for item in items} == {"ERROR"}
    assert all(item["status_reason"] for item in items)


def test_unusual_pictures_get_thumbnails(
    client: picsellia.Client, member: Member, tmp_path: Path
) -> None:
    import numpy as np
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = 6
    picture(1, width=60, height=40).save(tmp_path / "rotated.jpg", exif=exif)
    picture(2).convert("CMYK").save(tmp_path / "cmyk.jpg")
    picture(3, width=1, height=1).save(tmp_path / "pixel.png")
    Image.fromarray(np.arange(64 * 48, dtype=np.uint16).reshape(48, 64) * 20).save(
        tmp_path / "deep.png"
    )
    picture(4).save(tmp_path / "moving.gif", save_all=True, append_images=[picture(5)])
    paths = [str(p) for p in sorted(tmp_path.iterdir())]

    client.get_datalake().upload_data(paths)

    with member.http() as api:
        lake = api.get(f"/api/organization/{member.organization_id}/datalake").json()["id"]
        deadline = time.monotonic() + 30
        while True:
            items = api.get(f"/api/datalake/{lake}/datas").json()["items"]
            if all(item["thumbnail_url"] for item in items) or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        assert len(items) == 5
        for item in items:
            assert item["upload_status"] == "DONE", item
            thumbnail = api.get(item["thumbnail_url"])
            assert thumbnail.status_code == 200
            assert thumbnail.headers["content-type"] == "image/webp"
        rotated = next(item for item in items if item["filename"] == "rotated.jpg")
        assert rotated["meta"] == {"width": 40, "height": 60}
