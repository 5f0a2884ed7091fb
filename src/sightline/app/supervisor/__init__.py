# SPDX-License-Identifier: Apache-2.0
"""One machine: database, api, inference and worker started, watched and stopped together."""
