# SPDX-License-Identifier: Apache-2.0
"""Exports write one file per picture, or say why they cannot."""

import io
import uuid
import zipfile

import httpx
import pytest
from picsellia.types.enums import InferenceType

from tests.harness.objects import Uploader
from tests.harness.pictures import jpeg_bytes


@pytest.mark.parametrize("kind", ["YOLO", "PASCAL_VOC"])
def test_pictures_of_one_name_are_not_written_over_each_other(client, api, member, kind):
    uploader = Uploader(api, member.organization_id)
    names = ("a.jpg", "a.png", "b/a.jpg")
    ids = [
        uploader.data(uploader.upload(jpeg_bytes(i)), n).json()["id"] for i, n in enumerate(names)
    ]
    version = client.create_dataset(uuid.uuid4().hex).create_version(
        "one", type=InferenceType.OBJECT_DETECTION
    )
    path = f"/api/dataset/version/{version.id}"
    api.post(f"{path}/assets", json={"data_ids": ids}).raise_for_status()

    refused = api.post(f"{path}/annotations/export", json={"type": kind})
    assert refused.status_code == 400
    assert "ASSET_ID" in refused.json()["message"]

    body = {"type": kind, "export_key": "DATA_ID"}
    made = api.post(f"{path}/annotations/export", json=body).raise_for_status().json()
    archive = zipfile.ZipFile(io.BytesIO(httpx.get(made["presigned_url"]).content))
    assert {name.split(".")[0] for name in archive.namelist()} - {"data"} == set(ids)
