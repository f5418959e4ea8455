"""USGS Historical Statistics for Mineral and Material Commodities (Data Series 140): long series.

One sheet a commodity: US production, trade, apparent consumption and unit value, and world
production, by year since 1900. The sheet marks no single cell as estimated: it says of all that
they are calculated, estimated or reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault
from assay.sources._ingest import expect_files
from assay.sources._usgs_cells import read_cell
from assay.sources._usgs_names import chapter_of, read_chapters
from assay.sources._workbook import Line, expect_cells, read_sheets

SOURCE: Final = "usgs_historical_statistics"
READ_FROM: Final = "public repository therealjameswilson/critical-minerals-records-stage-v3"
SHEET: Final = "Rare earths"
TITLE: Final = "RARE EARTHS STATISTICS1"
UNITS_SAID: Final = (
    "[All quantities in metric tons (t) rare-earth oxide equivalent unless otherwise noted]"
)
HEADER_ROW: Final = 5
FIRST_YEAR: Final = 1900
LEGEND: Final = "NA Not available. W Withheld to avoid disclosing company proprietary data."
NOTE: Final = "Data are calculated, estimated, or reported."


class Column(NamedTuple):
    """One column of the sheet: its heading and what it holds."""

    heading: str
    country: str
    country_code: str
    statistic: str
    unit: str
    printed_unit: str
    basis: str


OXIDE: Final = "rare-earth oxide equivalent"
US: Final = ("United States", "USA")
COLUMNS: Final = (
    Column("Production", *US, "production", "t", "metric tons", OXIDE),
    Column("Imports", *US, "imports", "t", "metric tons", OXIDE),
    Column("Exports", *US, "exports", "t", "metric tons", OXIDE),
    Column("Apparent consumption", *US, "apparent_consumption", "t", "metric tons", OXIDE),
    Column("Unit value ($/t)", *US, "unit_value", "USD/t", "$/t", "dollars of the year"),
    Column("Unit value (98$/t)", *US, "unit_value", "USD/t", "98$/t", "dollars of 1998"),
    Column("World production", "World", "WLD", "production", "t", "metric tons", OXIDE),
)

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "rare-earths-2020": ReleaseFacts(
        title="Historical Statistics (Data Series 140): rare earths, 1900 to 2020",
        files=("usgs/ree_supplement/ds140-rare-earths-2020.xlsx",),
        address="https://doi.org/10.3133/ds140",
        licence="US government work, public domain",
        citation="U.S. Geological Survey, Historical Statistics for Mineral and Material "
        "Commodities in the United States, Data Series 140, rare earths, "
        "https://doi.org/10.3133/ds140",
        released_on="2024-06-04",
        released_on_status="inferred",
        data_through="2020-12-31",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="The sheet says it was last modified on 27 September 2023; the workbook was saved "
        "on 4 June 2024, the day a public project records for its page, which was not seen. Cells "
        "as the workbook stores them. Footnote 1: compiled by C.A. DiFrancesco, J.B. Hedrick, "
        "D.J. Cordier and J. Gambogi. The document with the notes on method is embedded in the "
        "workbook and is not read.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `series`: one row per printed cell, tonnes of oxide or dollars a tonne.

    SourceError names the cell of the first fault: another form of sheet, a year that is missing,
    a text that is neither a number nor a known symbol.
    """
    facts = expect_files(SOURCE, release, RELEASES, files)
    lines = read_sheets(files[0], (SHEET,))[SHEET]
    chapter = chapter_of(read_chapters(project), "DS 140 sheet", SHEET, files[0].name)
    rows = list(_read(files[0].name, lines, chapter, int(facts.data_through[:4])))
    return write_release(project, SOURCE, release, facts, {"series": rows}, [(files[0], READ_FROM)])


def _read(
    name: str, lines: Sequence[Line], chapter: str, through: int
) -> Iterator[dict[str, Cell]]:
    place = f"{name}, sheet {SHEET}"
    if len(lines) <= HEADER_ROW:
        raise fault("the sheet is cut off", place, f"{len(lines)} rows", "a table from row 6")
    expect_cells(place, lines[0], [TITLE], 1)
    expect_cells(place, lines[2], [UNITS_SAID], 3)
    headings = ["Year", *(column.heading for column in COLUMNS)]
    expect_cells(place, lines[HEADER_ROW - 1], headings, HEADER_ROW)
    last = HEADER_ROW + through - FIRST_YEAR + 1
    for row, year in enumerate(range(FIRST_YEAR, through + 1), start=HEADER_ROW + 1):
        cells = lines[row - 1] if row <= len(lines) else (None,)
        if cells[0] != year:
            raise fault("a year is missing", at(place, row, "Year"), repr(cells[0]), str(year))
        for number, column in enumerate(COLUMNS, start=1):
            yield _row(cells[number], column, year, chapter, at(place, row, column.heading), row)
    if len(lines) <= last or lines[last][0] != LEGEND:
        found = repr(lines[last][0]) if len(lines) > last else "the end"
        raise fault("the table does not end with its legend", at(place, last + 1), found, LEGEND)


def _row(
    cell: object, column: Column, year: int, chapter: str, where: str, row: int
) -> dict[str, Cell]:
    printed = "" if cell is None else str(cell).strip()
    amount = read_cell(printed, "", False, where)
    return {
        "chapter": chapter,
        "country": column.country,
        "country_code": column.country_code,
        "statistic": column.statistic,
        "basis": column.basis,
        "year": year,
        "value": amount.value,
        "unit": column.unit,
        "status": amount.status,
        "printed": printed,
        "printed_unit": column.printed_unit,
        "note": NOTE if amount.value is not None else "",
        "source_sheet": SHEET,
        "source_line": row,
    }
