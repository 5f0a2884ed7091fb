# SPDX-License-Identifier: Apache-2.0
"""A page whose every complaint is noted: console, failed requests, policy reports, axe, bad words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

BAD_WORDS = ("undefined", "NaN", "Invalid Date", "[object Object]")
REFUSED = 400
ABORTED = "net::ERR_ABORTED"


class Watch:
    """What went wrong on a page since it was opened; `clean` says that nothing did."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self._is_refusal_expected = False
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        is_refusal = "Failed to load resource" in message.text
        if message.type == "error" and not (is_refusal and self._is_refusal_expected):
            self.problems.append(f"console: {message.text[:300]}")

    def _failed(self, request: Request) -> None:
        # the application gives up requests whose answer nobody waits for any more
        if request.failure != ABORTED:
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= REFUSED and not self._is_refusal_expected:
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")

    @contextmanager
    def refusal(self) -> Iterator[None]:
        """Within it the server may refuse: the test provokes it."""
        self._is_refusal_expected = True
        try:
            yield
            self.page.wait_for_timeout(100)  # the console tells of the refusal after the answer
        finally:
            self._is_refusal_expected = False

    def clean(self, *, axe: bool = True) -> None:
        """Assert that nothing went wrong and that the page is fit for assistive technology."""
        text = self.page.inner_text("body")
        found = [word for word in BAD_WORDS if word in text]
        assert not found, f"{self.page.url} shows {found}"
        assert not self.problems, "\n".join(self.problems)
        if axe:
            violations = [_line(v) for v in Axe().run(self.page).response["violations"]]
            assert not violations, f"{self.page.url}\n" + "\n".join(violations)


def _line(violation: dict[str, Any]) -> str:
    node = violation["nodes"][0]
    return f"{violation['id']} ({len(violation['nodes'])}): {node['html'][:200]}"
