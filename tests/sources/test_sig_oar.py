"""The US inspector general's funds, page by page: figures as the pages print them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from assay.releases import list_releases, open_release
from assay.sources import sig_oar
from assay.sources.published_figures import HEADLINE_HEADER
from committed import PROJECT, refusal, rows


def funding(release: str) -> dict[str, dict[str, str]]:
    return {row["stage"]: row for row in rows("sig_oar", release, "funding")}


@pytest.mark.parametrize("release", sig_oar.RELEASES)
def test_a_page_says_it_was_transcribed(release: str) -> None:
    """Nothing of the inspector general's is held but typed figures."""
    assert open_release(PROJECT, "sig_oar", release).custody == "transcribed"


@pytest.mark.parametrize(
    ("release", "stage", "value"),
    [
        ("fy2024-q4", "appropriated", "182.99"),
        ("fy2025-q1", "appropriated", "182.8"),
        ("fy2025-q1", "available_not_obligated", "39.6"),
        ("fy2025-q1", "obligated_not_disbursed", "57"),
        ("fy2025-q1", "disbursed", "83.4"),
        ("fy2025-q2", "appropriated", "184.8"),
        ("undated-after-fy2025-q2", "appropriated", "187"),
        ("undated-after-fy2025-q2", "appropriated_supplementals", "174.2"),
        ("undated-after-fy2025-q2", "allocated", "163.6"),
        ("undated-after-fy2025-q2", "other_purposes", "10.6"),
    ],
)
def test_a_page_keeps_its_own_figures(release: str, stage: str, value: str) -> None:
    """Each stage of each page has the amount printed there, and its quote says so."""
    row = funding(release)[stage]
    assert Decimal(row["value"]) == Decimal(value)
    assert f"${value}" in row["quote"]
    assert len(row["quote"].split()) < 25


def test_at_least_stays_more_than() -> None:
    """The inspector general's "at least 182.99" is kept as a lower bound."""
    assert funding("fy2024-q4")["appropriated"]["status"] == "more_than"


def test_the_series_does_not_only_rise() -> None:
    """The total fell from 182.99 to 182.8 between two reports, and both are kept."""
    first, second = funding("fy2024-q4"), funding("fy2025-q1")
    assert Decimal(first["appropriated"]["value"]) > Decimal(second["appropriated"]["value"])


def test_an_undated_page_has_no_date() -> None:
    """Pages without a date are held with an unknown date and come before dated ones."""
    held = [(r.release, str(r.released_on)) for r in list_releases(PROJECT, "sig_oar")]
    assert [name for name, day in held if day] == ["fy2024-q4", "fy2025-q1"]
    assert dict(held)["fy2024-q4"] == "2024-11-14"
    assert dict(held)["fy2025-q1"] == "2025-02"


HEADER = ",".join(HEADLINE_HEADER) + "\n"
ROW = "us12,US,total,182.99,USD bn,2024-09-30,,DoD,page,https://x.example/,at least,primary,\n"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEADER + ROW[:40], "headline_figures.csv, row 2"),
        (HEADER + ROW.replace("us12", "us99"), "us12"),
        (HEADER.replace("as_of", "as_off") + ROW, "row 1, column as_of"),
        ("<html><body>", "headline_figures.csv, row 1"),
        (HEADER + ROW.replace("182.99", "182,99"), "headline_figures.csv, row 2"),
        (HEADER + ROW + ROW, "row 3, column id"),
        (HEADER + '"us12,US,total', "headline_figures.csv, row 2"),
    ],
)
def test_a_bad_transcription_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, misspelt or foreign file is refused with one sentence that says where."""
    assert place in refusal(tmp_path, "sig_oar", "fy2024-q4", {"headline_figures.csv": text})
