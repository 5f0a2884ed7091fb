# SPDX-License-Identifier: Apache-2.0
"""Failed log-ins are counted per account and address, and nobody can wash the count away."""

import pytest

from sightline.accounts import service
from sightline.accounts.service import ATTEMPTS, AttemptLimit
from sightline.kernel.errors import TooMany


def failing(limit: AttemptLimit, login: str, times: int) -> None:
    for _ in range(times):
        limit.failed(login, "address")


def test_ten_failures_shut_the_door_for_this_account_and_address() -> None:
    limit = AttemptLimit()
    failing(limit, "Ann", ATTEMPTS - 1)
    limit.check("ann", "address")

    limit.failed("ann", "address")

    with pytest.raises(TooMany):
        limit.check("ANN", "address")
    limit.check("ann", "elsewhere")
    limit.check("bob", "address")


def test_failures_of_others_do_not_open_it_again() -> None:
    limit = AttemptLimit()
    failing(limit, "ann", ATTEMPTS)

    for number in range(50):
        limit.failed(f"login {number}", "address")

    with pytest.raises(TooMany):
        limit.check("ann", "address")


def test_many_accounts_from_one_address_shut_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "ATTEMPTS_OF_ADDRESS", 20)
    limit = AttemptLimit()

    for number in range(20):
        limit.failed(f"login {number}", "address")

    with pytest.raises(TooMany):
        limit.check("somebody", "address")
    limit.check("somebody", "elsewhere")


def test_old_failures_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = AttemptLimit()
    failing(limit, "ann", ATTEMPTS)
    monkeypatch.setattr(service, "ATTEMPT_WINDOW_SECS", 0.0)

    limit.check("ann", "address")

    assert not any(login == "ann" for login, _ in limit._failures)
