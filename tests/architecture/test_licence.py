# SPDX-License-Identifier: Apache-2.0
"""Each source file says its licence, each module says what it is for."""

import ast

from tests.architecture.sources import read, sources

HASH, SLASHES, STARS = "# ", "// ", "/* "
COMMENTS = {".py": HASH, ".ts": SLASHES, ".tsx": SLASHES, ".cjs": SLASHES, ".css": STARS}
LICENCE = "SPDX-License-Identifier: Apache-2.0"


def first_line(name: str) -> str:
    lines = read(name).splitlines()
    return next((line for line in lines[:2] if not line.startswith("#!")), "")


def test_every_source_file_begins_with_its_licence() -> None:
    missing = [
        name
        for suffix, comment in COMMENTS.items()
        for name in sources(suffix)
        if read(name) and not first_line(name).startswith(comment + LICENCE)
    ]
    assert not missing, f"the first line must say {LICENCE}: {missing}"


def test_every_module_says_what_it_is_for() -> None:
    missing = []
    for name in sources(".py"):
        tree = ast.parse(read(name))
        # a package that is only a folder has nothing to say
        if tree.body and not ast.get_docstring(tree):
            missing.append(name)
    assert not missing, f"modules without a docstring: {missing}"
