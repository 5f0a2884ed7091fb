# SPDX-License-Identifier: Apache-2.0
"""Routes of the inference service: serving and monitoring ("oracle"), api.md §6."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from sightline.accounts import api as accounts
from sightline.datalake import api as datalake
from sightline.deployments import repository
from sightline.deployments.inference import forms, tokens
from sightline.deployments.inference.service import InferenceService
from sightline.deployments.inference.tokens import Caller
from sightline.deployments.monitoring import recording, recording_repository, statistics
from sightline.deployments.monitoring.log_repository import LogFilter, LogWindow
from sightline.deployments.monitoring.raw_predictions import RawPredictions, read
from sightline.deployments.schemas import CloudImage
from sightline.deployments.serving.prediction import Wish, raw_predictions
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.ids import new_id
from sightline.kernel.web.answer import answer
from sightline.kernel.web.schemas import Finite, Input, JsonObject, ShortText

router = APIRouter()
MAX_JSON_BYTES = 160 * 1024 * 1024
Seconds = Annotated[Finite, Field(ge=0, le=86_400)]
Model = TypeVar("Model", bound=BaseModel)


class Login(Input):
    api_token: Annotated[str, Field(max_length=500)]
    deployment_id: UUID


class CloudPredict(forms.Described):
    cloud_image: CloudImage
    monitor: bool = True
    postprocess: bool = True


class ShadowPredict(Input):
    prediction_id: UUID
    monitor: bool = True
    cloud_image: CloudImage


class Report(forms.Described):
    """A prediction that was made elsewhere (§6.1)."""

    filename: ShortText
    content_type: Annotated[str, Field(pattern="^(?i:IMAGE/(JPEG|PNG))$")]
    height: Annotated[int, Field(ge=1, le=1_000_000)]
    width: Annotated[int, Field(ge=1, le=1_000_000)]
    latency: Seconds
    raw_predictions: RawPredictions
    image: str | None = None
    cloud_image: CloudImage | None = None
    timestamp: Annotated[Finite, Field(ge=0, le=32_503_680_000)] | None = None
    upload_dir: ShortText | None = None
    sample: bool | None = None
    custom_metrics: JsonObject | None = None
    shadow_latency: Seconds | None = None
    shadow_raw_predictions: RawPredictions | None = None


class ShadowReport(Input):
    shadow_raw_predictions: RawPredictions
    shadow_latency: Seconds


def service_of(request: Request) -> InferenceService:
    service: InferenceService = request.app.state.inference
    return service


def caller_of(
    request: Request, deployment_id: UUID | None = None, *, writes: bool = False
) -> Caller:
    caller = tokens.read(request.headers.get("authorization"))
    if writes:
        caller.require_write()
    if deployment_id is not None and caller.deployment_id != deployment_id:
        raise NotFound("No such deployment")
    return caller


async def _body(request: Request, model: type[Model]) -> Model:
    """Read a JSON body; the client sends no Content-Type here."""
    return forms.read_model(model, forms.parse_json(await forms.read_body(request, MAX_JSON_BYTES)))


@router.post("/api/auth/login")
@router.post("/api/login")
async def log_in(request: Request) -> Response:
    body = await _body(request, Login)
    async with service_of(request).database.unit_of_work(None) as session:
        token, expires = await tokens.log_in(session, body.api_token, body.deployment_id)
    return answer({"jwt": token, "expires": expires})


@router.post("/api/deployments/{deployment_id}/predict")
async def predict(request: Request, deployment_id: UUID) -> Response:
    """Predict an uploaded image: a form with ``media``, or the image as raw body."""
    caller = caller_of(request, deployment_id, writes=True)
    service = service_of(request)
    content, wish = await forms.read_predict(request)
    served = await service.replicas.get(caller)
    return answer(await service.predictor.predict(caller, served, content, wish))


@router.post("/api/v2/deployments/{deployment_id}/predict")
async def predict_cloud_image(request: Request, deployment_id: UUID) -> Response:
    """Predict an image that the datalake has."""
    caller = caller_of(request, deployment_id, writes=True)
    body = await _body(request, CloudPredict)
    service = service_of(request)
    content, filename = await _stored_image(service, caller, body.cloud_image, body.monitor)
    if body.monitor and service.drain.holds(deployment_id, body.cloud_image.object_name):
        raise Conflict("This data was predicted by this deployment a moment ago")
    wish = Wish(
        filename=filename,
        monitor=body.monitor,
        postprocess=body.postprocess,
        tags=list(body.tags),
        source=body.source,
        metadata=body.metadata,
        custom_metadata=body.custom_metadata,
        object_name=body.cloud_image.object_name,
    )
    served = await service.replicas.get(caller)
    return answer(await service.predictor.predict(caller, served, content, wish))


async def _stored_image(
    service: InferenceService, caller: Caller, image: CloudImage, is_new: bool
) -> tuple[bytes, str]:
    """Return bytes and name of a data item of the caller's organization.

    Raises:
        NotFound: no data item has this object name.
        Conflict: it was predicted by this deployment before.
    """
    async with service.database.unit_of_work(caller.organization_id) as session:
        row = await datalake.find_by_object_name(session, caller.organization_id, image.object_name)
        if is_new:
            await recording.refuse_twice(
                session, caller.organization_id, caller.deployment_id, row.id
            )
    return await datalake.read_object(row.object_name), row.filename


@router.post("/api/v2/deployments/{deployment_id}/predict/shadow")
async def predict_shadow(request: Request, deployment_id: UUID) -> Response:
    """Let the shadow predict an image that the champion predicted before."""
    caller = caller_of(request, deployment_id, writes=True)
    body = await _body(request, ShadowPredict)
    service = service_of(request)
    content, _ = await _stored_image(service, caller, body.cloud_image, is_new=False)
    served = await service.replicas.get(caller)
    result, replica = await service.predictor.predict_shadow(served, content)
    raw = raw_predictions(result.detections)
    if body.monitor:
        height, width = result.pixels.shape[:2]
        shapes = read(
            RawPredictions(**raw),
            served.deployment.type,
            served.label_ids,
            threshold=0.0,
            size=(width, height),
        )
        outcome = recording.Outcome(UUID(replica.version_id), result.latency, shapes)
        async with service.database.unit_of_work(caller.organization_id) as session:
            await recording.record_shadow(
                session, caller.organization_id, deployment_id, body.prediction_id, outcome
            )
    return answer(
        {
            "id": body.prediction_id,
            "model_version_id": replica.version_id,
            "is_shadow": True,
            "latency": result.latency,
            "threshold": served.deployment.min_threshold,
            "labels": {str(index): name for index, name in served.label_names.items()},
            **raw,
        }
    )


@router.get("/api/deployment/{deployment_id}")
async def information(request: Request, deployment_id: UUID) -> Response:
    """Tell what this deployment is and what it saw."""
    caller = caller_of(request, deployment_id)
    async with service_of(request).database.unit_of_work(caller.organization_id) as session:
        row = await repository.get_deployment(session, caller.organization_id, deployment_id)
        labels = await repository.labels_of(session, caller.organization_id, deployment_id)
        window = LogWindow(session, caller.organization_id, deployment_id, LogFilter())
        totals = await statistics.metrics(window)
    return answer(
        {
            "id": row.id,
            "name": row.name,
            "type": row.type,
            "model_version_id": row.model_version_id,
            "shadow_model_version_id": row.shadow_model_version_id,
            "min_threshold": row.min_threshold,
            "sample_rate": row.sample_rate,
            "labels": {str(item.class_index): item.name for item in labels},
            "predictions": totals["count"],
        }
    )


@router.post("/api/deployment/{deployment_id}/predictions")
async def report(request: Request, deployment_id: UUID) -> Response:
    """Take in a prediction that was made elsewhere."""
    caller = caller_of(request, deployment_id, writes=True)
    body = await _body(request, Report)
    content = _image_bytes(body)
    async with service_of(request).database.unit_of_work(caller.organization_id) as session:
        deployment = await repository.get_deployment(session, caller.organization_id, deployment_id)
        labels = await repository.labels_of(session, caller.organization_id, deployment_id)
        principal = await accounts.member_principal(session, caller.user_id, caller.organization_id)
        seen = _observation(body, deployment, recording.label_ids(labels), content)
        predicted_id = await recording.record(session, principal, deployment, seen)
    return answer({"id": seen.id, "predicted_asset_id": predicted_id}, status=201)


def _image_bytes(body: Report) -> bytes | None:
    if (body.image is None) == (body.cloud_image is None):
        raise Invalid("Send either image (base64) or cloud_image")
    if body.image is None:
        return None
    try:
        return base64.b64decode(body.image, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("image is not base64 text") from error


def _observation(
    body: Report, deployment: Any, labels: Any, content: bytes | None
) -> recording.Observation:
    size = (body.width, body.height)
    understand: Callable[[RawPredictions], Any] = partial(
        _shapes, deployment=deployment, labels=labels, size=size
    )
    if (body.shadow_latency is None) != (body.shadow_raw_predictions is None):
        raise Invalid("shadow_latency and shadow_raw_predictions go together")
    shadow = None
    if body.shadow_raw_predictions is not None and body.shadow_latency is not None:
        shadow = recording.Outcome(
            deployment.shadow_model_version_id or deployment.model_version_id,
            body.shadow_latency,
            understand(body.shadow_raw_predictions),
        )
    stamp = body.timestamp
    return recording.Observation(
        id=new_id(),
        happened_at=datetime.now(UTC) if stamp is None else datetime.fromtimestamp(stamp, UTC),
        filename=forms.clean_filename(body.filename),
        width=body.width,
        height=body.height,
        champion=recording.Outcome(
            deployment.model_version_id, body.latency, understand(body.raw_predictions)
        ),
        shadow=shadow,
        content=content,
        object_name=body.cloud_image.object_name if body.cloud_image else None,
        source=body.source,
        tags=list(body.tags),
        metadata=body.metadata,
        custom_metadata=body.custom_metadata,
        custom_metrics=body.custom_metrics,
        sample=body.sample,
    )


def _shapes(raw: RawPredictions, *, deployment: Any, labels: Any, size: tuple[int, int]) -> Any:
    return read(raw, deployment.type, labels, threshold=deployment.min_threshold, size=size)


@router.post("/api/prediction/{prediction_id}/shadow")
async def report_shadow(request: Request, prediction_id: UUID) -> Response:
    """Add the shadow's prediction to one that was reported before."""
    caller = caller_of(request, writes=True)
    body = await _body(request, ShadowReport)
    organization_id = caller.organization_id
    async with service_of(request).database.unit_of_work(organization_id) as session:
        deployment = await repository.get_deployment(session, organization_id, caller.deployment_id)
        labels = await repository.labels_of(session, organization_id, caller.deployment_id)
        size = await recording_repository.image_size(session, organization_id, prediction_id)
        shapes = _shapes(
            body.shadow_raw_predictions,
            deployment=deployment,
            labels=recording.label_ids(labels),
            size=size,
        )
        outcome = recording.Outcome(
            deployment.shadow_model_version_id or deployment.model_version_id,
            body.shadow_latency,
            shapes,
        )
        await recording.record_shadow(
            session, organization_id, caller.deployment_id, prediction_id, outcome
        )
    return answer({"id": prediction_id}, status=201)


def log_filter(
    model_id: UUID | None = None,
    from_timestamp: Annotated[float | None, Query(ge=0, le=32_503_680_000)] = None,
    to_timestamp: Annotated[float | None, Query(ge=0, le=32_503_680_000)] = None,
    since: Annotated[float | None, Query(ge=0, le=32_503_680_000)] = None,
    includes: Annotated[list[UUID] | None, Query(max_length=5_000)] = None,
    excludes: Annotated[list[UUID] | None, Query(max_length=5_000)] = None,
    tags: Annotated[list[str] | None, Query(max_length=100)] = None,
) -> LogFilter:
    """``since`` counts seconds back from now."""
    start = from_timestamp
    if since is not None:
        start = max(start or 0.0, datetime.now(UTC).timestamp() - since)
    return LogFilter(
        model_version_id=model_id,
        start=None if start is None else datetime.fromtimestamp(start, UTC),
        end=None if to_timestamp is None else datetime.fromtimestamp(to_timestamp, UTC),
        tags=tuple(tags or ()),
        ids=includes,
        left_out=tuple(excludes or ()),
    )
