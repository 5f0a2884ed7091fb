# SPDX-License-Identifier: Apache-2.0
"""The web application in a real browser, against the running platform."""
