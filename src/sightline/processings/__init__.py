# SPDX-License-Identifier: Apache-2.0
"""Processings: containers that work on a dataset version, a model version or a datalake."""
