"""Where claims meet data: readings run at both clocks, judged and rated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from typing import Any

from rapidfuzz import process

from assay.claims import read_claims
from assay.desk import Desk, open_desk
from assay.errors import Fault
from assay.model import Check, Claim, Finding, Reading, UnknownClaim, Verdict
from assay.paths import Project
from assay.rating import judge, rate
from assay.trace import note


def check_claims(
    project: Project,
    claim_ids: Iterable[str] | None = None,
    *,
    as_of: date | None = None,
    topic: str | None = None,
    desk: Desk | None = None,
) -> list[Check]:
    """Claims tested with the latest releases and with those current when they were said.

    `claim_ids` None means every claim; `topic` keeps one topic; `as_of` is the knowledge date
    that stands in for the latest; `desk` is one that is open already and stays open. UnknownClaim
    names the nearest ids.
    """
    claims = read_claims(project)
    chosen = [claim for claim in choose(claims, claim_ids) if topic is None or claim.topic == topic]
    with nullcontext(desk) if desk else open_desk(project) as at_hand:
        readings = at_hand.read_readings(project, claims, [claim.claim_id for claim in chosen])
        note(*_read_for(chosen, readings, claim_ids is None, topic))
        at_hand.run_ahead(
            (claim, reading, known_on)
            for claim in chosen
            for reading in readings.get(claim.claim_id, ())
            for known_on in dict.fromkeys((as_of, said_at(claim) or as_of))
        )
        return [
            check_claim(at_hand, claim, readings.get(claim.claim_id, ()), as_of) for claim in chosen
        ]


def check_claim(
    desk: Desk, claim: Claim, readings: tuple[Reading, ...], as_of: date | None = None
) -> Check:
    """One claim with its readings, on a desk that is already open. Raises ReadingError."""
    said = said_at(claim)
    now, now_findings = check_at(desk, claim, readings, as_of)
    then, then_findings = check_at(desk, claim, readings, said) if said else (None, ())
    return Check(claim, now, now_findings, then, then_findings, readings)


def check_at(
    desk: Desk, claim: Claim, readings: Iterable[Reading], known_on: date | None = None
) -> tuple[Verdict, tuple[Finding, ...]]:
    """A claim's verdict and findings at one knowledge date, None for now. Raises ReadingError."""
    findings = tuple(desk.find(claim, reading, known_on) for reading in readings)
    if claim.relation:
        findings = tuple(judge(claim, finding) for finding in findings)
    return rate(claim, findings, on=known_on or desk.newest_day), findings


def choose(claims: Mapping[str, Claim], claim_ids: Iterable[str] | None) -> list[Claim]:
    """The claims with these ids in the order asked, all without any. UnknownClaim otherwise."""
    if claim_ids is None:
        return list(claims.values())
    asked = list(dict.fromkeys(claim_ids))
    unknown = [claim_id for claim_id in asked if claim_id not in claims]
    if unknown:
        raise UnknownClaim(*(_unknown(claim_id, list(claims)) for claim_id in unknown))
    return [claims[claim_id] for claim_id in asked]


def _read_for(
    chosen: Iterable[Claim],
    readings: Mapping[str, tuple[Reading, ...]],
    is_of_all: bool,
    topic: str | None,
) -> list[str]:
    """What a check of these claims depends on, as `trace` names it: a query that stands with
    another claim too.
    """
    if is_of_all and not topic:
        return ["claims"]
    lenders = [r.lender.partition("/")[0] for found in readings.values() for r in found]
    lent = [f"readings:{lender}" for lender in lenders if lender]
    if topic:
        return [f"topic:{topic}", *lent]
    return [f"{kind}:{c.claim_id}" for c in chosen for kind in ("claim", "readings")] + lent


def said_at(claim: Claim) -> date | None:
    """The knowledge date of `then`: a claim is said at the start of its interval."""
    return claim.said_on.first


def to_json(check: Check) -> dict[str, Any]:
    """A check as `assay check --json` prints it; `then` is null where the date is unknown."""
    now = _clock(check.now, check.now_findings)
    return {
        "claim_id": check.claim.claim_id,
        "verdict": now["verdict"],
        "flags": now["flags"],
        "grade": now["grade"],
        "now": now,
        "then": _clock(check.then, check.then_findings) if check.then else None,
    }


def _unknown(claim_id: str, known: list[str]) -> Fault:
    nearest = [name for name, _, _ in process.extract(claim_id, known, limit=3, score_cutoff=50)]
    return Fault(
        "no claim has this id",
        "data/claims.csv",
        repr(claim_id),
        f"perhaps {', '.join(nearest)}" if nearest else "a claim id",
        "`assay find` searches claims by words and numbers.",
    )


def _clock(verdict: Verdict, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "verdict": verdict.name,
        "flags": list(verdict.flags),
        "grade": verdict.grade,
        "findings": [_finding(finding) for finding in findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "reading": finding.reading,
        "role": finding.role,
        "status": finding.status,
        "low": finding.low,
        "high": finding.high,
        "unit": finding.unit,
        "factor": finding.factor,
        "direction": finding.direction,
        "release": ", ".join(f"{used.source} {used.release}" for used in finding.releases),
    }
