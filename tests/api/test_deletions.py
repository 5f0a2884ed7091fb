# SPDX-License-Identifier: Apache-2.0
"""What others use stays until they let go of it, and the refusal names them."""

import uuid

import httpx
import picsellia
import pytest
from picsellia import exceptions
from picsellia.types.enums import InferenceType

from tests.harness.pictures import write_jpegs


def unique(word: str) -> str:
    return f"{word}-{uuid.uuid4().hex[:6]}"


@pytest.fixture
def version(client, tmp_path):
    version = client.create_dataset(unique("d")).create_version(
        "one", type=InferenceType.OBJECT_DETECTION
    )
    version.add_data(client.get_datalake().upload_data(write_jpegs(tmp_path, 1)))
    return version


@pytest.fixture
def model(client):
    return client.create_model(unique("m")).create_version(
        labels={"0": "part"},
        type=InferenceType.OBJECT_DETECTION,
        docker_image_name="registry.invalid/train",
        docker_tag="1",
    )


@pytest.fixture
def deployment(client, model):
    return client.create_deployment(model, name=unique("line"), disable_serving=True)


def test_a_model_that_is_deployed(client: picsellia.Client, model, deployment):
    for thing in (model, client.get_model_by_id(model.origin_id)):
        with pytest.raises(exceptions.ResourceConflictError, match=deployment.name):
            thing.delete()
    other = client.create_model(unique("m")).create_version(
        labels={"0": "part"}, type=InferenceType.OBJECT_DETECTION
    )
    deployment.set_model(other)
    model.delete()
    with pytest.raises(exceptions.ResourceConflictError):
        other.delete()


@pytest.mark.parametrize("use", ["loop", "training data", "training"])
def test_a_dataset_version_of_a_pipeline(client, deployment, version, use):
    if use == "loop":
        deployment.setup_feedback_loop()
        deployment.attach_dataset_version_to_feedback_loop(version)
    elif use == "training data":
        deployment.set_training_data(version)
    else:
        deployment.setup_continuous_training(
            client.create_project(unique("p")), experiment_parameters={"epochs": 1}
        )
        deployment.attach_dataset_version_to_continuous_training("train", version)
    with pytest.raises(exceptions.ResourceConflictError, match=deployment.name):
        version.delete()
    assert len(version.list_assets()) == 1


def test_a_project_of_continuous_training(client, deployment):
    project = client.create_project(unique("p"))
    deployment.setup_continuous_training(project, experiment_parameters={"epochs": 1})
    with pytest.raises(exceptions.ResourceConflictError, match=deployment.name):
        project.delete()


def test_a_training_keeps_its_data_and_ends_with_its_experiment(client, api, model, version):
    project = client.create_project(unique("p"))
    experiment = project.create_experiment("e", base_model_version=model)
    experiment.attach_dataset("train", version)
    job = experiment.launch(gpus=0)
    for thing in (version, client.get_dataset_by_id(version.origin_id)):
        with pytest.raises(exceptions.ResourceConflictError, match="trained"):
            thing.delete()

    api.post(f"/api/v2/job/{job.id}/running").raise_for_status()
    for path in (f"/api/experiment/{experiment.id}", f"/api/project/{project.id}"):
        refused = api.delete(path)
        assert refused.status_code == 409
        assert "kill" in refused.json()["message"]
    api.post(f"/api/v2/job/{job.id}/kill").raise_for_status()

    again = api.post(f"/api/job/{job.id}/rerun")
    if again.is_error:
        experiment = project.create_experiment("f", base_model_version=model)
        job = experiment.launch(gpus=0)
    experiment.delete()
    ended = api.get(f"/api/v2/job/{job.id}").json()
    assert ended["status"] == "KILLED"
    assert "deleted" in ended["runs"][0]["reason"]


def test_data_of_a_model_without_use_go_at_once(api: httpx.Client, model):
    assert api.delete(f"/api/model/version/{model.id}").status_code == 204
    assert api.get(f"/api/model/version/{model.id}").status_code == 404
