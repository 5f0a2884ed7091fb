# SPDX-License-Identifier: Apache-2.0
"""Tables of the outbox; they carry ids only and stand outside the organization wall."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base


class OutboxEvent(Base):
    """A domain event, written in the transaction of the change it tells of."""

    __tablename__ = "outbox_event"
    __table_args__ = (
        Index("ix_outbox_event_pending", "id", postgresql_where=text("dispatched_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    organization_id: Mapped[UUID]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    dispatched_at: Mapped[datetime | None]


class OutboxDelivery(Base):
    """One effect of an event: written in the transaction of the handler, hence at most once."""

    __tablename__ = "outbox_delivery"

    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    handler: Mapped[str] = mapped_column(primary_key=True)
    delivered_at: Mapped[datetime] = mapped_column(server_default=func.now())
