# SPDX-License-Identifier: Apache-2.0
"""The command line: one module per family of commands."""

from sightline.app.cli.main import main

__all__ = ["main"]
