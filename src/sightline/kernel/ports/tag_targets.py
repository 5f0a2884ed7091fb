# SPDX-License-Identifier: Apache-2.0
"""Port: which objects can carry tags. The slice that owns a kind of object registers it."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid

Resolver = Callable[[Session, UUID, UUID | None, Sequence[UUID]], Awaitable[set[UUID]]]
"""``resolve(session, organization_id, scope_id, ids)`` returns the ids that exist in the scope."""

_resolvers: dict[str, Resolver] = {}


def register(target_type: str, resolver: Resolver) -> None:
    """Bind the resolver of one kind of object (``DATA``, ``ASSET``, ``MODEL`` …)."""
    _resolvers[target_type] = resolver


def resolver_of(target_type: str) -> Resolver:
    """Return the resolver of a kind of object.

    Raises:
        Invalid: nothing of that kind can carry tags here.
    """
    if target_type not in _resolvers:
        raise Invalid(f"{target_type} cannot carry tags in this version")
    return _resolvers[target_type]
