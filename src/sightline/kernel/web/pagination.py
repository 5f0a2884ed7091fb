# SPDX-License-Identifier: Apache-2.0
"""The three paging styles of the contract (api.md §1.4) on keyset pages with signed cursors."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Depends, Query
from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Invalid, TooLarge
from sightline.kernel.settings import derive_key

MAX_PAGE = 1_000
MAX_UNPAGED = 20_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """``limit``, ``offset``, ``cursor`` and ``order_by`` of a list call."""

    limit: int | None = None
    offset: int = 0
    cursor: str | None = None
    order_by: Sequence[str] = ()


def _page_request(
    limit: Annotated[int | None, Query(ge=0, le=100_000)] = None,
    offset: Annotated[int, Query(ge=0, le=2**53)] = 0,
    cursor: Annotated[str | None, Query(max_length=4_000)] = None,
    order_by: Annotated[list[str] | None, Query(max_length=8)] = None,
) -> PageRequest:
    return PageRequest(limit, offset, cursor, tuple(order_by or ()))


Paging = Annotated[PageRequest, Depends(_page_request)]
"""Handler parameter: how the caller wants the list cut."""


@dataclass(frozen=True, slots=True)
class Order:
    """One sort key."""

    column: Any
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; ``count`` is the number of all matches."""

    rows: Sequence[AnyRow]
    count: int
    next_cursor: str | None = None

    def body(self, items: Sequence[Any]) -> dict[str, Any]:
        """Build the envelope ``{items, count, next_cursor}``."""
        return {"items": items, "count": self.count, "next_cursor": self.next_cursor}


@dataclass(frozen=True)
class Sorting:
    """Sort keys that a list offers.

    Attributes:
        keys: name in ``order_by`` -> column; a leading ``-`` sorts descending.
        default: order without ``order_by``; the last key must be unique.
        tie_breaker: unique column that ends every order.
    """

    keys: dict[str, Any]
    default: Sequence[Order]
    tie_breaker: Any
    aliases: dict[str, str] = field(default_factory=dict)

    def orders(self, names: Sequence[str]) -> list[Order]:
        """Translate ``order_by``; the tie breaker follows the direction of the last key.

        Raises:
            Invalid: a name is not offered.
        """
        if not names:
            return list(self.default)
        orders = []
        for name in names:
            bare = name.removeprefix("-")
            column = self.keys.get(self.aliases.get(bare, bare))
            if column is None:
                raise Invalid(
                    f"Cannot order by {bare!r}", detail=f"offered: {', '.join(sorted(self.keys))}"
                )
            orders.append(Order(column, name.startswith("-")))
        return [*orders, Order(self.tie_breaker, orders[-1].descending)]


async def fetch_page(
    session: Session, statement: AnySelect, *, sorting: Sorting, request: PageRequest
) -> Page:
    """Run a list statement in style B (cursor) or C (limit and offset with ``order_by``).

    The filtered count is made with the first page and carried in the cursor. Without ``limit``
    all matches are answered, bounded by `MAX_UNPAGED`.

    Raises:
        Invalid: foreign or tampered cursor, unknown sort key.
        TooLarge: more than `MAX_UNPAGED` matches and no limit.
    """
    orders = sorting.orders(request.order_by)
    token = _read_cursor(request.cursor) if request.cursor else None
    if token is not None and token.get("o") != _fingerprint(orders):
        raise Invalid("The cursor belongs to another list or another order: start without it")
    count = int(token["n"]) if token else await count_of(session, statement)
    if request.limit is None and count > MAX_UNPAGED:
        raise TooLarge(
            f"{count} items match: ask in pages with limit and cursor", detail=f"max {MAX_UNPAGED}"
        )
    limit = min(request.limit, MAX_PAGE) if request.limit is not None else None
    keys = [order.column.label(f"_k{i}") for i, order in enumerate(orders)]
    paged = statement.add_columns(*keys).order_by(
        *(o.column.desc() if o.descending else o.column.asc() for o in orders)
    )
    if token is not None:
        paged = paged.where(_after(orders, token["k"]))
    elif request.offset:
        paged = paged.offset(request.offset)
    if limit is not None:
        paged = paged.limit(limit + 1)
    rows = (await session.execute(paged)).all()
    has_more = limit is not None and len(rows) > limit
    rows = rows[:limit] if has_more else rows
    cursor = _make_cursor(rows[-1][-len(orders) :], count, orders) if has_more and rows else None
    return Page(rows, count, cursor)


async def count_of(session: Session, statement: AnySelect) -> int:
    """Count the rows a list statement matches."""
    inner = statement.order_by(None).with_only_columns(literal(1)).subquery()
    return int((await session.execute(select(func.count()).select_from(inner))).scalar_one())


async def fetch_all(
    session: Session, statement: AnySelect, *, sorting: Sorting, request: PageRequest
) -> Page:
    """Run a list statement in style A: everything, or ``limit`` and ``offset`` when given."""
    return await fetch_page(session, statement, sorting=sorting, request=request)


def _after(orders: Sequence[Order], values: Sequence[Any]) -> ColumnElement[bool]:
    """Build ``(a, b) > (x, y)`` spelled out, so that directions may differ."""
    branches = []
    for i, order in enumerate(orders):
        equal = [_equals(orders[j].column, values[j]) for j in range(i)]
        value = _typed(order.column, values[i])
        beyond = order.column < value if order.descending else order.column > value
        branches.append(and_(*equal, beyond))
    return or_(*branches)


def _equals(column: Any, value: Any) -> ColumnElement[bool]:
    result: ColumnElement[bool] = column == _typed(column, value)
    return result


def _typed(column: Any, value: Any) -> Any:
    python_type: type = column.type.python_type
    if value is None:
        return None
    if python_type is UUID:
        return UUID(value)
    if python_type is datetime:
        return datetime.fromisoformat(value)
    return value


def _fingerprint(orders: Sequence[Order]) -> str:
    """Name an order, so that a cursor is never read with the columns of another list."""
    text = ",".join(f"{order.column}{'-' if order.descending else '+'}" for order in orders)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _make_cursor(values: Sequence[Any], count: int, orders: Sequence[Order]) -> str:
    token = {"k": list(values), "n": count, "o": _fingerprint(orders)}
    payload = orjson.dumps(token, default=str)
    return base64.urlsafe_b64encode(_signature(payload) + payload).decode().rstrip("=")


def _read_cursor(cursor: str) -> dict[str, Any]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        signature, payload = raw[:16], raw[16:]
        if not hmac.compare_digest(signature, _signature(payload)):
            raise Invalid("The cursor is not one this server made")
        token: dict[str, Any] = orjson.loads(payload)
    except ValueError as error:
        raise Invalid("The cursor is not one this server made") from error
    return token


def _signature(payload: bytes) -> bytes:
    return hmac.new(derive_key("cursor"), payload, hashlib.sha256).digest()[:16]
