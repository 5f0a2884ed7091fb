# SPDX-License-Identifier: Apache-2.0
"""Fixtures: a running platform per test process, fresh organizations per test."""

from collections.abc import Iterator

import httpx
import picsellia
import pytest

from tests.harness.running_platform import Member, RunningPlatform, server_errors
from tests.harness.traffic import labelled_session


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-mutations", action="store_true", help="break handlers, one at a time")
    parser.addoption("--mutations", type=int, default=20, help="how many handlers to break")


@pytest.fixture(scope="session")
def platform(pytestconfig: pytest.Config) -> Iterator[RunningPlatform]:
    with RunningPlatform(breakable=pytestconfig.getoption("--run-mutations")) as running:
        yield running


@pytest.fixture
def member(platform: RunningPlatform) -> Iterator[Member]:
    """Owner of a fresh organization; no request of the test may end in an unexpected error."""
    before = len(server_errors(platform))
    yield platform.make_member()
    errors = server_errors(platform)[before:]
    assert not errors, "\n".join(errors)


@pytest.fixture
def api(member: Member) -> Iterator[httpx.Client]:
    with member.http() as client:
        yield client


@pytest.fixture
def other_api(platform: RunningPlatform) -> Iterator[httpx.Client]:
    """Owner of another fresh organization."""
    with platform.make_member().http() as client:
        yield client


@pytest.fixture
def client(member: Member) -> picsellia.Client:
    return connect(member)


def connect(member: Member) -> picsellia.Client:
    """A new session of the real client; its requests are noted (`tests.harness.traffic`)."""
    return picsellia.Client(
        api_token=member.token,
        organization_id=member.organization_id,
        host=member.url,
        session=labelled_session(),
    )
