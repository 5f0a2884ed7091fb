# SPDX-License-Identifier: Apache-2.0
"""A prediction that is answered is recorded: what cannot be stored is refused before the answer."""

import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest
from psycopg import errors as pg
from sqlalchemy.exc import IntegrityError, OperationalError

from sightline.deployments.serving import drain
from tests.compat.test_deployment import deploy
from tests.harness.pictures import squares
from tests.harness.running_platform import Member, RunningPlatform

UNFIT = [
    {"tags": "a\x00b"},
    {"tags": "x" * 300},
    {"tags": ["t"] * 101},
    {"source": "x" * 5_000},
    {"source": "a\x00"},
    {"metadata": '{"a": "\\u0000"}'},
    {"metadata": "[1]"},
    {"metadata": "{" * 100},
    {"custom_metadata": '{"a": NaN}'},
    {"custom_metadata": '{"\\u0000": 1}'},
    {"metadata": '{"%s": 1}' % ("k" * 5_000)},
    {"monitor": "maybe"},
]


class Serving:
    def __init__(self, platform: RunningPlatform, member: Member, deployment_id: str) -> None:
        self.id = deployment_id
        body = {"api_token": member.token, "deployment_id": deployment_id}
        self.http = httpx.Client(base_url=platform.inference_url, timeout=30)
        token = self.http.post("/api/login", json=body).json()["jwt"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def predict(self, **fields: object) -> httpx.Response:
        return self.http.post(
            f"/api/deployments/{self.id}/predict",
            data=fields,
            files={"media": ("a.png", squares(("red", 8, 8)))},
        )

    def count(self) -> int:
        return int(self.http.get(f"/api/deployment/{self.id}").json()["predictions"])


@pytest.fixture
def serving(client, platform, member, tmp_path) -> Iterator[Serving]:
    served = Serving(platform, member, str(deploy(client, tmp_path).id))
    yield served
    served.http.close()


def test_what_cannot_be_stored_is_refused_before_the_answer(serving: Serving) -> None:
    answers = [serving.predict(**fields) for fields in UNFIT]
    assert {answer.status_code for answer in answers} <= {400, 422}
    assert all(answer.json()["message"] for answer in answers)
    assert serving.predict(tags="line", source="cam", metadata='{"a": 1}').status_code == 200
    end = time.monotonic() + 10
    while not serving.count() and time.monotonic() < end:
        time.sleep(0.1)
    assert serving.count() == 1


@pytest.mark.parametrize(
    ("cause", "is_away"),
    [
        (pg.AdminShutdown(), True),
        (pg.DiskFull(), True),
        (pg.ProgramLimitExceeded(), False),
        (pg.CheckViolation(), False),
    ],
)
def test_only_a_missing_database_is_waited_for(cause: psycopg.Error, *, is_away: bool) -> None:
    """A record that does not fit would otherwise hold up all that came after it."""
    kind = OperationalError if isinstance(cause, psycopg.OperationalError) else IntegrityError
    assert drain._is_away(kind("INSERT", {}, cause)) is is_away
