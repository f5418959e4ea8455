"""The tolerance in words: what the claim's own words leave room for."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from assay.document import Node, Number
from assay.model import Claim
from assay.narrative.phrases import Part, amount, claimed, fill, of_claim
from assay.narrative.words import Words
from assay.quantities import RULES, TableOrigin, bind_value, decimals_of
from assay.rating import shown_band


def tolerance(claim: Claim, words: Words) -> tuple[Node, ...]:
    """One sentence on what counts as right; empty for a claim that is not rated."""
    if not claim.relation:
        return ()
    is_implied = claim.relation == "eq" and not claim.is_number_said
    template = words["tolerance.implied" if is_implied else f"tolerance.{claim.relation}"]
    parts: dict[str, Part] = {}
    if "{hedge}" in template:
        parts["hedge"] = of_claim(claim, claim.hedge_words)
    if "{claimed}" in template:
        parts["claimed"] = claimed(claim, words)
    return fill(template, **parts, **band_parts(claim, template, words))


def band_parts(claim: Claim, template: str, words: Words) -> dict[str, Part]:
    """The ends of the band that a template names, bound, at one precision.

    The unit stands once, after the last of them.
    """
    ends = {name: end for name, end in band_ends(claim).items() if f"{{{name}}}" in template}
    if not ends:
        return {}
    decimals = decimals_of(claim.unit, *ends.values())
    parts: dict[str, Part] = {
        name: _bound(claim, name, end, decimals, words) for name, end in ends.items()
    }
    last = list(ends)[-1]
    number = _bound(claim, last, ends[last], decimals, words)
    return {**parts, last: amount((number,), claim.unit, words)}


def _bound(claim: Claim, name: str, value: Decimal, decimals: int, words: Words) -> Number:
    return bind_value(
        value,
        claim.unit,
        key=f"{claim.claim_id}/band#{name}",
        what="The claimed figure with the tolerance of its words",
        origin=TableOrigin(f"data/claims.csv, row {claim.row}", "", 1, ""),
        decimals=decimals,
        language=words.language,
    )


def band_ends(claim: Claim) -> dict[str, Decimal]:
    """The ends of the band that exist; of whole things, the nearest whole number inside."""
    band = shown_band(claim)
    low, high = band.low, band.high
    if claim.unit in RULES and RULES[claim.unit].whole:
        low = None if low is None else low.to_integral_value(ROUND_CEILING)
        high = None if high is None else high.to_integral_value(ROUND_FLOOR)
    ends = {"low": low, "high": high}
    return {name: end for name, end in ends.items() if end is not None}
