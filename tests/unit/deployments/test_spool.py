# SPDX-License-Identifier: Apache-2.0
"""The spool: what was written is read back, also after a cut and from the refused folder."""

from pathlib import Path

from sightline.deployments.serving.spool import Spool, read_segment

HEADER = {"id": "0", "is_shadow": False}


def test_append__a_cut_record_ends_the_segment(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.append(HEADER, b"first")
    path, _ = spool.append(HEADER, b"second")
    spool.close()
    content = path.read_bytes()

    path.write_bytes(content[:-3])
    assert [image for _, image, _ in read_segment(path)] == [b"first"]
    path.write_bytes(content[:-1] + b"X")
    assert [image for _, image, _ in read_segment(path)] == [b"first"]


def test_abandoned__a_segment_in_use_is_left_alone(tmp_path: Path) -> None:
    writing = Spool(tmp_path)
    path, _ = writing.append(HEADER, b"image")

    assert Spool(tmp_path).abandoned() == []
    writing.close()
    assert Spool(tmp_path).abandoned() == [path]
