# SPDX-License-Identifier: Apache-2.0
"""Run npm in ``web/`` with the machine's Node or the one of the environment."""

import subprocess
import sys

from build_web import SOURCE, BuildError, find_npm, install


def main() -> int:
    """Install the locked packages if needed, then pass all arguments on."""
    try:
        npm, env = find_npm()
        install(npm, env)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.run([*npm, *sys.argv[1:]], cwd=SOURCE, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
