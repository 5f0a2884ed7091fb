# SPDX-License-Identifier: Apache-2.0
"""One object of every kind in one organization, made by the real client."""

from pathlib import Path
from typing import Any

import httpx
import numpy as np
import picsellia
from picsellia.types.enums import (
    ChartAggregateFunction,
    DatalakeChartField,
    InferenceType,
    LogType,
    ProcessingInputType,
)
from picsellia.types.schemas_prediction import DetectionPredictionFormat
from pycocotools import mask as rle

from tests.harness.onnx_models import write_detector
from tests.harness.pictures import jpeg_bytes, write_jpegs

Objects = dict[str, Any]


def make_everything(client: picsellia.Client, api: httpx.Client, folder: Path) -> Objects:
    """Name of a path parameter or body field -> an id or value of this organization."""
    found: Objects = {"organization_id": str(client.id), "filename": "picture-000.jpg"}
    lake = client.get_datalake()
    _make_data(client, lake, folder, found)
    version = _make_dataset(client, lake, found)
    _make_models(client, folder, found)
    _make_experiment(client, version, folder, found)
    _make_processing(client, lake, found)
    _make_deployment(client, version, folder, found)
    own = api.get("/api/auth/tokens").json()["items"]
    spare = api.post("/api/auth/tokens", json={"name": "spare"}).json()
    found |= {"token_id": spare["id"], "tokens": own}
    return {key: _text(value) for key, value in found.items()}


def _text(value: Any) -> Any:
    return value if isinstance(value, (str, list, dict, int)) else str(value)


def _make_data(client: picsellia.Client, lake: Any, folder: Path, found: Objects) -> None:
    files = write_jpegs(folder, 2)
    data = lake.upload_data(files, tags=["seen"], source="camera")
    projection = lake.create_projection(data[0], "depth", files[1])
    lake.upsert_custom_metadata_schema_key("lot", {"input_type": "INTEGER", "required": False})
    chart = lake.create_chart(
        "chart", ChartAggregateFunction.COUNT, DatalakeChartField.ID, DatalakeChartField.TAG
    )
    found |= {
        "chart_id": chart.id,
        "datalake_id": lake.id,
        "connector_id": lake.connector_id,
        "compute_connector_id": client.get_compute_connector(name="process").id,
        "data_id": data[0].id,
        "object_name": data[0].object_name,
        "tag_id": lake.get_data_tag("seen").id,
        "tag_name": "seen",
        "source_id": client.get_datasource("camera").id,
        "source_name": "camera",
        "projection_id": projection.id,
        "key": "lot",
    }


def _make_dataset(client: picsellia.Client, lake: Any, found: Objects) -> Any:
    dataset = client.create_dataset("dataset")
    version = dataset.create_version("version", type=InferenceType.MULTI)
    other = dataset.create_version("other", type=InferenceType.MULTI)
    version.add_data(lake.list_data()).wait_for_done()
    label = version.create_label("label")
    group = version.create_label_group("group")
    version.create_asset_tag("hard")
    client.create_dataset_tag("kept")
    asset = version.list_assets()[0]
    annotation = asset.create_annotation()
    annotation.create_rectangle(1, 2, 3, 4, label)
    annotation.create_polygon([[0, 0], [9, 0], [9, 9]], label)
    annotation.create_line([[0, 0], [5, 5]], label)
    annotation.create_point([1, 1], label)
    annotation.create_classification(label)
    blob = np.zeros((48, 64), dtype=np.uint8, order="F")
    blob[4:9, 4:9] = 1
    annotation.create_multiple_masks([(rle.encode(blob)["counts"].decode(), label)])
    found |= {
        "dataset_id": dataset.id,
        "dataset_version_id": version.id,
        "destination_id": other.id,
        "label_id": label.id,
        "group_id": group.id,
        "asset_id": asset.id,
        "annotation_id": annotation.id,
        "rectangle": annotation.list_rectangles()[0].id,
        "polygon": annotation.list_polygons()[0].id,
        "line": annotation.list_lines()[0].id,
        "point": annotation.list_points()[0].id,
        "classification": annotation.list_classifications()[0].id,
        "mask": annotation.list_masks()[0].id,
    }
    return version


def _make_models(client: picsellia.Client, folder: Path, found: Objects) -> None:
    model = client.create_model("model")
    version = model.create_version(
        name="number",
        labels={"0": "label"},
        type=InferenceType.OBJECT_DETECTION,
        docker_image_name="registry.example/train",
        docker_tag="1",
        base_parameters={"epochs": 1},
    )
    path = folder / "weights.bin"
    path.write_bytes(b"w")
    version.store("model-latest", str(path))
    file = version.get_file("model-latest")
    found |= {
        "model_id": model.id,
        "model_version_id": version.id,
        "model_file_id": file.id,
        "file_object_name": file.object_name,
    }


def _make_experiment(client: picsellia.Client, version: Any, folder: Path, found: Objects) -> None:
    project = client.create_project("project")
    project.attach_dataset(version)
    base = project.create_experiment("base")
    model = client.get_model("model")
    experiment = project.create_experiment("experiment", base_model_version=model.get_version(0))
    experiment.attach_dataset("train", version)
    experiment.log("loss", [0.5], LogType.LINE)
    path = folder / "logs.json"
    path.write_text("{}")
    stored = experiment.store_logging_file(str(path))
    experiment.add_evaluation(version.list_assets()[0], rectangles=[])
    published = experiment.export_as_model("published")
    job = experiment.launch(gpus=0)
    found |= {
        "project_id": project.id,
        "experiment_id": experiment.id,
        "base_experiment_id": base.id,
        "artifact_id": experiment.list_artifacts()[0].id,
        "log_id": experiment.get_log("loss").id,
        "logging_file_id": stored.id,
        "logging_object_name": stored.object_name,
        "evaluation_id": experiment.list_evaluations()[0].id,
        "context_id": published.get_context().id,
        "published_version_id": published.id,
        "job_id": job.id,
        "run_id": job.sync()["runs"][0]["id"],
    }


def _make_processing(client: picsellia.Client, lake: Any, found: Objects) -> None:
    processing = client.create_processing(
        "processing",
        target="DATALAKE",
        default_cpu=1,
        default_gpu=0,
        default_parameters={},
        docker_image="registry.example/work",
        docker_tag="1",
    )
    processing.add_processing_input("note", ProcessingInputType.TEXT, False, None, None)
    found |= {"processing_id": processing.id, "input_name": "note"}


def _make_deployment(client: picsellia.Client, version: Any, folder: Path, found: Objects) -> None:
    model = client.create_model("served").create_version(
        labels={"0": "red", "1": "green"}, type=InferenceType.OBJECT_DETECTION
    )
    model.store("model-latest", str(write_detector(folder / "detector.onnx")))
    deployment = client.create_deployment(model, name="deployment", disable_serving=True)
    deployment.setup_feedback_loop()
    deployment.attach_dataset_version_to_feedback_loop(version)
    deployment.set_training_data(version)
    deployment.setup_continuous_training(
        client.get_project("project"), experiment_parameters={"epochs": 1}
    )
    deployment.setup_continuous_deployment("DEPLOY_MANUAL")
    said = DetectionPredictionFormat(
        detection_classes=[0], detection_boxes=[[0, 0, 8, 8]], detection_scores=[0.9]
    )
    seen = folder / "seen.jpg"
    seen.write_bytes(jpeg_bytes(7))
    answer = deployment.monitor(seen, 0.1, 48, 64, said)
    predicted = deployment.find_predicted_asset(oracle_prediction_id=answer["id"])
    found |= {
        "deployment_id": deployment.id,
        "predicted_asset_id": predicted.id,
        "oracle_prediction_id": answer["id"],
    }
