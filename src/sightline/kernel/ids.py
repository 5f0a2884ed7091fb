# SPDX-License-Identifier: Apache-2.0
"""Ids: UUID version 7 (RFC 9562 §5.7), sortable by time of creation."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last: int = 0


def new_id() -> UUID:
    """Make a UUIDv7 that is greater than any made before in this process."""
    global _last  # noqa: PLW0603 - monotonic across threads needs one shared cell
    with _lock:
        now = time.time_ns()
        ms, sub = divmod(now, 1_000_000)
        # 48 bits of milliseconds, then 12 bits of the sub-millisecond fraction keep the order
        stamp = (ms << 12) | (sub * 4096 // 1_000_000)
        stamp = max(stamp, _last + 1)
        _last = stamp
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


SQL_NEW_ID = (
    "overlay(overlay(replace(gen_random_uuid()::text, '-', '')"
    " placing lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')"
    " from 1 for 12) placing '7' from 13 for 1)::uuid"
)
"""SQL expression that makes a UUIDv7, for ``INSERT … SELECT``; sortable to the millisecond."""
