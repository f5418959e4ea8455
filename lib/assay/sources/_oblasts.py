"""Ukraine's 27 regions of the first level: names to ISO 3166-2 codes, outlines from a file."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

from assay.crosswalks import read_lookup
from assay.paths import Project
from assay.sources._delimited import fault
from assay.sources._geometry import Shape, join, read_outlines

BOUNDARIES: Final = "geo/geoBoundaries-UKR-ADM1.geojson"
LAND: Final = "geo/ne_50m_countries_ukraine_region.geojson"
REGIONS: Final = 27
HEADER: Final = ["oblast_code", "oblast", "printed_as", "printed"]
LIST: Final = "list of deposits"
OUTLINES: Final = "geoBoundaries"


def read_oblasts(project: Project, printed_as: str) -> dict[str, tuple[str, str]]:
    """Each name as `printed_as` prints it: its ISO code and its name here.

    From crosswalks/oblasts.csv. CuratedError when the file has other columns.
    """
    rows = read_lookup(project, "oblasts.csv", HEADER)
    return {
        row["printed"]: (row["oblast_code"], row["oblast"])
        for row in rows
        if row["printed_as"] == printed_as
    }


def oblast_of(known: dict[str, tuple[str, str]], printed: str, where: str) -> tuple[str, str]:
    """Code and name of an oblast as printed. SourceError lists the nearest known names."""
    if printed in known:
        return known[printed]
    near = ", ".join(difflib.get_close_matches(printed, known, n=3, cutoff=0.3))
    expected = f"like {near}; or add it to crosswalks/oblasts.csv"
    raise fault("an oblast without a code", where, repr(printed), expected)


def read_regions(project: Project, path: Path) -> dict[str, tuple[str, str, Shape]]:
    """By ISO code: name as printed, name here, outline on the plane.

    SourceError when a region is missing, has two outlines, or prints another code than its name's.
    """
    known = read_oblasts(project, OUTLINES)
    regions: dict[str, tuple[str, str, Shape]] = {}
    for number, outline in enumerate(read_outlines(path), start=1):
        where = f"{path.name}, feature {number}"
        printed = outline.properties.get("shapeName", "")
        code, name = oblast_of(known, printed, where)
        if outline.properties.get("shapeISO") != code:
            found = f"{printed}, {outline.properties.get('shapeISO')}"
            raise fault("another code than the name's", where, found, code)
        if code in regions:
            raise fault("two outlines of one region", where, printed)
        regions[code] = (printed, name, outline.shape)
    if len(regions) != REGIONS:
        raise fault("a region is missing", path.name, str(len(regions)), str(REGIONS))
    return regions


def read_land(path: Path) -> Shape:
    """The land in and near Ukraine, whoever the file gives it to.

    The file's countries are no legal outlines (it gives Crimea to Russia); only where land ends
    and the sea begins is taken from it, at its scale of 1 to 50 million.
    """
    return join(outline.shape for outline in read_outlines(path))
