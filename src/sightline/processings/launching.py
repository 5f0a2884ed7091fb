# SPDX-License-Identifier: Apache-2.0
"""Launch of a processing: check target and inputs, store the selection, make the job."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

import orjson

from sightline.datalake import api as datalake
from sightline.datasets import api as datasets
from sightline.jobs import api as jobs
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, NotFound
from sightline.kernel.principal import Principal
from sightline.processings import repository
from sightline.processings.schemas import DatalakeLaunch, DatasetLaunch, LaunchInput
from sightline.registry import api as registry

Getter = Callable[[Session, UUID, UUID], Awaitable[Any]]

REFERENCES: dict[str, Getter] = {
    "DATASET_VERSION": datasets.get_version,
    "DATASET": datasets.get_dataset,
    "MODEL_VERSION": registry.get_version,
    "MODEL": registry.get_model,
    "DATALAKE": datalake.get_datalake,
}
"""How an input of a type is looked up; each raises `NotFound` for foreign ids."""


async def on_dataset_version(
    session: Session, principal: Principal, version_id: UUID, body: DatasetLaunch
) -> UUID:
    """Launch on all or chosen assets of a dataset version; return the job's id."""
    organization_id = principal.organization_id
    row = await datasets.get_version(session, organization_id, version_id)
    selection = None
    if body.asset_ids is not None:
        known = await datasets.existing_asset_ids(
            session, organization_id, version_id, body.asset_ids
        )
        _require_all(body.asset_ids, known, "asset")
        selection = {"asset_ids": body.asset_ids}
    return await _launch(
        session, principal, "DATASET_VERSION", version_id, body,
        label=f"{row.dataset_name}/{row.version}", selection=selection,
    )  # fmt: skip


async def on_model_version(
    session: Session, principal: Principal, version_id: UUID, body: LaunchInput
) -> UUID:
    """Launch on a model version, own or public; return the job's id."""
    row = await registry.get_version(session, principal.organization_id, version_id)
    return await _launch(
        session, principal, "MODEL_VERSION", version_id, body,
        label=f"{row.model_name}/{row.version}", selection=None,
    )  # fmt: skip


async def on_datalake(
    session: Session, principal: Principal, datalake_id: UUID, body: DatalakeLaunch
) -> UUID:
    """Launch on chosen data of a datalake; return the job's id."""
    organization_id = principal.organization_id
    row = await datalake.get_datalake(session, organization_id, datalake_id)
    known = await datalake.existing_data_ids(session, organization_id, datalake_id, body.data_ids)
    _require_all(body.data_ids, known, "data")
    return await _launch(
        session, principal, "DATALAKE", datalake_id, body,
        label=row.name, selection={"data_ids": body.data_ids},
    )  # fmt: skip


def _require_all(asked: Sequence[UUID], known: set[UUID], noun: str) -> None:
    missing = [str(item) for item in asked if item not in known]
    if missing:
        raise NotFound(f"{len(missing)} {noun} ids are not part of the target", detail=missing[:20])


async def _store_selection(
    session: Session, organization_id: UUID, selection: dict[str, list[UUID]] | None
) -> str | None:
    """Keep the chosen ids as a file that the program reads; None when all is meant."""
    if selection is None:
        return None
    return await datalake.store_bytes(
        session,
        organization_id,
        purpose="PROCESSING_PAYLOAD",
        filename="payload.json",
        content=orjson.dumps(selection),
    )


async def _launch(
    session: Session,
    principal: Principal,
    target_type: str,
    target_id: UUID,
    body: LaunchInput,
    *,
    label: str,
    selection: dict[str, list[UUID]] | None,
) -> UUID:
    organization_id = principal.organization_id
    processing = await repository.get(session, organization_id, body.processing_id)
    if processing.target != target_type:
        raise Invalid(
            f"{processing.name} works on {_words(processing.target)}, not on {_words(target_type)}"
        )
    await _check_inputs(session, organization_id, processing.id, body.inputs)
    payload_object = await _store_selection(session, organization_id, selection)
    job_id, _ = await jobs.create_job(
        session,
        principal,
        kind="PROCESSING",
        name=f"{processing.name} on {label}",
        target_type=target_type,
        target_id=target_id,
        image=f"{processing.docker_image}:{processing.docker_tag}",
        gpus=processing.default_gpu if body.gpu is None else body.gpu,
        payload={
            "processing_id": str(processing.id),
            "target_id": str(target_id),
            "parameters": {**processing.default_parameters, **(body.parameters or {})},
            "inputs": body.inputs,
            "cpu": processing.default_cpu if body.cpu is None else body.cpu,
            "payload_object_name": payload_object,
        },
    )
    return job_id


def _words(target: str) -> str:
    return {"DATALAKE": "a datalake", "MODEL_VERSION": "a model version"}.get(
        target, "a dataset version"
    )


async def _check_inputs(
    session: Session, organization_id: UUID, processing_id: UUID, given: dict[str, Any]
) -> None:
    """Compare what a launch gives with what the processing declares.

    Raises:
        Invalid: lists every missing, unknown or unfit input.
    """
    declared = await repository.inputs_of(session, organization_id, processing_id)
    names = {row.name for row in declared}
    problems = [f"{name}: not an input of this processing" for name in given if name not in names]
    for row in declared:
        value = given.get(row.name)
        if value is None:
            problems += [f"{row.name}: is required"] if row.is_required else []
        elif (problem := await _problem(session, organization_id, row, value)) is not None:
            problems.append(f"{row.name}: {problem}")
    if problems:
        raise Invalid("The inputs do not fit this processing", detail=problems)


async def _problem(session: Session, organization_id: UUID, row: Any, value: Any) -> str | None:
    """Tell what is wrong with the value of an input, None when it fits."""
    if row.input_type == "TEXT":
        return None if isinstance(value, str) else "must be text"
    if row.input_type == "NUMBER":
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
        return None if fits else "must be a number"
    noun = row.input_type.lower().replace("_", " ")
    try:
        found = await REFERENCES[row.input_type](session, organization_id, UUID(str(value)))
    except (ValueError, NotFound):
        return f"is no {noun} of this organization"
    return _unfit(row, found)


def _unfit(row: Any, found: Any) -> str | None:
    if row.inference_type_constraint and found.type != row.inference_type_constraint:
        return f"must have the type {row.inference_type_constraint}, has {found.type}"
    if row.framework_constraint and found.framework != row.framework_constraint:
        return f"must have the framework {row.framework_constraint}, has {found.framework}"
    return None
