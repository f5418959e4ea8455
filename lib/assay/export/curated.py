"""What people wrote and what came of it: claims, readings, findings, verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from assay.export.record import (
    Cells,
    Link,
    RecordTable,
    cells_of,
    column,
    fields_of,
    kind_of,
    row_of,
    text,
)
from assay.model import Check, Claim, Finding, Reading, Verdict
from assay.paths import Project
from assay.releases import Field
from assay.signoff import SignOff

CLOCK = replace(
    text("clock", "now: with the latest releases; then: with those public on the day it was said"),
    required=True,
    enum=("now", "then"),
)
READING = {
    "claim_id": "the claim",
    "reading": "short name of the reading, unique within the claim",
    "role": "primary, ordinary, generous (softens, never rescues) or context (never rated)",
    "label": "what the reading measures, in words",
    "says": "what exactly is measured, and by whom",
    "warrant": "why this is a fair reading of the words",
    "unit": "unit of what it measures",
    "note": "anything else to know",
    "tables": "tables it reads, as <source>.<table>",
    "sql": "the query",
    "path": "file of the project in which the query stands",
    "line": "first line of the query in that file",
}
FINDING = {
    "known_on": "the knowledge date; empty: the latest releases",
    "status": "holds, fails, undecided, no_data, or not_held (published and not held by us)",
    "low": "lower end of what was measured",
    "high": "upper end of what was measured",
    "unit": "unit of low and high",
    "direction": "how what was said differs: too_high, too_low or reversed",
    "factor": "how many times what was said differs from the nearer end",
    "factor_worst": "the same from the farther end",
    "period_from": "first day the rows cover",
    "period_to": "last day the rows cover",
    "why": "why it is so, where there is something to say",
    "evidence_rows": "rows used",
    "evidence_digest": "SHA-256 of the rows used",
    "grade": "worst custody of a release used: A publisher, B copy or transcription, C press",
    "typical_revision": "share by which the source's figures are typically revised",
    "is_floor": "counted from an incomplete list: at least so many",
    "reported_only": "the text is known from reports only",
    "reported_by": "independent outlets that saw the text",
}
VERDICT = {
    "flags": "near: would change within a typical revision; between: no measure gives the figure",
    "grade": "worst grade among the deciding readings",
    "because": "the verdict's reason in words",
    "direction": "how what was said differs: too_high, too_low or reversed",
    "factor_low": "smallest factor among the deciding readings",
    "factor_high": "largest factor among them",
    "flip": "from which figure on the verdict would be another",
    "deciding": "readings that decided",
    "only_if": "readings on which alone it would hold, or is not excluded",
}


def curated_tables(
    project: Project, checks: Sequence[Check], signoffs: Mapping[str, SignOff]
) -> tuple[RecordTable, ...]:
    """Claims with their readings, findings and verdicts, in the order of the claims table."""
    return (
        _claims(project, checks),
        _readings(checks),
        _verdicts(checks, signoffs),
        _findings(checks),
        _used(checks),
    )


def _claims(project: Project, checks: Sequence[Check]) -> RecordTable:
    names = [item.name for item in fields(Claim) if item.name != "row"]
    return RecordTable(
        "claims",
        "Claims",
        "One row is one testable assertion in a statement. Claims were picked, so counts by "
        "speaker or side mean nothing.",
        _claim_columns(project, names),
        ("claim_id",),
        lambda: (row_of(check.claim, names) for check in checks),
    )


def _claim_columns(project: Project, names: Sequence[str]) -> tuple[Field, ...]:
    """Described by data/claims.schema.json, where the project has one."""
    path = project.data / "claims.schema.json"
    schema: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    known = {item["name"]: item for item in schema.get("fields", ())}
    kinds = {item.name: kind_of(item.type) for item in fields(Claim)}
    return tuple(
        Field(
            name,
            known.get(name, {}).get("type", kinds[name]),
            known.get(name, {}).get("description", "").rstrip("."),
            required=name == "claim_id",
        )
        for name in names
    )


def _readings(checks: Sequence[Check]) -> RecordTable:
    return RecordTable(
        "readings",
        "Readings",
        "One row is one fair way of testing a claim: a query with its role and warrant.",
        fields_of(Reading, READING),
        ("claim_id", "reading"),
        lambda: (row_of(reading, tuple(READING)) for check in checks for reading in check.readings),
        (Link(("claim_id",), "claims", ("claim_id",)),),
    )


def _verdicts(checks: Sequence[Check], signoffs: Mapping[str, SignOff]) -> RecordTable:
    columns = (
        text("claim_id", "the claim", required=True),
        CLOCK,
        text("verdict", "the verdict, by the published rule"),
        *fields_of(Verdict, VERDICT),
        text("sign_off", "approved by two people; changed since then; or draft: nobody signed it"),
        text("signed_on", "the day of the approval"),
    )

    def rows() -> Iterator[Cells]:
        for check in checks:
            signoff = signoffs[check.claim.claim_id]
            for clock, verdict, _ in check.clocks:
                signed = (signoff.state, signoff.on if signoff.state == "approved" else "")
                start = (verdict.claim_id, clock, verdict.name)
                yield [*start, *row_of(verdict, tuple(VERDICT)), *signed]

    return RecordTable(
        "verdicts",
        "Verdicts",
        "One row is a claim's findings rated by the published rule, at one clock.",
        columns,
        ("claim_id", "clock"),
        rows,
        (Link(("claim_id",), "claims", ("claim_id",)),),
    )


def _findings(checks: Sequence[Check]) -> RecordTable:
    columns = (
        text("claim_id", "the claim", required=True),
        text("reading", "the reading", required=True),
        CLOCK,
        *(_finding_column(name, description) for name, description in FINDING.items()),
    )
    return RecordTable(
        "findings",
        "Findings",
        "One row is what one reading of a claim gave at one clock: a range, or why there is none.",
        columns,
        ("claim_id", "reading", "clock"),
        lambda: (
            [*_finding_key(finding, clock), *row_of(finding, tuple(FINDING))]
            for check in checks
            for clock, _, findings in check.clocks
            for finding in findings
        ),
        (
            Link(("claim_id", "reading"), "readings", ("claim_id", "reading")),
            Link(("claim_id", "clock"), "verdicts", ("claim_id", "clock")),
        ),
    )


def _finding_column(name: str, description: str) -> Field:
    if name == "grade":  # a property of the finding, not a field
        return text(name, description)
    kinds = {item.name: kind_of(item.type) for item in fields(Finding)}
    return column(name, kinds[name], description)


def _used(checks: Sequence[Check]) -> RecordTable:
    return RecordTable(
        "finding_releases",
        "Releases that fed a finding",
        "One row is one release that one finding used.",
        (
            text("claim_id", "the claim", required=True),
            text("reading", "the reading", required=True),
            CLOCK,
            text("release_id", "the release, as <source>/<release>", required=True),
        ),
        ("claim_id", "reading", "clock", "release_id"),
        lambda: (
            [*_finding_key(finding, clock), f"{used.source}/{used.release}"]
            for check in checks
            for clock, _, findings in check.clocks
            for finding in findings
            for used in finding.releases
        ),
        (
            Link(("claim_id", "reading", "clock"), "findings", ("claim_id", "reading", "clock")),
            Link(("release_id",), "releases", ("release_id",)),
        ),
    )


def _finding_key(finding: Finding, clock: str) -> Cells:
    return cells_of((finding.claim_id, finding.reading, clock))
