# SPDX-License-Identifier: Apache-2.0
"""Binds the ports that the datalake implements."""

from sightline.datalake.repository import data as repository
from sightline.kernel.ports import tag_targets


def bind() -> None:
    """Let data carry tags."""
    tag_targets.register("DATA", repository.existing_ids)
