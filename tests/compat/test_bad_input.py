# SPDX-License-Identifier: Apache-2.0
"""Bad input through the real client: a clear word, the right status, nothing lost."""

import time
import uuid

import onnx
import picsellia
import pytest
from onnx.external_data_helper import set_external_data
from picsellia import exceptions
from picsellia.types.enums import Framework, InferenceType

from tests.compat.test_deployment import LABELS, deploy, make_version, picture_file
from tests.harness import coco
from tests.harness.onnx_models import write_detector
from tests.harness.pictures import squares, write_jpegs


def stored(client, path, filename="model-latest"):
    version = client.create_model(f"bad-{uuid.uuid4().hex[:6]}").create_version(
        labels=LABELS, type=InferenceType.OBJECT_DETECTION, framework=Framework.ONNX
    )
    version.store(filename, str(path))
    return version


def refuse_deploy(client, version, words):
    with pytest.raises(exceptions.BadRequestError, match=words):
        version.deploy(name=f"never-{uuid.uuid4().hex[:6]}", target_datalake=client.get_datalake())


def test_model_with_weights_elsewhere(client, tmp_path):
    model = onnx.load(write_detector(tmp_path / "whole.onnx"))
    for tensor in model.graph.initializer:
        set_external_data(tensor, location="../../../../../etc/passwd")
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
    bad = tmp_path / "external.onnx"
    bad.write_bytes(model.SerializeToString())
    refuse_deploy(client, stored(client, bad), "weights in another file|no valid ONNX")


def test_model_without_metadata(client, tmp_path):
    bad = write_detector(tmp_path / "bare.onnx", metadata={})
    refuse_deploy(client, stored(client, bad), "metadata")


def test_model_of_an_unknown_family(client, tmp_path):
    entries = {"sightline.family": "crystal-ball", "sightline.input": '{"width":64,"height":64}'}
    bad = write_detector(tmp_path / "other.onnx", metadata=entries)
    refuse_deploy(client, stored(client, bad), "crystal-ball")


def test_model_that_asks_for_a_giant_input(client, tmp_path):
    entries = {"sightline.family": "centre-point", "sightline.input": '{"width":9e9,"height":9e9}'}
    bad = write_detector(tmp_path / "giant.onnx", metadata=entries)
    refuse_deploy(client, stored(client, bad), "pixels")


def test_file_that_is_no_model(client, tmp_path):
    bad = tmp_path / "page.onnx"
    bad.write_text("<html>not a model</html>")
    refuse_deploy(client, stored(client, bad), "no valid ONNX")


def test_other_formats_are_for_monitoring_only(client, tmp_path):
    archive = tmp_path / "saved.zip"
    archive.write_bytes(b"PK\x03\x04 not served here")
    version = stored(client, archive)
    deployment = version.deploy(
        name=f"m-{uuid.uuid4().hex[:6]}", target_datalake=client.get_datalake()
    )
    assert deployment.sync()["serving_host"] is None
    assert "ONNX only" in deployment.sync()["not_served_reason"]


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 no image", b"", b"<html>", squares()[:40]],
    ids=["pdf", "empty", "html", "cut"],
)
def test_predict_with_what_is_no_image(client, tmp_path, content):
    deployment = deploy(client, tmp_path)
    with pytest.raises(exceptions.PredictionError, match="image"):
        deployment.predict_bytes("a.jpg", content)
    assert deployment.retrieve_information()["predictions"] == 0


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan")])
def test_threshold_out_of_range(client, api, tmp_path, threshold):
    version = make_version(client, tmp_path)
    body = '{"model_version_id": "%s", "min_threshold": %s}' % (version.id, threshold)  # noqa: UP031
    body = body.replace("nan", "NaN")
    path = f"/api/organization/{client.connection.organization_id}/deployments"
    assert api.post(path, content=body).status_code in {400, 422}
    with pytest.raises(exceptions.NoDataError):
        raise exceptions.NoDataError if not client.list_deployments() else AssertionError


def base(client):
    return client.get_public_model("tiny-detector").get_version(0)


def dataset_version(client, tmp_path, *, inference_type=InferenceType.OBJECT_DETECTION, images=0):
    version = client.create_dataset(f"d-{uuid.uuid4().hex[:6]}").create_version(
        "first", type=inference_type
    )
    if images:
        paths = write_jpegs(tmp_path, images)
        version.add_data(client.get_datalake().upload_data(paths))
        document = coco.coco([path.rsplit("/", 1)[-1] for path in paths])
        version.import_annotations_coco_file(coco.write(tmp_path, document))
    return version


def test_training_with_an_empty_dataset(client, tmp_path):
    experiment = client.create_project("empty").create_experiment(
        "e", base_model_version=base(client)
    )
    version = dataset_version(client, tmp_path)
    experiment.attach_dataset("train", version)
    experiment.attach_dataset("val", dataset_version(client, tmp_path, images=3))
    with pytest.raises(exceptions.PicselliaError, match="empty"):
        experiment.launch()


def test_training_without_the_aliases_of_its_base(client, tmp_path):
    experiment = client.create_project("alias").create_experiment(
        "e", base_model_version=base(client)
    )
    version = dataset_version(client, tmp_path, images=3)
    with pytest.raises(exceptions.BadRequestError, match="no dataset under the alias 'learn'"):
        experiment.attach_dataset("learn", version)
    experiment.attach_dataset("train", version)
    with pytest.raises(exceptions.PicselliaError, match="val"):
        experiment.launch()


def test_dataset_of_another_type(client, tmp_path):
    deployment = deploy(client, tmp_path)
    deployment.setup_feedback_loop()
    other = dataset_version(client, tmp_path, inference_type=InferenceType.CLASSIFICATION)
    with pytest.raises(exceptions.BadRequestError, match="CLASSIFICATION"):
        deployment.attach_dataset_version_to_feedback_loop(other)


def test_parameters_of_the_wrong_type_fail_in_words(client: picsellia.Client, api, tmp_path):
    experiment = client.create_project("words").create_experiment(
        "e", base_model_version=base(client), parameters={"epochs": "many"}
    )
    version = dataset_version(client, tmp_path, images=4)
    for alias in ("train", "val"):
        experiment.attach_dataset(alias, version)
    experiment.launch()
    end = time.monotonic() + 90
    while experiment.sync()["status"] not in {"FAILED", "SUCCESS"} and time.monotonic() < end:
        time.sleep(0.3)
    assert experiment.sync()["status"] == "FAILED"
    job = api.get(f"/api/organization/{client.connection.organization_id}/jobs").json()["items"][0]
    log = api.get(f"/api/v2/job/{job['id']}/runs/{job['runs'][0]['id']}/log").json()["text"]
    assert "No GPU" in log.splitlines()[0] or "CPU" in log.splitlines()[0]
    assert "Traceback" in log
    assert "'epochs' must be a number, not 'many'" in log


def test_review_with_a_foreign_label(client, tmp_path):
    first, second = deploy(client, tmp_path), deploy(client, tmp_path)
    answer = first.predict(picture_file(tmp_path, ("red", 8, 8)))
    predicted = first.find_predicted_asset(oracle_prediction_id=answer["id"])
    with pytest.raises(exceptions.BadRequestError, match="not labels of this deployment"):
        predicted.add_review(rectangles=[(1, 1, 5, 5, second.list_labels()[0])])
    assert predicted.get_review() is None


def test_same_file_twice_is_two_data(client, tmp_path):
    path = picture_file(tmp_path, ("green", 8, 8))
    lake = client.get_datalake()
    assert lake.upload_data(str(path)).id != lake.upload_data(str(path)).id
