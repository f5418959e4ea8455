"""ONE Campaign: official development assistance, and what donors count as refugee costs at home.

The cost of 2022 is what donors reported for refugees from everywhere; 2023 and 2024 are ONE's
model for refugees from Ukraine. None of it is in the Kiel tracker's aid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault, read_number, read_rows
from assay.sources._ingest import expect_files, status_of, year_span
from assay.sources._kiel_facts import ALIASES, CODES

FOLDER: Final = "aid/one_campaign_oda_refugee_costs/"
READ_FROM: Final = (
    "public repository ONEcampaign/ukraine_oda_tracker, commit "
    "742bcfc4df7f87297f6c2d808dd18906664c5da6"
)
COSTS: Final = "iso_code total_refugees cost22 cost23 cost24".split()
ODA: Final = "year donor_name value".split()
IDRC: Final = "year donor_name idrc".split()
# OECD names that the donors' table does not know.
OECD_NAMES: Final = {"Korea": "KOR", "Slovak Republic": "SVK"}
DONORS: Final = 30


def _facts(
    title: str, names: str, released_on: str, through: str, citation: str, notes: str
) -> ReleaseFacts:
    return ReleaseFacts(
        title=title,
        files=tuple(FOLDER + name for name in names.split()),
        address="https://github.com/ONEcampaign/ukraine_oda_tracker",
        licence="MIT licence on the repository; OECD inputs under OECD terms",
        citation=citation,
        released_on=released_on,
        released_on_status="inferred",
        data_through=through,
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes=notes,
    )


RELEASES: Final[dict[str, ReleaseFacts]] = {
    "oda-2024-01": _facts(
        "Official development assistance and refugee costs at home, 2010 to 2022",
        "total_oda_current.csv total_idrc_current.csv",
        "2024-01",
        "2022-12-31",
        "OECD DAC1, as held by the ONE Campaign",
        "All of a donor's ODA and all its in-donor refugee costs, whoever received them: nothing "
        "here is aid to Ukraine alone. Donors without a figure for a year have no row.",
    ),
    "estimates-2025-04-18": _facts(
        "In-donor costs of refugees, 2022 reported, 2023 and 2024 estimated",
        "ukraine_refugee_cost_estimates.csv",
        "2025-04-18",
        "2024-12-31",
        "ONE Campaign, Ukraine ODA tracker, with OECD and UNHCR inputs",
        "The figures of 2022 equal, donor by donor, the OECD's in-donor refugee costs for refugees "
        "of every origin. Three donors have no figure for 2022. The file prints dollars; the "
        "values here are millions.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the ODA tables or the estimates, in USD m at current prices."""
    facts = expect_files("one_campaign", release, RELEASES, files)
    tables: dict[str, list[dict[str, Cell]]]
    if release == "oda-2024-01":
        rows = [*_read_oda(files[0], ODA, "oda"), *_read_oda(files[1], IDRC, "refugee_costs")]
        tables = {"oda": rows}
    else:
        tables = {
            "refugees": list(_read_refugees(files[0])),
            "refugee_costs": list(_read_costs(files[0])),
        }
    raw = [(path, READ_FROM) for path in files]
    return write_release(project, "one_campaign", release, facts, tables, raw)


def _read_oda(path: Path, columns: Sequence[str], measure: str) -> Iterator[dict[str, Cell]]:
    codes = {**CODES, **ALIASES, **OECD_NAMES}
    donors = set()
    for row in read_rows(path, columns):
        name = row["donor_name"]
        if name not in codes:
            raise fault("a donor without a code", row.at("donor_name"), repr(name))
        donors.add(name)
        value = row.number(columns[2])
        yield {
            "donor": name,
            "donor_code": codes[name],
            **year_span(row.whole("year", "a year")),
            "measure": measure,
            "value": value,
            "unit": "USD m",
            "status": status_of(value),
        }
    if len(donors) != DONORS:
        raise fault("donors are missing: the file is cut off", path.name, str(len(donors)), "30")


def _read_refugees(path: Path) -> Iterator[dict[str, Cell]]:
    for row in read_rows(path, COSTS):
        number = row.number("total_refugees")
        if number != number.to_integral_value():
            place = row.at("total_refugees")
            raise fault("not a number of people", place, str(number), "a whole number")
        code = {"donor_code": row["iso_code"]}
        yield {**code, "value": number, "unit": "count", "status": status_of(number)}


def _read_costs(path: Path) -> Iterator[dict[str, Cell]]:
    """Three years in columns; an empty cell of 2022 is no zero."""
    for row in read_rows(path, COSTS):
        for year, column in enumerate(COSTS[2:], start=2022):
            text = row[column]
            value = read_number(text, row.at(column)) / 1_000_000 if text else None
            yield {
                "donor_code": row["iso_code"],
                **year_span(year),
                "origin": "all" if year == 2022 else "UKR",
                "value": value,
                "unit": "USD m",
                "status": status_of(value, "reported" if year == 2022 else "estimated"),
            }
