# SPDX-License-Identifier: Apache-2.0
"""Public models that ship with the product: cards, parameters and training programs."""

from sightline.catalog.entry import CatalogEntry


def entries() -> tuple[CatalogEntry, ...]:
    """List the public models; imports no training library."""
    from sightline.catalog.tiny_detector.entry import ENTRY

    return (ENTRY,)
