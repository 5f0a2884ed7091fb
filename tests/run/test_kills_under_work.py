# SPDX-License-Identifier: Apache-2.0
"""api, inference, worker and database killed with -9 amid upload, prediction, review, training.

Whatever was acknowledged is there afterwards, byte for byte; nothing ran twice; the doctor is
content.
"""

import contextlib
import hashlib
import itertools
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import picsellia
import pytest
from picsellia.types.enums import Framework, InferenceType

from tests.harness import coco
from tests.harness.installation import Installation, eventually
from tests.harness.onnx_models import write_detector
from tests.harness.pictures import jpeg_bytes, squares, write_jpegs

KILLED = ("api", "postgres", "inference", "worker", "api", "postgres")
PAUSE_SECS = 2.5


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    made = Installation()
    made.up()
    yield made
    made.remove()


def connect(installation: Installation) -> picsellia.Client:
    owner = installation.owner()
    return picsellia.Client(owner["api_token"], owner["organization_id"], host=owner["url"])


class Work(threading.Thread):
    """Repeats one act until told to stop; keeps what was acknowledged."""

    def __init__(self, act) -> None:
        super().__init__(daemon=True)
        self._act = act
        self.acknowledged: list = []
        self.refused = 0
        self._done = threading.Event()

    def run(self) -> None:
        for number in itertools.count():
            if self._done.is_set():
                return
            try:
                self.acknowledged.append(self._act(number))
            except Exception:  # a refusal promises nothing
                self.refused += 1
                time.sleep(0.2)

    def finish(self) -> list:
        self._done.set()
        self.join(60)
        return self.acknowledged


def deploy(client: picsellia.Client, tmp_path: Path):
    version = client.create_model("colours").create_version(
        labels={"0": "red", "1": "green"},
        type=InferenceType.OBJECT_DETECTION,
        framework=Framework.ONNX,
    )
    version.store("model-latest", str(write_detector(tmp_path / "colours.onnx")))
    return version.deploy(name="line", target_datalake=client.get_datalake(), min_threshold=0.4)


def kill_each(installation: Installation) -> None:
    for name in KILLED:
        role = eventually(lambda name=name: installation.role(name), 30, f"{name} runs")
        role.kill()
        time.sleep(PAUSE_SECS)
    eventually(installation.is_ready, 60, "ready after the kills")


def test_what_was_acknowledged_is_kept(installation: Installation, tmp_path: Path) -> None:
    client = connect(installation)
    lake, deployment = client.get_datalake(), deploy(client, tmp_path)
    headers = {"Authorization": f"Bearer {installation.owner()['api_token']}"}
    seen = [deployment.predict_bytes(f"r{n}.png", squares(("red", 8, 8))) for n in range(40)]
    assets = [deployment.find_predicted_asset(oracle_prediction_id=s["id"]).id for s in seen]
    label_id = str(deployment.list_labels()[0].id)

    def upload(number: int) -> tuple[str, str]:
        content = jpeg_bytes(10_000 + number)
        path = tmp_path / f"up-{number}.jpg"
        path.write_bytes(content)
        return str(lake.upload_data(str(path)).id), hashlib.sha256(content).hexdigest()

    def predict(number: int) -> str:
        return deployment.predict_bytes(f"p{number}.png", squares(("green", 8, 8 * (number % 6))))[
            "id"
        ]

    def review(number: int) -> str:
        asset = assets[number % len(assets)]
        box = {"x": number % 30, "y": 1, "w": 9, "h": 9, "label_id": label_id}
        answer = httpx.post(
            f"{installation.url}/api/predicted/asset/{asset}/reviews",
            json={"rectangles": [box]}, headers=headers, timeout=20,
        )  # fmt: skip
        answer.raise_for_status()
        return answer.json()["id"]

    work = [Work(act) for act in (upload, predict, review)]
    for thread in work:
        thread.start()
    kill_each(installation)
    uploads, predictions, reviews = (thread.finish() for thread in work)
    assert min(map(len, (uploads, predictions, reviews))) > 3

    fresh = connect(installation)
    data = {str(item.id): item for item in fresh.get_datalake().list_data()}
    for data_id, digest in uploads:
        target = tmp_path / "down" / data_id
        target.mkdir(parents=True)
        data[data_id].download(str(target))
        assert hashlib.sha256(next(target.iterdir()).read_bytes()).hexdigest() == digest
    again = fresh.get_deployment(name="line")
    for prediction_id in predictions:
        assert again.find_predicted_asset(oracle_prediction_id=prediction_id)
    with installation.database() as database:
        rows = database.execute("SELECT id FROM review").fetchall()
        doubled = database.execute(
            "SELECT 1 FROM review GROUP BY predicted_asset_id, version HAVING count(*) > 1"
        ).fetchall()
    assert set(reviews) <= {str(row[0]) for row in rows}
    assert not doubled
    found = installation.run("doctor")
    assert found.stdout.strip() == "No findings.", found.stdout


def test_a_training_outlives_every_kill_and_runs_once(
    installation: Installation, tmp_path: Path
) -> None:
    client = connect(installation)
    paths = write_jpegs(tmp_path, 12)
    document = coco.write(tmp_path, coco.coco([Path(path).name for path in paths]))
    data = client.get_datalake().upload_data(paths)
    dataset = client.create_dataset("parts")
    versions = {}
    for alias in ("train", "val"):
        versions[alias] = dataset.create_version(alias, type=InferenceType.OBJECT_DETECTION)
        versions[alias].add_data(data)
        versions[alias].import_annotations_coco_file(document)
    base = client.get_public_model("tiny-detector").get_version(0)
    experiment = client.create_project("kills").create_experiment(
        "run", base_model_version=base, parameters={"epochs": 2, "image_size": 64}
    )
    for alias, version in versions.items():
        experiment.attach_dataset(alias, version)
    experiment.launch(gpus=0)
    eventually(lambda: "RUNNING" in str(experiment.sync()["status"]), 60, "the training runs")
    for name in ("worker", "api", "worker"):
        with contextlib.suppress(ProcessLookupError):
            installation.role(name).kill()
        time.sleep(1.5)
    eventually(installation.is_ready, 60, "ready after the kills")
    eventually(
        lambda: str(experiment.sync()["status"]) in {"SUCCESS", "FAILED"}, 240, "the training ends"
    )
    log = "".join(path.read_text() for path in installation.data_dir.glob("runs/*/log"))
    assert experiment.sync()["status"] == "SUCCESS", log
    assert {a.name for a in experiment.list_artifacts()} >= {"model-latest", "weights"}
    assert len(experiment.get_log("train/loss").data) >= 2
    with installation.database() as database:
        runs = database.execute(
            "SELECT count(*) FROM job_run r JOIN job j ON j.id = r.job_id"
            " WHERE j.target_id = %s AND j.kind = 'TRAINING'", (str(experiment.id),)
        ).fetchone()  # fmt: skip
    assert runs == (1,)
    found = installation.run("doctor")
    assert found.stdout.strip() == "No findings.", found.stdout
