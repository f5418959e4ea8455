"""Deposits in Ukraine that the US Geological Survey names: three of its databases, one each.

The databases list mines, deposits and occurrences that someone described; none is complete and
none carries tonnage. A count from them is a floor. Coordinates are kept as printed, and some are
wrong (Azovske falls in Crimea). A second release of each database has its places, corrected: the
releases with what was printed stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_rows
from assay.sources._ingest import expect_files
from assay.sources._oblasts import BOUNDARIES
from assay.sources._usgs_places import read_places

COUNTRY: Final = "Ukraine"
FOLDER: Final = "usgs/deposits/"
PLACES: Final = "-places"
MAJOR_HEADER: Final = (
    "gid dep_name country state latitude longitude commodity dep_type type_detail model_code "
    "model_name metallic citation"
).split()
COMMODITY_HEADER: Final = ["gid", "value"]
CRITICAL_HEADER: Final = (
    "X Y DEPOSIT_NAME CRITICAL_MINERAL DEPOSIT_TYPE LATITUDE LONGITUDE LOCATION LOC_DETAIL"
).split()
RARE_EARTH_HEADER: Final = (
    "rec_id deptype depname country stprov lat_dms lon_dms status age_info company comments "
    "latitude longitude"
).split()


def _facts(
    title: str, files: tuple[str, ...], address: str, released_on: str, notes: str
) -> ReleaseFacts:
    return ReleaseFacts(
        title=title,
        files=tuple(FOLDER + name for name in files),
        address=address,
        licence="US government work, public domain",
        citation=f"US Geological Survey, {title}",
        released_on=released_on,
        released_on_status="inferred",
        data_through=released_on,
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="yes",
        notes="Rows for Ukraine only. No tonnage and no grade. " + notes,
    )


DATABASES: Final[dict[str, ReleaseFacts]] = {
    "ofr-02-189": _facts(
        "Rare earth element mines, deposits, and occurrences, Open-File Report 02-189",
        ("ree-ofr-02-189/main.csv",),
        "https://doi.org/10.3133/ofr02189",
        "2002",
        "The year is that of the report; the database went on the web later.",
    ),
    "ofr-2005-1294": _facts(
        "Major mineral deposits of the world, Open-File Report 2005-1294",
        ("ofr-2005-1294/deposit.csv", "ofr-2005-1294/commodity.csv"),
        "https://doi.org/10.3133/ofr20051294",
        "2005",
        "Some coordinates of Ukrainian records are plainly wrong.",
    ),
    "pp1802": _facts(
        "Global distribution of selected mines, deposits, and districts of critical minerals",
        ("pp1802/PP1802_CritMin_pts.csv",),
        "https://doi.org/10.5066/F7GH9GQR",
        "2017",
        "Record numbers are line numbers of the file. Zavallia is listed twice.",
    ),
}
RELEASES: Final[dict[str, ReleaseFacts]] = DATABASES | {
    database + PLACES: replace(
        facts,
        title=f"{facts.title}: places, corrected",
        files=(*facts.files, BOUNDARIES),
        citation=f"{facts.citation}; regions: geoBoundaries gbOpen UKR ADM1",
        notes="Places of the records for Ukraine. A place that is plainly wrong is withdrawn, not "
        "replaced; the reason stands in its row.",
    )
    for database, facts in DATABASES.items()
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the records for Ukraine of one database, or their places corrected by
    data/corrections/usgs_deposits.csv; commodities as printed.
    """
    facts = expect_files("usgs_deposits", release, RELEASES, files)
    database = release.removesuffix(PLACES)
    rows = [{"database": database, **row} for row in READERS[database](files)]
    if not rows:
        raise fault(f"no record for {COUNTRY}: the file is cut off", files[0].name)
    if release == database:
        tables = {"deposits": rows}
    else:
        tables = {"places": read_places(project, release, rows, files[-1])}
    return write_release(
        project,
        "usgs_deposits",
        release,
        facts,
        tables,
        [(path, "stored copy of a public repository") for path in files],
    )


def _read_rare_earths(files: Sequence[Path]) -> list[dict[str, Cell]]:
    path = files[0]
    return [
        _row(
            record_id=row["rec_id"],
            deposit=row["depname"],
            commodity="REE",
            deposit_type=row["deptype"],
            status=row["status"],
            place=_place(row, "latitude", "longitude"),
        )
        for row in read_rows(path, RARE_EARTH_HEADER)
        if row["country"] == COUNTRY
    ]


def _read_major(files: Sequence[Path]) -> list[dict[str, Cell]]:
    deposits, commodities = files[:2]
    symbols: dict[str, list[str]] = {}
    for row in read_rows(commodities, COMMODITY_HEADER):
        symbols.setdefault(row["gid"], []).append(row["value"])
    rows = []
    for row in read_rows(deposits, MAJOR_HEADER):
        if row["country"] != COUNTRY:
            continue
        if row["gid"] not in symbols:
            where = row.at("gid")
            raise fault("a deposit without a commodity", where, row["gid"], commodities.name)
        rows += [
            _row(
                record_id=row["gid"],
                deposit=row["dep_name"],
                commodity=symbol,
                deposit_type=row["dep_type"],
                status="",
                place=_place(row, "latitude", "longitude"),
            )
            for symbol in symbols[row["gid"]]
        ]
    return rows


def _read_critical(files: Sequence[Path]) -> list[dict[str, Cell]]:
    path = files[0]
    return [
        _row(
            record_id=str(row.line),
            deposit=row["DEPOSIT_NAME"],
            commodity=row["CRITICAL_MINERAL"],
            deposit_type=row["DEPOSIT_TYPE"],
            status="",
            place=_place(row, "LATITUDE", "LONGITUDE"),
        )
        for row in read_rows(path, CRITICAL_HEADER)
        if row["LOCATION"] == COUNTRY
    ]


def _row(
    *,
    record_id: str,
    deposit: str,
    commodity: str,
    deposit_type: str,
    status: str,
    place: tuple[Decimal | None, Decimal | None],
) -> dict[str, Cell]:
    return {
        "record_id": record_id,
        "deposit": deposit,
        "country": COUNTRY,
        "country_code": "UKR",
        "commodity": commodity,
        "deposit_type": deposit_type,
        "status": status,
        "latitude": place[0],
        "longitude": place[1],
        "place_status": "printed" if place[0] is not None else "not_available",
    }


def _place(row: Row, latitude: str, longitude: str) -> tuple[Decimal | None, Decimal | None]:
    if not row[latitude] and not row[longitude]:
        return None, None
    return row.number(latitude), row.number(longitude)


READERS: Final[Mapping[str, Callable[[Sequence[Path]], list[dict[str, Cell]]]]] = {
    "ofr-02-189": _read_rare_earths,
    "ofr-2005-1294": _read_major,
    "pp1802": _read_critical,
}
