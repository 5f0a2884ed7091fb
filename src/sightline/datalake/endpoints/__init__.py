# SPDX-License-Identifier: Apache-2.0
"""Routes of the datalake."""

from sightline.datalake.endpoints import charts, data, lakes, objects, tags
from sightline.kernel.web.router import Router

router = Router(tags=["datalake"])
for part in (charts, lakes, data, tags, objects):
    router.include_router(part.router)
