# SPDX-License-Identifier: Apache-2.0
"""``sightline demo``: the whole circle on a running server, through the public client."""


def demo() -> None:
    """Walk the whole circle."""
