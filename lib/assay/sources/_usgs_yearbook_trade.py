"""Tables 4 to 7 of the rare-earths yearbook: US trade by category and partner.

A category is a row of headings, each deeper by its indent, down to its partners and its total;
after a total comes USGS's estimate of the oxide in it. Some groups and tables end with totals of
totals, which `level` keeps apart from what they are made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from assay.errors import at
from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._usgs_cells import read_unit
from assay.sources._usgs_names import WORLD, read_country
from assay.sources._usgs_yearbook_sheet import Line, Printed, Sheet, read_figure

GROUPS: Final = {
    "cerium compounds": "cerium_compounds",
    "other rare-earth compounds": "other_compounds",
    "ferrocerium and pyrophoric alloys": "pyrophoric_alloys",
    "ferrocerium and other pyrophoric alloys": "pyrophoric_alloys",
    "rare-earth metals and alloys": "metals_and_alloys",
}


class Flow(NamedTuple):
    """What a sheet holds."""

    flow: str
    products: str


SHEETS: Final = {
    "T4": Flow("exports", "compounds"),
    "T5": Flow("exports", "metals"),
    "T6": Flow("imports", "compounds"),
    "T7": Flow("imports", "metals"),
}
TITLES: Final = {
    "T4": "U.S. EXPORTS OF RARE-EARTH COMPOUNDS, BY COUNTRY OR LOCALITY",
    "T5": "U.S. EXPORTS OF RARE-EARTH METALS AND ALLOYS, BY COUNTRY OR LOCALITY",
    "T6": "U.S. IMPORTS FOR CONSUMPTION OF RARE-EARTH COMPOUNDS, BY COUNTRY OR LOCALITY",
    "T7": "U.S. IMPORTS FOR CONSUMPTION OF RARE-EARTH METALS AND ALLOYS, BY COUNTRY OR LOCALITY",
}
YEARS: Final = {"E": 2021, "I": 2022}
WEIGHT_UNIT: Final = "kilograms"
# (column, year, measure)
COLUMNS: Final = (
    ("E", 2021, "weight"),
    ("G", 2021, "value"),
    ("I", 2022, "weight"),
    ("K", 2022, "value"),
)


@dataclass(slots=True)
class _Place:
    """Where in the table a row stands: its headings by indent, its code, the last total's level."""

    headings: dict[int, str] = field(default_factory=dict)
    code: str = ""
    group: str = ""
    category: str = ""
    level: str = ""
    is_open: bool = False

    def enter(self, line: Line) -> None:
        """Take a row without figures: a heading, the rest of one, or more of a code."""
        text, code = line.label.text, line.text("C")
        if self.is_open and self.headings:
            last = max(self.headings)
            self.headings[last] = f"{self.headings[last]} {text}".strip()
            self.code = f"{self.code} {code}".strip()
        elif text:
            self.headings = {n: kept for n, kept in self.headings.items() if n < line.indent}
            self.headings[line.indent] = text
            self.code = code
        else:
            self.code = f"{self.code} {code}".strip()
        self.is_open = bool(text) and not text.endswith(":")
        self._name()

    def _name(self) -> None:
        path = [text.removesuffix(":") for _, text in sorted(self.headings.items())]
        at_group = next((n for n, text in enumerate(path) if text.lower() in GROUPS), None)
        if at_group is not None:
            self.group, self.category = GROUPS[path[at_group].lower()], " / ".join(path[at_group:])


@dataclass(frozen=True, slots=True)
class _Entry:
    """Which row of the table this is."""

    group: str
    category: str
    code: str
    level: str
    country: str
    country_code: str
    content: str


def read_trade(sheet: Sheet, chapter: str) -> Iterator[dict[str, Cell]]:
    """Rows of `trade` of one sheet, weights in tonnes, values in dollars.

    SourceError names the row and column of the first fault.
    """
    _check_heading(sheet)
    place = _Place()
    body = [line for line in sheet.lines if line.number > 6 and _is_filled(line)]
    for line in body:
        if not line.text("E"):
            place.enter(line)
            continue
        entry = _entry(line, place, at(sheet.place, line.number, "A"))
        for column, year, measure in COLUMNS:
            yield _row(sheet, line, column, year, measure, entry, chapter)
    if place.level not in ("all", "category"):
        raise fault("the table ends without a total", at(sheet.place, body[-1].number), place.level)


def _is_filled(line: Line) -> bool:
    return any(item.text for item in line.cells.values())


def _check_heading(sheet: Sheet) -> None:
    sheet.expect(2, {"A": TITLES[sheet.name]})
    sheet.expect(4, {column: str(year) for column, year in YEARS.items()})
    sheet.expect(5, dict.fromkeys(YEARS, "Gross weight"))
    unit = f"({WEIGHT_UNIT})"
    label = "Category and country or locality"
    sheet.expect(6, {"A": label, "E": unit, "G": "Value", "I": unit, "K": "Value"})


def _entry(line: Line, place: _Place, where: str) -> _Entry:
    label = line.label.text
    low = label.lower()
    content = "gross"
    if low.endswith("equivalent content"):
        content = "reo_equivalent"
        if not place.level:
            raise fault("an oxide equivalent of no total", where, label)
    elif low == "total":
        place.level = "category"
    elif low == "grand total":
        place.level = "all"
    elif low.startswith("total, ") and low[7:] in GROUPS:
        place.level = "group"
    elif line.text("C"):  # one partner only: its row is the category's total
        category, _, country = label.rpartition(", ")
        heading = {"A": Printed(f"{category}:"), "C": line.cells["C"]}
        place.enter(Line(line.number, line.indent, heading))
        place.level = "category"
        return _named(place, *read_country(country, where), content)
    else:
        place.level = ""
        return _named(place, *read_country(label, where), content, "country")
    return _named(place, "Total", WORLD, content)


def _named(place: _Place, country: str, country_code: str, content: str, level: str = "") -> _Entry:
    level = level or place.level
    is_one = level in ("country", "category")
    return _Entry(
        group="" if level == "all" else place.group,
        category=place.category if is_one else "",
        code=place.code if is_one else "",
        level=level,
        country=country,
        country_code=country_code,
        content=content,
    )


def _row(
    sheet: Sheet,
    line: Line,
    column: str,
    year: int,
    measure: str,
    entry: _Entry,
    chapter: str,
) -> dict[str, Cell]:
    where = at(sheet.place, line.number, column)
    is_estimate = entry.content == "reo_equivalent"  # "Total estimated REO equivalent content"
    figure = read_figure(line, column, where, ("e",) if is_estimate else ())
    printed_unit = WEIGHT_UNIT if measure == "weight" else ""
    unit, factor = read_unit(printed_unit, where) if printed_unit else ("USD", 1)
    value = figure.amount.value
    return {
        "chapter": chapter,
        "flow": SHEETS[sheet.name].flow,
        "products": SHEETS[sheet.name].products,
        "group": entry.group,
        "category": entry.category,
        "code": entry.code,
        "level": entry.level,
        "country": entry.country,
        "country_code": entry.country_code,
        "content": entry.content,
        "measure": measure,
        "year": year,
        "value": None if value is None else value * factor,
        "unit": unit,
        "status": figure.amount.status,
        "is_revised": figure.is_revised,
        "printed": figure.printed,
        "printed_unit": printed_unit,
        "note": sheet.note(figure.marks, where),
        "corrected": sheet.corrected(line.number, column, "printed"),
        "source_sheet": sheet.name,
        "source_line": line.number,
    }
