# SPDX-License-Identifier: Apache-2.0
"""Recompute the demo's mAPs with pycocotools from what the API tells; prints one JSON line."""

import contextlib
import io
import json
import sys

import httpx
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def ap50(pairs) -> float:
    """pairs: (truth boxes, predicted boxes); boxes are (x, y, w, h, label, score)."""
    names = sorted({row[4] for pair in pairs for part in pair for row in part})
    ids = {name: number for number, name in enumerate(names, 1)}
    document = {
        "info": {},
        "images": [{"id": i, "width": 1, "height": 1} for i in range(1, len(pairs) + 1)],
        "categories": [{"id": number, "name": name} for name, number in ids.items()],
        "annotations": [],
    }
    results = []
    for image, (truth, said) in enumerate(pairs, 1):
        for x, y, w, h, name, _ in truth:
            document["annotations"].append(
                {"id": len(document["annotations"]) + 1, "image_id": image, "bbox": [x, y, w, h],
                 "category_id": ids[name], "area": w * h, "iscrowd": 0}
            )  # fmt: skip
        for x, y, w, h, name, score in said:
            results.append(
                {"image_id": image, "category_id": ids[name], "bbox": [x, y, w, h], "score": score}
            )
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = document
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return float(evaluation.stats[1])


def boxes(shapes) -> list:
    return [
        (
            r["x"],
            r["y"],
            r["w"],
            r["h"],
            r["label"]["name"],
            1.0 if r.get("score") is None else r["score"],
        )
        for r in shapes["rectangles"]
    ]


def pages(http, path, **params):
    cursor = None
    while True:
        query = {**params, "limit": 200, **({"cursor": cursor} if cursor else {})}
        page = http.get(path, params=query).raise_for_status().json()
        yield from page["items"]
        cursor = page.get("next_cursor")
        if not cursor:
            return


def objects(report, kind):
    return [o for step in report["steps"] for o in step["objects"] if o["type"] == kind]


def held_out(http, report) -> dict:
    deployment = objects(report, "deployment")[0]["id"]
    found = list(pages(http, f"/api/deployment/{deployment}/predictedassets"))
    wanted = [item for item in found if any(p["is_shadow"] for p in item["predictions"])]
    result = {}
    for name, is_shadow in (("champion_map50", False), ("shadow_map50", True)):
        pairs = []
        for item in wanted:
            said = next(p for p in item["predictions"] if p["is_shadow"] is is_shadow)
            pairs.append((boxes(item["reviews"][-1]), boxes(said)))
        result[name] = ap50(pairs)
    assert len(wanted) == report["metrics"]["held_out_images"]
    return result


def validation(http, report) -> float:
    experiment = objects(report, "experiment")[0]["id"]
    found = list(pages(http, f"/api/experiment/{experiment}/evaluations"))
    pairs = []
    for item in found:
        truth = [(*shape["box"], shape["label"], 1.0) for shape in item["ground_truth"]]
        pairs.append((truth, boxes(item)))
    return ap50(pairs)


def main() -> None:
    owner, report = json.loads(sys.argv[1]), json.loads(sys.argv[2])
    headers = {
        "Authorization": f"Bearer {owner['api_token']}",
        "X-Picsellia-Organization": owner["organization_id"],
    }
    with httpx.Client(base_url=owner["url"], headers=headers, timeout=120) as http:
        found = held_out(http, report)
        found["first_val_map50"] = validation(http, report)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
