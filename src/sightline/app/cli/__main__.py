# SPDX-License-Identifier: Apache-2.0
"""``python -m sightline.app.cli``: how the supervisor starts its children."""

from sightline.app.cli.main import main

if __name__ == "__main__":
    main()
