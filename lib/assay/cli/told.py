"""A check as text for the terminal."""

from __future__ import annotations

from assay.ledger import VerdictRow
from assay.model import Check, Finding, Verdict
from assay.quantities import date_in_words

DIRECTIONS = {
    "too_high": "{:.2f} times the measure",
    "too_low": "the measure is {:.2f} times it",
    "reversed": "reversed, by {:.2f} times",
}


def told_in_one_line(check: Check) -> str:
    """Claim id and verdict."""
    return f"{check.claim.claim_id:40} {_verdict(check.now)}"


def told_as_built(row: VerdictRow | None) -> str:
    """The verdict of the last build, from the ledger; nothing is computed for it."""
    if row is None:
        return "Not built yet: assay check shows its verdict."
    flags = f" [{', '.join(row.flags.split())}]" if row.flags else ""
    grade = f" (grade {row.grade})" if row.grade else ""
    name = row.verdict.replace("_", " ")
    return f"Last built: {name}{flags}{grade}, data as of {date_in_words(row.as_of)}."


def _verdict(verdict: Verdict) -> str:
    flags = f" [{', '.join(verdict.flags)}]" if verdict.flags else ""
    grade = f" (grade {verdict.grade})" if verdict.grade else ""
    because = f": {verdict.because}" if verdict.because else ""
    return f"{verdict.name}{flags}{because}{grade}"


def told_in_full(check: Check) -> str:
    """The claim, what was tested, the verdict and every finding, now and then."""
    claim = check.claim
    lines = [
        claim.title,
        f"  {claim.speaker}, {claim.said_on}, {claim.venue}: {claim.quote or claim.statement}",
        f"  We tested this as: {claim.tested_as}",
        f"  now:  {_verdict(check.now)}",
        *(f"    {_finding(finding)}" for finding in check.now_findings),
    ]
    if check.now.flip:
        lines.append(f"    {check.now.flip}")
    if check.then:
        lines.append(f"  then: {_verdict(check.then)}")
        lines += [f"    {_finding(finding)}" for finding in check.then_findings]
    return "\n".join(lines) + "\n"


def _finding(finding: Finding) -> str:
    measured = "no figure"
    if finding.low is not None and finding.high is not None:
        ends = sorted({f"{finding.low:.4g}", f"{finding.high:.4g}"}, key=float)
        measured = f"{' to '.join(ends)} {finding.unit}"
    factor = ""
    if finding.factor and finding.direction:
        factor = f", {DIRECTIONS[finding.direction].format(finding.factor)}"
    used = ", ".join(f"{r.source} {r.release} ({r.grade})" for r in finding.releases)
    why = f" {finding.why}" if finding.why else ""
    period = f" [{finding.period_from}..{finding.period_to}]" if finding.period_to else ""
    status = "not rated" if finding.role == "context" else finding.status
    return (
        f"{finding.role:8} {finding.reading:28} {status:9} {measured}{factor}{period}  {used}{why}"
    )
