"""Mineral deposits in Ukraine that pages name: a list, and where they lay on dated maps.

44 deposits, typed from excerpts of pages; 17 rows are from memory and say so. Coordinates are those
of a place, most of them from memory. Tonnages stand only where the page read gives one, each with
its class: classes are not compared and nothing is added up. A list, never a register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import Row, fault, read_number, read_rows
from assay.sources._geometry import Shape, join, lies_in, place_point
from assay.sources._ingest import COMPILED, expect_files
from assay.sources._oblasts import (
    BOUNDARIES,
    LAND,
    LIST,
    oblast_of,
    read_land,
    read_oblasts,
    read_regions,
)
from assay.sources._positions import UNCERTAINTY, Placed, draw_map, positions
from assay.sources.deepstate_map import DAYS, read_occupied, snapshot_file
from assay.sources.deposit_tonnages import DEPOSITS, HEADER

FEWEST: Final = 44
COPY: Final = "stored copy of a public repository"
QUALITIES: Final = {"good": "good", "approx": "approximate", "low": "low", "very low": "very_low"}
CONTROLS: Final = {
    "occupied": "occupied",
    "government-controlled": "government_controlled",
    "near front": "near_front",
    "occupied or front line": "occupied_or_front_line",
}
FACTS: Final = {"verified": "page", "recalled": "recalled"}
YES_OR_NO: Final = {"yes": "true", "no": ""}
WEAK_HOSTS: Final = ("stocknews24.com", "machaao.com", "natyliesbaldwin.com", "avglob.biz")


class Tonnage(NamedTuple):
    """A tonnage in the ground that the page read gives: as listed, its class and qualifier."""

    printed: str
    class_printed: str
    resource_class: str
    status: str


TONNAGES: Final[dict[str, Tonnage]] = {
    "dep-04": Tonnage("1.26 Mt LCE", "preliminary estimate", "preliminary_estimate", "less_than"),
    "dep-05": Tonnage("710 kt REO", "prognostic resources", "prognostic_resources", "reported"),
    "dep-11": Tonnage("2.34 Mt ore", "Ukrainian system", "national_system", "reported"),
    "dep-14": Tonnage("2.122 Mt graphite", "B+C1+C2", "state_balance_reserves", "derived"),
    "dep-28": Tonnage("93 kt U", "identified resources", "identified_resources", "more_than"),
    "dep-32": Tonnage("4.7 kt U", "JORC resource", "jorc_resources", "reported"),
}
LEFT_OUT: Final = {
    "dep-01": "Tonnage left out: it stands on another page than the one cited.",
    "dep-03": "Tonnage left out.",
    "dep-36": "Tonnage left out, which is of the whole country.",
}

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "compiled-1": ReleaseFacts(
        title="44 named deposits and where they lay on five dated maps",
        files=(DEPOSITS, BOUNDARIES, LAND, *(snapshot_file(day) for day in DAYS)),
        address="https://github.com/cyterat/deepstate-map-data",
        licence="Facts",
        citation="Pages named row by row; positions: DeepStateMap (deepstatemap.live), collected "
        "by cyterat/deepstate-map-data; regions: geoBoundaries; land and sea: Natural Earth",
        released_on="",
        released_on_status="unknown",
        data_through="2026-08-22",
        retrieved_on="2026-11-23",
        custody="press",
        redistribute="derived_only",
        notes="A list, not a register: no share and no total follows from it. Rows marked recalled "
        "are from memory, as are most coordinates. A position is decided only where the line is "
        "farther away than the coordinates may be off (11, 22 or 33 km). Distances are on "
        "Lambert's azimuthal equal-area projection; unoccupied land is Ukraine's land by Natural "
        "Earth at 1 to 50 million, less slivers under 10 km.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the deposits with what pages say of them, and their position on each day."""
    facts = expect_files("named_deposits", release, RELEASES, files)
    path, boundaries, land_file, *snapshots = files
    regions = {code: shape for code, (_, _, shape) in read_regions(project, boundaries).items()}
    known = read_oblasts(project, LIST)
    listed = list(read_rows(path, HEADER))
    if len(listed) < FEWEST:
        raise fault("the list is cut off", path.name, str(len(listed)), f"{FEWEST} deposits")
    placed = [_placed(row) for row in listed]
    rows = [
        _deposit(row, known, deposit, regions) for row, deposit in zip(listed, placed, strict=True)
    ]
    land, ukraine = read_land(land_file), join(regions.values())
    maps = [
        draw_map(date.fromisoformat(day), read_occupied(snapshot), ukraine, land)
        for day, snapshot in zip(DAYS, snapshots, strict=True)
    ]
    tables = {"deposits": rows, "positions": list(positions(placed, maps))}
    raw = [(path, COMPILED), *((other, COPY) for other in files[1:])]
    return write_release(project, "named_deposits", release, facts, tables, raw)


def _placed(row: Row) -> Placed:
    quality = _choose(row, "coord_quality", QUALITIES)
    point = place_point(row.number("lon"), row.number("lat"))
    return Placed(row["id"], row["name"], point, UNCERTAINTY[quality])


def _deposit(
    row: Row,
    known: dict[str, tuple[str, str]],
    placed: Placed,
    regions: dict[str, Shape],
) -> dict[str, Cell]:
    facts = _choose(row, "citation_status", FACTS)
    code, oblast = oblast_of(known, row["oblast"], row.at("oblast"))
    return {
        "deposit_id": row["id"],
        "deposit": row["name"],
        "also_named": row["alt_names"],
        "country_code": "UKR",
        "facts": facts,
        "commodity": row["mineral_primary"],
        "with_commodities": row["minerals_other"],
        "on_eu_list": bool(_choose(row, "eu_crm_2023", YES_OR_NO)),
        "oblast_code": code,
        "oblast": oblast,
        "nearest_place": row["nearest_place"],
        "latitude": row.number("lat"),
        "longitude": row.number("lon"),
        "place_status": "recalled" if row["coord_basis"].startswith("memory") else "listed",
        "place_quality": _choose(row, "coord_quality", QUALITIES),
        "uncertainty_km": placed.uncertainty,
        "found_in_code": _found_in(placed.point, regions, row.at("lat")),
        **_tonnage(row, facts),
        "stage": row["stage"],
        "holder": row["holder"],
        "control": _choose(row, "control_status", CONTROLS),
        "control_as_of": row["control_as_of"],
        "control_note": row["control_note"],
        **_page(row, facts),
    }


def _tonnage(row: Row, facts: str) -> dict[str, Cell]:
    """The tonnage in the ground with its class, where the page read gives one."""
    printed = f"{row['resource_value']} {row['resource_unit']}"
    tonnage = TONNAGES.get(row["id"])
    is_remembered = facts == "recalled" or row["id"] in LEFT_OUT
    statement = "" if is_remembered else row["resource_statement"]
    if tonnage is None:
        return {
            "value": None,
            "unit": "",
            "substance": "",
            "status": "not_available",
            "resource_class": "",
            "class_printed": "",
            "statement": statement,
        }
    if (printed, row["resource_class"]) != tonnage[:2]:
        found = f"{printed}, {row['resource_class']}"
        expected = f"{tonnage.printed}, {tonnage.class_printed}"
        raise fault("another tonnage", row.at("resource_value"), found, expected)
    amount, unit, substance = printed.split(" ", 2)
    return {
        "value": read_number(amount, row.at("resource_value")),
        "unit": unit,
        "substance": substance,
        "status": tonnage.status,
        "resource_class": tonnage.resource_class,
        "class_printed": tonnage.class_printed,
        "statement": statement,
    }


def _page(row: Row, facts: str) -> dict[str, Cell]:
    """Whose page, and the last day of its date; nothing where no page was read."""
    note = " ".join(filter(None, (LEFT_OUT.get(row["id"], ""), row["citation_note"])))
    if facts == "recalled":
        return {"publisher": "", "title": "", "url": "", "public_on": None, "note": note}
    try:
        public_on = PartialDate.parse(row["source_date"]).last
    except ValueError:
        place = row.at("source_date")
        raise fault(
            "not a date", place, repr(row["source_date"]), "2025, 2025-02 or a day"
        ) from None
    is_weak = any(host in row["source_url"] for host in WEAK_HOSTS)
    return {
        "publisher": row["source_publisher"],
        "title": row["source_title"],
        "url": "" if is_weak else row["source_url"],
        "public_on": public_on,
        "note": note,
    }


def _found_in(point: Shape, regions: dict[str, Shape], where: str) -> str:
    found = [code for code, shape in regions.items() if lies_in(point, shape)]
    if len(found) != 1:
        what = "coordinates in no region of Ukraine, or in two"
        raise fault(what, where, ", ".join(found) or "none", "one region")
    return found[0]


def _choose(row: Row, column: str, words: dict[str, str]) -> str:
    if row[column] not in words:
        raise fault("an unknown word", row.at(column), row[column], ", ".join(words))
    return words[row[column]]
