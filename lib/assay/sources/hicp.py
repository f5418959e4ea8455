"""Euro-area consumer prices: five annual rates of the HICP, typed from a page that tabulates them.

No official file was found; the page is a secondary one, so the custody is the press's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import expect_files, status_of, year_span

FILE: Final = "economy/euro_area_hicp_annual_transcribed.csv"
HEADER: Final = "year hicp_annual_average_percent hicp_dec_on_dec_percent source url".split()
MEASURES: Final = {
    "hicp_annual_average_percent": "annual_average",
    "hicp_dec_on_dec_percent": "december_on_december",
}
YEARS: Final = (2021, 2022, 2023, 2024, 2025)

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "transcribed-1": ReleaseFacts(
        title="HICP, euro area, annual rates 2021 to 2025",
        files=(FILE,),
        address="https://focus.s.nomatter.dev/country-indicator/euro-area/producer-prices/",
        licence="Facts",
        citation="Eurostat, HICP, euro area, as tabulated by FocusEconomics",
        released_on="",
        released_on_status="unknown",
        data_through="2025-12-31",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="Ten numbers typed from a stored page that tabulates Eurostat; no official HICP file "
        "is held.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the annual rates, in per cent."""
    facts = expect_files("hicp", release, RELEASES, files)
    rows = list(_read(files[0]))
    years = tuple(int(str(row["period"])) for row in rows[:: len(MEASURES)])
    if years != YEARS:
        raise fault("years are missing: the file is cut off", files[0].name, str(years), str(YEARS))
    raw = [(files[0], "compiled for this project from a stored public page")]
    return write_release(project, "hicp", release, facts, {"annual": rows}, raw)


def _read(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, HEADER):
        span = year_span(row.whole("year", "a year"))
        for column, measure in MEASURES.items():
            value = row.number(column)
            measured: dict[str, Cell] = {"measure": measure, "value": value, "unit": "percent"}
            yield {**span, **measured, "status": status_of(value), "url": row["url"]}
