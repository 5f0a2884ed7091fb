# SPDX-License-Identifier: Apache-2.0
"""Names for deployments that nobody named (DP-05)."""

import secrets

ADJECTIVES = (
    "amber", "brave", "calm", "clear", "crisp", "eager", "early", "fair", "gentle", "golden",
    "keen", "lively", "lucid", "mellow", "nimble", "patient", "quick", "quiet", "sharp", "silver",
    "steady", "sunny", "swift", "vivid", "warm", "wise",
)  # fmt: skip
NOUNS = (
    "badger", "beacon", "cedar", "comet", "condor", "falcon", "fern", "harbor", "heron", "lantern",
    "lynx", "maple", "meadow", "otter", "owl", "pine", "prism", "raven", "river", "robin",
    "sparrow", "summit", "tern", "willow",
)  # fmt: skip


def random_name() -> str:
    """Make ``adjective-noun-number``."""
    number = secrets.randbelow(9000) + 1000
    return f"{secrets.choice(ADJECTIVES)}-{secrets.choice(NOUNS)}-{number}"
