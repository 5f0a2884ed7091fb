# SPDX-License-Identifier: Apache-2.0
"""Routes of the pipeline: training data, feedback loop, continuous training and deployment."""

from uuid import UUID

from starlette.responses import Response

from sightline.datasets import api as datasets
from sightline.deployments.models import (
    ContinuousDeployment,
    ContinuousTraining,
    FeedbackLoop,
)
from sightline.deployments.pipeline import repository, service, submission, training_data
from sightline.deployments.schemas import (
    Active,
    AliasChoice,
    ContinuousTrainingInput,
    DatasetChoice,
    PolicyInput,
    SubmitInput,
)
from sightline.kernel.principal import Permission
from sightline.kernel.web.answer import answer
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import IdsInput, Input

router = Router(tags=["pipeline"])
DP = "/api/deployment/{deployment_id}"


class Nothing(Input):
    """``{}``."""


@router.read(f"{DP}/pipeline")
async def get_pipeline(ctx: Ctx, deployment_id: UUID) -> Response:
    """Settings and state of all parts."""
    return answer(await service.describe(ctx.session, ctx.organization_id, deployment_id))


@router.create(f"{DP}/pipeline/fl/setup")
async def setup_feedback_loop(
    ctx: Ctx,
    deployment_id: UUID,
    body: Nothing | None = None,  # noqa: ARG001 - checked to be empty
) -> Response:
    await service.setup_feedback_loop(ctx.session, ctx.organization_id, deployment_id)
    return answer({})


@router.replace(f"{DP}/pipeline/fl")
async def toggle_feedback_loop(ctx: Ctx, deployment_id: UUID, body: Active) -> Response:
    return await _toggle(ctx, deployment_id, FeedbackLoop, body)


@router.replace(f"{DP}/pipeline/ct")
async def toggle_training(ctx: Ctx, deployment_id: UUID, body: Active) -> Response:
    return await _toggle(ctx, deployment_id, ContinuousTraining, body)


@router.replace(f"{DP}/pipeline/cd")
async def toggle_deployment(ctx: Ctx, deployment_id: UUID, body: Active) -> Response:
    return await _toggle(ctx, deployment_id, ContinuousDeployment, body)


async def _toggle(ctx: Ctx, deployment_id: UUID, table: repository.Part, body: Active) -> Response:
    await service.toggle(ctx.session, ctx.organization_id, deployment_id, table, active=body.active)
    return answer({})


@router.create(f"{DP}/fl/datasets")
async def attach_to_loop(ctx: Ctx, deployment_id: UUID, body: DatasetChoice) -> Response:
    await service.attach_dataset(
        ctx.session, ctx.organization_id, deployment_id, "FL", body.dataset_version_id
    )
    return answer({})


@router.read(f"{DP}/fl/datasets")
async def list_loop_datasets(ctx: Ctx, deployment_id: UUID) -> Response:
    await service.require_deployment(ctx.session, ctx.organization_id, deployment_id)
    rows = await repository.datasets_of(ctx.session, ctx.organization_id, deployment_id, "FL")
    versions = await datasets.versions_by_id(
        ctx.session, ctx.organization_id, [row.dataset_version_id for row in rows]
    )
    items = [{"dataset_version": versions[row.dataset_version_id]} for row in rows]
    return answer({"items": items, "count": len(items)})


@router.remove(f"{DP}/fl/datasets", requires=Permission.WRITE)
async def detach_from_loop(ctx: Ctx, deployment_id: UUID, body: IdsInput) -> Response:
    await service.detach_datasets(
        ctx.session, ctx.organization_id, deployment_id, "FL", list(body.ids)
    )
    return answer({})


@router.create(f"{DP}/ct/datasets")
async def attach_to_training(ctx: Ctx, deployment_id: UUID, body: AliasChoice) -> Response:
    await service.attach_dataset(
        ctx.session,
        ctx.organization_id,
        deployment_id,
        "CT",
        body.dataset_version_id,
        body.name,
    )
    return answer({})


@router.remove(f"{DP}/ct/datasets", requires=Permission.WRITE)
async def detach_from_training(ctx: Ctx, deployment_id: UUID, body: IdsInput) -> Response:
    await service.detach_datasets(
        ctx.session, ctx.organization_id, deployment_id, "CT", list(body.ids)
    )
    return answer({})


@router.create(f"{DP}/pipeline/td/setup")
async def setup_training_data(ctx: Ctx, deployment_id: UUID, body: DatasetChoice) -> Response:
    await training_data.setup(
        ctx.session, ctx.organization_id, deployment_id, body.dataset_version_id
    )
    return answer({})


@router.read(f"{DP}/pipeline/td/check")
async def check_training_data(ctx: Ctx, deployment_id: UUID) -> Response:
    row = await service.require_training_data(ctx.session, ctx.organization_id, deployment_id)
    return answer({"status": row.status, "reason": row.reason})


@router.replace(f"{DP}/pipeline/td/disable")
async def disable_training_data(ctx: Ctx, deployment_id: UUID) -> Response:
    await training_data.disable(ctx.session, ctx.organization_id, deployment_id)
    return answer({})


@router.create(f"{DP}/pipeline/ct")
async def setup_training(ctx: Ctx, deployment_id: UUID, body: ContinuousTrainingInput) -> Response:
    await service.setup_continuous_training(ctx.session, ctx.principal, deployment_id, body)
    return answer({})


@router.create(f"{DP}/pipeline/cd")
async def setup_deployment(ctx: Ctx, deployment_id: UUID, body: PolicyInput) -> Response:
    await service.setup_continuous_deployment(
        ctx.session, ctx.organization_id, deployment_id, body.policy
    )
    return answer({})


@router.create(f"{DP}/feedback/submit")
async def submit_to_loop(ctx: Ctx, deployment_id: UUID, body: SubmitInput) -> Response:
    """Submit reviewed predictions to one attached version; what was submitted before stays."""
    return answer(
        await submission.submit(
            ctx.session,
            ctx.principal,
            deployment_id,
            body.predicted_asset_ids,
            body.dataset_version_id,
        )
    )
