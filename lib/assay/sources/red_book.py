"""Uranium: identified recoverable resources by country, as the Red Book's table was reprinted.

The figures were typed from a page that reprints the World Nuclear Association's table, which
itself quotes the Red Book; the book was not seen. Resources are not reserves as USGS counts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import COMPILED, expect_files

HEADER: Final = ["country", "tonnes_u", "percent_of_world_as_printed", "rank"]
TABLE_YEAR: Final = 2021
WORLD: Final = "World total"
CODES: Final = {
    "Australia": "AUS", "Kazakhstan": "KAZ", "Canada": "CAN", "Russia": "RUS", "Namibia": "NAM",
    "South Africa": "ZAF", "Niger": "NER", "Brazil": "BRA", "China": "CHN", "Mongolia": "MNG",
    "Uzbekistan": "UZB", "Ukraine": "UKR", "Botswana": "BWA", "USA": "USA", "Tanzania": "TZA",
    "Jordan": "JOR", WORLD: "WLD",
}  # fmt: skip

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "reprint-2021": ReleaseFacts(
        title="Uranium resources by country, 1 January 2021, sixteen largest",
        files=(
            "minerals_other/transcribed_uranium/uranium_identified_recoverable_resources_2021.csv",
        ),
        address="https://miningvisuals.com/post/uranium-resources-by-country",
        licence="Facts",
        citation="World Nuclear Association, from OECD-NEA and IAEA, Uranium 2022: Resources, "
        "Production and Demand, as reprinted by miningvisuals.com",
        released_on="",
        released_on_status="unknown",
        data_through="2021-01-01",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="The cost class (below USD 130 per kgU) is not printed on the page: it is from "
        "general knowledge. The table runs from the largest down and stops at the sixteenth; "
        "countries left out have less than the last one printed.",
    )
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the table, tonnes of uranium, with the shares and ranks as printed."""
    facts = expect_files("red_book", release, RELEASES, files)
    return write_release(
        project,
        "red_book",
        release,
        facts,
        {"resources": _read_resources(files[0])},
        [(files[0], COMPILED)],
    )


def _read_resources(path: Path) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    last = Decimal("Infinity")
    for row in read_rows(path, HEADER):
        country = row["country"]
        if country not in CODES:
            where = row.at("country")
            raise fault("a country without a code", where, country, "a country of the table")
        tonnes = row.number("tonnes_u")
        if country != WORLD:
            if tonnes > last:
                where = row.at("tonnes_u")
                raise fault("the table must run from the largest down", where, str(tonnes))
            last = tonnes
        rows.append(
            {
                "country": country,
                "country_code": CODES[country],
                "year": TABLE_YEAR,
                "measure": "identified_resources",
                "cost_class": "below USD 130 per kgU (from general knowledge)",
                "value": tonnes,
                "unit": "t",
                "printed_percent": row.number("percent_of_world_as_printed"),
                "printed_rank": int(row["rank"]) if row["rank"] else None,
            }
        )
    if not rows or rows[-1]["country"] != WORLD:
        raise fault("the world total is missing: the file is cut off", path.name)
    return rows
