# SPDX-License-Identifier: Apache-2.0
"""Routes of deployments on the main service."""

from sightline.deployments.endpoints import deployments, pipeline, predicted
from sightline.kernel.web.router import Router

router = Router(tags=["deployments"])
for part in (deployments.router, predicted.router, pipeline.router):
    router.include_router(part)
