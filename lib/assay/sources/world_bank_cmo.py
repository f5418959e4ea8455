"""World Bank Commodity Price Data (the Pink Sheet): annual and monthly prices, monthly indices.

The two workbooks of one day are two releases: a release is immutable, and the annual workbook was
ingested first. Metals, fuels, fertilisers and food; no titanium, graphite, lithium, rare earths or
uranium.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault
from assay.sources._ingest import expect_files, month_span, status_of, year_span
from assay.sources._workbook import Line, expect_cells, number_in, read_sheets

Row = dict[str, Cell]

READ_FROM: Final = (
    "public repository Salman-data-cloud/Commodity-Price-Analytics, commit "
    "10850f0ecf9ef0c7ffd8844628efc8dfc9ee9aa2"
)
SHEETS: Final = {"Annual Prices (Nominal)": "nominal", "Annual Prices (Real)": "real_2010"}
UPDATED: Final = "Updated on May 02, 2025"
NAMES: Final = 6  # rows of the sheet, counted from 0
PRINTED_UNITS: Final = 7
MISSING: Final = ("…", "..", "...", "")
MONTHLY: Final = "Monthly Prices"
INDICES: Final = "Monthly Indices"
MONTH_NAMES: Final = 4
FIRST_MONTH_OF_PRICES: Final = 6
FIRST_MONTH_OF_INDICES: Final = 9
INDEX_NAMES: Final = range(5, 9)  # a name stands in one of these rows, deeper groups lower
INDEX_UNIT: Final = "index 2010=100"
MONTH: Final = re.compile(r"(\d{4})M(\d{2})")
FIRST_YEAR: Final = 1960
UNITS: Final = {
    "($/bbl)": "USD/bbl",
    "($/mt)": "USD/t",
    "($/mmbtu)": "USD/mmbtu",
    "($/kg)": "USD/kg",
    "($/cubic meter)": "USD/m3",
    "(¢/sheet)": "US cents/sheet",
    "(cents/sheet)": "US cents/sheet",
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
    "2025-05-02-monthly": ReleaseFacts(
        title="Commodity Price Data (The Pink Sheet), monthly prices and indices to April 2025",
        files=("usgs/prices/CMO-Historical-Data-Monthly.xlsx",),
        address="https://www.worldbank.org/en/research/commodity-markets",
        licence="CC BY 4.0",
        citation="World Bank, Commodity Price Data (The Pink Sheet), 2 May 2025",
        released_on="2025-05-02",
        released_on_status="seen",
        data_through="2025-04-30",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="The day stands in the workbook; the annual workbook of the same day is release "
        "2025-05-02 and spells one name otherwise (Coal, South Afican). Nominal dollars only. Two "
        "stars after a name, which the workbook explains for one series of rubber only, are left "
        "out, and so are the weights of the indices.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `prices` (one row per commodity, basis and year), or `monthly_prices` and
    `monthly_indices` (one row per series and month), each in the unit of its row.

    SourceError names sheet, row and series of the first fault.
    """
    facts = expect_files("world_bank_cmo", release, RELEASES, files)
    is_monthly = files[0].name == "CMO-Historical-Data-Monthly.xlsx"
    tables = _monthly(files[0], facts) if is_monthly else _annual(files[0], facts)
    raw = [(files[0], READ_FROM)]
    return write_release(project, "world_bank_cmo", release, facts, tables, raw)


def _annual(path: Path, facts: ReleaseFacts) -> dict[str, list[Row]]:
    sheets = read_sheets(path, tuple(SHEETS))
    through = int(facts.data_through[:4])
    rows = [
        row
        for sheet, basis in SHEETS.items()
        for row in _read(path, sheet, sheets[sheet], basis, through)
    ]
    return {"prices": rows}


def _monthly(path: Path, facts: ReleaseFacts) -> dict[str, list[Row]]:
    sheets = read_sheets(path, (MONTHLY, INDICES))
    through = facts.data_through[:7]
    return {
        "monthly_prices": list(_read_prices(path, sheets[MONTHLY], through)),
        "monthly_indices": list(_read_indices(path, sheets[INDICES], through)),
    }


def _read_prices(path: Path, lines: Sequence[Line], through: str) -> Iterator[Row]:
    place = f"{path.name}, sheet {MONTHLY}"
    _check_edition(lines, place, FIRST_MONTH_OF_PRICES)
    names = lines[MONTH_NAMES]
    expect_cells(place, names, ["", "Crude oil, average"], MONTH_NAMES + 1)
    columns = _columns(names, lines[MONTH_NAMES + 1], place, MONTH_NAMES + 2)
    for row, year, month, cells in _months(lines, FIRST_MONTH_OF_PRICES, place, through):
        for number, (commodity, unit) in columns.items():
            value = _price(cells[number], at(place, row, commodity))
            yield {
                "commodity": commodity,
                **month_span(year, month),
                "value": value,
                "unit": unit,
                "status": status_of(value),
            }


def _read_indices(path: Path, lines: Sequence[Line], through: str) -> Iterator[Row]:
    place = f"{path.name}, sheet {INDICES}"
    _check_edition(lines, place, FIRST_MONTH_OF_INDICES)
    expect_cells(place, lines[INDEX_NAMES[0]], ["", "Total Index", "Energy"], INDEX_NAMES[0] + 1)
    names = {
        number: _named(cell)
        for row in INDEX_NAMES
        for number, cell in enumerate(lines[row])
        if isinstance(cell, str) and cell.strip()
    }
    for row, year, month, cells in _months(lines, FIRST_MONTH_OF_INDICES, place, through):
        for number, name in sorted(names.items()):
            value = _price(cells[number], at(place, row, name))
            yield {
                "index_name": name,
                **month_span(year, month),
                "value": value,
                "unit": INDEX_UNIT,
                "status": status_of(value),
            }


def _months(
    lines: Sequence[Line], first: int, place: str, through: str
) -> Iterator[tuple[int, int, int, Line]]:
    """Row, year, month and cells of each month, none missing from the first to `through`."""
    year, month = FIRST_YEAR, 1
    for row, cells in enumerate(lines[first:], start=first + 1):
        if cells[0] is None:
            break
        found = MONTH.fullmatch(str(cells[0]))
        if not found or (int(found[1]), int(found[2])) != (year, month):
            expected = f"{year}M{month:02d}"
            raise fault("a month is missing", at(place, row), repr(cells[0]), expected)
        yield row, year, month, cells
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
    if last != through:
        raise fault("months are missing at the end", place, last, through)


def _check_edition(lines: Sequence[Line], place: str, header: int) -> None:
    if len(lines) <= header or lines[3][0] != UPDATED:
        found = str(lines[3][0]) if len(lines) > 3 else f"{len(lines)} rows"
        raise fault("another edition, or cut off", at(place, 4), found, UPDATED)


def _read(path: Path, sheet: str, lines: Sequence[Line], basis: str, through: int) -> Iterator[Row]:
    place = f"{path.name}, sheet {sheet}"
    _check_edition(lines, place, PRINTED_UNITS)
    expect_cells(place, lines[NAMES], ["", "Crude oil, average"], NAMES + 1)
    columns = _columns(lines[NAMES], lines[PRINTED_UNITS], place, PRINTED_UNITS + 1)
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


def _columns(names: Line, units: Line, place: str, row: int) -> dict[int, tuple[str, str]]:
    """Commodity and unit by column; `units` is row `row`. SourceError for an unknown unit."""
    columns = {}
    for number, name in enumerate(names):
        if isinstance(name, str) and name.strip():
            printed = str(units[number]).strip()
            if printed not in UNITS:
                where = at(place, row, name.strip())
                raise fault("an unknown unit", where, repr(printed), ", ".join(UNITS))
            columns[number] = (_named(name), UNITS[printed])
    return columns


def _named(printed: str) -> str:
    return " ".join(printed.replace("**", "").split())


def _price(cell: Any, where: str) -> Decimal | None:
    if cell is None or (isinstance(cell, str) and cell.strip() in MISSING):
        return None
    return number_in(cell, where)
