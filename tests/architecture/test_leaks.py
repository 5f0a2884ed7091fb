# SPDX-License-Identifier: Apache-2.0
"""Nothing in the repository names a package registry, a download address or somebody's machine."""

import json
import re
import sys
from pathlib import Path, PurePosixPath

from tests.architecture.sources import ROOT, read, tracked

# written with a gap, so that this list does not find itself
REGISTRIES = (
    "py pi.org", "files.python hosted.org", "registry.np mjs.", "registry.yarn pkg.",
    "np mmirror.", "tuna.tsing hua", "mirrors.ali yun", "download.py torch.org",
    "artif actory", "jfr og.io",
)  # fmt: skip
HOSTS = re.compile("|".join(re.escape(host.replace(" ", "")) for host in REGISTRIES), re.IGNORECASE)
# this checkout and this interpreter, unless so short that an address could look like it
HERE = [re.escape(str(path)) for path in (ROOT, Path(sys.prefix)) if len(path.parts) > 2]
LOCAL_PATH = re.compile("|".join([r"(?<![\w.~$}/-])/(?:home|root|Users|mnt)/[\w.]", *HERE]))
"""An absolute path of a machine; ``$HOME/…`` and addresses do not look like this."""
DOWNLOAD = re.compile(r'"resolved"|^\s*(?:url|--(?:extra-)?index-url|--find-links)\b', re.MULTILINE)
LOCK_FILES = ("package-lock.json", "uv.lock", "poetry.lock", "yarn.lock", "pnpm-lock.yaml")


def hits(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in tracked()
        for number, line in enumerate(read(name).splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_package_registry_is_named() -> None:
    assert hits(HOSTS) == []


def test_no_path_of_a_machine() -> None:
    assert hits(LOCAL_PATH) == []


def test_lock_files_hold_no_addresses() -> None:
    named = [
        name
        for name in tracked()
        if PurePosixPath(name).name in LOCK_FILES or name.startswith("requirements/")
    ]
    assert named
    assert [name for name in named if DOWNLOAD.search(read(name))] == []


def test_the_lock_of_the_web_application_pins_contents() -> None:
    packages = json.loads(read("web/package-lock.json"))["packages"]
    loose = [
        name for name, entry in packages.items() if name and "integrity" not in entry
        and not entry.get("link") and not entry.get("inBundle")
    ]  # fmt: skip
    assert loose == []


def test_leaks_are_recognized() -> None:
    assert HOSTS.search("https://py" + "pi.org/simple")
    assert LOCAL_PATH.search("cd /ho" + "me/somebody/project")
    assert not LOCAL_PATH.search("$HOME/work/x and https://example.test/home/x")
