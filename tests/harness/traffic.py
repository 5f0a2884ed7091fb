# SPDX-License-Identifier: Apache-2.0
"""What the real client called, and which of it a test has proved.

The api process notes every request of a labelled client (`recorded_api`); `shown` is the statement
of a test that what it asserted just now rests on certain calls. It is checked against the notes at
once, and `tools/renew_api_coverage.py` turns the statements into docs/reference/api-coverage.md.
"""

import itertools
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import requests

ROUTES = Path(__file__).resolve().parents[2] / "src/sightline/app/contract_routes.txt"
LABEL = "X-Test-Client"
ACCESS, SHOWN = "access.jsonl", "shown.jsonl"
READING = {"GET", "XGET"}
ANSWERING = {
    "POST /api/dataset/version/{}/annotations/export",
    "POST /api/object-storage/{}/retrieve_presigned_url",
}
"""Posts that change nothing: what they answer is all there is to see."""
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """One answered request: its pair is ``METHOD /path/with/{}``, None outside the contract."""

    test: str
    client: int
    pair: str | None
    method: str
    status: int

    @property
    def is_done(self) -> bool:
        return 200 <= self.status < 300


def current_test() -> str:
    return os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" (", 1)[0]


def labelled_session() -> requests.Session:
    """A session that says which test and which client object a request comes from."""
    session = requests.Session()
    session.headers[LABEL] = f"{current_test()}#{next(_numbers)}"
    return session


@cache
def contract() -> dict[str, list[tuple[list[str], str]]]:
    """Method -> (segments, template) of the contract, the most literal ones first."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for line in ROUTES.read_text().splitlines():
        *methods, template = line.split()
        for method in methods:
            found.setdefault(method, []).append((template.strip("/").split("/"), template))
    for rows in found.values():
        rows.sort(key=lambda row: row[0].count("{}"))
    return found


def contract_pairs() -> list[str]:
    return sorted(f"{m} {template}" for m, rows in contract().items() for _, template in rows)


def pair_of(method: str, path: str) -> str | None:
    """The pair of the contract that a request belongs to; ``path`` is still percent-encoded."""
    segments = urlsplit(path).path.strip("/").split("/")
    for wanted, template in contract().get(method, ()):
        if len(wanted) == len(segments) and all(
            w in ("{}", s) for w, s in zip(wanted, segments, strict=True)
        ):
            return f"{method} {template}"
    return None


def calls(folder: Path) -> list[Call]:
    """Every noted request, in the order of the answers."""
    found = []
    for line in (folder / ACCESS).read_text().splitlines():
        row = json.loads(line)
        test, _, number = row["label"].rpartition("#")
        pair = pair_of(row["method"], row["path"])
        found.append(Call(test, int(number), pair, row["method"], row["status"]))
    return found


def shown(*pairs: str) -> None:
    """State that the asserts above show the effect of these calls.

    A writing call counts when it was answered 2xx and another client read afterwards; a reading
    one when it was answered 2xx. What clients other than the first one read counts without being
    named: the asserts rest on it.
    """
    unknown = set(pairs) - set(contract_pairs())
    assert not unknown, f"not in the contract: {unknown}"
    folder = Path(os.environ["SIGHTLINE_DATA_DIR"])
    made = [call for call in calls(folder) if call.test == current_test()]
    missing = [pair for pair in pairs if not _is_proved(pair, made)]
    assert not missing, f"not called with success and read by another client later: {missing}"
    first = min((call.client for call in made), default=0)
    read = {c.pair for c in made if c.method in READING and c.is_done and c.client != first}
    proved = sorted({*pairs, *(pair for pair in read if pair)})
    with (folder / SHOWN).open("a") as file:
        file.write(json.dumps({"test": current_test(), "pairs": proved}) + "\n")


def _is_proved(pair: str, made: list[Call]) -> bool:
    for index, call in enumerate(made):
        if call.pair == pair and call.is_done:
            if call.method in READING or pair in ANSWERING:
                return True
            if any(c.method in READING and c.client != call.client for c in made[index + 1 :]):
                return True
    return False
