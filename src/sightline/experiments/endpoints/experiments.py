# SPDX-License-Identifier: Apache-2.0
"""Routes of experiments: base, datasets, artifacts, launch, publish."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import api as datalake
from sightline.experiments import presenters, repository
from sightline.experiments.models import Artifact, Experiment, LoggingFile
from sightline.experiments.schemas import (
    ArtifactCreate,
    ArtifactUpdate,
    AttachDataset,
    BaseExperiment,
    BaseModelVersion,
    ExperimentRead,
    ExperimentUpdate,
    JobStatusInput,
    LaunchInput,
    ObjectName,
    PublishInput,
    PublishVersionInput,
)
from sightline.experiments.service import experiments as service
from sightline.experiments.service import holding
from sightline.jobs import api as jobs
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput
from sightline.registry import api as registry

router = Router(tags=["experiments"])
XP = "/api/experiment/{experiment_id}"
NameQuery = Annotated[str, Query(max_length=200)]


@router.read(XP, response_model=ExperimentRead)
async def get_experiment(ctx: Ctx, experiment_id: UUID) -> Response:
    row = await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    return answer(presenters.describe_experiment(row))


@router.read(f"{XP}/overview")
async def get_overview(ctx: Ctx, experiment_id: UUID) -> Response:
    row = await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    body = await presenters.describe_overview(ctx.session, ctx.organization_id, row)
    job = await jobs.newest_of_target(
        ctx.session, ctx.organization_id, experiment_id, kind="TRAINING"
    )
    return answer({**body, "job": job})


@router.update(XP, response_model=ExperimentRead)
async def update_experiment(ctx: Ctx, experiment_id: UUID, body: ExperimentUpdate) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await repository.change(
        ctx.session,
        Experiment,
        ctx.organization_id,
        experiment_id,
        **body.model_dump(exclude_none=True),
    )
    await note_change(ctx.session, ctx.organization_id, "experiment.updated", [experiment_id])
    return await get_experiment(ctx, experiment_id)


@router.remove(XP, status=204)
async def delete_experiment(ctx: Ctx, experiment_id: UUID) -> Response:
    ids = [experiment_id]
    if not await holding.remove_experiments(ctx.session, ctx.organization_id, ids):
        raise NotFound("No such experiment")
    await note_change(ctx.session, ctx.organization_id, "experiment.deleted", ids)
    return no_content()


@router.create(f"{XP}/experiment")
async def set_base_experiment(ctx: Ctx, experiment_id: UUID, body: BaseExperiment) -> Response:
    row = await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    base = await repository.get_experiment(
        ctx.session, ctx.organization_id, body.base_experiment_id
    )
    if base.project_id != row.project_id:
        raise NotFound("No such experiment in this project")
    if base.id == row.id:
        raise Invalid("An experiment cannot be its own base")
    await repository.change(
        ctx.session,
        Experiment,
        ctx.organization_id,
        experiment_id,
        base_experiment_id=body.base_experiment_id,
    )
    await note_change(ctx.session, ctx.organization_id, "experiment.updated", [experiment_id])
    return answer({})


@router.create(f"{XP}/model")
async def set_base_model(ctx: Ctx, experiment_id: UUID, body: BaseModelVersion) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await service.attach_base_model(ctx.session, ctx.organization_id, experiment_id, body)
    await note_change(ctx.session, ctx.organization_id, "experiment.updated", [experiment_id])
    return answer({})


@router.create(f"{XP}/datasets")
async def attach_dataset(ctx: Ctx, experiment_id: UUID, body: AttachDataset) -> Response:
    await service.attach_dataset(
        ctx.session, ctx.organization_id, experiment_id, body.name, body.dataset_version_id
    )
    return answer({})


@router.read(f"{XP}/datasets")
async def list_datasets(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    items = await presenters.describe_datasets(ctx.session, ctx.organization_id, experiment_id)
    return answer({"items": items, "count": len(items)})


@router.read(f"{XP}/datasets/find")
async def find_dataset(ctx: Ctx, experiment_id: UUID, name: NameQuery) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    items = await presenters.describe_datasets(ctx.session, ctx.organization_id, experiment_id)
    found = next((item for item in items if item["name"] == name), None)
    if found is None:
        raise NotFound(f"No dataset version under the alias {name!r}")
    return answer(found)


@router.remove(f"{XP}/datasets", status=204)
async def detach_datasets(ctx: Ctx, experiment_id: UUID, body: IdsInput) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await repository.detach_datasets(ctx.session, ctx.organization_id, experiment_id, body.ids)
    await note_change(ctx.session, ctx.organization_id, "experiment.updated", [experiment_id])
    return no_content()


@router.create(f"{XP}/artifacts")
async def create_artifact(ctx: Ctx, experiment_id: UUID, body: ArtifactCreate) -> Response:
    artifact_id = await service.register_artifact(
        ctx.session, ctx.organization_id, experiment_id, body
    )
    return await get_artifact(ctx, artifact_id)


@router.read(f"{XP}/artifacts")
async def list_artifacts(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await repository.artifacts(ctx.session, ctx.organization_id, experiment_id=experiment_id)
    items = [presenters.describe_artifact(row, ctx.base_url) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(f"{XP}/artifacts/ids")
async def list_artifact_ids(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await repository.artifacts(ctx.session, ctx.organization_id, experiment_id=experiment_id)
    return answer([row.id for row in rows])


@router.read(f"{XP}/artifacts/find")
async def find_artifact(ctx: Ctx, experiment_id: UUID, name: NameQuery) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await repository.artifacts(
        ctx.session, ctx.organization_id, experiment_id=experiment_id, name=name
    )
    if not rows:
        raise NotFound("No such artifact")
    return answer(presenters.describe_artifact(rows[0], ctx.base_url))


@router.remove(f"{XP}/artifacts", status=204)
async def delete_artifacts(ctx: Ctx, experiment_id: UUID, body: IdsInput) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await repository.remove(
        ctx.session, Artifact, ctx.organization_id, body.ids, experiment_id=experiment_id
    )
    await note_change(ctx.session, ctx.organization_id, "artifact.deleted", body.ids)
    return no_content()


@router.read("/api/artifact/{artifact_id}")
async def get_artifact(ctx: Ctx, artifact_id: UUID) -> Response:
    rows = await repository.artifacts(ctx.session, ctx.organization_id, artifact_id=artifact_id)
    if not rows:
        raise NotFound("No such artifact")
    return answer(presenters.describe_artifact(rows[0], ctx.base_url))


@router.update("/api/artifact/{artifact_id}")
async def update_artifact(ctx: Ctx, artifact_id: UUID, body: ArtifactUpdate) -> Response:
    await get_artifact(ctx, artifact_id)
    values = body.model_dump(exclude_none=True)
    if "large" in values:
        values["is_large"] = values.pop("large")
    if body.object_name is not None:
        await datalake.require_object(ctx.session, ctx.organization_id, body.object_name)
    await repository.change(ctx.session, Artifact, ctx.organization_id, artifact_id, **values)
    await note_change(ctx.session, ctx.organization_id, "artifact.updated", [artifact_id])
    return await get_artifact(ctx, artifact_id)


@router.remove("/api/artifact/{artifact_id}", status=204)
async def delete_artifact(ctx: Ctx, artifact_id: UUID) -> Response:
    if not await repository.remove(ctx.session, Artifact, ctx.organization_id, [artifact_id]):
        raise NotFound("No such artifact")
    await note_change(ctx.session, ctx.organization_id, "artifact.deleted", [artifact_id])
    return no_content()


@router.create(f"{XP}/publish")
async def publish(ctx: Ctx, experiment_id: UUID, body: PublishInput) -> Response:
    model_id = await registry.get_or_create_model(ctx.session, ctx.principal, body.name)
    return await _published(ctx, experiment_id, model_id)


@router.create(f"{XP}/publish/version")
async def publish_version(ctx: Ctx, experiment_id: UUID, body: PublishVersionInput) -> Response:
    await registry.own_model(ctx.session, ctx.organization_id, body.model_id)
    return await _published(ctx, experiment_id, body.model_id)


async def _published(ctx: Ctx, experiment_id: UUID, model_id: UUID) -> Response:
    version_id = await service.publish(ctx.session, ctx.principal, experiment_id, model_id=model_id)
    row = await registry.get_version(ctx.session, ctx.organization_id, version_id)
    return answer(registry.describe_version(row))


@router.create(f"{XP}/launch")
async def launch(ctx: Ctx, experiment_id: UUID, body: LaunchInput) -> Response:
    if body.compute_connector_id is not None:
        jobs.find_executor(ctx.organization_id, ctx.base_url, executor_id=body.compute_connector_id)
    job_id = await service.launch(ctx.session, ctx.principal, experiment_id, gpus=body.gpus)
    return answer(await jobs.job_v2(ctx.session, ctx.organization_id, job_id))


@router.update(f"{XP}/job/status", status=204)
async def set_job_status(ctx: Ctx, experiment_id: UUID, body: JobStatusInput) -> Response:
    """Legacy status of an outside training; it shows as the experiment's status."""
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await repository.change(
        ctx.session,
        Experiment,
        ctx.organization_id,
        experiment_id,
        status=body.status,
    )
    return no_content()


@router.create(f"{XP}/logging", status=204)
async def log_line(ctx: Ctx, experiment_id: UUID, body: jobs.LogLine) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    lines = body.log if isinstance(body.log, list) else [body.log]
    for number, line in enumerate(lines):
        await repository.put_line(
            ctx.session, ctx.organization_id, experiment_id, body.line_nb + number, line
        )
    return no_content()


@router.read(f"{XP}/logging/lines")
async def read_lines(
    ctx: Ctx,
    experiment_id: UUID,
    after: Annotated[int, Query(ge=-1, le=2**53)] = -1,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
) -> Response:
    """Return the lines that a training outside sent, from the one after ``after`` on."""
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    rows = await repository.lines_after(
        ctx.session, ctx.organization_id, experiment_id, after, limit=limit
    )
    items = [{"line_nb": row.line_number, "log": row.line} for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(f"{XP}/logging")
async def get_experiment_log_file(ctx: Ctx, experiment_id: UUID) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    row = await repository.logging_file(
        ctx.session, ctx.organization_id, experiment_id=experiment_id
    )
    if row is None:
        raise NotFound("This experiment has no stored log file")
    return await get_log_file(ctx, row.id)


@router.create(f"{XP}/logging/save")
async def save_log_file(ctx: Ctx, experiment_id: UUID, body: ObjectName) -> Response:
    await repository.get_experiment(ctx.session, ctx.organization_id, experiment_id)
    await datalake.require_object(ctx.session, ctx.organization_id, body.object_name)
    row = await repository.logging_file(
        ctx.session, ctx.organization_id, experiment_id=experiment_id
    )
    if row is None:
        file_id = await repository.add(
            ctx.session,
            LoggingFile,
            organization_id=ctx.organization_id,
            experiment_id=experiment_id,
            object_name=body.object_name,
        )
        return await get_log_file(ctx, file_id)
    return await update_log_file(ctx, row.id, body)


@router.read("/api/logging/file/{file_id}")
async def get_log_file(ctx: Ctx, file_id: UUID) -> Response:
    row = await repository.logging_file(ctx.session, ctx.organization_id, file_id=file_id)
    if row is None:
        raise NotFound("No such log file")
    url = datalake.sign_object(row.object_name, ctx.base_url, content_type=None)
    return answer({"id": row.id, "object_name": row.object_name, "presigned_url": url})


@router.update("/api/logging/file/{file_id}")
async def update_log_file(ctx: Ctx, file_id: UUID, body: ObjectName) -> Response:
    await datalake.require_object(ctx.session, ctx.organization_id, body.object_name)
    await repository.change(
        ctx.session, LoggingFile, ctx.organization_id, file_id, object_name=body.object_name
    )
    return await get_log_file(ctx, file_id)


@router.remove("/api/logging/file/{file_id}", status=204)
async def delete_log_file(ctx: Ctx, file_id: UUID) -> Response:
    if not await repository.remove(ctx.session, LoggingFile, ctx.organization_id, [file_id]):
        raise NotFound("No such log file")
    return no_content()
