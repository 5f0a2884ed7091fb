# SPDX-License-Identifier: Apache-2.0
"""Places of a worker go round the organizations."""

from uuid import UUID, uuid4

import pytest

from sightline.jobs.supervisor import Supervisor
from sightline.kernel.db.session import Database
from sightline.kernel.settings import Settings

ORGANIZATIONS = [uuid4() for _ in range(3)]


@pytest.mark.parametrize(
    ("served_last", "first"),
    [
        (None, ORGANIZATIONS[0]),
        (ORGANIZATIONS[0], ORGANIZATIONS[1]),
        (ORGANIZATIONS[2], ORGANIZATIONS[0]),
        (uuid4(), ORGANIZATIONS[0]),
    ],
)
def test_the_organization_behind_the_one_served_last_is_next(
    served_last: UUID | None, first: UUID
) -> None:
    supervisor = Supervisor(Database("postgresql://nobody@127.0.0.1:1/nothing"), Settings())
    supervisor._served_last = served_last

    turn = supervisor._in_turn(ORGANIZATIONS)

    assert turn[0] == first
    assert sorted(turn) == sorted(ORGANIZATIONS)


async def test_a_failure_in_one_organization_keeps_no_other_waiting() -> None:
    supervisor = Supervisor(Database("postgresql://nobody@127.0.0.1:1/nothing"), Settings())

    async def act(organization_id: UUID) -> str:
        if organization_id == ORGANIZATIONS[0]:
            raise ValueError("a run nobody can read")
        return "done"

    answers = [await supervisor._attempt(act, item) for item in ORGANIZATIONS]

    assert answers == [None, "done", "done"]
