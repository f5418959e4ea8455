"""A finding is one meaning and one interval: holds, fails or undecided. RATING, section 2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from assay.model import Claim, Direction, Finding, FindingStatus
from assay.rating.band import (
    BOUNDS_ABOVE,
    BOUNDS_BELOW,
    FOUND,
    NOT_FOUND,
    ORDERS,
    TEXTS,
    Band,
    band_of,
)
from assay.rating.rule import V1, Rule

Place = Literal["inside", "below", "above", "across"]
SHARES = frozenset({"percent", "ratio"})
ONE_MONTH = timedelta(days=31)
"""Monthly series end up to a month before the day they are cut to."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A measured interval, to 12 significant digits so that a boundary is a boundary."""

    low: Decimal
    high: Decimal

    def place(self, band: Band) -> Place:
        """Where it lies against the band."""
        if band.low is not None and self.high < band.low:
            return "below"
        if band.high is not None and self.low > band.high:
            return "above"
        starts = band.low is None or self.low >= band.low
        ends = band.high is None or self.high <= band.high
        return "inside" if starts and ends else "across"

    def is_wider_than(self, factor: Decimal) -> bool:
        """Is the high end more than `factor` times the low end?"""
        if self.low == self.high:
            return False
        return self.low <= 0 or self.high > factor * self.low


def judge(claim: Claim, finding: Finding, rule: Rule = V1) -> Finding:
    """The finding with status, direction and factor by the claim's own words.

    Context is returned as it came. A finding may be judged again, under another rule too.
    ValueError when the claim has no relation.
    """
    if finding.role == "context":
        return finding
    measured = measured_interval(finding)
    if measured is None:
        return replace(finding, direction=None, factor=None, factor_worst=None)
    unfit = _unfit(claim, finding)
    if unfit:
        return _without_number(finding, unfit)
    band = band_of(claim, rule)
    place = measured.place(band)
    side = _side(claim, place)
    if finding.is_floor or finding.reported_only:
        status, why = _partial_knowledge(claim, finding, measured, place, rule)
        side = None if status == "undecided" else side
    else:
        status, why = _full_knowledge(claim, finding, measured, place, rule)
    factor, worst = _factors(claim, finding, measured, band, place)
    return replace(
        finding,
        status=status,
        direction=_direction(claim, side, measured),
        factor=factor if side else _kept_gap(claim, finding),
        factor_worst=worst if side else None,
        why=why,
    )


def measured_interval(finding: Finding) -> Interval | None:
    """What was measured, None without data."""
    if finding.status in {"no_data", "not_held"} or finding.low is None or finding.high is None:
        return None
    return Interval(_twelve_digits(finding.low), _twelve_digits(finding.high))


def side_of(claim: Claim, finding: Finding, rule: Rule = V1) -> Direction | None:
    """Which way the claim misses the measure, `reversed` resolved: too high or too low."""
    measured = measured_interval(finding)
    return _side(claim, measured.place(band_of(claim, rule))) if measured else None


def _twelve_digits(number: float) -> Decimal:
    return Decimal(f"{number:.12g}")


def _unfit(claim: Claim, finding: Finding) -> str:
    """Why a measured number may not be compared at all, empty when it may."""
    if finding.is_floor and finding.unit in SHARES:
        return "a share of an incomplete list is no measure"
    if finding.unit != claim.unit:
        return f"measured in {finding.unit}, said in {claim.unit}"
    return _wrong_period(claim, finding)


def _wrong_period(claim: Claim, finding: Finding) -> str:
    """Why the finding's period is not the claim's. Only a claim about a closed period must be
    covered to its end: up to a day means any measure cut to that day.
    """
    starts, ends = _day(finding.period_from), _day(finding.period_to)
    first, last = claim.period_from, claim.period_to or claim.said_on.last
    if starts and last and starts > last:
        return "the measure begins after the claim's period"
    if ends and last and ends > last + ONE_MONTH:
        return "the measure reaches past the claim's period"
    if ends and first and ends < first:
        return "the measure ends before the claim's period"
    if starts and first and starts > first + ONE_MONTH:
        return "the measure does not cover the beginning of the claim's period"
    if ends and first and claim.period_to and ends < claim.period_to - ONE_MONTH:
        return "the measure does not cover the end of the claim's period"
    return ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _without_number(finding: Finding, why: str) -> Finding:
    return replace(
        finding,
        status="no_data",
        low=None,
        high=None,
        direction=None,
        factor=None,
        factor_worst=None,
        why=why,
    )


def _full_knowledge(
    claim: Claim, finding: Finding, measured: Interval, place: Place, rule: Rule
) -> tuple[FindingStatus, str]:
    if finding.marked_undecided:
        return "undecided", _left_open(claim, finding)
    counted = claim.unit == "rank" or claim.relation in FOUND | NOT_FOUND
    if not counted and measured.is_wider_than(rule.interval_up_to):
        return "undecided", f"the measures differ by more than {rule.interval_up_to} times"
    if place == "inside":
        return _inside(claim, measured, rule)
    if place == "across":
        if claim.relation in FOUND | NOT_FOUND:
            return "undecided", "there may be none or at least one"
        return "undecided", "the measure lies partly inside what was said"
    return "fails", ""


def _left_open(claim: Claim, finding: Finding) -> str:
    """Why a reading that marks itself undecided is so: a text is not a sum with a ceiling."""
    if claim.relation in TEXTS:
        return "the text as read and coded does not settle it"
    if finding.bound:
        return f"the source gives only a {finding.bound}"
    return "the source can only bound it"


def _inside(claim: Claim, measured: Interval, rule: Rule) -> tuple[FindingStatus, str]:
    if claim.relation == "between":
        low, high = Decimal(claim.value_low), Decimal(claim.value_high)
        if high > rule.range_up_to * low:
            return "undecided", "not excluded: the range said is too wide to be borne out"
    elif claim.relation in BOUNDS_BELOW:
        if measured.low > rule.understates_over * Decimal(claim.value_low):
            return "holds", "understates"
    elif claim.relation in BOUNDS_ABOVE and (
        measured.high * rule.understates_over < Decimal(claim.value_low)
    ):
        return "holds", "understates" if claim.unit == "rank" else "overstates"
    return "holds", ""


def _partial_knowledge(
    claim: Claim, finding: Finding, measured: Interval, place: Place, rule: Rule
) -> tuple[FindingStatus, str]:
    """From a list or from reports: reached or undecided, never failed."""
    if finding.marked_undecided:
        return "undecided", _left_open(claim, finding)
    if finding.is_floor:
        reached = place == "inside" and claim.relation not in ORDERS | NOT_FOUND | BOUNDS_ABOVE
        if not reached:
            return "undecided", "an incomplete list: at least this many, named"
    if finding.reported_only:
        outlets = finding.reported_by or 0
        if outlets < rule.outlets_needed:
            return "undecided", "known from too few independent reports"
        if claim.relation not in TEXTS or place != "inside":
            return "undecided", "the reports that saw the text do not settle it"
        return "holds", "reported"
    return _inside(claim, measured, rule)


def _side(claim: Claim, place: Place) -> Direction | None:
    """Does the claim put it too high or too low? A rank counts from the top."""
    if place not in {"below", "above"}:
        return None
    too_high = (place == "below") != (claim.unit == "rank")
    return "too_high" if too_high else "too_low"


def _direction(claim: Claim, side: Direction | None, measured: Interval) -> Direction | None:
    """The side, or `reversed` where the measure turns round the order or existence claimed."""
    if side is None:
        return None
    if claim.relation in FOUND | NOT_FOUND or claim.relation == "largest":
        return "reversed"
    if claim.unit == "ratio":
        said = Decimal(claim.value_low)
        says_more = said > 1 or (said == 1 and claim.relation in BOUNDS_BELOW)
        says_less = said < 1 or (said == 1 and claim.relation in BOUNDS_ABOVE)
        if side == "too_high" and says_more and measured.high < 1:
            return "reversed"
        if side == "too_low" and says_less and measured.low > 1:
            return "reversed"
    return side


def _factors(
    claim: Claim, finding: Finding, measured: Interval, band: Band, place: Place
) -> tuple[float | None, float | None]:
    """How many times the number said is the measure, or the measure the number said.

    The nearest end of the interval first, the farthest second. For an order it is the gap the
    reading gave: how many times the better one is bigger. None where the measure is not positive.
    """
    if claim.relation in FOUND | NOT_FOUND:
        return None, None
    if claim.unit == "rank":
        gap = _kept_gap(claim, finding)
        return gap, gap
    if place == "below" and band.said_low is not None:
        return _ratio(band.said_low, measured.high), _ratio(band.said_low, measured.low)
    if place == "above" and band.said_high is not None:
        return _ratio(measured.low, band.said_high), _ratio(measured.high, band.said_high)
    return None, None


def _kept_gap(claim: Claim, finding: Finding) -> float | None:
    return finding.factor if claim.unit == "rank" else None


def _ratio(larger: Decimal, smaller: Decimal) -> float | None:
    return float(larger / smaller) if smaller > 0 else None
