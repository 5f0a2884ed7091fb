# SPDX-License-Identifier: Apache-2.0
"""Errors that carry an HTTP status and a stable code.

AppError               500  never raised itself
├── Invalid  400  understood but wrong
├── Unauthorized  401  no or no longer valid credentials
├── Forbidden  403  known caller, not allowed; expired or tampered signatures
├── NotFound  404  unknown here, also: belongs to another organization
├── Conflict  409  name taken, state does not allow the act, stale version
├── TooLarge  413
├── Unprocessable  422  body does not fit the schema
├── Locked  423  dataset version is locked
├── TooMany  429  carries Retry-After
├── NotServed  501  a route of the contract that is not built yet
└── Unavailable  503  database, storage or model is not there; carries Retry-After
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class AppError(Exception):
    """Base of all errors that reach a client as ``{"message", "detail"}``.

    Args:
        message: what failed, what was kept, what to do; shown to people.
        detail: further lines, one per offender.
        code: stable dotted identifier, defaults to the class's.
    """

    status: ClassVar[int] = 500
    code: str = "kernel.internal"
    headers: Mapping[str, str]

    def __init__(
        self,
        message: str,
        *,
        detail: str | Sequence[str] | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = list(detail) if isinstance(detail, (list, tuple)) else detail
        self.headers = headers or {}
        if code is not None:
            self.code = code


class Invalid(AppError):
    """The request is wrong."""

    status = 400
    code = "kernel.invalid"


class Unauthorized(AppError):
    """Credentials are missing or no longer valid."""

    status = 401
    code = "kernel.unauthorized"


class Forbidden(AppError):
    """The caller may not do this."""

    status = 403
    code = "kernel.forbidden"


class NotFound(AppError):
    """The object does not exist for this caller."""

    status = 404
    code = "kernel.not_found"


class Conflict(AppError):
    """The present state does not allow the act."""

    status = 409
    code = "kernel.conflict"


class TooLarge(AppError):
    """The body or the answer is over its limit."""

    status = 413
    code = "kernel.too_large"


class Unprocessable(AppError):
    """The body does not fit the schema."""

    status = 422
    code = "kernel.unprocessable"


class Locked(AppError):
    """The dataset version is locked."""

    status = 423
    code = "kernel.locked"


class TooMany(AppError):
    """A limit of requests is reached."""

    status = 429
    code = "kernel.too_many"

    def __init__(self, message: str, *, retry_after_secs: int = 1) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_secs)})


class NotServed(AppError):
    """A route of the contract that this version does not serve."""

    status = 501
    code = "kernel.not_served"


class Unavailable(AppError):
    """A part the request needs is not there right now."""

    status = 503
    code = "kernel.unavailable"

    def __init__(self, message: str, *, retry_after_secs: int = 2) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_secs)})
