"""Figures on Ukraine's titanium and other metals as pages printed them, one release per page.

A list, never a register. Exports are gross weight of ore and concentrate (HS 2614), which is not
the contained TiO2 that USGS counts: never divide one by the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_number, read_rows
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._pages import Page, facts_of_page

SOURCE: Final = "ukraine_metals"
FIGURES: Final = (
    "minerals_other/transcribed_ukraine_titanium/ukraine_titanium_and_metals_figures.csv"
)
HEADER: Final = "period measure value unit second_value source url note".split()
AMOUNT: Final = re.compile(
    r"(?P<sign>>|about )?(?P<low>\d+(?:\.\d+)?)(?:-(?P<high>\d+(?:\.\d+)?))?"
)
STATUS: Final = {">": "more_than", "about ": "estimated", None: "reported"}
UNITS: Final = ("thousand t", "million t", "percent")
YEAR_OR_MONTH: Final = re.compile(r"\d{4}(-\d{2})?")


PAGES: Final[dict[str, Page]] = {
    "ccipu-5199": Page(
        "Italian-Ukrainian chamber of commerce", "(exports of titanium ores in 2019)",
        "http://ccipu.org/it/newsi/5199/", "", "unknown",
    ),
    "gmk-38313": Page(
        "GMK Center", "(exports of titanium ores)", "https://gmk.center/?p=38313", "", "unknown",
    ),
    "24tv-2025-10-19": Page(
        "24 Kanal, citing the Centre for Economic Strategy", "(Ukraine's titanium)",
        "https://financy.24tv.ua/bagato-ukrayini-titanu-ukrayina-mozhe-mati-bagato-kopalin-"
        "nadrah_n2936192", "2025-10-19", "seen",
    ),
    "eiti-2022": Page(
        "EITI Ukraine, quoting the State Service of Geology and Subsoil", "(titanium ores, 2022)",
        "https://eiti.gov.ua/resursi-rozvidka-ta-vidobuvannya/rudi-titanu_2022/", "", "unknown",
    ),
    "reuters-2025-05-01": Page(
        "Reuters, as copied by daily8.com", "(factbox on Ukraine's metals)",
        "https://www.daily8.com/en/article/5d4afc19dccc9653c6a2c6dcfcd0d202", "2025-05-01", "seen",
    ),
    "geonews-titanovij": Page(
        "geonews.com.ua", "(titanium in Ukraine)",
        "https://geonews.com.ua/chi-e-v-ukraini-titanovij", "", "unknown",
    ),
}  # fmt: skip

RELEASES: Final[dict[str, ReleaseFacts]] = {
    release: facts_of_page(
        page,
        f"Figures on Ukraine's metals: {page.publisher}",
        FIGURES,
        "Typed from a stored page; the page's own title was not kept.",
    )
    for release, page in PAGES.items()
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write `figures`: what one page prints, one row per figure, in the unit of its row.

    SourceError names row and column of the first fault, in the rows of any page.
    """
    facts = expect_files(SOURCE, release, RELEASES, files)
    rows = [row for row in _read(files[0]) if row["url"] == facts.address]
    if not rows:
        raise fault("no figure of the page", files[0].name, "", facts.address)
    raw = [(files[0], COMPILED)]
    publisher = PAGES[release].publisher
    return write_release(project, SOURCE, release, facts, {"figures": rows}, raw, publisher)


def _read(path: Path) -> Iterator[dict[str, Cell]]:
    addresses = {page.address for page in PAGES.values()}
    for row in read_rows(path, HEADER):
        if row["url"] not in addresses:
            where = row.at("url")
            raise fault("a page that no release is of", where, row["url"], "a page of RELEASES")
        amount = AMOUNT.fullmatch(row["value"])
        where = row.at("value")
        if not amount:
            raise fault("not an amount", where, repr(row["value"]), "1.8, 6-7, >6 or about 1")
        if row["unit"] not in UNITS:
            place = row.at("unit")
            raise fault("an unknown unit", place, repr(row["unit"]), ", ".join(UNITS))
        high = amount["high"]
        start, end = _span(row["period"])
        yield {
            "country_code": "UKR",
            "measure": row["measure"],
            "period": row["period"],
            "period_start": start,
            "period_end": end,
            "value": read_number(amount["low"], where),
            "value_high": read_number(high, where) if high else None,
            "unit": row["unit"],
            "status": "more_than" if high else STATUS[amount["sign"]],
            "printed": row["value"],
            "second_figure": row["second_value"],
            "quoted_from": row["source"],
            "url": row["url"],
            "note": row["note"],
        }


def _span(period: str) -> tuple[date | None, date | None]:
    """First and last day of a year or month; nothing for a period in words."""
    if not YEAR_OR_MONTH.fullmatch(period):
        return None, None
    interval = PartialDate.parse(period)
    return interval.first, interval.last
