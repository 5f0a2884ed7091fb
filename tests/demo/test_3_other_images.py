# SPDX-License-Identifier: Apache-2.0
"""The circle again with another seed and other classes, and with data of one's own."""

import json

from sightline.demo import scenes
from tests.demo.conftest import Walked, walk


def test_other_seed_and_classes_give_other_figures(walked: Walked) -> None:
    other = walk(walked.installation, "other", "--seed", "7", "--classes", "gear,bracket,spring")
    assert other["ok"], other["failures"]
    for name in ("champion_map50", "shadow_map50"):
        assert other["metrics"][name] != walked.report["metrics"][name]
    ids = [{o["id"] for s in r["steps"] for o in s["objects"]} for r in (walked.report, other)]
    lake = walked.made("datalake")["id"]
    assert ids[0] & ids[1] == {lake}


def test_own_images_in_coco_order(walked: Walked) -> None:
    folder = walked.installation.root / "own"
    images, coco = scenes.generate(5, 60, classes=("nut", "gear"))
    scenes.write(images, coco, folder)
    document = walked.installation.root / "own.json"
    document.write_text(json.dumps(coco))
    report = walk(walked.installation, "own", "--images", str(folder), "--coco", str(document))
    assert report["metrics"]["reviewed"] == 12
    assert report["metrics"]["held_out_images"] == 12
    assert set(report["drift"]) == {"before", "after"}
