"""What kind of amount stands in a cell, and the same amount in another unit.

Amounts of different stages and bases are never added either (PITFALLS: commitments and allocations
are two series); the room `mixing` looks for that in every sum of the readings.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from assay.errors import AssayError
from assay.quantities.rounding import exact

if TYPE_CHECKING:
    import pint

UNKNOWN = frozenset(
    """withheld not_available included_elsewhere not_applicable empty_cell
    net_exporter""".split()
)
QUALIFIERS = UNKNOWN | {"reported", "estimated", "derived", "more_than", "less_than", "zero"}
_PINT_NAMES = {
    "kg": "kilogram",
    "t": "metric_ton",
    "kt": "kilometric_ton",
    "Mt": "megametric_ton",
    "USD": "US_dollar",
    "USD m": "megaUS_dollar",
    "USD bn": "gigaUS_dollar",
    "USD tn": "teraUS_dollar",
    "USD/kg": "US_dollar / kilogram",
    "USD/t": "US_dollar / metric_ton",
    "EUR": "euro",
    "EUR bn": "gigaeuro",
    "GBP bn": "gigapound_sterling",
    "km2": "kilometer ** 2",
    "hours": "hour",
    "years": "calendar_year",
    "percent": "percent",
    "ratio": "dimensionless",
}


class MixingError(AssayError):
    """Two amounts that may not be added or compared: whoever wrote the sum must act."""


def convert(amount: Decimal, unit: str, to: str) -> Decimal:
    """An amount in another unit of the same kind. MixingError for another kind, and for units that
    nothing converts to or from, as counts and ranks.
    """
    if unit == to:
        return amount
    if unit not in _PINT_NAMES or to not in _PINT_NAMES:
        raise MixingError(f"{unit} and {to}: no conversion is known.")
    import pint

    try:
        return exact(_registry().Quantity(amount, _PINT_NAMES[unit]).to(_PINT_NAMES[to]).magnitude)
    except pint.DimensionalityError:
        raise MixingError(f"{unit} and {to} are units of different kinds.") from None


@cache
def _registry() -> pint.UnitRegistry[Any]:
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(
        non_int_type=Decimal, cache_folder=None, on_redefinition="ignore"
    )
    for currency in ("US_dollar", "euro", "pound_sterling"):
        registry.define(f"{currency} = [{currency}]")
    # Years of a treaty are not 365.25 days: they convert to nothing.
    registry.define("calendar_year = [calendar_year]")
    return registry
