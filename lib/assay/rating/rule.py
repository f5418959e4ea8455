"""The thresholds of RATING v1. They are conventions: `assay sensitivity` varies each of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of the rule's numbers. Shares are fractions of the number said."""

    eq_tolerance: Decimal = Decimal("0.05")
    """A bare number: at least this much either way."""
    eq_tolerance_cap: Decimal = Decimal("0.10")
    """A bare number: never more, however round it is."""
    about_tolerance: Decimal = Decimal("0.10")
    """A number with a hedge in the speaker's words: at least this much either way."""
    about_tolerance_cap: Decimal = Decimal("0.15")
    """A hedged number: never more."""
    bound_tolerance_cap: Decimal = Decimal("0.02")
    """At least, more than, at most, less than: how far a rounded bound may be missed."""
    understates_over: Decimal = Decimal("1.5")
    """A bound that holds by more than this factor is noted as understating."""
    range_up_to: Decimal = Decimal("1.5")
    """A range said wider than this factor can be not excluded, never supported."""
    interval_up_to: Decimal = Decimal("1.5")
    """A measured interval wider than this factor decides nothing."""
    contradicted_from: Decimal = Decimal("1.5")
    """Smallest factor at which failing readings contradict rather than over- or understate."""
    outlets_needed: int = 2
    """Independent outlets for a text known from reports only."""


V1 = Rule()
