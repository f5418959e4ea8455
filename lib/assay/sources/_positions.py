"""Whether a place lay in the occupied area on a day, as far as its coordinates allow an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from assay.releases import Cell
from assay.sources._geometry import (
    Shape,
    common_part,
    distance_km,
    lies_in,
    without,
    without_slivers,
)

DEGREE_KM: Final = Decimal("111.2")  # a degree of latitude at 49° north, on WGS 84
UNCERTAINTY: Final[Mapping[str, Decimal | None]] = {
    "good": (DEGREE_KM * 1 / 10).quantize(Decimal("0.1")),
    "approximate": (DEGREE_KM * 2 / 10).quantize(Decimal("0.1")),
    "low": (DEGREE_KM * 3 / 10).quantize(Decimal("0.1")),
    "very_low": None,
}
"""Kilometres by quality of coordinates. The list says of its places "about +/-0.1 to 0.3 degree":
the near end for good ones, the far end for low ones, beyond it for very low ones. Degrees of
latitude are the longer ones here, so that no distance is taken for more than it is."""
SLIVER_KM: Final = 10.0
"""Land between coasts that are drawn differently, and narrower than this, is nobody's land."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A deposit on the plane, and how far off it may be (None: too far to ask)."""

    deposit_id: str
    deposit: str
    point: Shape
    uncertainty: Decimal | None


@dataclass(frozen=True, slots=True)
class Map:
    """A day: the occupied area, and Ukraine's land that was not occupied."""

    mapped_on: date
    occupied: Shape
    free: Shape


def draw_map(mapped_on: date, occupied: Shape, ukraine: Shape, land: Shape) -> Map:
    """The occupied area of a day and the rest of Ukraine's land.

    The sea is left out, because the line that matters is the one on land: a place near an
    occupied coast is not near the line.
    """
    free = without(common_part(ukraine, land), occupied)
    return Map(mapped_on, occupied, without_slivers(free, SLIVER_KM))


def positions(deposits: Sequence[Placed], maps: Sequence[Map]) -> Iterator[dict[str, Cell]]:
    """Where each deposit lay on each day: inside, outside, undecided or not placed."""
    for deposit in deposits:
        for drawn in maps:
            position, distance = _position(deposit, drawn)
            yield {
                "deposit_id": deposit.deposit_id,
                "deposit": deposit.deposit,
                "mapped_on": drawn.mapped_on,
                "position": position,
                "distance_km": distance,
                "uncertainty_km": deposit.uncertainty,
                "status": "not_applicable" if distance is None else "derived",
            }


def _position(deposit: Placed, drawn: Map) -> tuple[str, Decimal | None]:
    if deposit.uncertainty is None:
        return "not_placed", None
    is_inside = lies_in(deposit.point, drawn.occupied)
    distance = distance_km(deposit.point, drawn.free if is_inside else drawn.occupied)
    if distance <= deposit.uncertainty:
        return "undecided", Decimal(round(distance))
    return ("inside" if is_inside else "outside"), Decimal(round(distance))
