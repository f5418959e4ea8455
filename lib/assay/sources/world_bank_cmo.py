"""World Bank Commodity Price Data (the Pink Sheet): annual prices, nominal and real.

Metals, fuels, fertilisers and food; no titanium, graphite, lithium, rare earths or uranium.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault
from assay.sources._ingest import expect_files, record_release, status_of, year_span
from assay.sources._workbook import Line, expect_cells, number_in, read_sheets

SHEETS: Final = {"Annual Prices (Nominal)": "nominal", "Annual Prices (Real)": "real_2010"}
UPDATED: Final = "Updated on May 02, 2025"
NAMES: Final = 6  # rows of the sheet, counted from 0
PRINTED_UNITS: Final = 7
MISSING: Final = ("…", "..", "")
FIRST_YEAR: Final = 1960
UNITS: Final = {
    "($/bbl)": "USD/bbl",
    "($/mt)": "USD/t",
    "($/mmbtu)": "USD/mmbtu",
    "($/kg)": "USD/kg",
    "($/cubic meter)": "USD/m3",
    "(¢/sheet)": "US cents/sheet",
    "($/dmtu)": "USD/dmtu",
    "($/troy oz)": "USD/troy oz",
    "(2010=100)": "index 2010=100",
}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "2025-05-02": ReleaseFacts(
        title="Commodity Price Data (The Pink Sheet), annual prices to 2024",
        files=("usgs/prices/CMO-Historical-Data-Annual.xlsx",),
        address="https://www.worldbank.org/en/research/commodity-markets",
        licence="CC BY 4.0",
        citation="World Bank, Commodity Price Data (The Pink Sheet), 2 May 2025",
        released_on="2025-05-02",
        released_on_status="seen",
        data_through="2024-12-31",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="The day stands in the workbook. Units as the sheets print them; the sheet of "
        "descriptions calls spot iron ore dollars per dry ton. Footnote stars after a name are "
        "left out. Left out: indices, weights, and the monthly workbook.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `prices`: one row per commodity, basis and year, in the unit of its row."""
    facts = expect_files("world_bank_cmo", release, RELEASES, files)
    sheets = read_sheets(files[0], tuple(SHEETS))
    through = int(facts.data_through[:4])
    rows = [
        row
        for sheet, basis in SHEETS.items()
        for row in _read(files[0], sheet, sheets[sheet], basis, through)
    ]
    raw = [
        (
            files[0],
            "public repository Salman-data-cloud/Commodity-Price-Analytics, commit "
            "10850f0ecf9ef0c7ffd8844628efc8dfc9ee9aa2",
        )
    ]
    return record_release(project, "world_bank_cmo", release, facts, {"prices": rows}, raw)


def _read(
    path: Path, sheet: str, lines: Sequence[Line], basis: str, through: int
) -> Iterator[dict[str, Cell]]:
    place = f"{path.name}, sheet {sheet}"
    if len(lines) <= PRINTED_UNITS or lines[3][0] != UPDATED:
        found = str(lines[3][0]) if len(lines) > 3 else f"{len(lines)} rows"
        raise fault("another edition, or cut off", at(place, 4), found, UPDATED)
    expect_cells(place, lines[NAMES], ["", "Crude oil, average"], NAMES + 1)
    columns = _columns(lines[NAMES], lines[PRINTED_UNITS], place)
    years = []
    for row, cells in enumerate(lines[PRINTED_UNITS + 1 :], start=PRINTED_UNITS + 2):
        if not isinstance(cells[0], int):
            continue
        years.append(cells[0])
        for number, (commodity, unit) in columns.items():
            value = _price(cells[number], at(place, row, commodity))
            yield {
                "commodity": commodity,
                **year_span(cells[0]),
                "basis": basis,
                "value": value,
                "unit": unit,
                "status": status_of(value),
            }
    if years != list(range(FIRST_YEAR, through + 1)):
        ends = f"{years[0]} to {years[-1]}" if years else "no year"
        raise fault("years are missing", place, ends, f"{FIRST_YEAR} to {through}")


def _columns(names: Line, units: Line, place: str) -> dict[int, tuple[str, str]]:
    """Commodity and unit by column. SourceError for a unit the sheets do not use."""
    columns = {}
    for number, name in enumerate(names):
        if isinstance(name, str) and name.strip():
            printed = str(units[number]).strip()
            if printed not in UNITS:
                where = at(place, PRINTED_UNITS + 1, name.strip())
                raise fault("an unknown unit", where, repr(printed), ", ".join(UNITS))
            columns[number] = (name.replace("**", "").strip(), UNITS[printed])
    return columns


def _price(cell: Any, where: str) -> Decimal | None:
    if cell is None or (isinstance(cell, str) and cell.strip() in MISSING):
        return None
    return number_in(cell, where)
