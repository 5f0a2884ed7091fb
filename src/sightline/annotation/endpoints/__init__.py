# SPDX-License-Identifier: Apache-2.0
"""Routes of annotations."""

from sightline.annotation.endpoints import annotations, shapes, versions
from sightline.kernel.web.router import Router

router = Router(tags=["annotations"])
for part in (versions, annotations, shapes):
    router.include_router(part.router)
