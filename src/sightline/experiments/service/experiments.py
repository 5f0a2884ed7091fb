# SPDX-License-Identifier: Apache-2.0
"""Use cases of experiments: create from a base, attach, launch, publish."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sightline.datasets import api as datasets
from sightline.experiments import repository
from sightline.experiments.models import Artifact, Experiment, ExperimentDataset
from sightline.experiments.schemas import ArtifactCreate, BaseModelVersion, ExperimentCreate
from sightline.experiments.service import log_forms, logs
from sightline.jobs import api as jobs
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.registry import api as registry

PARAMETERS, LABELMAP = "parameters", "labelmap"
INHERITED = ("docker_image", "script", "dataset_constraints", "type")


async def create(
    session: Session,
    principal: Principal,
    project_id: UUID,
    body: ExperimentCreate,
    *,
    deployment_id: UUID | None = None,
) -> UUID:
    """Create an experiment; image, script, parameters, labelmap and files come from its base.

    Raises:
        NotFound: project, base or dataset version is unknown.
        Invalid: types or aliases do not fit (EX-04, EX-12).
    """
    organization_id = principal.organization_id
    await repository.get_project(session, organization_id, project_id)
    base = await _base(session, organization_id, project_id, body)
    inference_type = base.get("type") or body.type or "NOT_CONFIGURED"
    experiment_id = await _insert(
        session, principal, project_id, body, base, inference_type, deployment_id
    )
    if body.base_model_version_id is not None:
        choice = BaseModelVersion(model_version_id=body.base_model_version_id)
        await attach_base_model(session, organization_id, experiment_id, choice)
    elif body.base_experiment_id is not None:
        await _copy_from_experiment(
            session, organization_id, experiment_id, body.base_experiment_id
        )
    inherited = await logs.value_of(session, organization_id, experiment_id, PARAMETERS)
    parameters = inherited or {} if body.parameters is None else body.parameters
    await logs.set_value(session, organization_id, experiment_id, PARAMETERS, "TABLE", parameters)
    for item in body.datasets or ():
        await attach_dataset(
            session, organization_id, experiment_id, item.alias, item.dataset_version_id
        )
    if body.datasets and base.get("dataset_constraints"):
        _require_constraints(base["dataset_constraints"], [d.alias for d in body.datasets], Invalid)
    await note_change(session, organization_id, "experiment.created", [experiment_id])
    return experiment_id


async def _insert(
    session: Session,
    principal: Principal,
    project_id: UUID,
    body: ExperimentCreate,
    base: dict[str, Any],
    inference_type: str,
    deployment_id: UUID | None,
) -> UUID:
    values = {
        **base,
        "type": inference_type,
        "base_model_version_id": body.base_model_version_id or base.get("base_model_version_id"),
    }
    return await repository.add(
        session,
        Experiment,
        organization_id=principal.organization_id,
        project_id=project_id,
        name=body.name,
        description=body.description or "",
        base_experiment_id=body.base_experiment_id,
        created_by_id=principal.user_id,
        deployment_id=deployment_id,
        **values,
    )


async def _base(
    session: Session, organization_id: UUID, project_id: UUID, body: ExperimentCreate
) -> dict[str, Any]:
    """Return what the base hands down: image, script, constraints, type."""
    if body.base_model_version_id is not None and body.base_experiment_id is not None:
        raise Invalid("Give one base: a model version or an experiment")
    found: dict[str, Any] = {}
    if body.base_model_version_id is not None:
        version = await registry.get_version(session, organization_id, body.base_model_version_id)
        found = _from_version(version)
    elif body.base_experiment_id is not None:
        row = await repository.get_experiment(session, organization_id, body.base_experiment_id)
        if row.project_id != project_id:
            raise NotFound("No such experiment in this project")
        found = {name: getattr(row, name) for name in (*INHERITED, "base_model_version_id")}
    known = found.get("type")
    if known and body.type and _clash(known, body.type):
        raise Invalid(f"The base is {known}, the form says {body.type}")
    return found


def _from_version(version: Any) -> dict[str, Any]:
    image = version.docker_image
    return {
        "docker_image": f"{image}:{version.docker_tag or 'latest'}" if image else None,
        "script": version.script,
        "dataset_constraints": version.dataset_constraints,
        "type": version.type,
    }


def _clash(left: str, right: str) -> bool:
    return left != right and not {left, right} & datasets.FLEXIBLE_TYPES


async def attach_base_model(
    session: Session, organization_id: UUID, experiment_id: UUID, choice: BaseModelVersion
) -> None:
    """Set the base model version and copy parameters, labelmap and files as asked (api.md §2.8)."""
    version = await registry.get_version(session, organization_id, choice.model_version_id)
    await repository.change(
        session,
        Experiment,
        organization_id,
        experiment_id,
        base_model_version_id=choice.model_version_id,
        **_from_version(version),
    )
    present = await logs.value_of(session, organization_id, experiment_id, PARAMETERS)
    if choice.attach_base_parameters or (choice.attach_base_parameters is None and not present):
        await logs.set_value(
            session, organization_id, experiment_id, PARAMETERS, "TABLE", version.parameters or {}
        )
    labelmap = await logs.value_of(session, organization_id, experiment_id, LABELMAP)
    if version.labels and not labelmap:
        await logs.set_value(
            session, organization_id, experiment_id, LABELMAP, "LABELMAP", version.labels
        )
    await _copy_files(session, organization_id, experiment_id, choice)


async def _copy_files(
    session: Session, organization_id: UUID, experiment_id: UUID, choice: BaseModelVersion
) -> None:
    present = await repository.artifacts(session, organization_id, experiment_id=experiment_id)
    if choice.attach_model_files is False or (choice.attach_model_files is None and present):
        return
    for file in await registry.files_of(session, organization_id, choice.model_version_id):
        await put_artifact(
            session,
            organization_id,
            experiment_id,
            name=file.name,
            filename=file.filename,
            object_name=file.object_name,
            is_large=file.is_large,
        )


async def _copy_from_experiment(
    session: Session, organization_id: UUID, experiment_id: UUID, base_id: UUID
) -> None:
    for name, log_type in ((PARAMETERS, "TABLE"), (LABELMAP, "LABELMAP")):
        value = await logs.value_of(session, organization_id, base_id, name)
        if value is not None:
            await logs.set_value(session, organization_id, experiment_id, name, log_type, value)
    for row in await repository.artifacts(session, organization_id, experiment_id=base_id):
        await put_artifact(
            session,
            organization_id,
            experiment_id,
            name=row.name,
            filename=row.filename,
            object_name=row.object_name,
            is_large=row.is_large,
        )


async def put_artifact(
    session: Session, organization_id: UUID, experiment_id: UUID, **values: Any
) -> UUID:
    """Create an artifact or replace the file of the one with this name."""
    rows = await repository.artifacts(
        session, organization_id, experiment_id=experiment_id, name=values["name"]
    )
    if rows:
        await repository.change(session, Artifact, organization_id, rows[0].id, **values)
        artifact_id: UUID = rows[0].id
    else:
        artifact_id = await repository.add(
            session,
            Artifact,
            organization_id=organization_id,
            experiment_id=experiment_id,
            **values,
        )
    await note_change(session, organization_id, "artifact.updated", [experiment_id])
    return artifact_id


async def attach_dataset(
    session: Session, organization_id: UUID, experiment_id: UUID, alias: str, version_id: UUID
) -> None:
    """Attach a dataset version under an alias.

    Raises:
        Conflict: the alias is taken.
        Invalid: the type does not fit, or the alias is in no constraint set of the base.
    """
    experiment = await repository.get_experiment(session, organization_id, experiment_id)
    version = await datasets.get_version(session, organization_id, version_id)
    if _clash(experiment.type, version.type):
        raise Invalid(f"The experiment is {experiment.type}, the dataset version is {version.type}")
    allowed = {a for s in experiment.dataset_constraints or () for a in s["aliases"]}
    if allowed and alias not in allowed:
        raise Invalid(
            f"The base takes no dataset under the alias {alias!r}",
            detail=f"aliases: {', '.join(sorted(allowed))}",
        )
    present = await repository.experiment_datasets(session, organization_id, [experiment_id])
    if any(row.name == alias for row in present):
        raise Conflict(f"The alias {alias!r} is taken")
    await repository.add(
        session,
        ExperimentDataset,
        organization_id=organization_id,
        experiment_id=experiment_id,
        dataset_version_id=version_id,
        name=alias,
    )
    if experiment.type == "NOT_CONFIGURED":
        await repository.change(
            session, Experiment, organization_id, experiment_id, type=version.type
        )
    await note_change(session, organization_id, "experiment.updated", [experiment_id])


def _require_constraints(
    sets: Sequence[dict[str, Any]], aliases: Sequence[str], error: type[Conflict] | type[Invalid]
) -> None:
    if any(sorted(item["aliases"]) == sorted(aliases) for item in sets):
        return
    wanted = " or ".join("+".join(item["aliases"]) for item in sets)
    missing = sorted({a for item in sets for a in item["aliases"]} - set(aliases))
    raise error(
        f"The base needs dataset versions under these aliases: {wanted}",
        detail=[f"missing: {name}" for name in missing]
        or [f"attached: {', '.join(aliases) or 'none'}"],
    )


async def launch(session: Session, principal: Principal, experiment_id: UUID, *, gpus: int) -> UUID:
    """Start the training of an experiment as a job; return the job's id.

    Raises:
        Conflict: a training is active, a constraint is not filled, a dataset version is empty, or
            the base has neither script nor image.
    """
    organization_id = principal.organization_id
    experiment = await repository.get_experiment(
        session, organization_id, experiment_id, for_update=True
    )
    # other kinds of jobs may be newer: computing the metrics of evaluations is one
    active = await jobs.newest_of_target(session, organization_id, experiment_id, kind="TRAINING")
    if active is not None and active["status"] in {"PENDING", "QUEUED", "RUNNING"}:
        raise Conflict("A training of this experiment is already pending or running")
    if experiment.script is None and experiment.docker_image is None:
        raise Conflict("This experiment has no base with a training script or image")
    await _check_datasets(session, organization_id, experiment)
    entry = None
    if experiment.script is not None:
        environment = {"experiment_id": str(experiment_id)}
        entry = {"module": experiment.script, "environment": environment}
    job_id, _ = await jobs.create_job(
        session,
        principal,
        kind="TRAINING",
        name=f"Train {experiment.name}",
        target_type="EXPERIMENT",
        target_id=experiment_id,
        image=experiment.docker_image,
        entry=entry,
        gpus=gpus,
    )
    await repository.change(session, Experiment, organization_id, experiment_id, status="WAITING")
    await note_change(session, organization_id, "experiment.updated", [experiment_id])
    return job_id


async def _check_datasets(session: Session, organization_id: UUID, experiment: Any) -> None:
    rows = await repository.experiment_datasets(session, organization_id, [experiment.id])
    if experiment.dataset_constraints:
        _require_constraints(experiment.dataset_constraints, [row.name for row in rows], Conflict)
    counts = await datasets.asset_counts(
        session, organization_id, [row.dataset_version_id for row in rows]
    )
    for row in rows:
        if not counts.get(row.dataset_version_id):
            raise Conflict(f"The dataset version {row.name!r} is empty: add assets first")
        content = await datasets.content_hash(session, organization_id, row.dataset_version_id)
        await repository.change(
            session, ExperimentDataset, organization_id, row.id, content_hash=content
        )


async def publish(
    session: Session,
    principal: Principal,
    experiment_id: UUID,
    *,
    model_id: UUID,
    version_name: str | None = None,
) -> UUID:
    """Export an experiment as the next version of a model (XE-01); return the version's id."""
    organization_id = principal.organization_id
    row = await repository.get_experiment(session, organization_id, experiment_id)
    artifacts = await repository.artifacts(session, organization_id, experiment_id=experiment_id)
    labelmap = await logs.value_of(session, organization_id, experiment_id, LABELMAP)
    parameters = log_forms.parameters_of(
        await logs.value_of(session, organization_id, experiment_id, PARAMETERS)
    )
    return await registry.create_from_experiment(
        session,
        principal,
        model_id=model_id,
        version_name=version_name or row.name,
        base_version_id=row.base_model_version_id,
        inference_type=row.type,
        labels=log_forms.label_names(labelmap),
        parameters=parameters,
        artifacts=[
            {"name": a.name, "filename": a.filename, "object_name": a.object_name,
             "is_large": a.is_large}
            for a in artifacts
        ],
        experiment_id=experiment_id,
        datas=await _context_datas(session, organization_id, experiment_id),
        metrics=row.metrics,
    )  # fmt: skip


async def _context_datas(
    session: Session, organization_id: UUID, experiment_id: UUID
) -> list[dict[str, Any]]:
    rows = await repository.experiment_datasets(session, organization_id, [experiment_id])
    versions = await datasets.versions_by_id(
        session, organization_id, [row.dataset_version_id for row in rows]
    )
    return [
        {
            "id": str(row.id),
            "name": row.name,
            "version_id": str(row.dataset_version_id),
            "version_name": versions[row.dataset_version_id]["version"],
            "dataset_name": versions[row.dataset_version_id]["origin_name"],
            "content_hash": row.content_hash,
            "repartition": {},
        }
        for row in rows
    ]


async def register_artifact(
    session: Session, organization_id: UUID, experiment_id: UUID, body: ArtifactCreate
) -> UUID:
    """Register an uploaded object as an artifact; the same name gets the new file."""
    from sightline.datalake import api as datalake

    await repository.get_experiment(session, organization_id, experiment_id)
    await datalake.require_object(session, organization_id, body.object_name)
    return await put_artifact(
        session,
        organization_id,
        experiment_id,
        name=body.name,
        filename=body.filename,
        object_name=body.object_name,
        is_large=body.large,
    )
