# SPDX-License-Identifier: Apache-2.0
"""Tiny detector: anchor-free centre-point detection that trains on a CPU in about a minute."""
