# SPDX-License-Identifier: Apache-2.0
"""Routes of projects and experiments."""

from sightline.experiments.endpoints import evaluations, experiments, logs, projects
from sightline.kernel.web.router import Router

router = Router(tags=["experiments"])
for part in (projects, experiments, logs, evaluations):
    router.include_router(part.router)
