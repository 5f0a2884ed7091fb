# SPDX-License-Identifier: Apache-2.0
"""The embedded PostgreSQL: binaries of a wheel, started and stopped by our own launcher."""
