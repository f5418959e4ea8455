"""The short neutral phrases of a verdict, in the words of RATING, section "Words"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from assay.model import Bound, Claim, Direction, Finding, VerdictName
from assay.rating.band import FOUND, NOT_FOUND, ORDERS, Band

MEASURED = {"percent": "share", "ratio": "ratio", "count": "count", "rank": "rank"}
MONEY = ("USD", "EUR", "GBP")
NOTES = {
    "reported": "the text is known from reports only",
    "understates": "the number said understates it",
    "overstates": "the number said overstates it",
}
NOT_SHOWN = "the sources that would show it do not"
TWO_REPORTS = "would hold if two outlets that saw the text said so, and none said otherwise"

WHOLE = frozenset({"rank", "count", "votes"})


def times(factor: float) -> str:
    """A factor as printed: one decimal, two close to one, none from ten up."""
    step = "0.01" if factor < 1.095 else "0.1" if factor < 9.95 else "1"
    return str(Decimal(str(factor)).quantize(Decimal(step), ROUND_HALF_UP))


def factor_phrase(
    claim: Claim,
    direction: Direction | None,
    low: float | None,
    high: float | None,
    bound: Bound = "",
) -> str:
    """`1.9 to 4.2 times the measured amounts`, or the same from the other side; a bound is called
    what it is: `5.3 to 13 times the ceiling`.
    """
    if low is None or high is None:
        return ""
    several = times(low) != times(high)
    span = f"{times(low)} to {times(high)}" if several else times(low)
    if claim.unit == "rank" and direction == "too_low":
        return f"it is {span} times as large as the one in the place said"
    if claim.unit == "rank":
        return f"another one is {span} times as large"
    if bound:
        far = f"{span} times the"
        return f"the {bound} is {far} number said" if direction == "too_low" else f"{far} {bound}"
    noun = "amount" if claim.unit.startswith(MONEY) else MEASURED.get(claim.unit, "value")
    noun += "s" if several else ""
    if direction == "too_low":
        return f"the measured {noun} {'are' if several else 'is'} {span} times the number said"
    return f"{span} times the measured {noun}"


def supported(findings: Sequence[Finding]) -> str:
    """What holds, what leaves it open, and what must be said with it."""
    undecided = [f for f in findings if f.status == "undecided"]
    phrases = ["every reading that decides holds"]
    if undecided:
        held = _labels(f for f in findings if f.status == "holds")
        phrases = [f"true of {held}; not decided by {_labels(undecided)}"]
    notes = {f.why for f in findings if f.status == "holds"}
    return "; ".join(phrases + [NOTES[note] for note in sorted(notes & NOTES.keys())])


def halves(findings: Sequence[Finding]) -> str:
    """`depends` in words, the primary reading's half first."""
    true_of = _labels(f for f in findings if f.status == "holds")
    not_of = _labels(f for f in findings if f.status == "fails")
    primary = next(f for f in findings if f.role == "primary")
    if primary.status == "fails":
        return f"not true of {not_of}; true of {true_of}"
    return f"true of {true_of}, not of {not_of}"


def only_if(findings: Sequence[Finding]) -> str:
    """What would have to be meant for a softened verdict to fall away."""
    held = [f for f in findings if f.status == "holds"]
    if held:
        return f"only if it means {_labels(held)}"
    verb = "leaves" if len(findings) == 1 else "leave"
    return f"only {_labels(findings)} {verb} it open"


def between(findings: Sequence[Finding], softening: Sequence[Finding] = ()) -> str:
    """Readings that miss on both sides; a generous one may still give the figure."""
    ends = [number for f in findings for number in (f.low, f.high) if number is not None]
    low, high = short(Decimal(str(min(ends)))), short(Decimal(str(max(ends))))
    if softening:
        return f"it lies between {low} and {high}; {only_if(softening)}"
    return f"no measure gives this figure; it lies between {low} and {high}"


def flip_text(claim: Claim, band: Band, name: VerdictName, side: Direction | None) -> str:
    """The distance to another verdict: `would hold from 332 up`."""
    holds = name == "supported"
    verb = "no longer hold" if holds else "hold"
    if claim.relation in FOUND | NOT_FOUND:
        found = (claim.relation in FOUND) != holds
        return f"would {verb} if {'one were' if found else 'none were'} found"
    if claim.relation in ORDERS:
        return f"would {verb} at {'another rank than' if holds else 'rank'} {claim.value_low}"
    full = claim.relation == "exact"
    low, high = band.low, band.high
    if claim.unit in WHOLE:
        low, high = low and low.to_integral(ROUND_CEILING), high and high.to_integral(ROUND_FLOOR)
    lowest = None if low is None else short(low, full)
    highest = None if high is None else short(high, full)
    if holds:
        return _leaving(lowest, highest)
    return _entering(lowest, highest, side, claim.unit == "rank")


def short(number: Decimal, full: bool = False) -> str:
    """Three significant digits, or all of them; no exponent, thousands separated."""
    if not full and number:
        step = Decimal(1).scaleb(number.adjusted() - 2)
        number = number.quantize(step, ROUND_HALF_EVEN)
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _leaving(low: str | None, high: str | None) -> str:
    ways = [f"below {low}"] if low is not None else []
    ways += [f"above {high}"] if high is not None else []
    return f"would no longer hold {' or '.join(ways)}"


def _entering(low: str | None, high: str | None, side: Direction | None, is_rank: bool) -> str:
    below = side is not None and (side == "too_high") != is_rank
    above = side is not None and not below
    if low is not None and (high is None or below):
        return f"would hold from {low} up"
    if high is not None and (low is None or above):
        return f"would hold from {high} down"
    return f"would hold between {low} and {high}"


def _labels(findings: Iterable[Finding]) -> str:
    names = [f'"{finding.label}"' for finding in findings]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
