"""The tolerance in words: what the claim's own words leave room for."""

from __future__ import annotations

from assay.document import Node, Number
from assay.model import Claim
from assay.narrative.phrases import Part, amount, fill, of_claim
from assay.narrative.words import Words
from assay.quantities import TableOrigin, bind_value, decimals_of, exact


def tolerance(claim: Claim, words: Words) -> tuple[Node, ...]:
    """One sentence on what counts as right; empty for a claim that is not rated."""
    if not claim.relation:
        return ()
    template = words[f"tolerance.{claim.relation}"]
    parts: dict[str, Part] = {}
    ends = [(name, end) for name, end in _band(claim) if f"{{{name}}}" in template]
    decimals = decimals_of(claim.unit, *(exact(end) for _, end in ends))
    for name, end in ends:
        number = _bound(claim, name, end, decimals, words)
        # The unit stands once, after the last number.
        is_last = name == ends[-1][0]
        parts[name] = amount((number,), claim.unit, words) if is_last else number
    if "{hedge}" in template:
        parts["hedge"] = of_claim(claim, claim.hedge_words)
    return fill(template, **parts)


def _bound(claim: Claim, name: str, value: float, decimals: int, words: Words) -> Number:
    return bind_value(
        value,
        claim.unit,
        key=f"{claim.claim_id}/band#{name}",
        what="The claimed figure with the tolerance of its words",
        origin=TableOrigin(f"data/claims.csv, row {claim.row}", "", 1, ""),
        decimals=decimals,
        language=words.language,
    )


def _band(claim: Claim) -> list[tuple[str, float]]:
    from assay.rating import band_of

    band = band_of(claim)
    return [
        (name, end) for name, end in (("low", band.low), ("high", band.high)) if end is not None
    ]
