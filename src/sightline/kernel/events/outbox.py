# SPDX-License-Identifier: Apache-2.0
"""Publishing: domain events (durable, through the outbox) and change notes (for open screens)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar, Protocol
from uuid import UUID

import orjson
from sqlalchemy import insert, text

from sightline.kernel.db.session import Session
from sightline.kernel.events.models import OutboxEvent

WAKE_CHANNEL = "sightline_outbox"
CHANGE_CHANNEL = "sightline_changes"
MAX_NOTE_IDS = 50


class Event(Protocol):
    """A frozen dataclass in the past tense with a ``kind`` such as ``"reviews.submitted"``."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


async def publish(session: Session, organization_id: UUID, event: Event) -> None:
    """Write a domain event in the running transaction; the effect of each handler happens once."""
    payload = orjson.loads(orjson.dumps(asdict(event), default=str))
    await session.execute(
        insert(OutboxEvent).values(
            organization_id=organization_id, kind=event.kind, payload=payload
        )
    )
    await session.execute(text(f"NOTIFY {WAKE_CHANNEL}"))


async def note_change(
    session: Session, organization_id: UUID, kind: str, ids: Sequence[UUID] = ()
) -> None:
    """Tell open screens of this organization that objects changed, once the transaction commits.

    Args:
        kind: ``"job.updated"``, ``"data.created"``: object, dot, verb in the past tense.
        ids: the objects; beyond `MAX_NOTE_IDS` the list is left out and screens reload.
    """
    note = {
        "organization_id": str(organization_id),
        "kind": kind,
        "object": kind.split(".", 1)[0],
        "ids": [str(item) for item in ids] if len(ids) <= MAX_NOTE_IDS else [],
    }
    await session.execute(
        text("SELECT pg_notify(:channel, :note)"),
        {"channel": CHANGE_CHANNEL, "note": orjson.dumps(note).decode()},
    )
