# SPDX-License-Identifier: Apache-2.0
"""Which files the architecture tests look at: what the repository tracks."""

import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ("web/src/kernel/api/schema.gen.ts", "src/sightline/migrations/versions/")
BUILT = frozenset({".venv", ".demo", ".git", "node_modules", "dist", "build", "__pycache__", "web"})
"""Folders left out when there is no git to ask; ``web`` only below ``src/sightline``."""


@functools.cache
def tracked() -> tuple[str, ...]:
    """List the paths of the repository relative to its root; new files too, ignored ones not."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk(ROOT)))
    return tuple(sorted(name for name in done.stdout.splitlines() if (ROOT / name).is_file()))


def _walk(folder: Path) -> list[str]:
    found = []
    for path in folder.iterdir():
        if path.is_dir():
            is_web_source = path.name == "web" and path.parent == ROOT
            if path.name not in BUILT or is_web_source:
                found += _walk(path)
        else:
            found.append(str(path.relative_to(ROOT)))
    return found


def read(name: str) -> str:
    """Return the text of a file; empty for one that is no text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def sources(*suffixes: str, below: tuple[str, ...] = ()) -> list[str]:
    """List tracked files by suffix and folder, generated ones left out."""
    return [
        name
        for name in tracked()
        if name.endswith(suffixes)
        and not name.startswith(GENERATED)
        and (not below or name.startswith(below))
    ]
