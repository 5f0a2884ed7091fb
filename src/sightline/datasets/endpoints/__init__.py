# SPDX-License-Identifier: Apache-2.0
"""Routes of datasets."""

from sightline.datasets.endpoints import assets, labels, versions
from sightline.kernel.web.router import Router

router = Router(tags=["datasets"])
for part in (versions, assets, labels):
    router.include_router(part.router)
