# SPDX-License-Identifier: Apache-2.0
"""What can run jobs here, in the contract's words: compute connectors (TR-06)."""

from typing import Any
from uuid import UUID, uuid5

from sightline.kernel.errors import NotFound

PROCESS = "process"
"""The executor of this installation: a program of the catalogue in its own process group."""


def describe(organization_id: UUID, base_url: str) -> list[dict[str, Any]]:
    """List the executors as ComputeConnector answers; ids differ between organizations."""
    return [
        {
            "id": uuid5(organization_id, PROCESS),
            "name": PROCESS,
            "url": base_url,
            "client_type": PROCESS.upper(),
            "enabled": True,
        }
    ]


def find(
    organization_id: UUID, base_url: str, *, executor_id: UUID | None, name: str | None = None
) -> dict[str, Any]:
    """Return the executor with an id, a name, or both, or raise `NotFound`."""
    for item in describe(organization_id, base_url):
        is_named = name is None or item["name"] == name
        if is_named and executor_id in (None, item["id"]) and (name or executor_id):
            return item
    raise NotFound("No such compute connector; this installation has: " + PROCESS)
