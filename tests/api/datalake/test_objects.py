# SPDX-License-Identifier: Apache-2.0
"""Object names, uploads and files that are not what they say."""

from pathlib import Path

import av
import httpx
import numpy as np
import pytest

from tests.harness.objects import Uploader
from tests.harness.pictures import jpeg_bytes
from tests.harness.running_platform import Member

PART = 'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\n'


@pytest.fixture
def uploader(api: httpx.Client, member: Member) -> Uploader:
    return Uploader(api, member.organization_id)


def test_an_object_keeps_its_first_bytes(uploader: Uploader) -> None:
    first = jpeg_bytes(1)
    name = uploader.upload(first)
    data = uploader.data(name).json()
    assert uploader.send(name, first).status_code == 200, "the client sends again when it is unsure"

    refused = uploader.send(name, jpeg_bytes(2))

    assert refused.status_code == 409
    assert "kept" in refused.json()["message"]
    assert httpx.get(data["presigned_url"]).content == first


def test_a_second_multipart_upload_cannot_replace_an_object(uploader: Uploader) -> None:
    name = uploader.upload(b"weights", "model.onnx", "MODEL_FILE")
    started = uploader.storage("init_multipart_upload", object_name=name, content_type="x/y").json()
    part = uploader.storage(
        "generate_part_presigned_url", object_name=name, upload_id=started["upload_id"], part_no=1
    ).json()
    etag = httpx.put(part["url"], content=b"other").headers["etag"]
    done = uploader.storage(
        "complete_part_upload",
        object_name=name,
        upload_id=started["upload_id"],
        parts=[{"ETag": etag, "PartNumber": 1}],
    )
    assert done.status_code == 409
    url = uploader.storage("retrieve_presigned_url", object_name=name).json()["presigned_url"]
    assert httpx.get(url).content == b"weights"


def test_a_form_with_two_files_is_ambiguous(uploader: Uploader) -> None:
    name = uploader.name().json()["object_name"]
    signed = uploader.storage("generate_presigned_url", object_name=name, content_type="x/y").json()
    twice = f"--B\r\n{PART}1\r\n--B\r\n{PART}2\r\n--B--\r\n"
    answer = httpx.post(
        signed["presigned_url_data"]["url"],
        content=twice,
        headers={"Content-Type": "multipart/form-data; boundary=B"},
    )
    assert answer.status_code == 400
    assert uploader.data(name).status_code == 400, "nothing was kept"


@pytest.mark.parametrize(
    "filename", ["../../x.jpg", "..", "/etc/passwd", "a/../../b.jpg", "..\\x.jpg", "C:\\x.jpg", " "]
)
def test_file_names_stay_in_the_folder_of_a_download(uploader: Uploader, filename: str) -> None:
    assert uploader.name(filename).status_code == 422
    name = uploader.upload(jpeg_bytes(1))
    assert uploader.data(name, filename).status_code == 422


def test_file_names_keep_folders_and_lose_what_is_not_shown(uploader: Uploader) -> None:
    name = uploader.upload(jpeg_bytes(1))
    data = uploader.data(name, "day 1/a\r\nX-Evil: 1\u202egpj.jpg").json()
    assert data["filename"] == "day 1/aX-Evil: 1gpj.jpg"
    assert "x-evil" not in httpx.get(data["presigned_url"]).headers


def test_texts_too_long_for_an_index_are_refused_not_blamed_on_the_database(
    uploader: Uploader,
) -> None:
    name = uploader.upload(jpeg_bytes(1))
    letters = "".join(chr(0x4E00 + (i * 7919) % 20_000) for i in range(6_000))
    refused = uploader.data(name, custom_metadata={letters: 1})
    assert refused.status_code == 422
    assert "key" in refused.text
    assert uploader.data(name, "字" * 990).status_code == 422
    assert uploader.data(name).status_code == 200


@pytest.mark.parametrize(
    ("filename", "content", "reason"),
    [
        ("page.jpg", b"<html><script>alert(1)</script>", "no image"),
        ("empty.jpg", b"", "empty"),
        ("list.mp4", b"#EXTM3U\n#EXTINF:9,\n/etc/passwd\n#EXT-X-ENDLIST\n", "no video"),
        ("list.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", "no video"),
    ],
)
def test_a_file_that_is_not_what_it_says(
    uploader: Uploader, filename: str, content: bytes, reason: str
) -> None:
    kind = "VIDEO" if filename.endswith("mp4") else "IMAGE"
    data = uploader.data(uploader.upload(content, filename), filename, type=kind).json()
    assert data["upload_status"] == "ERROR"
    assert reason in data["status_reason"]
    stored = httpx.get(data["presigned_url"])
    assert stored.headers["content-type"] == "application/octet-stream"
    assert stored.headers["content-disposition"].startswith("attachment")


def test_a_video_is_examined_where_it_lies(uploader: Uploader, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
        container.mux([*stream.encode(frame), *stream.encode()])
    name = uploader.upload(path.read_bytes(), "clip.mp4")
    data = uploader.data(name, "clip.mp4", type="VIDEO").json()
    assert (data["upload_status"], data["meta"]) == ("DONE", {"width": 64, "height": 48})
