# SPDX-License-Identifier: Apache-2.0
"""The one translator from exceptions to answers: ``{"message", "detail", "code", …}``."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from sightline.kernel.errors import AppError
from sightline.kernel.web.answer import answer

log = structlog.get_logger("kernel.web")

CLIENT_CLOSED_REQUEST = 499
EXPLAINED_AT = "/docs/reference/errors"


def problem(
    status: int,
    message: str,
    *,
    code: str,
    detail: str | Sequence[str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Build an error answer: the contract's ``message`` and ``detail`` and RFC 9457's fields."""
    body: dict[str, Any] = {
        "message": message,
        "detail": detail,
        "code": code,
        "status": status,
        "title": message,
        "type": f"{EXPLAINED_AT}#{code.replace('.', '')}",
    }
    return answer(body, status=status, headers=dict(headers or {}))


def install_error_handlers(app: FastAPI) -> None:
    """Register the translations on an application."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(ClientDisconnect, _client_left)
    app.add_exception_handler(SQLAlchemyError, _database_error)
    app.add_exception_handler(psycopg.Error, _database_error)
    app.add_exception_handler(Exception, _unexpected)


async def _app_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101 - registered for this class only
    return problem(
        error.status, error.message, code=error.code, detail=error.detail, headers=error.headers
    )


async def _validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    lines = [
        f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
        for item in error.errors()[:20]
    ]
    return problem(
        422, "The request does not fit what this route takes", code="kernel.invalid", detail=lines
    )


async def _http_exception(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    codes = {404: "kernel.no_route", 405: "kernel.method_not_allowed"}
    return problem(
        error.status_code,
        str(error.detail),
        code=codes.get(error.status_code, "kernel.http"),
        headers=error.headers,
    )


async def _client_left(_request: Request, _error: Exception) -> Response:
    return problem(CLIENT_CLOSED_REQUEST, "The client went away", code="kernel.client_left")


async def _database_error(request: Request, error: Exception) -> Response:
    cause: object = error.orig if isinstance(error, DBAPIError) else error
    if (translated := _constraint_answer(cause)) is not None:
        return translated
    if isinstance(error, PoolTimeoutError) or isinstance(cause, psycopg.OperationalError):
        if isinstance(cause, pg.QueryCanceled):
            return problem(400, "The query took too long: narrow it", code="kernel.query_too_slow")
        log.warning("kernel.database_unavailable", path=request.url.path, error=str(cause))
        return problem(
            503,
            "The database cannot be reached right now; nothing was changed. Try again",
            code="kernel.database_unavailable",
            headers={"Retry-After": "2"},
        )
    return await _unexpected(request, error)


def _constraint_answer(cause: object) -> Response | None:
    if isinstance(cause, pg.UniqueViolation):
        noun = (cause.diag.table_name or "entry").replace("_", " ")
        return problem(
            409,
            f"This {noun} exists already, or its name is taken; nothing was changed",
            code="kernel.conflict",
        )
    if isinstance(cause, pg.ForeignKeyViolation):
        return _reference_answer(cause)
    if isinstance(cause, pg.ProgramLimitExceeded):
        return problem(
            422, "A text is too long to be stored; nothing was changed", code="kernel.unprocessable"
        )
    if isinstance(cause, (pg.CheckViolation, pg.NotNullViolation, psycopg.DataError)):
        return problem(422, "A value cannot be stored", code="kernel.unprocessable")
    # kinds of OperationalError for psycopg, but the database is well
    if isinstance(cause, (pg.SerializationFailure, pg.DeadlockDetected)):
        return problem(
            409, "Another change got in the way; nothing was changed. Try again", code="kernel.race"
        )
    return None


def _reference_answer(cause: pg.ForeignKeyViolation) -> Response:
    """Tell an object that is still used from a reference to one that does not exist.

    Only a deletion is told which kind of object holds it: the row is the caller's own then.
    """
    noun = (cause.diag.table_name or "object").replace("_", " ")
    if "still referenced" not in (cause.diag.message_detail or ""):
        return problem(
            409,
            "The request names an object that does not exist; nothing was changed",
            code="kernel.reference",
        )
    return problem(
        409,
        f"It is still used by a {noun}; nothing was deleted: remove that use first",
        code="kernel.reference",
    )


async def _unexpected(request: Request, error: Exception) -> Response:
    error_id = uuid.uuid4().hex[:12]
    log.error("kernel.unexpected_error", error_id=error_id, path=request.url.path, exc_info=error)
    return problem(
        500,
        f"Something went wrong on the server (error {error_id}); nothing was changed",
        code="kernel.internal",
    )
