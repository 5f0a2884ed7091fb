# SPDX-License-Identifier: Apache-2.0
"""Port: who holds data against deletion. A slice whose objects need the data registers itself."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sightline.kernel.db.session import Session

Guard = Callable[[Session, UUID, Sequence[UUID]], Awaitable[None]]
"""``guard(session, organization_id, data_ids)`` raises when the data must stay."""

_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Ask this guard before data are deleted."""
    if guard not in _guards:
        _guards.append(guard)


async def may_go(session: Session, organization_id: UUID, data_ids: Sequence[UUID]) -> None:
    """Return when nobody holds the data; otherwise the holder's error is raised."""
    for guard in _guards:
        await guard(session, organization_id, data_ids)
