# SPDX-License-Identifier: Apache-2.0
"""Documents lead somewhere: links, anchors, help links of the screens, lists that must be whole."""

import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sightline.app import guide
from sightline.kernel.settings import Settings
from sightline.kernel.web.errors import problem
from tests.architecture.sources import ROOT, read, tracked

DOCUMENTS = [name for name in tracked() if name.endswith(".md") and name.startswith("docs/")]
HAS_PICTURES = (ROOT / "docs/images").is_dir()
"""The README shows what `make screenshots` and `make bench` made of a finished version."""
ROOT_DOCUMENTS = [
    name
    for name in tracked()
    if name.endswith(".md") and "/" not in name and (HAS_PICTURES or name != "README.md")
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FENCE = re.compile(r"^(?:    |```).*$", re.MULTILINE)
HREF = re.compile(r'(?:href|src)="([^"]+)"')
ERROR_CODE = re.compile(
    r"""(?:\bcode(?:: str)?\s*=\s*|40[45]: |codes\.get\(error\.status_code, )"([a-z_]+\.[a-z_]+)\""""
)
HELP = re.compile(r"[\"'`](/docs(?:/[\w./-]*)?(?:#[\w-]+)?)[\"'`]")
PAGE_HELP = re.compile(r'help="([\w-]+)"')
PAGES = guide.find_pages(ROOT / "docs")


def anchors(path: Path) -> set[str]:
    return {guide.slug(heading) for heading in HEADING.findall(path.read_text())}


@pytest.mark.parametrize("name", sorted({*DOCUMENTS, *ROOT_DOCUMENTS}))
def test_links_of_a_document_lead_to_files(name: str) -> None:
    dead = []
    for target in LINK.findall(FENCE.sub("", read(name))):
        parts = urlsplit(target)
        if parts.scheme or parts.path.startswith("/"):
            continue
        file = (ROOT / name).parent / parts.path if parts.path else ROOT / name
        is_dead = not file.exists()
        if not is_dead and parts.fragment and file.suffix == ".md":
            is_dead = parts.fragment not in anchors(file)
        dead += [target] * is_dead
    assert dead == []


def dead_addresses(addresses: set[str]) -> list[str]:
    """Addresses below /docs that the server does not have, or whose anchor is missing."""
    found = []
    for address in sorted(addresses):
        parts = urlsplit(address)
        page = PAGES.get(parts.path.removeprefix("/docs").strip("/") or guide.FIRST)
        if page is None or (parts.fragment and f'id="{parts.fragment}"' not in guide.render(page)):
            found.append(address)
    return found


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_links_of_a_served_page_lead_to_served_pages(page: guide.Page) -> None:
    targets = set(HREF.findall(guide.render(page)))
    local = {t for t in targets if not urlsplit(t).scheme and not t.startswith(("#", "/api/"))}

    pictures = {t for t in local if t.endswith(".jpg")}

    assert dead_addresses(local - pictures) == []
    assert [p for p in pictures if not (ROOT / p.lstrip("/")).is_file()] == []


def test_help_links_of_the_screens_lead_to_served_pages() -> None:
    screens = [n for n in tracked() if n.startswith("web/src/") and n.endswith((".ts", ".tsx"))]
    links = {target for name in screens for target in HELP.findall(read(name))}
    links |= {f"/docs/guide/{page}" for n in screens for page in PAGE_HELP.findall(read(n))}

    assert links, "no screen links to the guide"
    assert dead_addresses(links) == []


def test_every_page_is_titled_and_reachable() -> None:
    prefixes = tuple(prefix for _, group in guide.GROUPS for prefix in group)

    assert [name for name in guide.READING_ORDER if name not in PAGES] == []
    assert [name for name in PAGES if not name.startswith(prefixes)] == []
    assert [page.name for page in PAGES.values() if not page.title] == []


def packages() -> set[str]:
    project = tomllib.loads(read("pyproject.toml"))
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    asked = [*project["project"]["dependencies"], *(r for g in (*extras, *groups) for r in g)]
    web = json.loads(read("web/package.json"))
    names = {re.split(r"[\[<>=! ;]", requirement)[0] for requirement in asked}
    return names | set(web["dependencies"]) | set(web["devDependencies"])


def test_each_dependency_is_justified() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in read("docs/adr/0002-dependencies.md").splitlines()
        if line.startswith("|") and not line.startswith(("| Package", "|---"))
    ]

    assert [row for row in rows if len(row) != 5 or not all(row)] == []
    assert sorted(row[0] for row in rows) == sorted(packages())


def test_each_setting_is_explained() -> None:
    named = set(re.findall(r"`SIGHTLINE_(\w+)` \|", read("docs/reference/settings.md")))

    assert named == {name.upper() for name in Settings.model_fields}


def test_each_error_is_explained_where_its_type_says() -> None:
    sources = [read(name) for name in tracked() if name.startswith("src/") and name.endswith(".py")]
    codes = {code for text in sources for code in ERROR_CODE.findall(text)}
    explained = HEADING.findall(read("docs/reference/errors.md"))[1:]

    assert sorted(codes) == sorted(explained)
    body = json.loads(bytes(problem(404, "gone", code="kernel.not_found").body))
    assert dead_addresses({body["type"]}) == []


def test_decisions_are_numbered_and_whole() -> None:
    files = sorted((ROOT / "docs/adr").glob("*.md"))

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text()
        assert text.startswith(f"# {int(file.name[:4])}. "), file.name
        parts = () if "dependencies" in file.name else ("Context", "Decision", "Consequences")
        assert [part for part in parts if f"**{part}.**" not in text] == [], file.name
