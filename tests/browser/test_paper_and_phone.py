"""The same pages on a sheet of paper, on a telephone, enlarged, and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Opened, Site
from playwright.sync_api import Page
from test_in_chromium import DRAFT, PAGES, draw_all

pytestmark = pytest.mark.browser

SHEETS = {"A4": 718, "Letter": 740}
"""CSS pixels between margins of 1 cm, at 96 an inch: ISO 216, 210 mm; ANSI A, 8.5 inches."""

FINDINGS = "table.findings"
BEYOND = """width => [...document.querySelectorAll("th, td, pre, dd, .main-svg, h1, h3")]
    .filter(part => part.checkVisibility() && (part.getBoundingClientRect().right > width + 0.5
        || part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX != "visible"
        && part.clientWidth))
    .map(part => part.tagName + ": " + part.textContent.slice(0, 60))"""
"""What ends to the right of `width`, or is cut by its own box."""


def on_paper(site: Site, path: str, sheet: str = "A4", **how: object) -> Page:
    """A page laid out for a sheet, as a browser prints it."""
    page = site.open(path, width=SHEETS[sheet], **how).page  # type: ignore[arg-type]
    page.emulate_media(media="print")
    return page


def printed(opened: Opened, measure: str) -> Any:
    """What `measure`, a JavaScript expression, gives while the browser makes a PDF of the page."""
    opened.page.evaluate(
        f"matchMedia('print').addEventListener('change', "
        f"sheet => sheet.matches && (window.measured = {measure}))"
    )
    margins = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
    opened.page.pdf(format="A4", margin=margins)
    return opened.page.evaluate("window.measured")


class TestOnPaper:
    @pytest.mark.parametrize("sheet", SHEETS)
    @pytest.mark.parametrize("kind", PAGES)
    def test_no_column_is_cut(self, site: Site, kind: str, sheet: str) -> None:
        """Findings, evidence, queries and proofs end before the edge of the sheet."""
        page = on_paper(site, PAGES[kind], sheet)
        assert page.evaluate(BEYOND, SHEETS[sheet]) == []

    def test_there_is_nothing_to_press(self, site: Site) -> None:
        """In print the navigation and the buttons are gone and all proofs are there."""
        page = on_paper(site, DRAFT)
        assert not page.is_visible(".masthead nav")
        assert not page.is_visible("button.copy-button >> nth=0")
        last = "document.querySelector('.proofs li:last-child').getBoundingClientRect().bottom"
        end = "document.querySelector('.proofs .list').getBoundingClientRect().bottom"
        assert page.evaluate(f"{last} <= {end}")

    def test_a_draft_says_so(self, site: Site) -> None:
        """The sheet leaves the site; the banner goes with it."""
        assert on_paper(site, DRAFT).is_visible("text=Draft: not signed by an editor")

    @pytest.mark.parametrize("scripts", [True, False])
    def test_the_working_is_unfolded(self, site: Site, scripts: bool) -> None:
        """A sheet cannot be clicked: rows, queries and tables are printed, scripts or none."""
        page = on_paper(site, DRAFT, scripts=scripts)
        folded = "[...document.querySelectorAll('details > :not(summary)')]"
        assert page.evaluate(f"{folded}.length") > 1
        assert page.evaluate(f"{folded}.every(part => part.checkVisibility())")

    def test_no_row_or_chart_is_broken_by_the_end_of_a_sheet(self, site: Site) -> None:
        """A row, a drawing, a proof stands whole on one sheet."""
        page = on_paper(site, DRAFT)
        for part in ("tr", ".drawing", ".proofs li"):
            broken = f"getComputedStyle(document.querySelector('{part}')).breakInside"
            assert page.evaluate(broken) == "avoid", part

    def test_a_link_shows_its_address(self, site: Site) -> None:
        """The citation can be followed from the sheet."""
        page = on_paper(site, DRAFT)
        shown = (
            "[...document.querySelectorAll('.story a[href^=http]')].map(link => "
            "getComputedStyle(link, '::after').content.includes(link.getAttribute('href')))"
        )
        links = page.evaluate(shown)
        assert links
        assert all(links)

    def test_a_number_shows_the_number_of_its_proof(self, site: Site) -> None:
        """The list of proofs is numbered, and so is each number that leads there."""
        page = on_paper(site, DRAFT)
        shown = (
            "[...document.querySelectorAll('a.says')].map(link => [link.dataset.entry, "
            "getComputedStyle(link, '::after').content])"
        )
        marks = page.evaluate(shown)
        assert marks
        assert all(entry and entry in content for entry, content in marks)

    def test_a_dark_screen_prints_black_on_white(self, site: Site) -> None:
        """Words and charts: a chart drawn in light ink is drawn again before it is printed."""
        opened = site.open(DRAFT, scheme="dark")
        draw_all(opened.page)
        ink = "getComputedStyle(document.querySelector('figure.chart .xtick text')).fill"
        words = "getComputedStyle(document.body)"
        assert printed(opened, f"[{ink}, {words}.color, {words}.backgroundColor]") == [
            "rgb(0, 0, 0)",
            "rgb(0, 0, 0)",
            "rgb(255, 255, 255)",
        ]
        opened.page.wait_for_timeout(300)
        assert opened.page.evaluate(ink) == "rgb(236, 232, 220)"

    def test_a_chart_is_as_wide_as_the_sheet(self, site: Site) -> None:
        """Drawn for a wide screen, it is drawn again for the sheet, neither cut nor shrunk."""
        opened = site.open(DRAFT)
        draw_all(opened.page)
        drawing = "document.querySelector('.drawing .main-svg').getBoundingClientRect()"
        sheet, left, right = printed(
            opened, f"[document.documentElement.clientWidth, {drawing}.left, {drawing}.right]"
        )
        assert sheet == pytest.approx(SHEETS["A4"], rel=0.01)
        assert 0 <= left < 0.1 * sheet
        assert 0.9 * sheet < right <= sheet + 1  # plotly rounds to whole pixels

    def test_a_chart_that_nobody_has_seen_prints_its_table(self, site: Site) -> None:
        """Printed at once, before the drawing is loaded, the page has every number."""
        opened = site.open(DRAFT)
        table = "document.querySelector('figure.chart details.numbers table')"
        assert printed(opened, f"{table}.checkVisibility()") is True


class TestOnATelephone:
    @pytest.mark.parametrize("width", [360, 390])
    @pytest.mark.parametrize("kind", PAGES)
    def test_nobody_scrolls_sideways_for_a_result(self, site: Site, kind: str, width: int) -> None:
        """Only the rows of a query, as the query gave them, are wider than the screen."""
        page = site.open(PAGES[kind], width=width).page
        draw_all(page)
        wide = page.evaluate(
            "[...document.querySelectorAll('.scroll')].filter(region => "
            "region.scrollWidth > region.clientWidth && !region.querySelector('.evidence-rows'))"
            ".map(region => region.textContent.slice(0, 60))"
        )
        assert wide == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    def test_every_value_stands_beside_its_heading(self, site: Site) -> None:
        """A row is a block of label and value; the label is the heading of the column."""
        page = site.open(DRAFT, width=390).page
        heads = page.locator(f"{FINDINGS} thead th").all_text_contents()
        said = page.evaluate(
            f"[...document.querySelector('{FINDINGS} tbody tr').cells].slice(1)"
            ".map(cell => getComputedStyle(cell, '::before').content)"
        )
        assert len(said) == 7
        assert said == [f'"{head}" / ""' for head in heads[1:]]

    def test_the_findings_stay_a_table_to_a_screen_reader(self, site: Site) -> None:
        """Blocks to the eye; table, headings, rows and cells to a reader who hears them."""
        page = site.open(DRAFT, width=390).page
        table = page.get_by_role("table", name="What each reading measured")
        assert table.get_by_role("columnheader").count() == 8
        assert table.get_by_role("rowheader").count() == table.get_by_role("row").count() - 1 > 0
        assert table.get_by_role("cell").count() % 7 == 0

    @pytest.mark.parametrize("kind", PAGES)
    def test_what_is_pressed_is_as_large_as_a_fingertip_needs(self, site: Site, kind: str) -> None:
        """24 by 24 CSS pixels, WCAG 2.2, 2.5.8; links within a sentence are exempt there."""
        page = site.open(PAGES[kind], width=390).page
        small = page.evaluate(
            "[...document.querySelectorAll('a:not(.skip), button, summary, input')].filter(part =>"
            " part.checkVisibility() && (!part.closest('p, dd, li') ||"
            " part.parentElement.textContent.trim() === part.textContent.trim())).map(part => "
            "[part.textContent, part.getBoundingClientRect()]).filter(([, box]) => "
            "box.width < 24 || box.height < 24).map(([words]) => words)"
        )
        assert small == []


class TestEnlarged:
    @pytest.mark.parametrize(("width", "letters"), [(640, "100%"), (320, "100%"), (640, "200%")])
    @pytest.mark.parametrize("kind", PAGES)
    def test_nothing_leaves_the_screen(
        self, site: Site, kind: str, width: int, letters: str
    ) -> None:
        """A screen of 1280 at 200 and 400 per cent, and letters of twice the size at 200."""
        page = site.open(PAGES[kind], width=width).page
        page.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
        draw_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page, options={"preload": False}).response["violations"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen(site: Site, scheme: str) -> None:
    """An outline of 2 pixels or more, 3 to 1 against the page: WCAG 2.2, 1.4.11 and 2.4.13."""
    page = site.open(DRAFT, scheme=scheme).page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline, width, paper = page.evaluate(
        "(style => [style.outlineColor, parseFloat(style.outlineWidth), "
        "getComputedStyle(document.body).backgroundColor])(getComputedStyle(document.activeElement))"
    )
    assert width >= 2
    assert contrast(outline, paper) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `rgb(r, g, b)`, by the definition of WCAG 2.2."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    shares = [int(part) / 255 for part in colour[4:-1].split(",")]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
