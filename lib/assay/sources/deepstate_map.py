"""The area of Ukraine under Russian control on single days, per DeepStateMap: computed facts only.

The map is drawn from open sources and is no official line; its terms of reuse are not stated, so
areas are published with credit and outlines are not. Crimea is in Ukraine. A share is of Ukraine's
official area, never of the regions' outlines, which include sea.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._delimited import fault
from assay.sources._geometry import Shape, area_km2, common_part, join, read_outlines, without
from assay.sources._ingest import expect_files
from assay.sources._oblasts import BOUNDARIES, read_regions

COPY: Final = "stored copy of a public repository"
COUNTRY: Final = ("UA", "Ukraine")
OUTSIDE: Final = ("outside", "In no region's outline")
OFFICIAL_KM2: Final = Decimal(603550)  # Ukraine's official area; the outlines have 640,000
THOUSANDTH: Final = Decimal("0.001")
DAYS: Final = ("2024-07-08", "2025-02-24", "2025-04-30", "2025-12-31", "2026-08-22")


def snapshot_file(day: str) -> str:
    """Where the map of a day lies below the raw root."""
    return f"geo/deepstatemap_data_{day.replace('-', '')}.geojson"


RELEASES: Final[dict[str, ReleaseFacts]] = {
    day: ReleaseFacts(
        title=f"Under Russian control on {day}, per DeepStateMap",
        files=(snapshot_file(day), BOUNDARIES),
        address="https://deepstatemap.live",
        licence="Terms of the map not stated; collector's repository GPL-3.0",
        citation="DeepStateMap (deepstatemap.live), collected by cyterat/deepstate-map-data; "
        "regions: geoBoundaries gbOpen UKR ADM1",
        released_on=day,
        released_on_status="inferred",
        data_through=day,
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="derived_only",
        notes="An assessment from open sources, not an official line, simplified and merged by its "
        "collector; what was taken in 2014 is in it. The day is that of the file's name. Areas "
        "are computed by this project on Lambert's azimuthal equal-area projection of the WGS 84 "
        "ellipsoid; a region's area is what the occupied outline and the region's have in common. "
        "Shares are of Ukraine's official 603,550 km².",
    )
    for day in DAYS
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write the occupied area of one day (km²), its share (percent), and its parts by region."""
    facts = expect_files("deepstate_map", release, RELEASES, files)
    regions = read_regions(project, files[1])
    rows = list(_rows(date.fromisoformat(release), read_occupied(files[0]), regions))
    raw = [(path, COPY) for path in files]
    return write_release(project, "deepstate_map", release, facts, {"occupied": rows}, raw)


def read_occupied(path: Path) -> Shape:
    """The occupied area of one day on the plane. SourceError unless the file has one outline."""
    outlines = read_outlines(path)
    if len(outlines) != 1:
        raise fault("another form of the map", path.name, f"{len(outlines)} features", "one")
    return outlines[0].shape


def _rows(
    day: date, occupied: Shape, regions: dict[str, tuple[str, str, Shape]]
) -> Iterator[dict[str, Cell]]:
    total = area_km2(occupied)
    share = (100 * total / OFFICIAL_KM2).quantize(THOUSANDTH)
    yield _row(day, COUNTRY, "area", total)
    yield _row(day, COUNTRY, "share", share)
    for code, (_, name, outline) in sorted(regions.items()):
        yield _row(day, (code, name), "area", area_km2(common_part(occupied, outline)))
    everything = join(outline for _, _, outline in regions.values())
    yield _row(day, OUTSIDE, "area", area_km2(without(occupied, everything)))


def _row(day: date, place: tuple[str, str], measure: str, value: Decimal) -> dict[str, Cell]:
    return {
        "mapped_on": day,
        "place_code": place[0],
        "place": place[1],
        "measure": measure,
        "value": value,
        "unit": "percent" if measure == "share" else "km2",
        "status": "derived" if value else "zero",
        "whole_km2": OFFICIAL_KM2 if measure == "share" else None,
    }
