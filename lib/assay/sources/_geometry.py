"""Outlines from GeoJSON files, laid on an equal-area plane: areas, common parts, distances.

The only module that knows shapely. The plane is Lambert's azimuthal equal-area projection on the
sphere that has the area of the WGS 84 ellipsoid, centred on Ukraine. Areas on it are true; lengths
are right within half a per cent anywhere in Ukraine. The formulas are known from J. P. Snyder, Map
Projections: A Working Manual, US Geological Survey Professional Paper 1395 (1987), which was not
read for this: what vouches for them is that areas on the plane agree with areas summed over the
ellipsoid, and the whole with its surface (tests/sources/test_geography.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape as parse_shape
from shapely.geometry.base import BaseGeometry

from assay.sources._delimited import fault, read_text

Places: TypeAlias = npt.NDArray[np.float64]
Shape: TypeAlias = BaseGeometry

SEMI_MAJOR_AXIS: Final = 6_378_137.0  # WGS 84, metres
FLATTENING: Final = 1 / 298.257223563  # WGS 84
CENTRE: Final = (32.0, 49.0)  # degrees east, north
BOX: Final = (20.0, 43.0, 42.0, 54.0)  # Ukraine, its seas and its neighbours
CRS: Final = ("", "urn:ogc:def:crs:OGC:1.3:CRS84")
ECCENTRICITY: Final = math.sqrt(FLATTENING * (2 - FLATTENING))
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Outline:
    """One feature of a file: its properties as printed and its shape on the plane, in metres."""

    properties: Mapping[str, str]
    shape: Shape


def read_outlines(path: Path) -> tuple[Outline, ...]:
    """The polygons of a GeoJSON file (longitude and latitude on WGS 84), in file order.

    SourceError names the feature: no GeoJSON, another reference system, no polygon, a shape that
    crosses itself, a place that is not in or near Ukraine (as when the axes are swapped).
    """
    try:
        raw = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise fault("the file is cut off or no GeoJSON", path.name, str(error)) from None
    features = raw.get("features") if isinstance(raw, dict) else None
    if not features:
        raise fault("no features", path.name, "", "a FeatureCollection")
    crs = ((raw.get("crs") or {}).get("properties") or {}).get("name", "")
    if crs not in CRS:
        raise fault("another reference system", path.name, repr(crs), CRS[-1])
    return tuple(
        Outline(
            {key: str(value) for key, value in (item.get("properties") or {}).items()},
            _read_shape(item.get("geometry"), f"{path.name}, feature {number}"),
        )
        for number, item in enumerate(features, start=1)
    )


def to_plane(places: Places) -> Places:
    """Degrees east and north, shape (n, 2), as metres on the plane, same shape."""
    east, north = np.radians(places[:, 0] - CENTRE[0]), _authalic(places[:, 1])
    centre = float(_authalic(np.array([CENTRE[1]]))[0])
    scale = _authalic_radius() * np.sqrt(
        2 / (1 + math.sin(centre) * np.sin(north) + math.cos(centre) * np.cos(north) * np.cos(east))
    )
    return np.column_stack(
        [
            scale * np.cos(north) * np.sin(east),
            scale
            * (math.cos(centre) * np.sin(north) - math.sin(centre) * np.cos(north) * np.cos(east)),
        ]
    )


def place_point(longitude: Decimal, latitude: Decimal) -> Shape:
    """A point on the plane from degrees east and north."""
    return shapely.points(to_plane(np.array([[float(longitude), float(latitude)]])))[0]


def join(shapes: Iterable[Shape]) -> Shape:
    """The union of shapes."""
    return shapely.union_all(list(shapes))


def common_part(one: Shape, two: Shape) -> Shape:
    """What lies in both."""
    return shapely.intersection(one, two)


def without(one: Shape, two: Shape) -> Shape:
    """What of the first does not lie in the second."""
    return shapely.difference(one, two)


def without_slivers(shape: Shape, width_km: float) -> Shape:
    """The shape less what is narrower than `width_km`; its corners become round."""
    metres = 1000 * width_km / 2
    return shape.buffer(-metres).buffer(metres)


def area_km2(shape: Shape) -> Decimal:
    """Area in square kilometres, to a tenth."""
    return Decimal(repr(float(shape.area) / 1e6)).quantize(TENTH)


def distance_km(one: Shape, two: Shape) -> Decimal:
    """The shortest distance in kilometres, to a tenth; 0 where they touch."""
    return Decimal(repr(float(shapely.distance(one, two)) / 1e3)).quantize(TENTH)


def lies_in(one: Shape, two: Shape) -> bool:
    """Whether the first lies wholly in the second."""
    return bool(shapely.covers(two, one))


def _read_shape(geometry: Any, where: str) -> Shape:
    kind = (geometry or {}).get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise fault("not a polygon", where, repr(kind), "Polygon or MultiPolygon")
    try:
        found = parse_shape(geometry)
    except (TypeError, ValueError, IndexError, shapely.errors.ShapelyError) as error:
        raise fault("the polygon is not readable", where, str(error)) from None
    if found.is_empty or not found.is_valid:
        raise fault("not a proper polygon", where, shapely.is_valid_reason(found))
    west, south, east, north = found.bounds
    if not (BOX[0] <= west and BOX[1] <= south and east <= BOX[2] and north <= BOX[3]):
        span = f"{west:.1f} to {east:.1f} east, {south:.1f} to {north:.1f} north"
        expected = f"{BOX[0]} to {BOX[2]} east, {BOX[1]} to {BOX[3]} north"
        raise fault("not in or near Ukraine", where, span, expected)
    return shapely.transform(found, to_plane)


def _authalic(north: Places) -> Places:
    """The authalic latitude in radians of a geodetic latitude in degrees."""
    found: Places = np.arcsin(_q(np.sin(np.radians(north))) / _q(np.array([1.0])))
    return found


def _authalic_radius() -> float:
    """Radius in metres of the sphere with the ellipsoid's area."""
    return SEMI_MAJOR_AXIS * math.sqrt(float(_q(np.array([1.0]))[0]) / 2)


def _q(sine: Places) -> Places:
    curved = ECCENTRICITY * sine
    found: Places = (1 - ECCENTRICITY**2) * (
        sine / (1 - curved**2) + np.arctanh(curved) / ECCENTRICITY
    )
    return found
