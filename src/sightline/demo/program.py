# SPDX-License-Identifier: Apache-2.0
"""The whole circle through the public client: raw images to a retrained, promoted model."""

import json
import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from picsellia import Client
from picsellia.types.enums import InferenceType, ServiceMetrics
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sightline import __version__
from sightline.demo import data, scenes
from sightline.demo.data import DemoData, Images
from sightline.demo.report import Report

TRAINING_SECS = 900
WAIT_SECS = 120
THRESHOLD = 0.3
EPOCHS = {"epochs": 14, "fine_tune_epochs": 9}


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    url: str
    token: str
    organization_id: str | None = None
    images: Path | None = None
    coco: Path | None = None
    seed: int = 0
    classes: tuple[str, ...] = scenes.CLASSES
    report: Path | None = None


def run(options: Options, console: Console) -> Report:
    """Walk the circle, print progress and the table, write the report; never hide a failure."""
    for name in ("picsellia", "urllib3"):
        logging.getLogger(name).setLevel(logging.ERROR)
    report = Report(__version__, options.seed, options.url, is_generated=options.images is None)
    with tempfile.TemporaryDirectory(prefix="sightline-demo-") as folder:
        columns = (
            TextColumn("{task.description:<34}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as progress:
            try:
                Circle(options, report, progress, Path(folder)).walk()
            except KeyboardInterrupt:
                raise
            except Exception as error:
                console.print(f"[red]{type(error).__name__}: {error}[/]")
    report.show(console)
    if options.report is not None:
        report.write(options.report)
    return report


class Circle:
    """One walk; attributes fill up step by step."""

    def __init__(self, options: Options, report: Report, progress: Progress, folder: Path) -> None:
        self._options, self._report, self._progress = options, report, progress
        self._folder = folder
        self._stamp = time.strftime("%m%d-%H%M%S")
        self._client: Any = None
        self._data: DemoData
        self._lake: Any = None
        self._versions: dict[str, Any] = {}
        self._project: Any = None
        self._model: Any = None
        self._deployment: Any = None
        self._labels: dict[str, Any] = {}
        self._predictions: dict[Path, str] = {}

    def walk(self) -> None:
        """Take every step in order."""
        self._connect()
        self._prepare()
        collected = self._upload()
        self._make_dataset(collected)
        experiment = self._train()
        self._register(experiment)
        self._deploy()
        self._set_up_pipeline()
        self._watch_production()
        self._review()
        shadow = self._retrain()
        self._compare(shadow)
        self._promote()

    def _name(self, word: str) -> str:
        return f"{word}-{self._stamp}"

    def _bar(self, text: str, items: Sequence[Any], act: Callable[[Any], None]) -> None:
        for item in self._progress.track(items, description=text):
            act(item)

    def _wait(self, text: str, done: Callable[[], Any], seconds: float) -> Any:
        """Poll until something true comes back; a bar without end shows that it runs."""
        task = self._progress.add_task(text, total=None)
        end = time.monotonic() + seconds
        try:
            while time.monotonic() < end:
                found = done()
                if found:
                    return found
                time.sleep(0.5)
        finally:
            self._progress.update(task, total=1, completed=1)
        raise TimeoutError(f"{text}: not done after {seconds:.0f} s")

    def _connect(self) -> None:
        with self._report.step("Connect") as step:
            self._client = Client(
                api_token=self._options.token,
                organization_id=self._options.organization_id,
                host=self._options.url,
            )
            self._lake = self._client.get_datalake()
            step.detail = f"{self._options.url}, public client picsellia"

    def _prepare(self) -> None:
        with self._report.step("Images") as step:
            options = self._options
            if options.images is not None and options.coco is not None:
                self._data = data.own(options.images, options.coco, self._folder / "own")
            else:
                self._data = data.generated(options.seed, self._folder, options.classes)
            found = self._data
            step.detail = (
                f"{len(found.collected.paths)} collected, {len(found.reviewed.paths)} to review,"
                f" {len(found.held_out.paths)} held out"
            )

    def _upload(self) -> Any:
        with self._report.step("Upload to the datalake") as step:
            paths = [str(path) for path in self._data.collected.paths]
            found = None
            for start in self._progress.track(range(0, len(paths), 40), description="Upload"):
                part = self._lake.upload_data(
                    paths[start : start + 40], tags=["collected"], source="camera"
                )
                part = part if hasattr(part, "items") else self._multi(part)
                found = part if found is None else found + part
            self._report.made(step, "datalake", self._lake, "/datalakes/{id}")
            step.detail = f"{len(paths)} images"
            return found

    def _multi(self, one: Any) -> Any:
        return self._lake.list_data(ids=[one.id])

    def _make_dataset(self, collected: Any) -> None:
        with self._report.step("Dataset, annotations and split") as step:
            dataset = self._client.create_dataset(self._name("parts"))
            self._report.made(step, "dataset", dataset, "/datasets/{id}")
            whole = self._version(dataset, "collected", collected, step)
            train, val = self._split(whole)
            self._version(dataset, "train", train, step)
            self._version(dataset, "val", val, step)
            step.detail = f"{len(train)} train, {len(val)} val, annotations from COCO"

    def _version(self, dataset: Any, name: str, members: Any, step: Any) -> Any:
        version = dataset.create_version(name, type=InferenceType.OBJECT_DETECTION)
        version.add_data(members)
        path = self._folder / f"{name}.json"
        part = self._data.collected.part({item.filename for item in members})
        path.write_text(json.dumps(part), encoding="utf-8")
        version.import_annotations_coco_file(str(path))
        self._versions[name] = version
        self._report.made(step, "dataset version", version, f"/datasets/{dataset.id}/{{id}}")
        return version

    def _split(self, whole: Any) -> tuple[Any, Any]:
        """Split with the client's own function; return the data of both parts."""
        parts, _, _ = whole.split_into_multi_assets([0.8, 0.2], random_seed=0)
        found = []
        for part in parts:
            ids = [asset.data_id for asset in part]
            found.append(self._lake.list_data(ids=ids))
        return found[0], found[1]

    def _train(self) -> Any:
        with self._report.step("Train the first model") as step:
            self._project = self._client.create_project(self._name("inspection"))
            self._report.made(step, "project", self._project, "/projects/{id}")
            base = self._client.get_public_model("tiny-detector").get_version(0)
            experiment = self._project.create_experiment(
                "first", base_model_version=base, parameters={**EPOCHS, "seed": self._options.seed}
            )
            for alias in ("train", "val"):
                self._project.attach_dataset(self._versions[alias])
                experiment.attach_dataset(alias, self._versions[alias])
            self._report.made(step, "experiment", experiment, "/experiments/{id}")
            experiment.launch(gpus=0)
            self._await_training(experiment, "Training")
            score = float(experiment.get_log("mAP50").data)
            self._report.metrics["first_val_map50"] = score
            step.detail = f"mAP50 {score:.3f} on the validation images"
            return experiment

    def _await_training(self, experiment: Any, text: str) -> None:
        def ended() -> bool:
            status = str(getattr(experiment.sync(), "status", None) or experiment.status)
            if any(word in status for word in ("FAILED", "CANCELED")):
                raise RuntimeError(f"the training ended {status}: see its log in the web page")
            return "SUCCESS" in status

        self._wait(text, ended, TRAINING_SECS)

    def _register(self, experiment: Any) -> None:
        with self._report.step("Register the model") as step:
            self._model = experiment.export_as_model(self._name("part-detector"))
            self._report.made(step, "model version", self._model, "/models/versions/{id}")

    def _deploy(self) -> None:
        with self._report.step("Deploy") as step:
            self._deployment = self._model.deploy(
                name=self._name("line"), target_datalake=self._lake, min_threshold=THRESHOLD
            )
            self._labels = {label.name: label for label in self._deployment.list_labels()}
            self._report.made(step, "deployment", self._deployment, "/deployments/{id}")

    def _set_up_pipeline(self) -> None:
        with self._report.step("Set up monitoring and the pipeline") as step:
            deployment = self._deployment
            deployment.set_training_data(self._versions["train"])
            deployment.setup_feedback_loop()
            deployment.attach_dataset_version_to_feedback_loop(self._versions["train"])
            deployment.setup_continuous_training(
                self._project,
                trigger="FEEDBACK_LOOP",
                threshold=len(self._data.reviewed.paths),
                experiment_parameters={**EPOCHS, "seed": self._options.seed},
            )
            for alias in ("train", "val"):
                deployment.attach_dataset_version_to_continuous_training(
                    alias, self._versions[alias]
                )
            deployment.setup_continuous_deployment("DEPLOY_SHADOW")
            self._wait("Training Data reference", self._reference_ready, WAIT_SECS)
            step.detail = "training data, feedback loop, retraining, DEPLOY_SHADOW"

    def _reference_ready(self) -> bool:
        status = self._deployment.check_training_data_metrics_status()
        if status == "FAILED":
            raise RuntimeError("the Training Data reference could not be computed")
        return bool(status == "SUCCESS")

    def _watch_production(self) -> None:
        with self._report.step("Predict and watch for drift") as step:
            found = self._data
            if found.clean is not None:
                before = self._stretch("Predict (clean)", found.clean)
                after = self._stretch("Predict (drifted)", found.reviewed)
            else:
                half = len(found.reviewed.paths) // 2
                paths = found.reviewed.paths
                before = self._stretch("Predict", Images(paths[:half], found.reviewed.coco))
                after = self._stretch("Predict", Images(paths[half:], found.reviewed.coco))
            self._report.drift = {"before": before, "after": after}
            step.detail = f"before: {before['verdict']}; after: {after['verdict']}"

    def _stretch(self, text: str, images: Images) -> dict[str, Any]:
        """Predict a stretch of production and ask for the drift verdict over exactly that."""
        began = time.time()
        self._predict(text, images)
        report = self._deployment.get_stats(
            ServiceMetrics.AGGREGATED_DRIFTING_PREDICTIONS, from_timestamp=began
        )
        return {name: report[name] for name in ("d", "p", "verdict")}

    def _predict(self, text: str, images: Images) -> list[str]:
        """Predict images one by one; return when the last one is stored."""
        ids: list[str] = []

        def predict(path: Path) -> None:
            ids.append(self._deployment.predict(path)["id"])
            self._predictions[path] = ids[-1]

        self._bar(text, images.paths, predict)
        for prediction_id in ids[-4:]:
            self._deployment.find_predicted_asset(oracle_prediction_id=prediction_id)
        return ids

    def _review(self) -> None:
        with self._report.step("Review from ground truth") as step:
            images = self._data.reviewed
            self._bar("Review", images.paths, lambda path: self._review_one(images, path))
            self._report.metrics["reviewed"] = len(images.paths)
            step.detail = f"{len(images.paths)} reviews made from the ground truth, submitted"

    def _review_one(self, images: Images, path: Path) -> None:
        predicted = self._deployment.find_predicted_asset(
            oracle_prediction_id=self._predictions[path]
        )
        rectangles = [
            (round(x), round(y), round(w), round(h), self._labels[name])
            for x, y, w, h, name in images.truth_of(path)
            if name in self._labels
        ]
        predicted.add_review(rectangles=rectangles)

    def _retrain(self) -> Any:
        with self._report.step("Retrain by itself, shadow deployed") as step:
            second = self._wait("Trigger", self._second_experiment, WAIT_SECS)
            self._report.made(step, "experiment", second, "/experiments/{id}")
            self._await_training(second, "Retraining")
            shadow = self._wait("Shadow", self._shadow_version, WAIT_SECS)
            self._report.made(step, "model version", shadow, "/models/versions/{id}")
            return shadow

    def _second_experiment(self) -> Any:
        found = [e for e in self._project.list_experiments() if e.name != "first"]
        return found[0] if found else None

    def _shadow_version(self) -> Any:
        if self._deployment.sync().get("shadow_model_version_id") is None:
            return None
        return self._deployment.get_shadow_model()

    def _compare(self, shadow: Any) -> None:
        with self._report.step("Compare on held-out production") as step:
            began = time.time()
            images = self._data.held_out
            self._deployment.toggle_feedback_loop(active=False)
            ids = self._predict("Predict (held out)", images)
            self._wait("Shadow predictions", lambda: self._shadow_done(ids, began), WAIT_SECS)
            self._bar("Ground truth", images.paths, lambda path: self._review_one(images, path))
            self._deployment.toggle_feedback_loop(active=True)
            found = self._deployment.get_stats(
                ServiceMetrics.AGGREGATED_OBJECT_DETECTION_STATS, from_timestamp=began
            )
            metrics = self._report.metrics
            metrics["champion_map50"] = float(found["champion"]["ap_50"])
            metrics["shadow_map50"] = float(found["shadow"]["ap_50"])
            metrics["held_out_images"] = found["reviewed"]
            step.detail = (
                f"mAP50 champion {metrics['champion_map50']:.3f},"
                f" shadow {metrics['shadow_map50']:.3f} ({shadow.name})"
            )

    def _shadow_done(self, ids: list[str], began: float) -> bool:
        rows = self._deployment.get_stats(ServiceMetrics.PREDICTIONS_DATA, from_timestamp=began)
        done = [row for row in rows["items"] if row["shadow_latency"] is not None]
        return len(done) >= len(ids)

    def _promote(self) -> None:
        with self._report.step("Promote the shadow") as step:
            metrics = self._report.metrics
            if metrics["shadow_map50"] <= metrics["champion_map50"]:
                step.detail = "kept the champion: the shadow is not better"
                return
            answer = requests.post(
                f"{self._options.url}/api/deployment/{self._deployment.id}/promote",
                headers={"Authorization": f"Bearer {self._options.token}"},
                timeout=60,
            )
            answer.raise_for_status()
            champion = self._deployment.get_model_version()
            self._report.made(step, "champion", champion, "/models/versions/{id}")
