"""A claim gives a reading its parameters; a reading's outcome becomes the claim's finding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assay.desk.outcome import Outcome
from assay.desk.running import Job
from assay.desk.sandbox import Value
from assay.model import Claim, Finding, Release, UsedRelease


def parameters_of(claim: Claim, known_on: date) -> dict[str, Value]:
    """What `$said_on`, `$known_on`, `$period_from`, `$period_to`, `$value_low` and `$value_high`
    are for a claim: dates and decimals, NULL where the claim has none.

    A claim is said at the start of its interval; its period ends with the interval unless the
    claim says otherwise.
    """
    return {
        "said_on": claim.said_on.first,
        "known_on": known_on,
        "period_from": claim.period_from,
        "period_to": claim.period_to or claim.said_on.last,
        "value_low": Decimal(claim.value_low) if claim.value_low else None,
        "value_high": Decimal(claim.value_high) if claim.value_high else None,
    }


def finding_of(claim: Claim, job: Job, outcome: Outcome) -> Finding:
    """The finding of a claim from what its reading gave."""
    reading = job.reading
    held = {(r.source, r.release): r for view in job.views for r in view.releases}
    return Finding(
        claim_id=claim.claim_id,
        reading=reading.reading,
        role=reading.role,
        label=reading.label,
        says=reading.says,
        warrant=reading.warrant,
        unit=reading.unit,
        known_on=job.known_on,
        status=outcome.status,
        low=outcome.low,
        high=outcome.high,
        factor=outcome.factor,
        period_from=outcome.period_from,
        period_to=outcome.period_to,
        why=outcome.why,
        evidence_rows=outcome.evidence_rows,
        evidence_digest=outcome.evidence_digest,
        releases=tuple(_used(held[key]) for key in outcome.releases),
        typical_revision=max(
            (view.typical_revision for view in job.views if view.is_release), default=0.0
        ),
        is_floor=outcome.is_floor,
        reported_only=outcome.reported_by is not None,
        reported_by=outcome.reported_by,
        marked_undecided=outcome.marked_undecided,
        bound=outcome.bound,
    )


def _used(release: Release) -> UsedRelease:
    return UsedRelease(
        source=release.source,
        release=release.release,
        released_on=str(release.released_on),
        data_through=str(release.data_through),
        grade=release.grade,
        digest=release.digest,
    )
