"""Regions and occupied area: areas are true, parts give the whole, and no outline is passed on."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from assay.errors import SourceError
from assay.releases import open_release, read_calendar, read_contract
from assay.sources import _geometry, _oblasts, deepstate_map, geoboundaries
from committed import (
    PROJECT,
    empty_project,
    only,
    pick,
    refusal,
    rows,
    total,
)
from hypothesis import given
from hypothesis import strategies as st

UKR = "ukr-adm1-9469f09"
HELD = [
    *(("geoboundaries", release) for release in geoboundaries.RELEASES),
    *(("deepstate_map", release) for release in deepstate_map.RELEASES),
]
DAYS = deepstate_map.DAYS
EARTH_KM2 = 510_065_622  # surface of the WGS 84 ellipsoid
CRS84 = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}


def raw_file(name: str) -> Path:
    """A provider's file below the raw root, or skip and say so."""
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("outlines not read: ASSAY_RAW is not set")
    return Path(raw) / name


def cell(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A ring around a cell of the grid, with a vertex at least every hundredth of the side."""
    easts, norths = np.linspace(west, east, 101), np.linspace(south, north, 101)
    ring = [[x, south] for x in easts] + [[east, y] for y in norths]
    ring += [[x, north] for x in easts[::-1]] + [[west, y] for y in norths[::-1]]
    return [[float(x), float(y)] for x, y in ring]


def geojson(*rings: list[list[float]], **properties: str) -> str:
    """A file with one polygon feature per ring."""
    features = [
        {
            "type": "Feature",
            "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for ring in rings
    ]
    return json.dumps({"type": "FeatureCollection", "crs": CRS84, "features": features})


def test_the_outlines_have_the_area_the_provenance_notes_give() -> None:
    """All regions together have 640,000 km², more than Ukraine's official 603,550."""
    everything = only(rows("geoboundaries", UKR, "regions"), oblast_code="UA")
    assert round(Decimal(everything["value"]), -3) == 640000
    assert Decimal(everything["value"]) > deepstate_map.OFFICIAL_KM2 == 603550


def test_crimea_and_sevastopol_are_in_ukraine() -> None:
    """The 27 regions have ISO 3166-2 codes of Ukraine, UA-43 and UA-40 among them."""
    regions = [row for row in rows("geoboundaries", UKR, "regions") if row["kind"] != "country"]
    assert len(regions) == 27
    named = {row["oblast_code"]: row["oblast"] for row in regions}
    assert named["UA-43"] == "Crimea"
    assert named["UA-40"] == "Sevastopol"
    assert all(code.startswith("UA-") for code in named)


def test_only_regions_on_the_sea_include_sea() -> None:
    """Donetsk, Zaporizhzhia, Kherson, Crimea, Sevastopol, Mykolaiv and Odesa, and no other."""
    found = pick(rows("geoboundaries", UKR, "regions"), includes_sea="true")
    coastal = {"UA-14", "UA-23", "UA-65", "UA-43", "UA-40", "UA-48", "UA-51"}
    assert {row["oblast_code"] for row in found} - {"UA"} == coastal


@pytest.mark.parametrize("day", DAYS)
def test_the_parts_give_the_occupied_area(day: str) -> None:
    """What lies in the regions and what lies in none add up to the whole, rounding apart."""
    found = rows("deepstate_map", day, "occupied")
    whole = Decimal(only(found, place_code="UA", measure="area")["value"])
    parts = total(found, measure="area") - whole
    assert abs(parts - whole) < Decimal("1.5")
    outside = Decimal(only(found, place_code="outside")["value"])
    assert outside / whole < Decimal("0.001")


@pytest.mark.parametrize("day", DAYS)
def test_a_share_is_of_the_official_area(day: str) -> None:
    """The share times 603,550 km² is the area: never of the outlines, which include sea."""
    found = rows("deepstate_map", day, "occupied")
    share = only(found, measure="share")
    area = Decimal(only(found, place_code="UA", measure="area")["value"])
    assert (share["unit"], share["whole_km2"]) == ("percent", "603550")
    assert abs(Decimal(share["value"]) / 100 * 603550 - area) < 4


@pytest.mark.parametrize("day", DAYS)
def test_every_region_is_named_and_none_is_larger_than_its_outline(day: str) -> None:
    """A region with nothing occupied says zero; no region has more than its outline."""
    outlines = {
        r["oblast_code"]: Decimal(r["value"]) for r in rows("geoboundaries", UKR, "regions")
    }
    found = pick(rows("deepstate_map", day, "occupied"), measure="area")
    assert {row["place_code"] for row in found} - {"outside"} == set(outlines)
    for row in found:
        if row["place_code"] != "outside":
            assert Decimal(row["value"]) <= outlines[row["place_code"]]


@pytest.mark.parametrize("day", DAYS)
def test_crimea_is_in_the_occupied_area(day: str) -> None:
    """What was taken in 2014 is in every map: all the land of Crimea, about 26,000 km²."""
    crimea = only(rows("deepstate_map", day, "occupied"), place_code="UA-43")
    assert round(Decimal(crimea["value"]), -3) == 26000


@pytest.mark.parametrize("source", ["geoboundaries", "deepstate_map"])
def test_only_computed_facts_are_held_and_passed_on(source: str) -> None:
    """Outlines may not be passed on, and no column holds one."""
    contract = read_contract(PROJECT, source)
    assert all(table.derived for table in contract.tables)
    columns = {field.name for table in contract.tables for field in table.fields}
    assert not columns & {"geometry", "outline", "wkt", "latitude", "longitude"}
    for name, release in HELD:
        if name == source:
            assert open_release(PROJECT, source, release).redistribute == "derived_only"


def test_a_day_that_is_not_held_is_listed() -> None:
    """The map of 7 February 2025 exists; the one of July 2024 does not stand in for it."""
    listed = {entry.release for entry in read_calendar(PROJECT, "deepstate_map")}
    assert "2025-02-07" in listed - set(deepstate_map.RELEASES)
    assert set(deepstate_map.RELEASES) <= listed


def test_the_sphere_has_the_area_of_the_ellipsoid() -> None:
    """The surface of the WGS 84 ellipsoid is 510,065,622 km²."""
    radius = _geometry._authalic_radius() / 1000
    assert 4 * np.pi * radius**2 == pytest.approx(EARTH_KM2, abs=1)


@given(
    west=st.floats(22, 39),
    south=st.floats(44, 51),
    width=st.floats(0.2, 2),
    height=st.floats(0.2, 2),
)
def test_a_cell_has_its_area_wherever_it_lies(
    tmp_path_factory: pytest.TempPathFactory, west: float, south: float, width: float, height: float
) -> None:
    """A cell between two meridians and parallels has its part of the zone between the parallels."""
    path = tmp_path_factory.mktemp("cell") / "cell.geojson"
    path.write_text(geojson(cell(west, south, west + width, south + height)), encoding="utf-8")
    (outline,) = _geometry.read_outlines(path)
    sines = np.sin(_geometry._authalic(np.array([south, south + height])))
    radius = _geometry._authalic_radius() / 1000
    expected = radius**2 * np.radians(width) * (sines[1] - sines[0])
    assert float(_geometry.area_km2(outline.shape)) == pytest.approx(expected, rel=1e-4, abs=0.1)


@pytest.mark.parametrize("south", range(44, 52))
def test_a_cell_has_the_area_summed_over_the_ellipsoid(tmp_path: Path, south: int) -> None:
    """The strips of a cell, from the two radii of curvature of WGS 84, add up to the same area."""
    path = tmp_path / "cell.geojson"
    path.write_text(geojson(cell(31, south, 32, south + 1)), encoding="utf-8")
    (outline,) = _geometry.read_outlines(path)
    axis, flattening = 6_378.137, 1 / 298.257223563
    squared = flattening * (2 - flattening)
    edges = np.radians(np.linspace(south, south + 1, 10_001))
    north = (edges[1:] + edges[:-1]) / 2
    bend = 1 - squared * np.sin(north) ** 2
    along, across = axis * (1 - squared) / bend**1.5, axis / np.sqrt(bend)
    strips = along * np.diff(edges) * across * np.cos(north) * np.radians(1)
    assert float(_geometry.area_km2(outline.shape)) == pytest.approx(strips.sum(), rel=1e-4)


def test_lengths_are_right_within_half_a_per_cent() -> None:
    """A degree of latitude is 111.2 km at 49° north (WGS 84), on the plane too, even at its rim."""
    for east in (23, 32, 40):
        ends = [_geometry.place_point(Decimal(east), Decimal(n)) for n in ("48.5", "49.5")]
        assert float(_geometry.distance_km(*ends)) == pytest.approx(111.21, rel=0.005)


GOOD = cell(31, 48, 32, 49)
CROSSED = [[31, 48], [32, 49], [32, 48], [31, 49], [31, 48]]
POINT: dict[str, Any] = {
    "features": [{"properties": {}, "geometry": {"type": "Point", "coordinates": [31, 48]}}]
}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (geojson(GOOD)[:80], "the file is cut off or no GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        (json.dumps(POINT), "deepstatemap_data_20250224.geojson, feature 1: not a polygon"),
        (geojson(CROSSED), "not a proper polygon"),
        (geojson([[y, x] for x, y in GOOD]), "not in or near Ukraine"),
        (geojson(GOOD).replace("CRS84", "EPSG:3857"), "another reference system"),
        (geojson(GOOD, GOOD), "another form of the map"),
        ("<html>", "a web page was saved as data"),
    ],
)
def test_a_bad_map_is_one_located_error(tmp_path: Path, text: str, place: str) -> None:
    """A cut, crossed, swapped, foreign or doubled outline is refused with one sentence."""
    path = tmp_path / "deepstatemap_data_20250224.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        deepstate_map.read_occupied(path)
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"shapeName": "Kherson Oblast", "shapeISO": "UA-65"}, "a region is missing"),
        ({"shapeName": "Kherson Oblast", "shapeISO": "RU-65"}, "another code than the name's"),
        ({"shapeName": "Cherson Oblast", "shapeISO": "UA-65"}, "like Kherson Oblast"),
    ],
)
def test_bad_regions_are_one_located_error(
    tmp_path: Path, properties: dict[str, str], place: str
) -> None:
    """A missing region, another code or an unknown name is refused and named."""
    files: dict[str, str | bytes] = {
        Path(_oblasts.BOUNDARIES).name: geojson(GOOD, **properties),
        Path(_oblasts.LAND).name: geojson(GOOD),
    }
    assert place in refusal(tmp_path, "geoboundaries", UKR, files)


@pytest.mark.raw
def test_the_land_in_the_outlines_is_ukraines_official_area() -> None:
    """Without the sea, by a coast at 1 to 50 million, the outlines have 603,550 km² within 1 %.

    An independent check of projection and outlines: the official area is in neither file.
    """
    outlines = _geometry.read_outlines(raw_file(_oblasts.BOUNDARIES))
    land = _oblasts.read_land(raw_file(_oblasts.LAND))
    ukraine = _geometry.join(outline.shape for outline in outlines)
    found = _geometry.area_km2(_geometry.common_part(ukraine, land))
    assert float(found) == pytest.approx(603550, rel=0.01)


def test_a_release_of_another_day_is_refused(tmp_path: Path) -> None:
    """The map of one day does not become the release of another."""
    path = tmp_path / "deepstatemap_data_20250225.geojson"
    path.write_text(geojson(GOOD), encoding="utf-8")
    with pytest.raises(SourceError, match="other files than expected"):
        deepstate_map.ingest(empty_project(tmp_path, "deepstate_map"), DAYS[1], [path, path])
