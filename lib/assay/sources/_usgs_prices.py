"""Prices from the US salient statistics: a file per commodity (2022, 2025) or long rows (2026).

The older files name a price by its column (`Price_Nd2O3_dkg`); data/crosswalks/
usgs_price_columns.csv says what each stands for, in the wording of MCS 2026 where its figures for
2021-2023 are the same. Columns that were named with another unit than their figures have say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assay.crosswalks import read_lookup
from assay.errors import at
from assay.paths import Project
from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._usgs_cells import is_estimated, read_cell
from assay.sources._usgs_editions import Record, check_header, read_lines
from assay.sources._usgs_names import chapter_of

HEADER: Final = ["file_code", "column", "nth", "detail", "unit", "note"]
SALIENT: Final = ["Commodity", "Year"]
UNITS: Final = {
    "dollars per metric ton": "USD/t",
    "dollars per ton": "USD/t",
    "dollars per short ton": "USD/short ton",
    "dollars per dry metric ton unit": "USD/dmtu",
    "dollars per kilogram": "USD/kg",
    "dollars per gram": "USD/g",
    "dollars per 10-grams": "USD/10 g",
    "dollars per 25 grams": "USD/25 g",
    "dollars per 50 grams": "USD/50 g",
    "dollars per 100 milliliters": "USD/100 ml",
    "dollars per 100 mililiters": "USD/100 ml",
    "dollars per pound": "USD/lb",
    "cents per pound": "US cents/lb",
    "dollars per troy ounce": "USD/troy oz",
    "dollars per carat": "USD/ct",
    "index": "index 1982=100",
    "": "none",
}


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """What a price column of a salient file stands for."""

    detail: str
    unit: str
    note: str


PriceColumns = Mapping[tuple[str, str, int], PriceColumn]


def read_price_columns(project: Project) -> PriceColumns:
    """(file code, column, which one of that name) to its meaning."""
    rows = read_lookup(project, "usgs_price_columns.csv", HEADER)
    return {
        (row["file_code"], row["column"], int(row["nth"])): PriceColumn(
            row["detail"], row["unit"] or "none", row["note"]
        )
        for row in rows
    }


def read_salient(path: Path, edition: int, meanings: PriceColumns) -> list[Record]:
    """Records of the price columns of one salient file; none where it has no price.

    SourceError for a price column that usgs_price_columns.csv does not know.
    """
    header, rows = read_lines(path)
    check_header(path, header[1:], SALIENT)
    code = path.name.split("-", 1)[1].removesuffix("_salient.csv")
    columns = dict(_price_columns(path, code, header, meanings))
    for line, cells in rows:
        if cells[0].replace(" ", "") != f"MCS{edition}":
            place = at(path.name, line, header[0])
            raise fault("a row of another edition", place, repr(cells[0]), f"MCS{edition}")
    newest = max((cells[2] for _, cells in rows), default="")
    return [
        {
            "file": path.name,
            "line": str(line),
            "column": header[index],
            "commodity": " ".join(cells[1].split()),
            "code": code,
            "detail": meaning.detail,
            "year": cells[2].strip(),
            "unit": meaning.unit,
            "printed_unit": header[index],
            "cell": cells[index],
            "note": meaning.note,
            # "Data are estimated for the most recent year" (metadata of the 2025 files).
            "estimated": "yes" if cells[2] == newest else "",
        }
        for line, cells in rows
        for index, meaning in columns.items()
    ]


def iter_prices(records: Sequence[Record]) -> Iterator[Record]:
    """The prices among the records of MCS 2026."""
    for record in records:
        if record["statistic"] == "price":
            where = at(record["file"], int(record["line"]), "Unit")
            yield {**record, "unit": _unit(record, where), "printed_unit": record["unit"]}


def tidy_price(record: Record, chapters: dict[tuple[str, str], str]) -> dict[str, Cell]:
    """One row of `prices` from one printed cell."""
    where = at(record["file"], int(record["line"]), record["column"])
    if "code" in record:
        chapter = chapter_of(chapters, "file code", record["code"], where)
    else:
        chapter = chapter_of(chapters, "MCS 2026 chapter", record["chapter"], where)
    if not re.fullmatch(r"(19|20)\d\d", record["year"]):
        raise fault("not a year", where, repr(record["year"]))
    year = int(record["year"])
    estimated = is_estimated(bool(record["estimated"]), record["note"], year)
    amount = read_cell(record["cell"], record["note"], estimated, where, year)
    return {
        "chapter": chapter,
        "commodity": record["commodity"],
        "detail": record["detail"],
        "year": year,
        "value": amount.value,
        "value_high": amount.high,
        "unit": record["unit"],
        "status": amount.status,
        "printed": record["cell"],
        "printed_unit": record["printed_unit"].strip(),
        "note": record["note"],
        "source_file": record["file"],
        "source_line": int(record["line"]),
    }


def _price_columns(
    path: Path, code: str, header: Sequence[str], meanings: PriceColumns
) -> Iterator[tuple[int, PriceColumn]]:
    seen: Counter[str] = Counter()
    for index, name in enumerate(header):
        if "price" not in name.lower():
            continue
        seen[name] += 1
        meaning = meanings.get((code, name, seen[name]))
        if meaning is None:
            expected = "a column in crosswalks/usgs_price_columns.csv"
            raise fault("a price of unknown meaning", at(path.name, 1), repr(name), expected)
        yield index, meaning


def _unit(record: Record, where: str) -> str:
    """Short form of the unit MCS 2026 prints. SourceError for one not known."""
    if "metric ton unit" in record["detail"] and "dry" not in record["detail"]:
        return "USD/mtu"
    try:
        return UNITS[record["unit"].strip()]
    except KeyError:
        expected = ", ".join(unit for unit in UNITS if unit)
        raise fault("unknown unit", where, repr(record["unit"]), expected) from None
