# SPDX-License-Identifier: Apache-2.0
"""Organization, members and its tags."""

from pathlib import Path
from uuid import uuid4

import picsellia
import pytest
from picsellia.exceptions import ResourceNotFoundError
from picsellia.types.enums import InferenceType, JobRunStatus, TagTarget

from sightline.kernel.principal import Role
from tests.compat.test_deployment import make_version
from tests.conftest import connect
from tests.harness.running_platform import Member, RunningPlatform
from tests.harness.traffic import labelled_session, shown


def test_organization_and_members(
    client: picsellia.Client, member: Member, platform: RunningPlatform
) -> None:
    second = platform.make_member(organization_id=member.organization_id)

    fresh = picsellia.Client(
        api_token=second.token,
        organization_name=client.name,
        host=member.url,
        session=labelled_session(),
    )
    assert str(fresh.id) == member.organization_id
    names = sorted(user.username for user in fresh.list_users())
    assert names == sorted([member.username, second.username])
    assert [u.username for u in fresh.list_users(second.username)] == [second.username]
    shown("GET /api/organizations/find", "GET /api/home/ping", "GET /api/organization/{}")


def test_users_of_objects(
    client: picsellia.Client, member: Member, platform: RunningPlatform, tmp_path: Path
) -> None:
    reader = platform.make_member(role=Role.READER, organization_id=member.organization_id)
    platform.make_member(role=Role.UNPRIVILEGED, organization_id=member.organization_id)
    client.create_dataset("d")
    client.create_deployment(make_version(client, tmp_path), name="line", disable_serving=True)

    fresh = connect(member)
    expected = sorted([member.username, reader.username])
    assert sorted(user.username for user in fresh.get_dataset("d").list_users()) == expected
    assert sorted(user.username for user in fresh.get_deployment("line").list_users()) == expected
    shown("GET /api/access/dataset/{}/users", "GET /api/access/deployment/{}/users")


def test_tags_of_every_target(client: picsellia.Client, member: Member) -> None:
    dataset = client.create_dataset("d")
    version = dataset.create_version("v")
    model = client.create_model("m")
    number = model.create_version(name="n", type=InferenceType.OBJECT_DETECTION)
    client.create_dataset_tag("a").attach_on(dataset)
    client.create_dataset_version_tag("b").attach_on(version)
    client.create_model_tag("c").attach_on(model)
    client.create_model_version_tag("d").attach_on(number)
    client.create_deployment_tag("e")

    fresh = connect(member)
    lists = [
        fresh.list_dataset_tags(),
        fresh.list_dataset_version_tags(),
        fresh.list_model_tags(),
        fresh.list_model_version_tags(),
        fresh.list_deployment_tags(),
    ]
    assert [[tag.name for tag in tags] for tags in lists] == [["a"], ["b"], ["c"], ["d"], ["e"]]
    assert fresh.find_model_tag("c").target_type == TagTarget.MODEL
    with pytest.raises(ResourceNotFoundError):
        fresh.find_dataset_tag("c")
    holders = [
        fresh.get_dataset("d"),
        fresh.get_dataset("d").get_version("v"),
        fresh.get_model("m"),
        fresh.get_model("m").get_version("n"),
    ]
    names = [[tag.name for tag in item.get_tags()] for item in holders]
    assert names == [["a"], ["b"], ["c"], ["d"]]
    holders[3].remove_tags(fresh.find_model_version_tag("d"))
    assert connect(member).get_model("m").get_version("n").get_tags() == []
    shown("POST /api/organization/{}/tags", "POST /api/tag/{}/attach")


def test_compute_connectors(client: picsellia.Client, member: Member, tmp_path: Path) -> None:
    model = client.create_model("m").create_version(
        name="v",
        type=InferenceType.OBJECT_DETECTION,
        docker_image_name="registry.example/train",
        docker_tag="1",
    )
    experiment = client.create_project("p").create_experiment("run", base_model_version=model)

    fresh = connect(member)
    found = fresh.get_compute_connector(name="process")
    assert fresh.get_compute_connector(id=found.id).name == "process"
    assert found.sync()["enabled"] is True
    with pytest.raises(ResourceNotFoundError):
        fresh.get_compute_connector(name="cluster")
    with pytest.raises(ResourceNotFoundError):
        experiment.launch(gpus=0, compute_connector=uuid4())
    job = experiment.launch(gpus=0, compute_connector=found)
    assert connect(member).get_job_by_id(job.id).status == JobRunStatus.PENDING
    shown("GET /api/compute/{}", "POST /api/experiment/{}/launch")
