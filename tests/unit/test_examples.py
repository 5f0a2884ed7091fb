# SPDX-License-Identifier: Apache-2.0
"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import sightline
from tests.architecture.sources import read, sources

WITH_EXAMPLES = [
    name.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    for name in sources(".py", below=("src/sightline/",))
    if ">>> " in read(name)
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name: str) -> None:
    module: ModuleType = importlib.import_module(name)

    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)

    assert result.failed == 0
    assert result.attempted or "+SKIP" in read(f"src/{name.replace('.', '/')}.py")


def test_vision_shows_examples() -> None:
    modules = {found.name for found in pkgutil.walk_packages(sightline.__path__, "sightline.")}

    assert modules.issuperset(WITH_EXAMPLES)
    assert sum(name.startswith("sightline.vision.") for name in WITH_EXAMPLES) >= 5
