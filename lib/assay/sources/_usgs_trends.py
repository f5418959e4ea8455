"""Figures and tables in front of MCS 2025: import reliance, its sources, and critical minerals.

Figure 2 and table 5 print what the chapters print, once more: they are tables of their own, so
that each can be held against the chapters and nothing is counted twice. Names are led to chapters
by data/crosswalks/usgs_reliance_names.csv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from assay.crosswalks import read_lookup
from assay.errors import at
from assay.paths import Project
from assay.releases import Cell
from assay.sources._delimited import fault
from assay.sources._ingest import Rows
from assay.sources._usgs_editions import check_header, read_lines
from assay.sources._usgs_names import read_country
from assay.sources._usgs_salient_cells import read_statistic

HEADER: Final = ["printed_as", "printed", "chapter", "form"]
FIGURE_2: Final = (
    "Source,Import_Share_Order,Commodity,Net_Import_Reliance_pct_2024,"
    "Major_Import_Sources_2020_2023,Notes"
).split(",")
FIGURE_3: Final = "Source,Country,Commodity_Count,Map_Class".split(",")
TABLE_4: Final = ["Source", "Critical Mineral", "Primary Applications", "Category_Note"]
TABLE_5: Final = (
    "Source,Year,Critical_mineral,Primary_prod,Secondary_prod,Prod_notes,Apparent_Consumption,"
    "Consumption_Notes,Net_Import_Reliance,Primary_import_source,Import_source_notes,"
    "Leading_source_country,Leading_country_prod,Leading_source_precent_world,World_total_prod,"
    "World_prod_notes"
).split(",")
# statistic: column, unit printed, column of its note, whose production it is. Tonnes: the file
# names no unit; gallium 19 here is 19,000 kg in the chapter.
CRITICAL: Final = {
    "primary_production": ("Primary_prod", "metric tons", "Prod_notes", "United States"),
    "secondary_production": ("Secondary_prod", "metric tons", "Prod_notes", "United States"),
    "apparent_consumption": (
        "Apparent_Consumption",
        "metric tons",
        "Consumption_Notes",
        "United States",
    ),
    "net_import_reliance": ("Net_Import_Reliance", "percent", "", "United States"),
    "leading_country_production": ("Leading_country_prod", "metric tons", "World_prod_notes", ""),
    "leading_country_share": ("Leading_source_precent_world", "percent", "World_prod_notes", ""),
    "world_production": ("World_total_prod", "metric tons", "World_prod_notes", "World total"),
}
SHARE_OF: Final = {
    "net_import_reliance": "apparent consumption",
    "leading_country_share": "world production",
}
YEAR: Final = 2024
SOURCES_PERIOD: Final[dict[str, Cell]] = {
    "period_start": date(2020, 1, 1),
    "period_end": date(2023, 12, 31),
    "period": "2020-2023",
}
# As these files call them: the chapters say Korea, Republic of, and Congo (Kinshasa).
ALIASES: Final = {
    "Republic of Korea": "Korea, Republic of",
    "South Korea": "Korea, Republic of",
    "Democratic Republic of the Congo": "Congo (Kinshasa)",
}

Names = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: cells by column, and where they stand."""

    file: str
    number: int
    cells: Mapping[str, str]

    def where(self, column: str) -> str:
        return at(self.file, self.number, column)

    @property
    def origin(self) -> dict[str, Cell]:
        return {"source_file": self.file, "source_line": self.number}


def read_reliance_names(project: Project) -> Names:
    """(where printed, name printed) to chapter and form."""
    rows = read_lookup(project, "usgs_reliance_names.csv", HEADER)
    return {(row["printed_as"], row["printed"]): (row["chapter"], row["form"]) for row in rows}


def read_table(path: Path, header: Sequence[str], edition: str = "") -> Iterator[Line]:
    """Rows of a file with just this header, all of `edition` where the first column says so.

    SourceError names the file, row and column of the first fault.
    """
    found, rows = read_lines(path)
    check_header(path, found, header)
    if not rows:
        raise fault("the table has no rows: the file is cut off", path.name)
    for number, cells in rows:
        line = Line(path.name, number, dict(zip(header, cells, strict=True)))
        if edition and cells[0].strip() != edition:
            where = line.where(header[0])
            raise fault("a row of another edition", where, repr(cells[0]), edition)
        yield line


def read_figure_2(path: Path, names: Names) -> tuple[Rows, Rows]:
    """Rows of `reliance_ranking`, and of `leading_sources` for each country named."""
    ranking: Rows = []
    sources: Rows = []
    for line in read_table(path, FIGURE_2, "MCS2025"):
        printed = " ".join(line.cells["Commodity"].split())
        chapter, form = _name(names, "MCS 2025 figure 2", printed, line.where("Commodity"))
        order = line.cells["Import_Share_Order"]
        if order != str(len(ranking) + 1):
            where = line.where("Import_Share_Order")
            raise fault("a row is missing or out of order", where, order, str(len(ranking) + 1))
        about: dict[str, Cell] = {"chapter": chapter, "commodity": printed, "form": form}
        column = "Net_Import_Reliance_pct_2024"
        amount, unit = read_statistic(
            line.cells[column], "", True, "percent", line.where(column), YEAR
        )
        ranking.append(
            {
                **about,
                "place": int(order),
                "share_of": "apparent consumption",
                "year": YEAR,
                "value": amount.value,
                "unit": unit,
                "status": amount.status,
                "printed": line.cells[column],
                "note": line.cells["Notes"].strip(),
                **line.origin,
            }
        )
        listed = line.cells["Major_Import_Sources_2020_2023"]
        for place, country in enumerate(listed.split(", "), start=1):
            where = line.where("Major_Import_Sources_2020_2023")
            sources.append(
                {
                    "printed_in": "figure 2",
                    **about,
                    "place": place,
                    **_country(country, where),
                    **SOURCES_PERIOD,
                    "note": line.cells["Notes"].strip(),
                    **line.origin,
                }
            )
    return ranking, sources


def read_figure_3(path: Path) -> Rows:
    """Rows of `source_countries`, without a period: which edition they are of is not known.

    The file is named and published as figure 3 of MCS 2025; its first column says MCS2024, and its
    counts are not those of figure 2 of MCS 2025 (it names Ukraine, figure 2 does not).
    """
    rows: Rows = []
    for line in read_table(path, FIGURE_3, "MCS2024"):
        count = line.cells["Commodity_Count"]
        where = line.where("Commodity_Count")
        if not count.isdigit():
            raise fault("not a count", where, repr(count), "a whole number")
        rows.append(
            {
                **_country(line.cells["Country"], line.where("Country")),
                "printed_edition": line.cells["Source"],
                "value": int(count),
                "unit": "count",
                "status": "reported",
                "map_class": line.cells["Map_Class"],
                **line.origin,
            }
        )
    return rows


def read_table_4(path: Path, edition: str) -> Rows:
    """Rows of `critical_uses`: what each critical mineral is used for."""
    return [
        {
            "mineral": line.cells["Critical Mineral"].strip(),
            "applications": " ".join(line.cells["Primary Applications"].split()),
            "note": line.cells["Category_Note"].strip(),
            **line.origin,
        }
        for line in read_table(path, TABLE_4, edition)
    ]


def read_table_5(path: Path, names: Names) -> tuple[Rows, Rows]:
    """Rows of `critical_minerals`, and the first import source of each for `leading_sources`."""
    rows: Rows = []
    sources: Rows = []
    for line in read_table(path, TABLE_5, "MCS2025"):
        if line.cells["Year"].strip() != f"{YEAR}_estimated":
            where = line.where("Year")
            raise fault("another year", where, line.cells["Year"], f"{YEAR}_estimated")
        printed = " ".join(line.cells["Critical_mineral"].split())
        where = line.where("Critical_mineral")
        chapter, form = _name(names, "MCS 2025 table 5", printed, where)
        about: dict[str, Cell] = {"chapter": chapter, "commodity": printed, "form": form}
        rows += [_critical(line, about, statistic) for statistic in CRITICAL]
        place = line.where("Primary_import_source")
        sources.append(
            {
                "printed_in": "table 5",
                **about,
                "place": 1,
                **_country(line.cells["Primary_import_source"], place),
                **SOURCES_PERIOD,
                "note": line.cells["Import_source_notes"],
                **line.origin,
            }
        )
    return rows, sources


def _critical(line: Line, about: Mapping[str, Cell], statistic: str) -> dict[str, Cell]:
    column, unit, noted, country = CRITICAL[statistic]
    where = line.where(column)
    amount, kept = read_statistic(line.cells[column], "", True, unit, where, YEAR)
    return {
        **about,
        "statistic": statistic,
        "share_of": SHARE_OF.get(statistic, ""),
        **_country(country or line.cells["Leading_source_country"], where),
        "year": YEAR,
        "value": amount.value,
        "unit": kept,
        "status": amount.status,
        "printed": line.cells[column].strip(),
        "note": line.cells[noted].strip() if noted else "",
        **line.origin,
    }


def _name(names: Names, printed_as: str, printed: str, where: str) -> tuple[str, str]:
    try:
        return names[printed_as, printed]
    except KeyError:
        expected = "a name in crosswalks/usgs_reliance_names.csv"
        raise fault("a commodity without a chapter", where, repr(printed), expected) from None


def _country(printed: str, where: str) -> dict[str, Cell]:
    """Name as the file has it, without the footnote mark (`China3`), and code."""
    name = re.sub(r"(?<=[a-z])\d$", "", " ".join(printed.split()))
    _, code = read_country(ALIASES.get(name, name), where)
    return {"country": name, "country_code": code}
