# SPDX-License-Identifier: Apache-2.0
"""Sightline: an open, self-hosted CVOps platform."""

__version__ = "0.1.0"
