# SPDX-License-Identifier: Apache-2.0
"""Settings of a role, read once from the environment ``SIGHTLINE_*``; unknown names are refused."""

import hashlib
import hmac
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

PREFIX = "SIGHTLINE_"
MIN_SECRET_CHARS = 32
PLACEHOLDERS = ("changeme", "change-me", "secret", "placeholder", "example")
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")

INTERNAL_NAMES = frozenset({"SIGHTLINE_CHILD_OF", "SIGHTLINE_TEST_NAIVE_TRIGGER"})
"""Set by the supervisor for its children, or by tests; no settings of the operator."""


class SettingsError(Exception):
    """Settings are wrong; the text names each offender. Commands exit with 2."""


def _words(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [part.strip().rstrip("/") for part in value.split(",") if part.strip()]


Urls = Annotated[list[str], BeforeValidator(_words)]


class Settings(BaseModel):
    """Everything an operator may set; the environment name is the upper-case field name.

    Attributes:
        database_url: application role, ``postgresql://…``.
        database_admin_url: owner role; only ``migrate`` and ``up`` read it.
        storage_url: ``file:///…``; default ``DATA_DIR/blobs``.
        public_urls: further base addresses of the main service besides the loopback ones.
        inference_public_urls: the same for the inference service.
        job_url: base address that job runs use; default the first base address.
        lease_secs: a job run whose supervisor is silent for this long is taken over.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = ""
    database_admin_url: str = ""
    storage_url: str = ""
    secret_key: str = Field(default="", repr=False)
    secret_key_file: Path | None = None
    data_dir: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    inference_port: Annotated[int, Field(ge=1, le=65535)] = 8001
    public_urls: Urls = []
    inference_public_urls: Urls = []
    job_url: str = ""
    insecure_http: bool = False
    log_level: str = "INFO"
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 8
    worker_concurrency: Annotated[int, Field(ge=1, le=64)] = 4
    job_concurrency: Annotated[int, Field(ge=1, le=64)] = 2
    lease_secs: Annotated[float, Field(gt=0, le=3600)] = 30.0
    kill_grace_secs: Annotated[float, Field(ge=0, le=600)] = 5.0
    url_life_secs: Annotated[int, Field(ge=30, le=604_800)] = 3600

    @model_validator(mode="after")
    def _check_bind(self) -> "Settings":
        loopback = self.host in {"127.0.0.1", "localhost", "::1"}
        if (
            not loopback
            and not self.insecure_http
            and not any(url.startswith("https://") for url in self.public_urls)
        ):
            raise ValueError(
                f"host {self.host} is not a loopback address: put TLS in front and name it with"
                " SIGHTLINE_PUBLIC_URLS=https://…, or accept plain http with"
                " SIGHTLINE_INSECURE_HTTP=true"
            )
        return self

    @property
    def blobs_dir(self) -> Path:
        """Folder of the local object storage."""
        if self.storage_url:
            parts = urlsplit(self.storage_url)
            if parts.scheme != "file":
                raise SettingsError("SIGHTLINE_STORAGE_URL: this version stores on file:///… only")
            return Path(parts.path)
        return self.require_data_dir() / "blobs"

    @property
    def runs_dir(self) -> Path:
        """Folder of job runs: logs, exit codes and scratch."""
        return self.require_data_dir() / "runs"

    def require_data_dir(self) -> Path:
        """Return the data folder or fail with the name of the setting."""
        if self.data_dir is None:
            raise SettingsError("SIGHTLINE_DATA_DIR is not set")
        return self.data_dir

    def secret(self) -> bytes:
        """Return the secret key; placeholders and short keys are refused."""
        text = self.secret_key
        if not text and self.secret_key_file is not None:
            text = self.secret_key_file.read_text().strip()
        if len(text) < MIN_SECRET_CHARS or text.lower().startswith(PLACEHOLDERS):
            raise SettingsError(
                "SIGHTLINE_SECRET_KEY (or …_FILE) is missing, a placeholder or shorter than"
                f" {MIN_SECRET_CHARS} characters"
            )
        return text.encode()

    def base_urls(self) -> list[str]:
        """List the base addresses of the main service, the loopback ones first."""
        return [*(f"http://{name}:{self.port}" for name in LOOPBACK_NAMES), *self.public_urls]

    def inference_base_urls(self) -> list[str]:
        """List the base addresses of the inference service."""
        return [
            *(f"http://{name}:{self.inference_port}" for name in LOOPBACK_NAMES),
            *self.inference_public_urls,
        ]

    def base_url_for(self, host_header: str | None) -> str:
        """Return the base address by which the caller came, else the first of the list."""
        return _matching(self.base_urls(), host_header)

    def inference_base_url_for(self, host_header: str | None) -> str:
        """Return the inference address on the same host name as the caller used, else the first."""
        name = (host_header or "").rsplit(":", 1)[0].lower()
        for url in self.inference_base_urls():
            if urlsplit(url).netloc.rsplit(":", 1)[0].lower() == name:
                return url
        return (self.inference_public_urls or self.inference_base_urls())[0]

    def job_base_url(self) -> str:
        """Return the base address that job runs use."""
        return self.job_url or self.base_urls()[0]


def _matching(urls: list[str], host_header: str | None) -> str:
    wanted = (host_header or "").lower()
    return next((url for url in urls if urlsplit(url).netloc.lower() == wanted), urls[0])


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read settings from environment variables.

    Raises:
        SettingsError: unknown names or wrong values, one line each.
    """
    names = {key for key in environment if key.startswith(PREFIX)} - INTERNAL_NAMES
    known = Settings.model_fields
    unknown = sorted(n for n in names if n.removeprefix(PREFIX).lower() not in known)
    if unknown:
        raise SettingsError(f"unknown settings: {', '.join(unknown)}")
    values = {name.removeprefix(PREFIX).lower(): environment[name] for name in names}
    try:
        return Settings(**values)
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        ]
        raise SettingsError("; ".join(lines)) from error


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Return the settings of this process."""
    return read_settings(os.environ)


@lru_cache(maxsize=32)
def derive_key(purpose: str) -> bytes:
    """Derive a 32-byte key for one purpose from the secret key (HKDF-SHA256, RFC 5869).

    Args:
        purpose: ``url``, ``cursor``, ``jwt``, ``csrf`` or ``encryption``.
    """
    extracted = hmac.new(b"sightline", get_settings().secret(), hashlib.sha256).digest()
    return hmac.new(extracted, purpose.encode() + b"\x01", hashlib.sha256).digest()
