"""USGS Minerals Yearbook, rare earths: salient statistics, trade by partner, prices, world output.

A workbook of tables as they will be printed. Masses are kept in tonnes, as in the Mineral Commodity
Summaries; the cell and unit as printed stay beside them. Footnotes and marks of a cell, of its row
and of its headings go with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_number
from assay.sources._ingest import expect_files
from assay.sources._usgs_cells import read_unit
from assay.sources._usgs_names import WORLD, chapter_of, read_chapters, read_country
from assay.sources._usgs_yearbook_sheet import (
    Figure,
    Line,
    Printed,
    Sheet,
    correct_cells,
    read_figure,
    read_yearbook,
)
from assay.sources._usgs_yearbook_trade import GROUPS, SHEETS, read_trade

Row = dict[str, Cell]

SOURCE: Final = "usgs_minerals_yearbook"
READ_FROM: Final = "public repository therealjameswilson/critical-minerals-records-stage-v3"
POSTED: Final = "Posted: March 19, 2025"
DITTO: Final = ("do.", "Do.")
CONCENTRATES: Final = {"rare-earth concentrates, monazite": "concentrates"}
STATISTICS: Final = {
    "Production of rare-earth concentrates, rare-earth-oxide (REO) equivalent": "production",
    "Exports, REO equivalent:": "exports",
    "Imports for consumption, REO equivalent:": "imports",
    "World production, REO equivalent": "world_production",
    "Prices, annual average:": "price",
}
PRICE_UNITS: Final = {"dollars per kilogram": "USD/kg"}
SALIENT_YEARS: Final = dict(zip("DFHJL", range(2018, 2023), strict=True))
WORLD_YEARS: Final = dict(zip("CEGIK", range(2018, 2023), strict=True))
PRICE_YEARS: Final = {"E": 2021, "G": 2022}
ELEMENTS: Final = dict(
    zip(
        "G I K M O Q S U W Y AA AC AE AG AI".split(),
        "La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Y".split(),
        strict=True,
    )
)
TABLES: Final = ("T1", "T2", "T3", "T8", *SHEETS)

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "rare-earths-2022": ReleaseFacts(
        title="Minerals Yearbook 2022, rare earths, tables-only release",
        files=("usgs/ree_supplement/myb1-2022-raree-ert.xlsx",),
        address="https://www.usgs.gov/media/files/rare-earths-2022-tables-only-release",
        licence="US government work, public domain",
        citation="U.S. Geological Survey, Minerals Yearbook 2022, v. I, Rare Earths, advance data "
        "release of the annual tables, posted 19 March 2025",
        released_on="2025-03-19",
        released_on_status="seen",
        data_through="2022-12-31",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="The day stands in the workbook, which calls itself an advance release that the "
        "full report will replace. Footnote 1 of the tables: data available through 1 April 2024 "
        "(tables 1 and 8) or 14 July 2023 (tables 2 and 4 to 7), rounded to no more than three "
        "significant digits; may not add to totals shown; rows of table 2 may not add to 100. "
        "Table 2 names for each mineral a source of its own, from 1982 to 2015. Table 8 names "
        "Indonesia, Nigeria, North Korea and some CIS countries as possible producers without "
        "an estimate. Source of trade: U.S. Census Bureau.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `salient`, `contents`, `oxide_prices`, `trade` and `world` of one yearbook.

    SourceError names sheet, row and column of the first fault; CuratedError names each correction
    that no longer fits.
    """
    facts = expect_files(SOURCE, release, RELEASES, files)
    said, sheets = read_yearbook(files[0], TABLES)
    if POSTED not in said:
        place = f"{files[0].name}, sheet Note"
        raise fault("another edition", place, said[-1] if said else "nothing", POSTED)
    kind = "Minerals Yearbook file code"
    chapter = chapter_of(read_chapters(project), kind, "raree", files[0].name)
    (salient,) = correct_cells(project, SOURCE, release, "salient", [sheets["T1"]])
    trade = correct_cells(project, SOURCE, release, "trade", [sheets[name] for name in SHEETS])
    tables: dict[str, list[Row]] = {
        "salient": list(_salient(salient, chapter)),
        "contents": list(_contents(sheets["T2"], chapter)),
        "oxide_prices": list(_oxide_prices(sheets["T3"], chapter)),
        "trade": [row for sheet in trade for row in read_trade(sheet, chapter)],
        "world": list(_world(sheets["T8"], chapter)),
    }
    return write_release(project, SOURCE, release, facts, tables, [(files[0], READ_FROM)])


@dataclass(frozen=True, slots=True)
class _Item:
    """One line of table 1 with figures: what it counts, and the marks it has from its headings."""

    line: Line
    statistic: str
    group: str
    item: str
    unit: str
    marks: tuple[str, ...]


def _salient(sheet: Sheet, chapter: str) -> Iterator[Row]:
    """Table 1."""
    sheet.expect(2, {"A": "SALIENT U.S. RARE EARTH STATISTICS"})
    sheet.expect(4, {column: str(year) for column, year in SALIENT_YEARS.items()})
    for item in _items(sheet):
        where = at(sheet.place, item.line.number, "B")
        unit, factor = _unit(item, where)
        for column, year in SALIENT_YEARS.items():
            figure, told = _figure(sheet, item.line, column, year, item.marks)
            value = figure.amount.value
            yield {
                "chapter": chapter,
                "statistic": item.statistic,
                "group": item.group,
                "item": item.item,
                **told,
                "value": None if value is None else value * factor,
                "unit": unit,
                "printed_unit": item.unit,
                "corrected": sheet.corrected(item.line.number, "B", "printed_unit"),
            }


def _items(sheet: Sheet) -> Iterator[_Item]:
    headings: dict[int, Printed] = {}
    unit = ""
    for line in (line for line in sheet.lines if line.number > 4 and line.label.text):
        headings = {n: kept for n, kept in headings.items() if n < line.indent}
        headings[line.indent] = line.label
        if not line.text("D"):
            continue
        path = [kept for _, kept in sorted(headings.items())]
        if path[0].text not in STATISTICS:
            where = at(sheet.place, line.number, "A")
            raise fault("an unknown item", where, path[0].text, ", ".join(STATISTICS))
        unit = unit if line.text("B") in DITTO else line.text("B")
        label = line.label.text.lower()
        yield _Item(
            line,
            STATISTICS[path[0].text],
            GROUPS.get(label) or CONCENTRATES.get(label, ""),
            " / ".join(kept.text.removesuffix(":") for kept in path),
            unit,
            tuple(mark for kept in path[:-1] for mark in kept.marks),
        )


def _unit(item: _Item, where: str) -> tuple[str, Decimal]:
    """The unit kept and the factor that leads to it."""
    if item.statistic != "price":
        return read_unit(item.unit, where)
    if item.unit not in PRICE_UNITS:
        raise fault("a price in another unit", where, repr(item.unit), ", ".join(PRICE_UNITS))
    return PRICE_UNITS[item.unit], Decimal(1)


def _contents(sheet: Sheet, chapter: str) -> Iterator[Row]:
    """Table 2; a place runs on over the rows below it, where its source stands."""
    sheet.expect(2, {"A": "RARE EARTH CONTENTS OF SELECTED SOURCE MINERALS"})
    sheet.expect(4, {"A": "(Percentage of total rare-earth oxide)"})
    sheet.expect(7, {"A": "Primary Source", "C": "Country", "E": "Location", **ELEMENTS})
    body = [line for line in sheet.lines if line.number > 7]
    starts = [n for n, line in enumerate(body) if line.label.text] + [len(body)]
    mineral = country = ""
    for start, end in pairwise(starts):
        line = body[start]
        mineral = mineral if line.label.text in DITTO else line.label.text
        country = country if line.text("C") in DITTO else line.text("C")
        name, code = read_country(country, at(sheet.place, line.number, "C"))
        places = [item.cells["E"] for item in body[start:end] if item.text("E")]
        marks = tuple(mark for place in places for mark in place.marks)
        for column, element in ELEMENTS.items():
            where = at(sheet.place, line.number, column)
            figure = read_figure(line, column, where, marks)
            yield {
                "chapter": chapter,
                "mineral": mineral,
                "country": name,
                "country_code": code,
                "location": " ".join(place.text for place in places),
                "element": element,
                "value": figure.amount.value,
                "unit": "percent",
                "status": figure.amount.status,
                "printed": figure.printed,
                "note": sheet.note(figure.marks, where),
                "source_sheet": sheet.name,
                "source_line": line.number,
            }


def _oxide_prices(sheet: Sheet, chapter: str) -> Iterator[Row]:
    """Table 3."""
    sheet.expect(2, {"A": "AVERAGE RARE-EARTH OXIDE PRICES"})
    sheet.expect(3, {"A": "(Dollars per kilogram)"})
    years = {column: str(year) for column, year in PRICE_YEARS.items()}
    sheet.expect(6, {"A": "Product (oxide)", "C": "(percent)", **years})
    for line in (line for line in sheet.lines if line.number > 6):
        purity = read_number(line.text("C"), at(sheet.place, line.number, "C"))
        for column, year in PRICE_YEARS.items():
            figure, told = _figure(sheet, line, column, year)
            yield {
                "chapter": chapter,
                "product": line.label.text,
                "purity_percent": purity,
                **told,
                "value": figure.amount.value,
                "unit": "USD/kg",
                "printed_unit": "dollars per kilogram",
            }


def _world(sheet: Sheet, chapter: str) -> Iterator[Row]:
    """Table 8. Its total has the note of the whole table: it may include estimates."""
    title = "RARE EARTHS: WORLD MINE PRODUCTION, BY COUNTRY OR LOCALITY"
    sheet.expect(2, {"A": title})
    sheet.expect(4, {"A": "(Metric tons, rare-earth oxide equivalent)"})
    years = {column: str(year) for column, year in WORLD_YEARS.items()}
    sheet.expect(6, {"A": "Country or locality", **years})
    body = [line for line in sheet.lines if line.number > 6]
    if body[-1].label.text != "Total":
        where = at(sheet.place, body[-1].number)
        raise fault("the table ends without a total", where, body[-1].label.text, "Total")
    for line in body:
        where = at(sheet.place, line.number, "A")
        is_total = line is body[-1]
        name, code = ("Total", WORLD) if is_total else read_country(line.label.text, where)
        for column, year in WORLD_YEARS.items():
            figure, told = _figure(sheet, line, column, year, ("1",) if is_total else ())
            yield {
                "chapter": chapter,
                "country": name,
                "country_code": code,
                **told,
                "value": figure.amount.value,
                "unit": "t",
                "printed_unit": "metric tons",
            }


def _figure(
    sheet: Sheet, line: Line, column: str, year: int, inherited: tuple[str, ...] = ()
) -> tuple[Figure, Row]:
    """A figure, and the cells that every yearly figure has."""
    where = at(sheet.place, line.number, column)
    figure = read_figure(line, column, where, inherited)
    return figure, {
        "year": year,
        "status": figure.amount.status,
        "is_revised": figure.is_revised,
        "printed": figure.printed,
        "note": sheet.note(figure.marks, where),
        "source_sheet": sheet.name,
        "source_line": line.number,
    }
