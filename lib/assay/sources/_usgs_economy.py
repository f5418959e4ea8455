"""The other figures and tables in front of MCS 2025: values, prices, scrap, States.

One long table: a printed number, what it is of (`item`), in which series, of which year. Series of
tables 1 and 2 are in the words of the metadata published with the files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._ingest import Rows
from assay.sources._usgs_cells import read_cell
from assay.sources._usgs_editions import read_lines
from assay.sources._usgs_salient_cells import BELOW_ZERO
from assay.sources._usgs_salient_columns import Definitions
from assay.sources._usgs_trends import Line, read_table

UNITS: Final = (
    (re.compile(r"_mil_dols$"), "USD m"),
    (re.compile(r"_bil_dols$"), "USD bn"),
    (re.compile(r"_dols$"), "USD"),
    (re.compile(r"_thsnds$"), "thousands"),
    (re.compile(r"_pct$"), "percent"),
    (re.compile(r"^Index_.*_2017$"), "index 2017=100"),
)
YEAR: Final = re.compile(r"(\d{4})(_estimated?)?")
SCRAP: Final = re.compile(r"(.+?)(\*?) \(([\d,]+)\)")
NEWEST: Final = "2024"


@dataclass(frozen=True, slots=True)
class Series:
    """One column with numbers: its series, unit, and first and last year where it spans two."""

    column: str
    series: str
    unit: str
    year_from: int | None = None


FIGURE_1: Final = (
    "Source,Year,Nonfuel_Mineral_Economic_Inputs,Value_billion_dollars,Category_example,"
    "Category_Note"
).split(",")
FIGURE_4: Final = "source,year,commodity_category,value_billion_dollars".split(",")
FIGURE_10: Final = "critical_mineral_priced,PCH_2023_2024,CAGR_2020_2024,Notes".split(",")
FIGURE_13: Final = (
    "Source,Scrap_type,Year,Scrap_value_mdol,Percent_domestic,Percent_imported,Percent_exported"
).split(",")
TABLE_3: Final = (
    "Source,Year,State,State_Notes,Value _millions_prelim_2024,State_Rank_prelim_2024,"
    "State_percent_total_prelim,Principal_commodities"
).split(",")
PRICES: Final = (
    Series("PCH_2023_2024", "change of the price", "percent", 2023),
    Series("CAGR_2020_2024", "yearly growth of the price", "percent", 2020),
)
SCRAPS: Final = (
    Series("Scrap_value_mdol", "value of scrap", "USD m"),
    Series("Percent_domestic", "share of scrap recycled at home", "percent"),
    Series("Percent_imported", "share of scrap imported", "percent"),
    Series("Percent_exported", "share of scrap exported", "percent"),
)
STATES: Final = (
    Series("Value _millions_prelim_2024", "value of nonfuel mineral production", "USD m"),
    Series("State_Rank_prelim_2024", "rank by value of production", "rank"),
    Series("State_percent_total_prelim", "share of the US value of production", "percent"),
)


def read_economy(
    paths: Mapping[str, Path], definitions: Mapping[str, Definitions]
) -> Iterator[dict[str, Cell]]:
    """Rows of `trends` from the files, by what they are (`Fig1`, `T3` ...), in the book's order.

    SourceError names the file, row and column of the first fault.
    """
    yield from _read_yearly(paths["T1"], "table 1", definitions)
    yield from _read_yearly(paths["T2"], "table 2", definitions)
    yield from _read_states(paths["T3"])
    value = (Series("Value_billion_dollars", "value", "USD bn"),)
    for line in read_table(paths["Fig1"], FIGURE_1):
        notes = (line.cells["Category_example"], line.cells["Category_Note"])
        item = line.cells["Nonfuel_Mineral_Economic_Inputs"]
        yield from _rows(line, "figure 1", item, "", value, note=" -- ".join(filter(None, notes)))
    value = (Series("value_billion_dollars", "value of mine production", "USD bn"),)
    for line in read_table(paths["Fig4"], FIGURE_4, "MCS2025"):
        yield from _rows(line, "figure 4", line.cells["commodity_category"], "", value)
    for line in read_table(paths["Fig10"], FIGURE_10):
        item = line.cells["critical_mineral_priced"]
        note = line.cells["Notes"]
        yield from _rows(line, "figure 10", item, "critical minerals", PRICES, note=note)
    yield from _read_changes(paths["Fig11"], "figure 11", 2023)
    yield from _read_changes(paths["Fig12"], "figure 12", 2020)
    yield from read_scrap(paths["Fig13"])


def _read_yearly(
    path: Path, printed_in: str, definitions: Mapping[str, Definitions]
) -> Iterator[dict[str, Cell]]:
    """Tables 1 and 2: a row per year, a column per series."""
    header, _ = read_lines(path)
    described = definitions[path.name]
    for line in read_table(path, header, "MCS2025"):
        for place, column in enumerate(header[2:], start=2):
            told = described.of(place, column, len(header))
            if not told:
                raise fault("a series without a definition", line.where(column), column)
            series = (Series(column, told, _unit(column, line.where(column))),)
            yield from _rows(line, printed_in, "United States", "", series)


def _read_states(path: Path) -> Iterator[dict[str, Cell]]:
    for line in read_table(path, TABLE_3, "MCS2025"):
        notes = (line.cells["State_Notes"], line.cells["Principal_commodities"])
        note = " -- ".join(text.strip() for text in notes if text.strip() not in ("", "XX"))
        yield from _rows(line, "table 3", line.cells["State"], "States", STATES, note=note)


def _read_changes(path: Path, printed_in: str, year_from: int) -> Iterator[dict[str, Cell]]:
    """Figures 11 and 12: change of consumption, in the column of the list the mineral is on."""
    years = f"{year_from}_2024"
    header = [
        "Mineral_Commodity",
        f"Pch_Critical_Minerals_{years}",
        f"Pch_Other_Minerals_{years}",
    ]
    for line in read_table(path, header):
        item, *cells = (line.cells[column] for column in header)
        if item == "Commodity":  # headings of the chart, in the first row of figure 11
            continue
        if not any(cells):
            raise fault("a mineral without a change", line.where(header[1]), repr(item))
        for column, group in zip(header[1:], ("critical minerals", "other minerals"), strict=True):
            if line.cells[column]:
                change = Series(column, "change of US consumption", "percent", year_from)
                yield from _rows(line, printed_in, item, group, (change,))


def read_scrap(path: Path) -> Iterator[dict[str, Cell]]:
    """Figure 13: `Tin* (345)` is a critical mineral (*) with scrap worth 345 million dollars."""
    for line in read_table(path, FIGURE_13, "MCS2025"):
        where = line.where("Scrap_type")
        found = SCRAP.fullmatch(line.cells["Scrap_type"])
        if not found:
            raise fault("not a name with a value", where, repr(line.cells["Scrap_type"]))
        if found[3].replace(",", "") != line.cells["Scrap_value_mdol"]:
            told = f"{found[3]} and {line.cells['Scrap_value_mdol']}"
            raise fault("the value differs from the one in the name", where, told)
        group = "critical minerals" if found[2] else "other minerals"
        yield from _rows(line, "figure 13", found[1], group, SCRAPS)


def _rows(
    line: Line, printed_in: str, item: str, group: str, series: Sequence[Series], note: str = ""
) -> Rows:
    """One row for each number of a line."""
    told = next((line.cells[name] for name in ("Year", "year") if name in line.cells), NEWEST)
    found = YEAR.fullmatch(told.strip())
    if not found:
        raise fault("not a year", line.where("Year"), repr(told), f"{NEWEST}_estimated")
    estimated = bool(found[2]) or found[1] == NEWEST
    rows: Rows = []
    for one in series:
        where = line.where(one.column)
        value, status = _number(line.cells[one.column], estimated, where)
        rows.append(
            {
                "printed_in": printed_in,
                "item": " ".join(item.split()),
                "item_group": group,
                "series": one.series,
                "year": int(found[1]),
                "year_from": one.year_from,
                "value": value,
                "unit": one.unit,
                "status": status,
                "printed": line.cells[one.column].strip(),
                "note": note.strip(),
                **line.origin,
                "source_column": one.column,
            }
        )
    return rows


def _number(text: str, estimated: bool, where: str) -> tuple[Decimal | None, str]:
    """A number that may be below zero, as changes are; symbols as everywhere."""
    if found := BELOW_ZERO.fullmatch(text.strip()):
        return -Decimal(found[1].replace(",", "")), "estimated" if estimated else "reported"
    amount = read_cell(text, "", estimated, where)
    return amount.value, amount.status


def _unit(column: str, where: str) -> str:
    for pattern, unit in UNITS:
        if pattern.search(column):
            return unit
    known = ", ".join(pattern.pattern for pattern, _ in UNITS)
    raise fault("a column that names no unit", where, column, f"one that ends like {known}")
