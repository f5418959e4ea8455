"""An amount that knows what it is: unit, stage, basis, qualifier and origin.

Amounts of different units, stages or bases are neither added nor compared (PITFALLS: commitments
and allocations are two series; a reserve is not a resource).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args

from assay.errors import AssayError, Fault
from assay.quantities.rounding import exact

if TYPE_CHECKING:
    import pint

Qualifier = Literal[
    "reported",
    "estimated",
    "derived",
    "more_than",
    "less_than",
    "zero",
    "withheld",
    "not_available",
    "included_elsewhere",
    "not_applicable",
    "empty_cell",
    "net_exporter",
]
QUALIFIERS: tuple[str, ...] = get_args(Qualifier)
UNKNOWN = frozenset(
    """withheld not_available included_elsewhere not_applicable empty_cell
    net_exporter""".split()
)
BOUNDS = frozenset({"more_than", "less_than"})
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


@dataclass(frozen=True, slots=True)
class Quantity:
    """One amount. `amount` is None exactly when the qualifier says why there is none.

    `stage` is the source's own word (allocated, disbursed, reserves); `basis` names what else
    must agree (price basis, mineral content, set of countries); `origin` says where it stood.
    """

    amount: Decimal | None
    unit: str
    stage: str = ""
    basis: str = ""
    qualifier: Qualifier = "reported"
    origin: str = ""

    def __post_init__(self) -> None:
        if self.qualifier not in QUALIFIERS:
            raise ValueError(f"no qualifier {self.qualifier!r}; one of {', '.join(QUALIFIERS)}")
        if (self.amount is None) != (self.qualifier in UNKNOWN):
            raise ValueError(f"an amount of {self.amount} cannot be {self.qualifier}")
        if self.amount is not None:
            object.__setattr__(self, "amount", exact(self.amount))
        if self.qualifier == "zero" and self.amount:
            raise ValueError(f"an amount of {self.amount} cannot be zero")

    def to(self, unit: str) -> Quantity:
        """The same amount in another unit of the same kind. MixingError for another kind."""
        if unit == self.unit:
            return self
        return replace(self, amount=self._in(unit), unit=unit)

    def __add__(self, other: Quantity) -> Quantity:
        left, right = self._known(other, "added"), other._known(self, "added")
        total = left + other._in(self.unit, right)
        return self._result(total, _sum_of(self.qualifier, other.qualifier, self, other), other)

    def __sub__(self, other: Quantity) -> Quantity:
        left, right = self._known(other, "subtracted"), other._known(self, "subtracted")
        rest = left - other._in(self.unit, right)
        turned = {"more_than": "less_than", "less_than": "more_than"}
        second = turned.get(other.qualifier, other.qualifier)
        return self._result(rest, _sum_of(self.qualifier, second, self, other), other)

    def ratio_to(self, other: Quantity) -> Decimal:
        """How many times `other` this is. MixingError for bounds, nothing, or another kind."""
        left, right = self._size(other), other._size(self)
        if not right:
            raise _mixing("nothing can be a multiple of zero", self, other)
        return exact(left / other._in(self.unit, right))

    def __lt__(self, other: Quantity) -> bool:
        return self._size(other) < other._in(self.unit, other._size(self))

    def __gt__(self, other: Quantity) -> bool:
        return other < self

    def _in(self, unit: str, amount: Decimal | None = None) -> Decimal:
        value = self.amount if amount is None else amount
        if value is None:
            raise _mixing(f"{self.qualifier} has no amount to convert", self, self)
        if unit == self.unit:
            return value
        return _convert(value, self, unit)

    def _known(self, other: Quantity, verb: str) -> Decimal:
        for what in ("stage", "basis"):
            mine, theirs = getattr(self, what), getattr(other, what)
            if mine != theirs:
                raise _mixing(f"amounts of different {what} cannot be {verb}", self, other)
        if self.amount is None:
            raise _mixing(f"an amount that is {self.qualifier} cannot be {verb}", self, other)
        return self.amount

    def _size(self, other: Quantity) -> Decimal:
        if self.qualifier in BOUNDS:
            raise _mixing("a bound has no size to compare", self, other)
        return self._known(other, "compared")

    def _result(self, amount: Decimal, qualifier: Qualifier, other: Quantity) -> Quantity:
        origin = " and ".join(dict.fromkeys(o for o in (self.origin, other.origin) if o))
        return Quantity(amount, self.unit, self.stage, self.basis, qualifier, origin)

    def __str__(self) -> str:
        words = [self.qualifier.replace("_", " ")] if self.amount is None else [str(self.amount)]
        return " ".join(part for part in (*words, self.unit, self.stage, self.basis) if part)


def _sum_of(left: str, right: str, first: Quantity, second: Quantity) -> Qualifier:
    kinds = {left, right}
    if kinds >= BOUNDS:
        raise _mixing("a lower and an upper bound give neither", first, second)
    for qualifier in ("more_than", "less_than", "estimated"):
        if qualifier in kinds:
            return qualifier
    return "derived"


def _convert(value: Decimal, quantity: Quantity, unit: str) -> Decimal:
    registry = _registry()
    try:
        source, target = _PINT_NAMES[quantity.unit], _PINT_NAMES[unit]
    except KeyError as error:
        raise _mixing(f"unit {error} cannot be converted", quantity, quantity, unit) from None
    import pint

    try:
        return exact(registry.Quantity(value, source).to(target).magnitude)
    except pint.DimensionalityError:
        raise _mixing("units of different kinds", quantity, quantity, unit) from None


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


def _mixing(what: str, first: Quantity, second: Quantity, expected: str = "") -> MixingError:
    where = first.origin or "an amount without origin"
    if second is first:
        return MixingError(Fault(what, where, str(first), expected))
    other = f"{second} ({second.origin})" if second.origin else str(second)
    return MixingError(
        Fault(what, where, f"{first} and {other}", todo="Choose two amounts of one kind.")
    )
