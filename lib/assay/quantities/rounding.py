"""How many digits are shown. Every published number passes here, and nowhere else is rounded.

Half a unit is rounded away from zero, as readers do. A number is never shown with more decimals
than it was published with. A range keeps both ends at the same number of decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

LOCALES = {"en": "en_GB"}
_TWELVE = Context(prec=12)


@dataclass(frozen=True, slots=True)
class Rule:
    """`significant` digits, with at most `most` decimals; `whole` units have none at all."""

    significant: int
    most: int
    whole: bool = False


RULES: dict[str, Rule] = {
    "USD m": Rule(4, 1),
    "USD bn": Rule(4, 1),
    "EUR bn": Rule(4, 1),
    "GBP bn": Rule(4, 1),
    "USD tn": Rule(3, 2),
    "EUR": Rule(4, 2),
    "USD": Rule(4, 2),
    "percent": Rule(3, 1),
    "ratio": Rule(3, 2),
    "times": Rule(2, 1),
    "kg": Rule(4, 1),
    "t": Rule(4, 1),
    "kt": Rule(4, 1),
    "Mt": Rule(4, 1),
    "km2": Rule(4, 1),
    "hours": Rule(3, 1),
    "years": Rule(3, 1),
    "count": Rule(0, 0, whole=True),
    "rank": Rule(0, 0, whole=True),
    "votes": Rule(0, 0, whole=True),
}
OTHER = Rule(4, 2)
_LEAST_SIGNIFICANT = 2
_MORE_TO_TELL_APART = 2


def exact(value: Decimal | float | int | str) -> Decimal:
    """`value` as a decimal of 12 significant digits. ValueError for NaN, infinity and booleans."""
    if isinstance(value, bool):
        raise ValueError(f"{value} is not a number")
    number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} is not a finite number")
    plain = _TWELVE.plus(number).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral() else plain


def decimals_of(unit: str, *values: Decimal, apart: bool = False) -> int:
    """Decimals at which `values` are shown together (the two ends of a range, or one number).

    The largest decides, so that "5 to 13 times" is not "5.0 to 12.6"; the smallest keeps at least
    one significant digit. With `apart`, ends that would look alike get up to two decimals more.
    ValueError when a count, rank or vote is not whole.
    """
    rule = RULES.get(unit, OTHER)
    if rule.whole:
        for value in values:
            if value != value.to_integral():
                raise ValueError(f"{value} {unit}: a {unit} is a whole number")
        return 0
    sizes = [abs(value) for value in values if value]
    if not sizes:
        return 0
    largest, smallest = max(sizes), min(sizes)
    needed = min(max(rule.significant - 1 - largest.adjusted(), 0), rule.most)
    if largest < 1:
        needed = max(needed, _LEAST_SIGNIFICANT - 1 - largest.adjusted())
    if round_to(smallest, needed) == 0:
        needed = -smallest.adjusted()
    if unit == "times" and 1 < smallest < Decimal("1.1"):
        needed = max(needed, 2)
    if apart:
        more = range(needed, needed + _MORE_TO_TELL_APART + 1)
        needed = next((places for places in more if not _look_alike(values, places)), needed)
    return min(needed, max(_own_decimals(value) for value in values))


def round_to(value: Decimal, decimals: int) -> Decimal:
    """`value` at a number of decimals, half a unit away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def shown(
    value: Decimal | float | int | str,
    unit: str,
    *,
    language: str = "en",
    decimals: int | None = None,
) -> str:
    """`value` as printed: rounded by the rule of its unit, grouped as the language groups.

    ValueError when `value` is not finite or the language is unknown.
    """
    number = exact(value)
    places = decimals_of(unit, number) if decimals is None else decimals
    return in_digits(round_to(number, places), places, language)


def grouped(spoken: str, language: str = "en") -> str:
    """Digits as spoken, grouped: `37000` is `37,000` and `350.0` stays `350.0`.

    ValueError when `spoken` is not a number.
    """
    return in_digits(exact(spoken), len(spoken.partition(".")[2]), language)


def in_digits(number: Decimal, decimals: int, language: str) -> str:
    """Digits of a rounded number, grouped as the language groups them (years are not numbers)."""
    from babel.numbers import format_decimal

    if language not in LOCALES:
        raise ValueError(f"no number format for language {language!r}")
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    # A negative amount that rounds to nothing is nothing, not minus nothing.
    plain = number if number else abs(number)
    return str(format_decimal(plain, format=pattern, locale=LOCALES[language]))


def rule_in_words(unit: str, decimals: int) -> str:
    """The rule applied, for a proof: `1 decimal, half up`."""
    if RULES.get(unit, OTHER).whole:
        return "none: a whole number"
    return f"{decimals} decimal{'' if decimals == 1 else 's'}, half up"


def _look_alike(values: Sequence[Decimal], decimals: int) -> bool:
    """Whether different numbers are one number as printed."""
    return len(set(values)) > 1 and len({round_to(value, decimals) for value in values}) == 1


def _own_decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
