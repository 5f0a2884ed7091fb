# SPDX-License-Identifier: Apache-2.0
"""Measurements of a real installation on this machine; never part of the tests."""
