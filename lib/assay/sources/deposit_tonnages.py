"""Tonnages of single Ukrainian deposits as a page printed them, one release per page.

A list, never a register: whoever adds its rows knows at least so much is documented, and no more.
Ore, oxide, carbonate and metal are different things; the unit says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_rows
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._pages import Page, facts_of_page

DEPOSITS: Final = "../research/deposits_raw.csv"
HEADER: Final = (
    "id name alt_names mineral_primary minerals_other eu_crm_2023 oblast nearest_place lat lon "
    "coord_quality coord_basis resource_statement resource_value resource_unit resource_class "
    "stage holder control_status control_as_of control_note source_publisher source_title "
    "source_url source_date citation_status citation_note"
).split()


class Tonnage(NamedTuple):
    """The one deposit that a page gives a tonnage for. `qualifier`: the page's own."""

    page: Page
    deposit_id: str
    deposit: str
    commodity: str
    qualifier: str


TONNAGES: Final[dict[str, Tonnage]] = {
    "geonews-azovske": Tonnage(
        Page(
            "geonews.com.ua", "(Rare-earth prospects of Ukraine; Azovske deposit)",
            "https://geonews.com.ua/ridkisnozemelni-perspektivi-ukraini", "", "unknown",
        ),
        "dep-05", "Azovske", "rare earths", "reported",
    ),
    "spglobal-dobra-2026-01-12": Tonnage(
        Page(
            "S&P Global", "TechMet, Rock Holdings JV wins rights for Dobra lithium deposit in "
            "Ukraine",
            "https://www.spglobal.com/energy/en/news-research/latest-news/metals/011226-techmet-"
            "rock-holdings-jv-wins-rights-for-dobra-lithium-deposit-in-ukraine",
            "2026-01-12", "seen",
        ),
        "dep-04", "Dobra", "lithium", "less_than",
    ),
    "instaforex-novokostiantynivske-2021-12-30": Tonnage(
        Page(
            "InstaForex, citing TASS and WNA", "Ukraine to invest in uranium mining industry",
            "https://www.instaforex.com/in/forex_analysis/298634", "2021-12-30", "seen",
        ),
        "dep-28", "Novokostiantynivske", "uranium", "more_than",
    ),
    "rubryka-safonivske-2020-07-29": Tonnage(
        Page(
            "Rubryka", "International experts estimate uranium reserves in Ukraine",
            "https://rubryka.com/en/2020/07/29/jorc-nucsystems/amp", "2020-07-29", "seen",
        ),
        "dep-32", "Safonivske", "uranium", "reported",
    ),
}  # fmt: skip

RELEASES: Final[dict[str, ReleaseFacts]] = {
    release: facts_of_page(
        given.page,
        f"{given.deposit}: {given.commodity}",
        DEPOSITS,
        "Typed from an excerpt of a stored page, not from the full page.",
    )
    for release, given in TONNAGES.items()
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the tonnage one page prints for one deposit, in the unit of its row."""
    facts = expect_files("deposit_tonnages", release, RELEASES, files)
    given = TONNAGES[release]
    tables = {"tonnages": [_tonnage(files[0], given)]}
    raw = [(files[0], COMPILED)]
    publisher = given.page.publisher
    return write_release(project, "deposit_tonnages", release, facts, tables, raw, publisher)


def _tonnage(path: Path, given: Tonnage) -> dict[str, Cell]:
    for row in read_rows(path, HEADER):
        if row["id"] != given.deposit_id:
            continue
        url, address = row["source_url"], given.page.address
        if (row["name"], url) != (given.deposit, address):
            raise fault("another page than the release", row.at("source_url"), url, address)
        amount, substance = row["resource_unit"].split(" ", 1)
        return {
            "deposit_id": row["id"],
            "deposit": row["name"],
            "country_code": "UKR",
            "oblast": row["oblast"],
            "commodity": given.commodity,
            "substance": substance,
            "value": row.number("resource_value"),
            "unit": amount,
            "status": given.qualifier,
            "resource_class": row["resource_class"],
            "statement": row["resource_statement"],
            "publisher": given.page.publisher,
            "url": url,
        }
    raise fault("a deposit is missing: the file is cut off", path.name, "", given.deposit_id)
