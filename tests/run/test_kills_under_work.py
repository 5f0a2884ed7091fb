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
from dataclasses import dataclass
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


@dataclass
class Site:
    """An installation at work: a deployed model and predictions that wait for review."""

    installation: Installation
    client: picsellia.Client
    deployment: picsellia.sdk.deployment.Deployment
    assets: list
    folder: Path

    def acts(self) -> tuple:
        """What is repeated while things are killed: upload, prediction, review."""
        lake, folder = self.client.get_datalake(), self.folder
        label_id = str(self.deployment.list_labels()[0].id)
        token = self.installation.owner()["api_token"]

        def upload(number: int) -> tuple[str, str]:
            content = jpeg_bytes(10_000 + number)
            path = folder / f"up-{number}.jpg"
            path.write_bytes(content)
            return str(lake.upload_data(str(path)).id), hashlib.sha256(content).hexdigest()

        def predict(number: int) -> str:
            picture = squares(("green", 8, 8 * (number % 6)))
            return self.deployment.predict_bytes(f"p{number}.png", picture)["id"]

        def review(number: int) -> str:
            asset = self.assets[number % len(self.assets)]
            box = {"x": number % 30, "y": 1, "w": 9, "h": 9, "label_id": label_id}
            answer = httpx.post(
                f"{self.installation.url}/api/predicted/asset/{asset}/reviews",
                json={"rectangles": [box]},
                headers={"Authorization": f"Bearer {token}"},
                timeout=20,
            )
            answer.raise_for_status()
            return answer.json()["id"]

        return upload, predict, review


def site(installation: Installation, tmp_path: Path) -> Site:
    client = connect(installation)
    deployment = deploy(client, tmp_path)
    seen = [deployment.predict_bytes(f"r{n}.png", squares(("red", 8, 8))) for n in range(40)]
    assets = [deployment.find_predicted_asset(oracle_prediction_id=s["id"]).id for s in seen]
    return Site(installation, client, deployment, assets, tmp_path)


def assert_uploads_kept(client: picsellia.Client, uploads: list, folder: Path) -> None:
    data = {str(item.id): item for item in client.get_datalake().list_data()}
    for data_id, digest in uploads:
        target = folder / "down" / data_id
        target.mkdir(parents=True)
        data[data_id].download(str(target))
        assert hashlib.sha256(next(target.iterdir()).read_bytes()).hexdigest() == digest


def assert_reviews_kept(installation: Installation, reviews: list) -> None:
    with installation.database() as database:
        rows = database.execute("SELECT id FROM review").fetchall()
        doubled = database.execute(
            "SELECT 1 FROM review GROUP BY predicted_asset_id, version HAVING count(*) > 1"
        ).fetchall()
    assert set(reviews) <= {str(row[0]) for row in rows}
    assert not doubled


def assert_doctor_is_content(installation: Installation) -> None:
    found = installation.run("doctor")
    assert found.stdout.strip() == "No findings.", found.stdout


def test_what_was_acknowledged_is_kept(installation: Installation, tmp_path: Path) -> None:
    work = [Work(act) for act in site(installation, tmp_path).acts()]
    for thread in work:
        thread.start()
    kill_each(installation)
    uploads, predictions, reviews = (thread.finish() for thread in work)
    assert min(map(len, (uploads, predictions, reviews))) > 3

    fresh = connect(installation)
    assert_uploads_kept(fresh, uploads, tmp_path)
    again = fresh.get_deployment(name="line")
    for prediction_id in predictions:
        assert again.find_predicted_asset(oracle_prediction_id=prediction_id)
    assert_reviews_kept(installation, reviews)
    assert_doctor_is_content(installation)


def training(client: picsellia.Client, tmp_path: Path):
    """An experiment of two epochs, ready to launch."""
    paths = write_jpegs(tmp_path, 12)
    document = coco.write(tmp_path, coco.coco([Path(path).name for path in paths]))
    data = client.get_datalake().upload_data(paths)
    dataset = client.create_dataset("parts")
    base = client.get_public_model("tiny-detector").get_version(0)
    experiment = client.create_project("kills").create_experiment(
        "run", base_model_version=base, parameters={"epochs": 2, "image_size": 64}
    )
    for alias in ("train", "val"):
        version = dataset.create_version(alias, type=InferenceType.OBJECT_DETECTION)
        version.add_data(data)
        version.import_annotations_coco_file(document)
        experiment.attach_dataset(alias, version)
    return experiment


def test_a_training_outlives_every_kill_and_runs_once(
    installation: Installation, tmp_path: Path
) -> None:
    experiment = training(connect(installation), tmp_path)
    experiment.launch(gpus=0)
    eventually(lambda: "RUNNING" in str(experiment.sync()["status"]), 60, "the training runs")
    for name in ("worker", "api", "worker"):
        with contextlib.suppress(ProcessLookupError):
            installation.role(name).kill()
        time.sleep(1.5)
    eventually(installation.is_ready, 60, "ready after the kills")
    ended = {"SUCCESS", "FAILED"}
    eventually(lambda: str(experiment.sync()["status"]) in ended, 240, "the training ends")
    log = "".join(path.read_text() for path in installation.data_dir.glob("runs/*/log"))
    assert experiment.sync()["status"] == "SUCCESS", log
    assert {a.name for a in experiment.list_artifacts()} >= {"model-latest", "weights"}
    assert len(experiment.get_log("train/loss").data) >= 2
    with installation.database() as database:
        runs = database.execute(
            "SELECT count(*) FROM job_run r JOIN job j ON j.id = r.job_id"
            " WHERE j.target_id = %s AND j.kind = 'TRAINING'",
            (str(experiment.id),),
        ).fetchone()
    assert runs == (1,)
    assert_doctor_is_content(installation)
