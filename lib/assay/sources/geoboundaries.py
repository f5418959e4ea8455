"""Ukraine's regions as geoBoundaries draws them: ISO codes, and the areas of the outlines.

The outlines of coastal regions run out into the territorial sea: together they have about 640,000
square kilometres, Ukraine officially 603,550. The outlines themselves are not passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from assay.model import Release
from assay.paths import Project
from assay.releases import Cell, write_release
from assay.sources import ReleaseFacts
from assay.sources._geometry import area_km2, join, without
from assay.sources._ingest import expect_files
from assay.sources._oblasts import BOUNDARIES, LAND, read_land, read_regions

COPY: Final = "stored copy of a public repository"
COUNTRY: Final = "UA"
KINDS: Final = {"UA-43": "autonomous_republic", "UA-30": "city", "UA-40": "city"}
SLIVER_KM2: Final = Decimal(1)

RELEASES: Final[dict[str, ReleaseFacts]] = {
    "ukr-adm1-9469f09": ReleaseFacts(
        title="geoBoundaries gbOpen UKR ADM1: areas of 27 regions",
        files=(BOUNDARIES, LAND),
        address="https://www.geoboundaries.org",
        licence="ODbL 1.0 (from OpenStreetMap; as another public project recorded it)",
        citation="geoBoundaries gbOpen UKR ADM1, release commit 9469f09, from OpenStreetMap; land "
        "and sea: Natural Earth, Admin 0 countries 1:50m, version 4.1.0",
        released_on="",
        released_on_status="unknown",
        data_through="",
        retrieved_on="2026-11-23",
        custody="third_party_copy",
        redistribute="derived_only",
        notes="Crimea and Sevastopol are in Ukraine. Areas are computed by this project on "
        "Lambert's azimuthal equal-area projection of the WGS 84 ellipsoid. Outlines of coastal "
        "regions include territorial sea: never divide by them.",
    ),
}


def ingest(project: Project, release: str, files: Sequence[Path]) -> Release:
    """Write code, name and outline area (km²) of each region, and of all together."""
    facts = expect_files("geoboundaries", release, RELEASES, files)
    rows = list(_rows(project, *files))
    raw = [(path, COPY) for path in files]
    return write_release(project, "geoboundaries", release, facts, {"regions": rows}, raw)


def _rows(project: Project, boundaries: Path, land_file: Path) -> Iterator[dict[str, Cell]]:
    regions, land = read_regions(project, boundaries), read_land(land_file)
    for code, (printed, name, shape) in sorted(regions.items()):
        yield {
            "oblast_code": code,
            "oblast": name,
            "printed": printed,
            "kind": KINDS.get(code, "oblast"),
            "value": area_km2(shape),
            "unit": "km2",
            "status": "derived",
            "includes_sea": area_km2(without(shape, land)) > SLIVER_KM2,
        }
    yield {
        "oblast_code": COUNTRY,
        "oblast": "All regions",
        "printed": "",
        "kind": "country",
        "value": area_km2(join(shape for _, _, shape in regions.values())),
        "unit": "km2",
        "status": "derived",
        "includes_sea": True,
    }
