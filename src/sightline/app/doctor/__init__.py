# SPDX-License-Identifier: Apache-2.0
"""``sightline doctor``: what must be true of an installation, looked up, not believed."""

from sightline.app.doctor.examination import Finding, examine

__all__ = ["Finding", "examine"]
