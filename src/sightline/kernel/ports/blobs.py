# SPDX-License-Identifier: Apache-2.0
"""Port: the storage of this process, bound by the composition root of each role."""

from sightline.kernel.storage.interface import Storage

_bound: list[Storage] = []


def bind(storage: Storage) -> None:
    """Set the storage of this process."""
    _bound[:] = [storage]


def storage() -> Storage:
    """Return the storage of this process."""
    if not _bound:
        raise RuntimeError("no storage is bound in this process")
    return _bound[0]
