# SPDX-License-Identifier: Apache-2.0
"""Slices know each other by ``api``, ``schemas`` and ``events`` only."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import ROOT, read, sources

OPEN = frozenset({"api", "schemas", "events"})
FREE = frozenset({"kernel", "vision", "__init__"})
"""Packages that everybody may import from as they like."""
WATCHED_BY_CONTRACT = frozenset({"app", "catalog", "demo", "migrations"})
"""The composition root may import anything; programs have import contracts of their own."""
PACKAGE = "sightline"


def slice_names() -> set[str]:
    folder = ROOT / "src" / PACKAGE
    found = {path.parent.name for path in folder.glob("*/__init__.py")}
    return found - FREE - WATCHED_BY_CONTRACT


def imported_modules(name: str) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every import, those within functions too."""
    for node in ast.walk(ast.parse(read(name))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "a relative import"


def intrusion(module: str, own: str, slices: set[str]) -> bool:
    package, _, rest = module.partition(".")
    target, _, inner = rest.partition(".")
    is_foreign = package == PACKAGE and target in slices and target != own
    return is_foreign and inner.split(".")[0] not in OPEN


def test_slices_import_only_the_open_modules_of_each_other() -> None:
    slices = slice_names()
    assert {"accounts", "datalake", "datasets", "jobs"} <= slices
    found = []
    for name in sources(".py", below=("src/sightline/",)):
        own = name.split("/")[2]
        if own in WATCHED_BY_CONTRACT:
            continue
        for line, module in imported_modules(name):
            if module == "a relative import" or intrusion(module, own, slices):
                found.append(f"{name}:{line} imports {module}")
    assert not found, "import only api, schemas or events of another slice:\n" + "\n".join(found)


def test_intrusion_is_recognized() -> None:
    slices = {"accounts", "jobs"}
    assert intrusion("sightline.accounts.repository.get_user", "jobs", slices)
    assert intrusion("sightline.accounts.service", "kernel", slices)
    assert not intrusion("sightline.accounts.api.list_users", "jobs", slices)
    assert not intrusion("sightline.accounts.repository", "accounts", slices)
    assert not intrusion("sightline.kernel.db.session", "jobs", slices)
