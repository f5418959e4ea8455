"""Special Inspector General for Operation Atlantic Resolve: status of US funds, page by page.

Each page is its own release: totals of different pages are different vintages and never add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault
from assay.sources._ingest import COMPILED, expect_files
from assay.sources.published_figures import (
    HEADLINES,
    STATUS,
    cut_quote,
    read_headlines,
)

# release: (page title, row of the transcription -> stage)
PAGES: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "fy2024-q4": ("Press release, 14 November 2024", {"us12": "appropriated"}),
    "fy2025-q1": (
        "Funding (page of ukraineoversight.gov)",
        {
            "us04": "appropriated",
            "us05": "available_not_obligated",
            "us06": "obligated_not_disbursed",
            "us07": "disbursed",
            "us08": "appropriated_annual",
        },
    ),
    "fy2025-q2": ("Funding: Status of Funds, vintage B", {"us09": "appropriated"}),
    "undated-after-fy2025-q2": (
        "Funding: Status of Funds, vintage C",
        {
            "us01": "appropriated_supplementals",
            "us02": "allocated",
            "us03": "other_purposes",
            "us10": "appropriated",
            "us11": "loan",
        },
    ),
}


def _facts(
    title: str,
    address: str,
    released_on: str,
    sure: Literal["seen", "inferred", "unknown"],
    through: str,
    notes: str,
) -> ReleaseFacts:
    return ReleaseFacts(
        title=title,
        files=(HEADLINES,),
        address=address,
        licence="US government work; facts and short quotes",
        citation="Special Inspector General for Operation Atlantic Resolve, " + title,
        released_on=released_on,
        released_on_status=sure,
        data_through=through,
        retrieved_on="2026-11-23",
        custody="transcribed",
        redistribute="yes",
        superseded_by="",
        notes="Typed from an excerpt of a stored page, not from the full page. " + notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "fy2024-q4": _facts(
        "report for July to September 2024, press release",
        "https://www.dodig.mil/In-the-Spotlight/Article/3964477/",
        "2024-11-14",
        "seen",
        "2024-09-30",
        "Of the total, 131.36 is security and 43.84 governance and development.",
    ),
    "fy2025-q1": _facts(
        "report for October to December 2024, funding page",
        "https://www.ukraineoversight.gov/Sandbox/SB-Funding/",
        "2025-02",
        "inferred",
        "2024-12-31",
        "The fourth category (expired) is cut off in the excerpt: 182.8 less the three is 2.8.",
    ),
    "fy2025-q2": _facts(
        "status of funds, undated page after 20 January 2025",
        "https://www.ukraineoversight.gov/Funding/?os=io....",
        "",
        "unknown",
        "2025-03-31",
        "The quarter is inferred from the page's news section.",
    ),
    "undated-after-fy2025-q2": _facts(
        "status of funds, later undated page",
        "https://www.ukraineoversight.gov/Funding/ref/app/?os=.",
        "",
        "unknown",
        "",
        "Which quarterly report it belongs to is not known.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the amounts of one page, in USD bn, from headline_figures.csv."""
    facts = expect_files("sig_oar", release, RELEASES, files)
    page, stages = PAGES[release]
    by_id = {row["id"]: row for row in read_headlines(files[0])}
    rows: list[dict[str, Cell]] = []
    for figure, stage in stages.items():
        if figure not in by_id:
            raise fault("a figure is missing: the file is cut off", files[0].name, "", figure)
        row = by_id[figure]
        rows.append(
            {
                "page": page,
                "figure_id": figure,
                "stage": stage,
                "measure": row["measure"],
                "value": row.number("value"),
                "unit": row["unit"],
                "status": STATUS.get(figure, "reported"),
                "definition": row["definition"],
                "quote": cut_quote(row["quote"], row["value"]),
                "url": row["url"],
                "as_of": row["as_of"],
                "caveat": row["caveat"],
            }
        )
    return write_release(
        project, "sig_oar", release, facts, {"funding": rows}, [(files[0], COMPILED)]
    )
