"""Printed headline figures: one release per page, each figure with quote or definition."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import CuratedError
from assay.releases import open_release
from assay.sources import published_figures as source
from committed import PROJECT, empty_project, raw_file, refusal, rows


def figures() -> dict[str, dict[str, str]]:
    found = {}
    for release in source.RELEASES:
        for row in rows("published_figures", release, "figures"):
            assert row["figure_id"] not in found
            found[row["figure_id"]] = {**row, "release": release}
    return found


@pytest.mark.parametrize(
    ("figure", "value", "unit"),
    [
        ("us13", "60.78", "USD bn"),
        ("us16", "67.5", "USD bn"),
        ("kl01", "138", "EUR bn"),
        ("kl02", "89.9", "EUR bn"),
        ("kl03", "67", "EUR bn"),
        ("wb01", "588", "USD bn"),
        ("wb03", "486", "USD bn"),
        ("wb04", "411", "USD bn"),
        ("im01", "15.6", "USD bn"),
        ("crea15", "21.9", "EUR bn"),
        ("crea16", "18.7", "EUR bn"),
    ],
)
def test_a_figure_is_what_the_page_printed(figure: str, value: str, unit: str) -> None:
    """A figure keeps the number and unit of its page."""
    row = figures()[figure]
    assert (Decimal(row["value"]), row["unit"]) == (Decimal(value), unit)


def test_every_row_is_in_exactly_one_page() -> None:
    """The first transcription's 24 rows of other publishers, and all 19 of the
    second, are in one release each."""
    kinds = Counter("crea" if name.startswith("crea") else "headline" for name in figures())
    assert kinds == {"headline": 24, "crea": 19}


def test_a_quote_is_short_and_keeps_its_figure() -> None:
    """A quotation has fewer than 25 words and holds the printed figure."""
    for name, row in figures().items():
        if row["quote"] and row["status"] != "derived":
            assert len(row["quote"].split()) < 25, name
            assert row["value"].replace(".", ",") in row["quote"].replace(".", ","), name


def test_bounds_stay_bounds() -> None:
    """ "More than", "surpassing" and "up to" are kept as statuses."""
    found = figures()
    assert found["us18"]["status"] == "more_than"
    assert found["eu01"]["status"] == "more_than"
    assert found["eu05"]["status"] == "less_than"
    assert found["wb02"]["status"] == "derived"


def test_a_report_on_a_publisher_is_press() -> None:
    """A figure read in a report on its publisher has custody press, an own page has not."""
    for row in figures().values():
        custody = open_release(PROJECT, "published_figures", row["release"]).custody
        assert custody == ("press" if row["primary_or_secondary"] == "secondary" else "transcribed")


def test_twelve_billion_of_may_and_june_are_of_2025() -> None:
    """The 12.6 bn of May and June are those of 2025, as two copies dated 12 August 2025 say."""
    row = figures()["kl04"]
    assert row["as_of"] == "2025-06-30"
    assert row["measure"] == "Europe, May-June 2025"
    released = open_release(PROJECT, "published_figures", row["release"]).released_on
    assert str(released) == "2025-08-12"


HEADER = ",".join(source.HEADLINE_HEADER) + "\n"
SECOND = ",".join(source.EU_UK_CREA_HEADER) + "\n"
KL04 = (
    'kl04,Kiel,"Europe, May-June 2026",12.6,EUR bn,2025-06-30,allocations,cash.ch,page,'
    "https://www.cash.ch/news/x,rund 12 Milliarden,secondary,\n"
)


def ingest(tmp_path: Path, headlines: str) -> None:
    first = tmp_path / "headline_figures.csv"
    second = tmp_path / "eu_uk_crea_headline_figures.csv"
    first.write_text(headlines, encoding="utf-8")
    second.write_text(SECOND, encoding="utf-8")
    source.ingest(
        empty_project(tmp_path, "published_figures"), "cash-ch-2025-08-12", [first, second]
    )


def test_an_older_transcription_is_corrected(tmp_path: Path) -> None:
    """A copy that still has the wrong year gets the correction of the log."""
    ingest(tmp_path, HEADER + KL04)
    written = tmp_path / "data/releases/published_figures/cash-ch-2025-08-12/figures.csv"
    assert "May-June 2025" in written.read_text(encoding="utf-8")


def test_a_correction_that_no_longer_fits_is_an_error(tmp_path: Path) -> None:
    """A cell that is neither the wrong nor the right value needs a person."""
    with pytest.raises(CuratedError, match=r"published_figures\.csv, row 2"):
        ingest(tmp_path, HEADER + KL04.replace("2026", "2027"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEADER + KL04[:30], "headline_figures.csv, row 2"),
        (HEADER.replace("caveat", "caveats") + KL04, "row 1, column caveat"),
        ("\n<!doctype html>", "headline_figures.csv, row 1"),
        (HEADER + KL04.replace("12.6", "NaN"), "row 2, column value"),
        (HEADER + KL04.rstrip("\n"), "headline_figures.csv, row 2"),
        ("", "headline_figures.csv"),
    ],
)
def test_a_bad_transcription_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, misspelt or foreign file is refused with one sentence that says where."""
    files = {"headline_figures.csv": text, "eu_uk_crea_headline_figures.csv": SECOND}
    assert place in refusal(tmp_path, "published_figures", "cash-ch-2025-08-12", files)


@pytest.mark.raw
def test_no_row_of_the_transcriptions_is_lost() -> None:
    """Every row of both files is held here or by the inspector general's source."""
    headlines = {row["id"] for row in source.read_headlines(raw_file(source.HEADLINES))}
    mine = {name for name in figures() if not name.startswith("crea")}
    assert headlines - mine == {f"us{number:02d}" for number in range(1, 13)}
