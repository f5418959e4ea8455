"""Tolerance comes from the claimant's words: RATING, section 1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assay.model import Claim
from assay.rating.rule import V1, Rule

BOUNDS_BELOW = frozenset({"at_least", "more_than"})
BOUNDS_ABOVE = frozenset({"at_most", "less_than"})
ORDERS = frozenset({"rank", "largest"})
FOUND = frozenset({"exists", "text_has"})
NOT_FOUND = frozenset({"absent", "text_lacks"})
TEXTS = frozenset({"text_has", "text_lacks"})
COUNTED_UNITS = frozenset({"count", "rank", "votes", "years", "hours"})
"""Units in which every digit said is meant, and which no revision moves by a share."""
HALF = Decimal("0.5")
WHOLE = Decimal(100)
"""Per cent: all of it."""


@dataclass(frozen=True, slots=True)
class Band:
    """The measures that make a claim right, in the claim's unit: closed, None where open.

    `said_low` and `said_high` are the number said (both ends of a range), None where the claim
    names none.
    """

    low: Decimal | None
    high: Decimal | None
    said_low: Decimal | None = None
    said_high: Decimal | None = None


def band_of(claim: Claim, rule: Rule = V1) -> Band:
    """The band of a rated claim. ValueError when the claim has no relation."""
    if claim.relation in FOUND:
        return Band(Decimal(1), None)
    if claim.relation in NOT_FOUND:
        return Band(None, Decimal(0))
    if not claim.relation:
        raise ValueError(f"{claim.claim_id} has no relation, so no band")
    said = Decimal(claim.value_low)
    if claim.relation in ORDERS:
        return Band(said, said, said, said)
    if claim.relation == "between":
        top = Decimal(claim.value_high)
        return Band(
            said - _bound_slack(claim, said, rule), top + _bound_slack(claim, top, rule), said, top
        )
    if claim.relation in BOUNDS_BELOW:
        return Band(said - _bound_slack(claim, said, rule), None, said, said)
    if claim.relation in BOUNDS_ABOVE:
        return Band(None, said + _bound_slack(claim, said, rule), said, said)
    slack = _slack(claim, said, rule)
    return Band(said - slack, said + slack, said, said)


def shown_band(claim: Claim) -> Band:
    """The band as it is printed and drawn: a share of a whole, said in no number, ends at it."""
    band = band_of(claim)
    is_whole = claim.unit == "percent" and band.said_low == WHOLE and not claim.is_number_said
    return replace(band, high=WHOLE) if is_whole and band.high is not None else band


def half_unit(said: Decimal) -> Decimal:
    """Half a unit of the last significant digit: 350 gives 5, 7 gives 0.5, 350.0 gives 0.05."""
    digits, exponent = said.as_tuple().digits, said.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{said} is not a number that can be said")
    if exponent < 0 or not any(digits):
        return HALF.scaleb(exponent)
    trailing = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return HALF.scaleb(exponent + trailing)


def half_spoken_unit(said: Decimal) -> Decimal:
    """Half a unit of the last digit as written: an exact 350 is neither 349 nor 351."""
    exponent = said.as_tuple().exponent
    return HALF.scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _slack(claim: Claim, said: Decimal, rule: Rule) -> Decimal:
    if claim.relation == "exact":
        return half_spoken_unit(said)
    least, most = (
        (rule.about_tolerance, rule.about_tolerance_cap)
        if claim.relation == "about"
        else (rule.eq_tolerance, rule.eq_tolerance_cap)
    )
    return min(max(half_unit(said), least * said), most * said)


def _bound_slack(claim: Claim, said: Decimal, rule: Rule) -> Decimal:
    if claim.unit in COUNTED_UNITS:
        return min(half_spoken_unit(said), rule.bound_tolerance_cap * said)
    return min(half_unit(said), rule.bound_tolerance_cap * said)
