"""Where the deposits of the US Geological Survey's databases lie, less what is plainly wrong.

The databases' own tables keep coordinates as printed. This table corrects them by the lines of
data/corrections/usgs_deposits.csv: a wrong place is withdrawn, not replaced by one from memory, and
a deposit that is listed twice says so. What is kept must lie in Ukraine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from assay.corrections import apply_corrections
from assay.paths import Project
from assay.releases import Cell
from assay.sources._delimited import fault, read_number
from assay.sources._geometry import Shape, lies_in, place_point
from assay.sources._oblasts import read_regions

SOURCE = "usgs_deposits"


def read_places(
    project: Project,
    release: str,
    records: Sequence[Mapping[str, Cell]],
    boundaries: Path,
) -> list[dict[str, Cell]]:
    """One row per record: its place as kept, as printed, and why they differ.

    `records` are rows of the table `deposits` of one database; `release` is the one its corrections
    name. CuratedError when a correction no longer fits, SourceError for a place outside Ukraine.
    """
    regions = {code: shape for code, (_, _, shape) in read_regions(project, boundaries).items()}
    printed = {str(record["record_id"]): record for record in reversed(records)}
    found = [
        _as_text(printed[name]) for name in dict.fromkeys(str(r["record_id"]) for r in records)
    ]
    used = apply_corrections(project, SOURCE, "places", found, release, release)
    reasons: dict[str, str] = {}
    for correction in used:
        reasons[dict(correction.where)["record_id"]] = correction.reason
    return [
        _row(cells, printed[cells["record_id"]], reasons.get(cells["record_id"], ""), regions)
        for cells in found
    ]


def _as_text(record: Mapping[str, Cell]) -> dict[str, str]:
    """The cells that corrections are about, as printed."""
    cells = {name: record[name] for name in ("record_id", "deposit", "latitude", "longitude")}
    return {name: "" if cell is None else str(cell) for name, cell in cells.items()} | {
        "same_as": ""
    }


def _row(
    kept: Mapping[str, str], printed: Mapping[str, Cell], reason: str, regions: dict[str, Shape]
) -> dict[str, Cell]:
    where = f"{printed['database']}, record {kept['record_id']} ({kept['deposit']})"
    place = tuple(_degrees(kept[name], f"{where}, {name}") for name in ("latitude", "longitude"))
    without = "not_available" if printed["latitude"] is None else "withdrawn"
    return {
        "database": printed["database"],
        "record_id": kept["record_id"],
        "deposit": kept["deposit"],
        "country_code": printed["country_code"],
        "latitude": place[0],
        "longitude": place[1],
        "place_status": without if None in place else "printed",
        "oblast_code": _oblast_code(place, regions, where),
        "latitude_printed": printed["latitude"],
        "longitude_printed": printed["longitude"],
        "same_as": kept["same_as"],
        "reason": reason,
    }


def _degrees(text: str, where: str) -> Decimal | None:
    return read_number(text, where) if text else None


def _oblast_code(
    place: tuple[Decimal | None, ...], regions: dict[str, Shape], where: str
) -> str | None:
    """The region in whose outline a kept place lies; None where none is kept."""
    latitude, longitude = place
    if latitude is None or longitude is None:
        return None
    found = list(_regions_with(place_point(longitude, latitude), regions))
    if len(found) != 1:
        what = "a place called Ukraine's lies in none of its regions"
        raise fault(what, where, f"{latitude} north, {longitude} east", "a line in corrections")
    return found[0]


def _regions_with(point: Shape, regions: dict[str, Shape]) -> Iterator[str]:
    return (code for code, shape in regions.items() if lies_in(point, shape))
