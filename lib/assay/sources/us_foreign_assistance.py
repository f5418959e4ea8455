"""ForeignAssistance.gov, country summary: US aid by place, fiscal year and type of transaction.

The four types are stages of the same money and never add up to anything. Places are countries,
regions, and the world for aid that no place is named for; none of them is a total of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.errors import at
from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_number, read_rows
from assay.sources._ingest import expect_files, status_of

HEADER: Final = (
    "Country Code|Country Name|Region ID|Region Name|Income Group Acronym|Income Group Name|"
    "Transaction Type ID|Transaction Type Name|Fiscal Year|current_amount|constant_amount"
).split("|")
SLIPS: Final = ["", "", "ilte="]  # stray columns of the uploader of November 2025
TYPES: Final = {
    "Appropriated and Planned": "appropriated_and_planned",
    "Obligations": "obligated",
    "Disbursements": "disbursed",
    "President's Budget Requests": "requested",
}
TRANSITION: Final = "1976tq"
OLD_YEARS: Final = 1976  # fiscal years to 1976 ran July to June, since 1977 October to September
FIRST_YEAR: Final = 1946
LAST_PLACE: Final = "ZWE"  # the file is in the order of the codes

READ_FROM: Final = {
    "copy-of-april-2025": "public repository kareemshub/final-project, commit "
    "2d6d310f47d44b47756910bc073418984cf53f6b",
    "copy-of-november-2025": "public repository ltadikonda2007/Personal-data-set-project, commit "
    "6aaa8012cd10c65d8ee0992ec89ebd0a3519baaf",
}


def _facts(month: str, folder: str, notes: str) -> ReleaseFacts:
    return ReleaseFacts(
        title=f"ForeignAssistance.gov country summary, copy of {month}",
        files=(f"aid/us_foreignassistance_gov_{folder}/us_foreign_aid_country.csv",),
        address="https://foreignassistance.gov/data",
        licence="US government work, public domain in the US",
        citation="US Department of State and USAID, ForeignAssistance.gov, country summary",
        released_on="",
        released_on_status="unknown",
        data_through="",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes=notes + " The publisher gives no release number and the file no data date. All rows "
        "are kept. The newest fiscal year is incomplete.",
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "copy-of-april-2025": _facts(
        "April 2025",
        "2025-04",
        "Downloaded about 2 April 2025. Obligations to Ukraine of fiscal years 2022 to 2024 are "
        "53.1 bn dollars here and 90.6 bn in the copy of November.",
    ),
    "copy-of-november-2025": _facts(
        "November 2025",
        "2025-11",
        "Downloaded about 29 November 2025; three stray empty columns of the uploader left out. "
        "Obligations to Ukraine of fiscal years 2022 to 2024 rose from 53.1 bn dollars in the copy "
        "of April to 90.6 bn, disbursements from 46.9 to 47.4 bn.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write every row of one copy, in US dollars, current and constant."""
    facts = expect_files("us_foreign_assistance", release, RELEASES, files)
    rows = list(_read(files[0], has_slips=release == "copy-of-november-2025"))
    if rows and rows[-1]["place_code"] != LAST_PLACE:
        last = f"{rows[-1]['place_code']} as the last place"
        raise fault("the file is cut off", at(files[0].name, len(rows) + 1), last, LAST_PLACE)
    raw = [(files[0], READ_FROM[release])]
    return write_release(project, "us_foreign_assistance", release, facts, {"amounts": rows}, raw)


def _read(path: Path, *, has_slips: bool) -> Iterator[dict[str, Cell]]:
    columns = [*HEADER, *SLIPS] if has_slips else HEADER
    for row in read_rows(path, columns, open_end=has_slips):
        if has_slips and (row[""] or row["ilte="]):
            place = row.at("ilte=")
            raise fault("a stray column has a value", place, row["ilte="], "an empty cell")
        yield {
            **_place(row),
            **_transaction(row),
            **fiscal_year(row["Fiscal Year"], row.at("Fiscal Year")),
            **_amounts(row),
        }


def _place(row: Row) -> dict[str, Cell]:
    name, code = row["Country Name"], row["Country Code"]
    kind = "country"
    if code == "WLD":
        kind = "world"
    elif name.endswith(" Region"):
        kind = "region"
    return {
        "place": name,
        "place_code": "" if code == "NULL" else code,
        "place_kind": kind,
        "region": row["Region Name"],
    }


def _transaction(row: Row) -> dict[str, Cell]:
    name = row["Transaction Type Name"]
    if name not in TYPES:
        place = row.at("Transaction Type Name")
        raise fault("an unknown type of transaction", place, repr(name), ", ".join(TYPES))
    return {"stage": TYPES[name]}


def fiscal_year(text: str, where: str) -> dict[str, Cell]:
    """Label and days of a US fiscal year; `1976tq` is the quarter between two ways of counting.

    SourceError for anything else.
    """
    year = int(text) if re.fullmatch(r"\d{4}", text) else 0
    if text == TRANSITION:
        first, last = date(1976, 7, 1), date(1976, 9, 30)
    elif FIRST_YEAR <= year <= OLD_YEARS:
        first, last = date(year - 1, 7, 1), date(year, 6, 30)
    elif year > OLD_YEARS:
        first, last = date(year - 1, 10, 1), date(year, 9, 30)
    else:
        raise fault("not a fiscal year", where, repr(text), "2024 or 1976tq")
    return {"fiscal_year": text, "period_start": first, "period_end": last}


def _amounts(row: Row) -> dict[str, Cell]:
    """Whole dollars; a negative amount takes back what an earlier year had obligated."""
    current, constant = (
        _dollars(row[name], row.at(name)) for name in ("current_amount", "constant_amount")
    )
    status = status_of(current)
    return {"value": current, "constant_value": constant, "unit": "USD", "status": status}


def _dollars(text: str, where: str) -> Decimal:
    value = read_number(text, where)
    if value != value.to_integral_value():
        raise fault("not whole dollars: another unit?", where, text, "whole dollars")
    return value
