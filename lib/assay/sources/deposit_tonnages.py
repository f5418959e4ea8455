"""Tonnages of single Ukrainian deposits as a page printed them, one release per page.

A list, never a register: whoever adds its rows knows at least so much is documented, and no more.
Ore, oxide, carbonate and metal are different things; the unit says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_number, read_rows
from assay.sources._ingest import expect_files

DEPOSITS: Final = "../research/deposits_raw.csv"
HEADER: Final = (
    "id name alt_names mineral_primary minerals_other eu_crm_2023 oblast nearest_place lat lon "
    "coord_quality coord_basis resource_statement resource_value resource_unit resource_class "
    "stage holder control_status control_as_of control_note source_publisher source_title "
    "source_url source_date citation_status citation_note"
).split()


class Page(NamedTuple):
    """One page and the one deposit it gives a tonnage for. `qualifier`: the page's own."""

    deposit_id: str
    deposit: str
    commodity: str
    publisher: str
    title: str
    address: str
    released_on: str
    sure: Literal["seen", "inferred", "unknown"]
    qualifier: str


PAGES: Final[dict[str, Page]] = {
    "geonews-azovske": Page(
        "dep-05", "Azovske", "rare earths", "geonews.com.ua",
        "(Rare-earth prospects of Ukraine; Azovske deposit)",
        "https://geonews.com.ua/ridkisnozemelni-perspektivi-ukraini", "", "unknown", "reported",
    ),
    "spglobal-dobra-2026-01-12": Page(
        "dep-04", "Dobra", "lithium", "S&P Global",
        "TechMet, Rock Holdings JV wins rights for Dobra lithium deposit in Ukraine",
        "https://www.spglobal.com/energy/en/news-research/latest-news/metals/011226-techmet-rock-"
        "holdings-jv-wins-rights-for-dobra-lithium-deposit-in-ukraine",
        "2026-01-12", "seen", "less_than",
    ),
    "instaforex-novokostiantynivske-2021-12-30": Page(
        "dep-28", "Novokostiantynivske", "uranium", "InstaForex, citing TASS and WNA",
        "Ukraine to invest in uranium mining industry",
        "https://www.instaforex.com/in/forex_analysis/298634", "2021-12-30", "seen", "more_than",
    ),
    "rubryka-safonivske-2020-07-29": Page(
        "dep-32", "Safonivske", "uranium", "Rubryka",
        "International experts estimate uranium reserves in Ukraine",
        "https://rubryka.com/en/2020/07/29/jorc-nucsystems/amp", "2020-07-29", "seen", "reported",
    ),
}  # fmt: skip

RELEASES: Final[dict[str, ReleaseFacts]] = {
    release: ReleaseFacts(
        title=f"{page.deposit}: {page.commodity}",
        files=(DEPOSITS,),
        address=page.address,
        licence="Facts",
        citation=f"{page.publisher}: {page.title}",
        released_on=page.released_on,
        released_on_status=page.sure,
        data_through=page.released_on,
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="yes",
        notes="Typed from an excerpt of a stored page, not from the full page.",
    )
    for release, page in PAGES.items()
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the tonnage one page prints for one deposit, in the unit of its row."""
    facts = expect_files("deposit_tonnages", release, RELEASES, files)
    row = _tonnage(files[0], PAGES[release])
    return write_release(
        project,
        "deposit_tonnages",
        release,
        facts,
        {"tonnages": [row]},
        [(files[0], "compiled for this project from stored public pages")],
        PAGES[release].publisher,
    )


def _tonnage(path: Path, page: Page) -> dict[str, Cell]:
    for line, row in read_rows(path, HEADER):
        if row["id"] != page.deposit_id:
            continue
        if (row["name"], row["source_url"]) != (page.deposit, page.address):
            where = at(path.name, line, "source_url")
            raise fault("another page than the release", where, row["source_url"], page.address)
        amount, substance = row["resource_unit"].split(" ", 1)
        return {
            "deposit_id": row["id"],
            "deposit": row["name"],
            "country_code": "UKR",
            "oblast": row["oblast"],
            "commodity": page.commodity,
            "substance": substance,
            "value": read_number(row["resource_value"], at(path.name, line, "resource_value")),
            "unit": amount,
            "status": page.qualifier,
            "resource_class": row["resource_class"],
            "statement": row["resource_statement"],
            "publisher": page.publisher,
            "url": row["source_url"],
        }
    raise fault("a deposit is missing: the file is cut off", path.name, "", page.deposit_id)
