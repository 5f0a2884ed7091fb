# SPDX-License-Identifier: Apache-2.0
"""Open screens are told what others change and delete."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import orjson
import psycopg
import pytest

from sightline.kernel.events.outbox import CHANGE_CHANNEL
from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.running_platform import Member, RunningPlatform

CHANGES = (
    ("DELETE", "/api/evaluation/{evaluation_id}", "evaluation.deleted"),
    ("DELETE", "/api/artifact/{artifact_id}", "artifact.deleted"),
    ("DELETE", "/api/log/{log_id}", "log.deleted"),
    ("PATCH", "/api/project/{project_id}", "project.updated"),
    ("DELETE", "/api/label/group/{group_id}", "label.updated"),
    ("DELETE", "/api/label/{label_id}", "label.updated"),
    ("PATCH", "/api/model/{model_id}", "model.updated"),
    ("DELETE", "/api/model/file/{model_file_id}", "model_version.updated"),
    ("DELETE", "/api/data/{data_id}", "data.deleted"),
)
"""In an order in which each object is still there."""


@contextmanager
def listening(platform: RunningPlatform) -> Iterator[psycopg.Connection]:
    with psycopg.connect(platform.postgres.admin_url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANGE_CHANNEL}")
        yield connection


def kinds(connection: psycopg.Connection, organization_id: str) -> set[str]:
    notes = [orjson.loads(note.payload) for note in connection.notifies(timeout=0.3)]
    return {note["kind"] for note in notes if note["organization_id"] == organization_id}


@pytest.fixture
def objects(member: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with member.http() as http:
        return make_everything(connect(member), http, tmp_path_factory.mktemp("notes"))


def test_changes_and_deletions_are_told(
    platform: RunningPlatform, member: Member, objects: Objects
) -> None:
    untold = []
    with listening(platform) as connection, member.http() as http:
        for method, template, wanted in CHANGES:
            body = {"name": f"n-{uuid.uuid4().hex[:6]}"} if method == "PATCH" else None
            answer = http.request(method, template.format(**objects), json=body)
            told = kinds(connection, member.organization_id)
            if answer.status_code >= 300 or wanted not in told:
                untold.append((method, template, answer.status_code, answer.text[:100], told))
    assert untold == []


def test_deleted_models_and_projects_are_told(
    platform: RunningPlatform, member: Member, api: httpx.Client
) -> None:
    client, name = connect(member), f"n-{uuid.uuid4().hex[:6]}"
    model, project = client.create_model(name), client.create_project(name)
    version, experiment = model.create_version(), project.create_experiment(name)

    with listening(platform) as connection:
        for path, wanted in (
            (f"/api/model/version/{version.id}", "model_version.deleted"),
            (f"/api/model/{model.id}", "model.deleted"),
            (f"/api/experiment/{experiment.id}", "experiment.deleted"),
            (f"/api/project/{project.id}", "project.deleted"),
        ):
            assert api.delete(path).status_code == 204
            assert wanted in kinds(connection, member.organization_id)
