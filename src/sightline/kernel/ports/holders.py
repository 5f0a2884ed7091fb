# SPDX-License-Identifier: Apache-2.0
"""Port: who holds objects against deletion. A slice whose work needs them registers itself."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal
from uuid import UUID

from sightline.kernel.db.session import Session

Kind = Literal["DATA", "DATASET_VERSION", "MODEL_VERSION", "PROJECT"]
Guard = Callable[[Session, UUID, Sequence[UUID]], Awaitable[None]]
"""``guard(session, organization_id, ids)`` raises, and names the holder, when they must stay."""

_guards: dict[str, dict[Guard, None]] = {}


def register(kind: Kind, guard: Guard) -> None:
    """Ask this guard before objects of a kind are deleted."""
    _guards.setdefault(kind, {})[guard] = None


async def may_go(session: Session, kind: Kind, organization_id: UUID, ids: Sequence[UUID]) -> None:
    """Return when nobody holds the objects; otherwise the holder's error is raised."""
    for guard in _guards.get(kind, {}):
        await guard(session, organization_id, ids)
