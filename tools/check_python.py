# SPDX-License-Identifier: Apache-2.0
"""Refuse a Python that is too old, in words, before anything is downloaded."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Sightline needs Python 3.11 or newer; this is {sys.version.split()[0]}")
