# SPDX-License-Identifier: Apache-2.0
"""What callers are told when the database refuses."""

import json

import psycopg
import pytest
from fastapi import FastAPI
from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request

from sightline.kernel.web.errors import install_error_handlers


@pytest.mark.parametrize(
    ("cause", "status", "code"),
    [
        (pg.DeadlockDetected(), 409, "kernel.race"),
        (pg.SerializationFailure(), 409, "kernel.race"),
        (pg.UniqueViolation(), 409, "kernel.conflict"),
        (pg.ForeignKeyViolation(), 409, "kernel.reference"),
        (pg.NumericValueOutOfRange(), 422, "kernel.unprocessable"),
        (pg.QueryCanceled(), 400, "kernel.query_too_slow"),
        (pg.AdminShutdown(), 503, "kernel.database_unavailable"),
        (psycopg.OperationalError(), 503, "kernel.database_unavailable"),
    ],
)
async def test_a_refusal_of_the_database_is_told_for_what_it_is(
    cause: psycopg.Error, status: int, code: str
) -> None:
    app = FastAPI()
    install_error_handlers(app)
    request = Request({"type": "http", "path": "/api/data", "headers": []})

    answer = await app.exception_handlers[psycopg.Error](request, cause)  # type: ignore[misc]
    wrapped = await app.exception_handlers[psycopg.Error](  # type: ignore[misc]
        request, DBAPIError("SELECT 1", {}, cause)
    )

    assert (answer.status_code, json.loads(answer.body)["code"]) == (status, code)
    assert wrapped.body == answer.body
