"""A whole edition in a real Chromium, opened from the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from assay.editions import hold
from assay.signoff import approve, digest_of
from newsroom import Newsroom
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass
class Opened:
    """A page in the browser, with everything it asked for and complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    messages: list[ConsoleMessage] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Site:
    """An edition on the disk and the browser that reads it."""

    folder: Path
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self, path: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True
    ) -> Opened:
        """Open a page of the edition from the disk."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("console", lambda message: opened.messages.append(message))
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.goto((self.folder / path).as_uri())
        return opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the tests say so, or fail if one is required."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        said = f"No Chromium on the PATH ({', '.join(NAMES)}): no page was opened in a browser."
        if os.environ.get("ASSAY_REQUIRE_BROWSER") == "1":
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with a draft, a signed page, a held page, a story, a correction."""
    newsroom = Newsroom(tmp_path_factory.mktemp("site") / "desk").open()
    check = newsroom.checks["us-aid-again"]
    approve(
        newsroom.project, check, digest_of(check), "Ada Byron", "Grace Hopper", date(2025, 3, 1)
    )
    newsroom.write(
        "data/corrections_log.csv",
        "on,claim_id,was,now,because\n2025-04-01,us-aid-350bn,82.4,83.4,a typing slip\n",
    )
    newsroom.build()
    hold(newsroom.project, "titanium-7pct", "A source was misread", date(2025, 4, 2))
    return (newsroom.root / "reports" / "current").resolve()


@pytest.fixture
def published(browser: Browser) -> Iterator[Site]:
    """The edition that ASSAY_EDITION names: a built folder, as reports/current."""
    named = os.environ.get("ASSAY_EDITION")
    if not named:
        pytest.skip("ASSAY_EDITION is not set: no built edition was opened page by page.")
    made = Site(Path(named).resolve(), browser)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture
def site(browser: Browser, edition: Path) -> Iterator[Site]:
    """The edition, ready to be opened."""
    made = Site(edition, browser)
    yield made
    for context in made.contexts:
        context.close()
