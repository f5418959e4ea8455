"""How much hangs on the thresholds: which verdicts change when one of them is another number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assay.model import Check, VerdictName
from assay.rating.rule import V1, Rule
from assay.rating.verdict import rate

VARIED: Mapping[str, tuple[str, ...]] = {
    "eq_tolerance": ("0.02", "0.03", "0.08", "0.10"),
    "eq_tolerance_cap": ("0.05", "0.08", "0.15", "0.20"),
    "about_tolerance": ("0.05", "0.15", "0.20"),
    "about_tolerance_cap": ("0.10", "0.20", "0.25"),
    "bound_tolerance_cap": ("0", "0.01", "0.05"),
    "range_up_to": ("1.25", "2", "3"),
    "interval_up_to": ("1.25", "2", "3"),
    "contradicted_from": ("1.25", "2", "3"),
    "outlets_needed": ("1", "3"),
}
"""Other numbers that somebody might have chosen; each is tried alone."""


INTRODUCTION = """\
# What hangs on each threshold

The thresholds of [the rule](methodology.md) are conventions. Each was tried at other values on
every claim that is rated; `assay sensitivity` writes this page.

"""


@dataclass(frozen=True, slots=True)
class Change:
    """A claim whose verdict is another under another threshold."""

    claim_id: str
    was: VerdictName
    becomes: VerdictName


@dataclass(frozen=True, slots=True)
class Shift:
    """One threshold at one other value, how many claims it was tried on, and what changed."""

    threshold: str
    published: str
    value: str
    rated: int
    changed: tuple[Change, ...]


def sensitivity(
    checks: Iterable[Check], rule: Rule = V1, values: Mapping[str, Sequence[str]] = VARIED
) -> tuple[Shift, ...]:
    """Every rated check rated again with each threshold of `values` at each of its values.

    Uses the findings of `now`. A threshold varied above or below its partner (a least tolerance
    over its most) is bounded by it, as in the rule. ValueError for a name that is no threshold.
    """
    rated = [check for check in checks if check.now.deciding]
    shifts = []
    for threshold, others in values.items():
        if threshold not in Rule.__dataclass_fields__:
            raise ValueError(f"the rule has no threshold {threshold!r}")
        published = getattr(rule, threshold)
        for value in others:
            varied = replace(rule, **{threshold: type(published)(value)})
            changed = tuple(_changes(rated, rule, varied))
            shifts.append(Shift(threshold, str(published), value, len(rated), changed))
    return tuple(shifts)


def _changes(checks: Sequence[Check], rule: Rule, varied: Rule) -> Iterable[Change]:
    for check in checks:
        due = check.claim.due_on
        was = rate(check.claim, check.now_findings, on=due, rule=rule).name
        becomes = rate(check.claim, check.now_findings, on=due, rule=varied).name
        if becomes != was:
            yield Change(check.claim.claim_id, was, becomes)


def as_page(shifts: Iterable[Shift]) -> str:
    """docs/sensitivity.md, a table: threshold, published value, value tried, what changes."""
    lines = [
        "| threshold | published | tried | verdicts that change | which |",
        "|---|---|---|---|---|",
    ]
    for shift in shifts:
        which = "; ".join(f"{c.claim_id}: {c.was} → {c.becomes}" for c in shift.changed) or "none"
        lines.append(
            f"| `{shift.threshold}` | {shift.published} | {shift.value} "
            f"| {len(shift.changed)} of {shift.rated} | {which} |"
        )
    return INTRODUCTION + "\n".join(lines) + "\n"
