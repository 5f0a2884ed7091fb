# SPDX-License-Identifier: Apache-2.0
"""The written documents as pages: found, ordered, titled and turned from markdown into HTML."""

import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from markdown_it import MarkdownIt

FIRST = "guide/quickstart"
READING_ORDER = (
    FIRST,
    "guide/concepts",
    "guide/data",
    "guide/experiments",
    "guide/models",
    "guide/deployments",
    "guide/monitoring",
    "guide/processings",
    "guide/operating",
    "glossary",
)
"""How a newcomer reads; pages that are not named follow by name."""
GROUPS = (("Guide", ("guide/", "glossary")), ("Reference", ("reference/",)), ("Decisions", "adr/"))
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True, slots=True)
class Page:
    """One document; ``name`` is its path below the folder, without ending."""

    name: str
    file: Path
    title: str

    @property
    def address(self) -> str:
        """Path of the page on the server."""
        return f"/docs/{self.name}"


def documents_root() -> Path:
    """Return the folder of the documents: inside the wheel, or ``docs/`` of a checkout."""
    inside = Path(str(resources.files("sightline"))) / "docs"
    return (inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "docs").resolve()


def find_pages(root: Path) -> dict[str, Page]:
    """Map names to the documents below a folder, in reading order."""
    found = {}
    for file in root.rglob("*.md"):
        name = file.relative_to(root).with_suffix("").as_posix()
        found[name] = Page(name, file, _title(file))
    order = {name: number for number, name in enumerate(READING_ORDER)}
    return {
        name: found[name] for name in sorted(found, key=lambda n: (order.get(n, len(order)), n))
    }


def _title(file: Path) -> str:
    with file.open() as lines:
        return next(lines).removeprefix("#").strip()


def slug(heading: str) -> str:
    """Name the anchor of a heading as the usual hosts of repositories do.

    Example:
        >>> slug("KS drift: is `p` enough?")
        'ks-drift-is-p-enough'
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def render(page: Page) -> str:
    """Turn a document into HTML: headings get anchors, links and pictures absolute paths."""
    environment: dict[str, object] = {}
    tokens = _markdown.parse(page.file.read_text(), environment)
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "heading_open" and following is not None:
            token.attrSet("id", slug(following.content))
        for child in token.children or ():
            for attribute in ("href", "src"):
                target = child.attrGet(attribute)
                if isinstance(target, str):
                    child.attrSet(attribute, _absolute(page, target))
    return str(_markdown.renderer.render(tokens, _markdown.options, environment))


def _absolute(page: Page, target: str) -> str:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return target
    path = urljoin(page.address, parts.path).removesuffix(".md")
    return f"{path}#{parts.fragment}" if parts.fragment else path
