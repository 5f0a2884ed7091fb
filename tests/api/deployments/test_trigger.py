# SPDX-License-Identifier: Apache-2.0
"""The trigger: every crossing of the threshold makes exactly one experiment, whatever arrives."""

import asyncio
import base64
import time
import uuid

import httpx
import psycopg
import pytest
from picsellia.types.enums import InferenceType

from tests.conftest import connect
from tests.harness.pictures import squares
from tests.harness.running_platform import RunningPlatform

REVIEWERS, ROUNDS = 8, 50
TIMEOUT = httpx.Timeout(60)


class Line:
    """A deployment whose submissions train an experiment every `REVIEWERS` reviews."""

    def __init__(self, platform, member, rounds):
        self.platform, self.member = platform, member
        client = connect(member)
        version = client.create_model(name=f"m-{uuid.uuid4().hex[:6]}").create_version(
            labels={"0": "part"},
            type=InferenceType.OBJECT_DETECTION,
            docker_image_name="registry.invalid/train",
            docker_tag="1",
        )
        self.deployment = client.create_deployment(
            version, name=f"line-{uuid.uuid4().hex[:6]}", disable_serving=True
        )
        # a version for each reviewer: nothing but the counter makes them wait for each other
        family = client.create_dataset(f"d-{uuid.uuid4().hex[:6]}")
        self.datasets = [
            family.create_version(f"loop-{number}", type=InferenceType.OBJECT_DETECTION)
            for number in range(REVIEWERS)
        ]
        dataset = self.datasets[0]
        self.project = client.create_project(f"p-{uuid.uuid4().hex[:6]}")
        self.deployment.setup_feedback_loop()
        for version in self.datasets:
            self.deployment.attach_dataset_version_to_feedback_loop(version)
        self.deployment.setup_continuous_training(
            self.project,
            trigger="FEEDBACK_LOOP",
            threshold=REVIEWERS,
            experiment_parameters={"epochs": 1},
        )
        self.deployment.attach_dataset_version_to_continuous_training("train", dataset)
        self.dataset = dataset
        self.label_id = str(self.deployment.list_labels()[0].id)
        self.assets = self._predict(REVIEWERS * rounds)

    def _predict(self, count):
        body = {
            "content_type": "IMAGE/PNG",
            "height": 64,
            "width": 64,
            "latency": 0.01,
            "raw_predictions": {
                "detection_classes": [0],
                "detection_scores": [0.9],
                "detection_boxes": [[8, 8, 16, 16]],
            },
        }
        image = base64.b64encode(squares(("red", 8, 8))).decode()
        connection = self.deployment.oracle_connection
        headers = {"Authorization": f"Bearer {connection.jwt}"}
        url = f"{self.platform.inference_url}/api/deployment/{self.deployment.id}/predictions"
        found = []
        with httpx.Client(timeout=TIMEOUT, headers=headers) as http:
            for number in range(count):
                answer = http.post(url, json={**body, "filename": f"{number}.png", "image": image})
                assert answer.status_code == 201, answer.text
                found.append(answer.json()["predicted_asset_id"])
        return found

    async def review(self, http, asset_id, number):
        """Review and submit, each delivered twice at the same time, as a proxy that retries."""
        box = {"x": number, "y": 5, "w": 10, "h": 10, "label_id": self.label_id}
        saved = await self._twice(
            http,
            f"/api/predicted/asset/{asset_id}/review",
            {"shapes": {"rectangles": [box]}, "based_on_version": 0},
        )
        assert len({answer["reviews"][-1]["id"] for answer in saved}) == 1
        submitted = await self._twice(
            http,
            f"/api/deployment/{self.deployment.id}/feedback/submit",
            {
                "predicted_asset_ids": [asset_id],
                "dataset_version_id": str(self.datasets[number].id),
            },
        )
        assert sorted(answer["submitted"] for answer in submitted) == [0, 1]

    async def _twice(self, http, path, body):
        answers = await asyncio.gather(*(http.post(path, json=body) for _ in range(2)))
        assert [a.status_code for a in answers] == [200, 200], [a.text for a in answers]
        return [answer.json() for answer in answers]

    async def play(self, rounds):
        """Play until the firings are not as many as the rounds; return them by round."""
        headers = {"Authorization": f"Bearer {self.member.token}"}
        async with httpx.AsyncClient(
            base_url=self.member.url, headers=headers, timeout=TIMEOUT
        ) as http:
            fired = []
            for number in range(rounds):
                mine = self.assets[number * REVIEWERS : (number + 1) * REVIEWERS]
                await asyncio.gather(*(self.review(http, a, i) for i, a in enumerate(mine)))
                fired.append(self.firings())
                if fired[-1] != number + 1:
                    break
        return fired

    def firings(self):
        with psycopg.connect(self.platform.postgres.admin_url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pipeline_firing WHERE deployment_id = %s",
                (self.deployment.id,),
            ).fetchone()
        return row[0]

    def experiments(self, wanted, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = self.project.list_experiments()
            if len(found) >= wanted:
                return found
            time.sleep(0.2)
        return self.project.list_experiments()


def test_eight_reviewers_every_request_twice_fifty_times(platform, member):
    line = Line(platform, member, ROUNDS)
    fired = asyncio.run(line.play(ROUNDS))
    assert fired == list(range(1, ROUNDS + 1))
    time.sleep(1)
    experiments = line.experiments(ROUNDS)
    assert len(experiments) == ROUNDS
    assert len({item.name for item in experiments}) == ROUNDS
    assert experiments[0].get_dataset("train").id == line.dataset.id
    assert [len(version.list_assets()) for version in line.datasets] == [ROUNDS] * REVIEWERS


def test_counting_rows_instead_would_be_wrong():
    """The naive variant (count the submitted rows) must fail the same test: it can go red."""
    import os

    from sightline.deployments.pipeline.trigger import NAIVE_FLAG

    os.environ[NAIVE_FLAG] = "1"
    try:
        with RunningPlatform() as naive:
            line = Line(naive, naive.make_member(), ROUNDS)
            fired = asyncio.run(line.play(ROUNDS))
    finally:
        del os.environ[NAIVE_FLAG]
    assert fired != list(range(1, ROUNDS + 1)), "the naive trigger passed: this test proves nothing"


def test_a_review_counts_once_ever(platform, member):
    line = Line(platform, member, 1)
    headers = {"Authorization": f"Bearer {member.token}"}
    with httpx.Client(base_url=member.url, headers=headers, timeout=TIMEOUT) as http:
        path = f"/api/predicted/asset/{line.assets[0]}/reviews"
        body = {"rectangles": [{"x": 1, "y": 5, "w": 10, "h": 10, "label_id": line.label_id}]}
        first = http.post(path, json=body)
        for _ in range(3):
            assert http.post(path, json=body).json()["id"] == first.json()["id"]
        other = {"rectangles": []}
        assert http.post(path, json=other).status_code == 409
        state = http.get(f"/api/deployment/{line.deployment.id}/pipeline").json()
    assert state["continuous_training"]["waiting"] == 1


@pytest.mark.parametrize("threshold", [1, 2])
def test_bulk_submit_fires_for_each_multiple(platform, member, threshold):
    line = Line(platform, member, 1)
    headers = {"Authorization": f"Bearer {member.token}"}
    client = connect(member)
    deployment = client.get_deployment(name=line.deployment.name)
    deployment.setup_continuous_training(
        line.project,
        trigger="FEEDBACK_LOOP",
        threshold=threshold,
        experiment_parameters={"epochs": 1},
    )
    with httpx.Client(base_url=member.url, headers=headers, timeout=TIMEOUT) as http:
        for asset in line.assets:
            saved = http.post(
                f"/api/predicted/asset/{asset}/review",
                json={"shapes": {"rectangles": []}, "based_on_version": 0},
            )
            assert saved.json()["status"] == "REVIEWED", saved.text
        path = f"/api/deployment/{line.deployment.id}/feedback/submit"
        body = {"predicted_asset_ids": line.assets, "dataset_version_id": str(line.dataset.id)}
        assert len(http.post(path, json=body).json()["fired"]) == REVIEWERS // threshold
        again = http.post(path, json=body).json()
    assert again == {"submitted": 0, "already_submitted": REVIEWERS, "fired": []}
    assert len(line.experiments(REVIEWERS // threshold)) == REVIEWERS // threshold
