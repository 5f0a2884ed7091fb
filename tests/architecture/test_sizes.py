# SPDX-License-Identifier: Apache-2.0
"""Files stay below 400 lines and functions below 40; what is larger today may only shrink."""

import json
import sys

from tests.architecture.sizes import FILE_LINES, FUNCTION_LINES, Sizes, functions_of, offenders
from tests.architecture.sources import ROOT

RATCHET = ROOT / "tests" / "architecture" / "size_ratchet.json"
LOWER = "python -m tests.architecture.test_sizes"


def known() -> Sizes:
    stored: Sizes = json.loads(RATCHET.read_text())
    return stored


def lower() -> None:
    """Write the present sizes of known offenders where they became smaller; never a larger one."""
    now = offenders()
    kept = {name: min(size, now[name]) for name, size in known().items() if name in now}
    RATCHET.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def test_nothing_outgrows_its_limit() -> None:
    before = known()
    grown = [
        f"{name}: {size} lines, allowed {before.get(name, _limit(name))}"
        for name, size in sorted(offenders().items())
        if size > before.get(name, _limit(name))
    ]
    assert not grown, "split these:\n" + "\n".join(grown)


def test_the_ratchet_is_not_generous() -> None:
    now = offenders()
    generous = [
        f"{name}: {size} listed, {now.get(name, 'within the limit')} now"
        for name, size in sorted(known().items())
        if size > now.get(name, 0)
    ]
    assert not generous, f"these shrank; record it with `{LOWER}`:\n" + "\n".join(generous)


def test_functions_are_measured_in_both_languages() -> None:
    python = "class A:\n    def one(self):\n        return 1\n\n\ndef two():\n    pass\n"
    assert functions_of("a.py", python.splitlines()) == {"A.one": 2, "two": 2}
    typescript = (
        "export function Card({\n  title,\n}: Props) {\n  const act = () => {\n    go();\n  };\n"
        "  return act;\n}\n\nconst short = (a: number) => a + 1;\n"
    )
    assert functions_of("a.tsx", typescript.splitlines()) == {"Card": 8, "act": 3}


def _limit(name: str) -> int:
    return FUNCTION_LINES if "::" in name else FILE_LINES


if __name__ == "__main__":
    lower()
    sys.exit(0)
