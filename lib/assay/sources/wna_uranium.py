"""World Nuclear Association: uranium production from mines by country, 2013 to 2022.

Typed from the Association's page, whose totals are rounded otherwise than its rows in 2014 to 2017.
Tonnes of uranium, not of oxide (U3O8) and not of ore.
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
from assay.sources._ingest import COMPILED, expect_files, status_of

SOURCE: Final = "wna_uranium"
HEADER: Final = ["country", "year", "tonnes_u"]
YEARS: Final = range(2013, 2023)
WORLD: Final = "Total world"
ESTIMATED: Final = " (est.)"
CODES: Final = {
    "Kazakhstan": "KAZ", "Canada": "CAN", "Namibia": "NAM", "Australia": "AUS",
    "Uzbekistan": "UZB", "Russia": "RUS", "Niger": "NER", "China": "CHN", "India": "IND",
    "South Africa": "ZAF", "Ukraine": "UKR", "USA": "USA", "Pakistan": "PAK", "Brazil": "BRA",
    "Iran": "IRN", "Czech Republic": "CZE", "Romania": "ROU", "France": "FRA", "Germany": "DEU",
    "Malawi": "MWI", WORLD: "WLD",
}  # fmt: skip

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "page-2023-08": ReleaseFacts(
        title="World Uranium Mining Production, 2013 to 2022",
        files=("minerals_other/transcribed_uranium/wna_uranium_mine_production_2013_2022.csv",),
        address="http://www.world-nuclear.org/information-library/nuclear-fuel-cycle/"
        "mining-of-uranium/world-uranium-mining-production.aspx",
        licence="Facts",
        citation="World Nuclear Association, World Uranium Mining Production, August 2023",
        released_on="2023-08",
        released_on_status="seen",
        data_through="2022-12-31",
        retrieved_on="2026-11-23",
        custody="transcribed",
        redistribute="yes",
        notes="The month is the page's own. The page marks five countries as estimated, for all "
        "years. Countries give the world within 2 tonnes in 2013 and from 2018 on, within 109 in "
        "2014 to 2017; the Association warns of rounding.",
    )
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `production`: one row per country, or the world, and year, tonnes of uranium.

    SourceError names row and column of the first fault.
    """
    facts = expect_files(SOURCE, release, RELEASES, files)
    rows = list(_read(files[0]))
    found = [(str(row["country_code"]), row["year"]) for row in rows]
    wanted = [(code, year) for code in CODES.values() for year in YEARS]
    if sorted(found) != sorted(wanted):
        missing = next((f"{c} {y}" for c, y in wanted if (c, y) not in found), "no row twice")
        raise fault("rows are missing or twice", files[0].name, f"{len(rows)} rows", missing)
    raw = [(files[0], COMPILED)]
    return write_release(project, SOURCE, release, facts, {"production": rows}, raw)


def _read(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, HEADER):
        printed = row["country"]
        country = printed.removesuffix(ESTIMATED)
        if country not in CODES:
            where = row.at("country")
            raise fault("a country without a code", where, repr(printed), "a country of the table")
        year = row.whole("year", "a year")
        value = row.number("tonnes_u")
        yield {
            "country": country,
            "country_code": CODES[country],
            "year": year,
            "value": value,
            "unit": "t",
            "status": status_of(value, "estimated" if printed != country else "reported"),
            "source_line": row.line,
        }
