"""Sign-off: two named people approve exactly what a claim's page shows, by its digest.

data/approvals.csv holds one row per approval. The digest covers the claim's row, its readings,
what they measured at the rounding shown, and the verdict: when any of these changes, the approval
no longer fits and the page is under review.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from assay.errors import CuratedError, Fault, ParameterError, at
from assay.ledger import append_row
from assay.model import Check, Finding, Reading, Verdict
from assay.paths import Project
from assay.quantities import shown
from assay.spreadsheets import read_sheet

HEADER = ["claim_id", "digest", "approved_by", "second_reader", "on"]
LEAST_DIGITS = 12
NOT_SHOWN = frozenset({"row", "publication"})
State = Literal["approved", "draft", "changed"]


@dataclass(frozen=True, slots=True)
class Approval:
    """Two people approved one digest of one claim's page on one day."""

    claim_id: str
    digest: str
    approved_by: str
    second_reader: str
    on: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """Whether two people have approved exactly what a claim's page shows."""

    state: State
    digest: str
    approved_by: str = ""
    second_reader: str = ""
    on: str = ""


def digest_of(check: Check) -> str:
    """SHA-256 of what is signed: row, readings, measures as shown, verdict. 64 hex digits."""
    signed = {
        "claim": {k: _plain(v) for k, v in asdict(check.claim).items() if k not in NOT_SHOWN},
        "readings": [_reading(reading) for reading in check.readings],
        "now": _verdict(check.now, check.now_findings),
        "then": _verdict(check.then, check.then_findings) if check.then else None,
    }
    text = json.dumps(signed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_approvals(project: Project) -> tuple[Approval, ...]:
    """Every approval, in the order written; none when there is no file.

    CuratedError with every faulty row: a missing name, one person twice, a short digest, no date.
    """
    path = approvals_path(project)
    approvals: list[Approval] = []
    faults: list[Fault] = []
    for row in read_sheet(path, HEADER):
        approval = Approval(**{name: cell.strip() for name, cell in row.cells.items()})
        faults += _faults(approval, at(path.name, row.line))
        approvals.append(approval)
    if faults:
        raise CuratedError(*faults)
    return tuple(approvals)


def state_of(check: Check, approvals: Iterable[Approval]) -> SignOff:
    """Where a claim's page stands: approved as it is, changed since it was, or a draft."""
    digest = digest_of(check)
    own = [approval for approval in approvals if approval.claim_id == check.claim.claim_id]
    for approval in reversed(own):
        if digest.startswith(approval.digest):
            return SignOff(
                "approved", digest, approval.approved_by, approval.second_reader, approval.on
            )
    if own:
        last = own[-1]
        return SignOff("changed", digest, last.approved_by, last.second_reader, last.on)
    return SignOff("draft", digest)


def approve(
    project: Project, check: Check, read: str, approved_by: str, second_reader: str, on: date
) -> Approval:
    """Add one row to data/approvals.csv for the page that two people have read.

    `read` is the digest printed on it, or its first twelve digits or more. ParameterError when the
    page is another now, a name is missing or both are one person.
    """
    digest = digest_of(check)
    if len(read) < LEAST_DIGITS or not digest.startswith(read):
        raise ParameterError(
            Fault(
                "not the digest of the page as it is now",
                check.claim.claim_id,
                read,
                f"{digest[:LEAST_DIGITS]}…",
                "Build, read the page again, and give the digest printed on it.",
            )
        )
    approval = Approval(
        check.claim.claim_id,
        digest,
        approved_by.strip(),
        second_reader.strip(),
        on.isoformat(),
    )
    faults = _faults(approval, "sign-off")
    if faults:
        raise ParameterError(*faults)
    append_row(approvals_path(project), HEADER, asdict(approval))
    return approval


def approvals_path(project: Project) -> Path:
    """Where approvals are kept."""
    return project.data / "approvals.csv"


def _faults(approval: Approval, place: str) -> list[Fault]:
    faults = []
    names = (approval.approved_by, approval.second_reader)
    for column, name in zip(("approved_by", "second_reader"), names, strict=True):
        if not name:
            faults.append(Fault("no name", f"{place}, column {column}", expected="a person"))
    if all(names) and names[0].casefold() == names[1].casefold():
        faults.append(Fault("one person twice", place, names[0], "two different people"))
    digest = approval.digest
    if len(digest) < LEAST_DIGITS or set(digest) - set("0123456789abcdef"):
        faults.append(
            Fault("not a digest", f"{place}, column digest", digest, "the digest on the page")
        )
    try:
        date.fromisoformat(approval.on)
    except ValueError:
        faults.append(Fault("not a date", f"{place}, column on", approval.on, "as 2025-02-22"))
    return faults


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _reading(reading: Reading) -> dict[str, str]:
    kept = ("reading", "role", "label", "says", "warrant", "unit", "note", "sql")
    return {name: str(getattr(reading, name)) for name in kept}


def _verdict(verdict: Verdict, findings: Iterable[Finding]) -> dict[str, Any]:
    return {
        "name": verdict.name,
        "flags": sorted(verdict.flags),
        "grade": verdict.grade,
        "direction": verdict.direction,
        "factors": [_shown(f, "times") for f in (verdict.factor_low, verdict.factor_high)],
        "flip": verdict.flip,
        "findings": [_finding(finding) for finding in findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "reading": finding.reading,
        "status": finding.status,
        "measured": [_shown(end, finding.unit) for end in (finding.low, finding.high)],
        "factor": _shown(finding.factor, "times"),
        "direction": finding.direction,
        "period": [finding.period_from, finding.period_to],
        "floor": finding.is_floor,
        "reported": finding.reported_only,
    }


def _shown(value: float | None, unit: str) -> str:
    return "" if value is None else shown(value, unit)
