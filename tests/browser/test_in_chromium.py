"""What a reader meets: charts that are there, no request to anywhere, words that can be reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Opened, Site
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DRAFT = "claims/us-aid-350bn/index.html"
PAGES = {
    "front": "index.html",
    "claims": "claims/index.html",
    "draft": DRAFT,
    "signed": "claims/us-aid-again/index.html",
    "held": "claims/titanium-7pct/index.html",
    "stories": "stories/index.html",
    "story": "stories/paid-out/index.html",
    "corrections": "corrections/index.html",
    "methodology": "methodology/index.html",
}
STYLE_REPORT = "Applying inline style violates the following Content Security Policy directive"
REPORTS_OF_A_CHART = 10


def draw_all(page: Page) -> None:
    """Scroll every chart into view and wait until each is drawn or has said that it is not."""
    for chart in page.query_selector_all("figure.chart"):
        chart.scroll_into_view_if_needed()
        for _ in range(100):
            if chart.get_attribute("data-drawn"):
                break
            page.wait_for_timeout(100)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (1280, "dark")])
@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_reachable_quiet_and_as_wide_as_the_screen(
    site: Site, tmp_path: Path, kind: str, width: int, scheme: str
) -> None:
    """No accessibility fault, no request outside the folder, no complaint, no sideways scroll."""
    opened = site.open(PAGES[kind], width=width, scheme=scheme)
    draw_all(opened.page)
    opened.page.screenshot(path=tmp_path / f"{kind}-{width}-{scheme}.png", full_page=True)
    assert complaints(opened, site.folder, width) == []


def test_every_page_of_a_built_edition_is_as_good(published: Site) -> None:
    """The same of each page that ASSAY_EDITION holds, on a telephone."""
    found = {}
    for path in sorted(published.folder.rglob("*.html")):
        opened = published.open(path.relative_to(published.folder).as_posix(), width=390)
        draw_all(opened.page)
        said = complaints(opened, published.folder, 390)
        if said:
            found[path.parent.name] = said
        published.contexts.pop().close()
    assert found == {}


def complaints(opened: Opened, folder: Path, width: int) -> list[str]:
    """Everything an opened page got wrong, in words."""
    page = opened.page
    axe = Axe().run(page, options={"preload": False}).response["violations"]
    said = [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in axe]
    said += [f"asked for {url}" for url in opened.requests if not url.startswith(folder.as_uri())]
    said += opened.errors
    reports = [m for m in opened.messages if m.text.startswith(STYLE_REPORT)]
    said += [m.text for m in opened.messages if m not in reports]
    said += [
        f"a style report from {m.location['url']}"
        for m in reports
        if not m.location["url"].endswith("/plotly.min.js")
    ]
    charts = page.query_selector_all("script.figure")
    # plotly writes bold as a style attribute: one report a bold word, some more a chart
    allowed = sum(
        REPORTS_OF_A_CHART + (chart.text_content() or "").count("\\u003cb\\u003e")
        for chart in charts
    )
    if len(reports) > allowed:
        said.append(f"{len(reports)} style reports, {allowed} expected")
    if page.evaluate("document.documentElement.scrollWidth") > width:
        said.append("the page is wider than the screen")
    return said


class TestCharts:
    @pytest.fixture
    def drawn(self, site: Site) -> Opened:
        opened = site.open(DRAFT)
        draw_all(opened.page)
        return opened

    def test_are_drawn_with_every_trace_and_word(self, drawn: Opened) -> None:
        """Counted in the drawing itself: a chart that draws nothing reports no error."""
        figure = drawn.page.query_selector("figure.chart")
        assert figure
        raw = json.loads(figure.query_selector("script.figure").text_content())  # type: ignore[union-attr,arg-type]
        traces = figure.query_selector_all(".scatterlayer .trace, .barlayer .trace")
        assert len(traces) == len(raw["data"]) > 0
        marks = figure.query_selector_all(".points path, .lines path")
        boxes = [box for mark in marks if (box := mark.bounding_box())]
        assert sum(box["width"] > 2 or box["height"] > 2 for box in boxes) >= len(raw["data"])
        assert "83.4" in (figure.query_selector(".infolayer").text_content() or "")  # type: ignore[union-attr]

    def test_show_what_is_bold_as_bold(self, drawn: Opened) -> None:
        """The policy refuses the style attribute plotly writes; the words are bold all the same."""
        weight = (
            "getComputedStyle([...document.querySelectorAll('figure.chart tspan[style]')]"
            ".find(word => word.textContent.includes('83.4'))).fontWeight"
        )
        assert drawn.page.evaluate(weight) in ("bold", "700")

    def test_fold_the_table_once_they_are_drawn(self, drawn: Opened) -> None:
        """The table stays one click away."""
        table = drawn.page.query_selector("figure.chart details.numbers")
        assert table
        assert table.get_attribute("open") is None

    def test_say_their_title_once(self, drawn: Opened) -> None:
        """The page prints the title with its bound numbers; the drawing does not repeat it."""
        assert drawn.page.query_selector_all("figure.chart .gtitle") == []

    def test_share_one_script(self, site: Site) -> None:
        """One plotly.js for all, fetched only when a chart comes into view."""
        opened = site.open("stories/paid-out/index.html")
        draw_all(opened.page)
        assert sum(url.endswith("plotly.min.js") for url in opened.requests) == 1
        front = site.open("index.html")
        assert not any(url.endswith("plotly.min.js") for url in front.requests)

    def test_wait_until_they_are_seen(self, site: Site) -> None:
        """A reader who stops at the verdict loads no chart."""
        opened = site.open(DRAFT, width=390)
        opened.page.wait_for_timeout(300)
        figure = opened.page.query_selector("figure.chart")
        assert figure
        box = figure.bounding_box()
        assert box
        assert box["y"] > 1200
        assert figure.get_attribute("data-drawn") is None
        assert figure.query_selector("details.numbers[open] table")

    def test_follow_the_theme(self, drawn: Opened) -> None:
        """Ink on paper, light on dark: the words of a chart change with the page."""
        ink = "getComputedStyle(document.querySelector('figure.chart .xtick text')).fill"
        light = drawn.page.evaluate(ink)
        drawn.page.emulate_media(color_scheme="dark")
        drawn.page.wait_for_timeout(500)
        assert light == "rgb(29, 27, 22)"
        assert drawn.page.evaluate(ink) == "rgb(236, 232, 220)"


class TestANumber:
    def test_shows_its_proof_beside_it(self, site: Site) -> None:
        """One click: release, hash and query; Escape closes it and gives the focus back."""
        opened = site.open(DRAFT)
        number = opened.page.query_selector(".verdict-line a.says")
        assert number
        number.click()
        card = opened.page.query_selector(".says-who")
        assert card
        assert card.is_visible()
        assert "sig_oar 2025-02" in card.inner_text()
        opened.page.keyboard.press("Escape")
        assert not card.is_visible()
        assert opened.page.evaluate("document.activeElement.className") == "says"

    def test_leads_to_its_proof_without_scripts(self, site: Site) -> None:
        """The same link goes to the list at the end of the page, and the entry is in view."""
        opened = site.open(DRAFT, scripts=False)
        number = opened.page.query_selector(".verdict-line a.says")
        assert number
        anchor = (number.get_attribute("href") or "")[1:]
        number.click()
        assert opened.page.url.endswith(f"#{anchor}")
        entry = opened.page.query_selector(f"#{anchor}")
        assert entry
        box = entry.bounding_box()
        assert box
        assert 0 <= box["y"] < 900


class TestWithoutScripts:
    def test_the_page_is_whole(self, site: Site) -> None:
        """Words, verdict, tables and proofs are there; no empty chart box is."""
        page = site.open(DRAFT, scripts=False).page
        assert page.query_selector("figure.chart table tbody tr")
        assert not page.query_selector(".drawing").is_visible()  # type: ignore[union-attr]
        assert page.query_selector(".proofs li")

    def test_claims_are_found_by_topic(self, site: Site) -> None:
        """The front page leads to the list when the search box cannot work."""
        page = site.open("index.html", scripts=False).page
        page.click("text=All claims >> nth=0")
        assert page.query_selector("text=Was it 350 bn, as said again?")


class TestTheSearchBox:
    @pytest.mark.parametrize(
        "asked",
        [
            "350 bn",
            "$350 billion",
            "350 000 000 000 dollars",
            "350bn",
            "United States dollars given",
            "350 bilion",
            "Untied States given",
        ],
    )
    def test_finds_a_claim_by_number_or_words(self, site: Site, asked: str) -> None:
        """The number in any spelling, or the words."""
        page = site.open("index.html").page
        page.fill("#search", asked)
        assert "350 bn" in page.inner_text("#found")

    def test_keeps_units_apart(self, site: Site) -> None:
        """350 tonnes are not 350 billion dollars."""
        page = site.open("index.html").page
        page.fill("#search", "350 tonnes")
        assert not page.is_visible("#found")

    def test_leads_to_the_page(self, site: Site) -> None:
        """A result is a link that works from the disk."""
        page = site.open("index.html").page
        page.fill("#search", "350 bn")
        page.click("#found a >> nth=0")
        assert "claims/us-aid" in page.url
        assert page.query_selector("h1")

    def test_says_so_when_there_is_nothing(self, site: Site) -> None:
        """Not having filed a claim says nothing about it."""
        page = site.open("index.html").page
        page.fill("#search", "zebra crossing")
        assert "We have not filed a claim like this" in page.inner_text("#hint")
        page.fill("#search", "")
        assert "All claims" in page.inner_text("#hint")

    def test_does_not_find_what_is_held(self, site: Site) -> None:
        """A page taken down is not found by its number either."""
        page = site.open("index.html").page
        page.fill("#search", "7 percent titanium")
        assert "titanium" not in page.inner_text("#found")


def test_the_keyboard_reaches_the_text_first(site: Site) -> None:
    """The first stop of the tabulator skips the masthead."""
    page = site.open(DRAFT).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_verdict_can_be_copied(site: Site) -> None:
    """Each version to quote has a button, in words a screen reader says."""
    page = site.open(DRAFT).page
    buttons = page.query_selector_all("button.copy-button")
    assert len(buttons) == 3
    assert all(button.get_attribute("aria-label") for button in buttons)


@pytest.mark.parametrize(
    ("name", "mark"), [("draft", " [Draft: not signed by an editor]"), ("signed", "")]
)
def test_what_is_copied_from_a_draft_says_so(site: Site, name: str, mark: str) -> None:
    """The sentence leaves its page; the banner goes with it."""
    page = site.open(PAGES[name]).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("button.copy-button >> nth=0")
    page.wait_for_selector("button.copy-button:has-text('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.inner_text("p.copy >> nth=0").strip() + mark
