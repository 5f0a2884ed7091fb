# SPDX-License-Identifier: Apache-2.0
"""The two statistics routes of the client's ``get_stats`` (api.md §6.5)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from sightline.deployments import repository
from sightline.deployments.inference.routes import caller_of, log_filter, service_of
from sightline.deployments.monitoring import reviewed, statistics
from sightline.deployments.monitoring.log_repository import LogFilter, LogWindow
from sightline.kernel.web.answer import answer

router = APIRouter()
Chosen = Annotated[LogFilter, Depends(log_filter)]
PerPrediction = Literal[
    "ae_outlier", "metrics", "object_detection", "classification", "label_distribution"
]
Aggregated = Literal["label_distribution", "object_detection", "metrics", "ks_drift"]
LISTS = {
    "metrics": statistics.per_prediction,
    "object_detection": reviewed.detection_items,
    "label_distribution": reviewed.review_labels,
}
TOTALS = {
    "metrics": statistics.metrics,
    "label_distribution": statistics.label_distribution,
    "object_detection": reviewed.detection_total,
    "ks_drift": statistics.ks_drift,
}


@router.get("/api/deployment/{deployment_id}/predictions/stats")
async def per_prediction(
    request: Request, deployment_id: UUID, service: PerPrediction, chosen: Chosen
) -> Response:
    """Figures of each prediction."""
    caller = caller_of(request, deployment_id)
    organization_id = caller.organization_id
    async with service_of(request).database.unit_of_work(organization_id) as session:
        await repository.get_deployment(session, organization_id, deployment_id)
        window = LogWindow(session, organization_id, deployment_id, chosen)
        if service == "ae_outlier":
            body = await statistics.outliers(window)
        elif service == "classification":
            body = await reviewed.classification(window)
        else:
            body = {"items": await LISTS[service](window)}
    return answer({"service": service, "count": len(body["items"]), **body})


@router.get("/api/deployment/{deployment_id}/stats")
async def aggregated(
    request: Request, deployment_id: UUID, service: Aggregated, chosen: Chosen
) -> Response:
    """Figures over all predictions."""
    caller = caller_of(request, deployment_id)
    organization_id = caller.organization_id
    async with service_of(request).database.unit_of_work(organization_id) as session:
        await repository.get_deployment(session, organization_id, deployment_id)
        window = LogWindow(session, organization_id, deployment_id, chosen)
        body = await TOTALS[service](window)
    return answer({"service": service, **body})
