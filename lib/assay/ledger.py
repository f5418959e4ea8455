"""The append-only history: which releases gave which verdict when, and why anything changed.

data/ledger/verdicts.csv grows only when a verdict, its releases or its readings change, and dates
each row by the newest release of the edition that showed it. data/ledger/readings.csv holds the
role and warrant each reading was given; changing one needs a row with a reason.
data/corrections_log.csv holds public corrections.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from assay.errors import CuratedError, Fault, at
from assay.model import Check, Finding, Reading
from assay.paths import Project
from assay.spreadsheets import read_sheet

CORRECTIONS = ["on", "claim_id", "was", "now", "because"]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One verdict of one claim at one clock, with the releases that gave it."""

    as_of: str
    claim_id: str
    clock: str
    verdict: str
    flags: str
    grade: str
    readings_sha256: str
    releases: str
    because: str

    @property
    def facts(self) -> tuple[str, ...]:
        """What must differ for the history to grow."""
        return (self.verdict, self.flags, self.grade, self.readings_sha256, self.releases)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """The role and warrant a reading was given, and why if they replaced others."""

    as_of: str
    claim_id: str
    reading: str
    role: str
    warrant_sha256: str
    because: str


@dataclass(frozen=True, slots=True)
class Change:
    """A claim whose verdict differs between two editions; empty `was` or `now`: not there."""

    claim_id: str
    was: str
    now: str
    because: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A public correction: dated, never deleted. `claim_id` is empty when it is about no claim."""

    on: str
    claim_id: str
    was: str
    now: str
    because: str
    row: int

    @property
    def src(self) -> str:
        return f"correction:{self.row}"


Row = TypeVar("Row", VerdictRow, ReadingRow)


def read_verdicts(project: Project) -> tuple[VerdictRow, ...]:
    """The history of verdicts, oldest first. CuratedError when its columns differ."""
    return _read(_verdicts_path(project), VerdictRow)


def new_verdicts(
    history: Sequence[VerdictRow], checks: Iterable[Check], as_of: str
) -> tuple[VerdictRow, ...]:
    """Rows the history lacks: the first of a claim, and every one whose facts differ."""
    latest = {(row.claim_id, row.clock): row for row in history}
    found = []
    for check in checks:
        for row in _rows(check, as_of):
            before = latest.get((row.claim_id, row.clock))
            if before is None or before.facts != row.facts:
                found.append(_with_reason(row, before))
    return tuple(found)


def record_verdicts(project: Project, rows: Iterable[VerdictRow]) -> None:
    """Append rows to the history."""
    header = [field.name for field in fields(VerdictRow)]
    for row in rows:
        append_row(_verdicts_path(project), header, asdict(row))


def new_readings(
    project: Project, readings: Iterable[Reading], as_of: str
) -> tuple[ReadingRow, ...]:
    """Readings seen for the first time.

    CuratedError for each reading whose role or warrant differs from its last row: such a change
    needs a row of its own, with a reason.
    """
    latest = {(r.claim_id, r.reading): r for r in _read(_readings_path(project), ReadingRow)}
    found, faults = [], []
    for reading in readings:
        warrant = _short_hash(reading.warrant)
        before = latest.get((reading.claim_id, reading.reading))
        if before is None:
            found.append(
                ReadingRow(as_of, reading.claim_id, reading.reading, reading.role, warrant, "")
            )
        elif (before.role, before.warrant_sha256) != (reading.role, warrant):
            what = "role" if before.role != reading.role else "warrant"
            row = f"{as_of},{reading.claim_id},{reading.reading},{reading.role},{warrant},<why>"
            faults.append(
                Fault(
                    f"the {what} was changed after the reading had been run",
                    f"data/readings/{reading.claim_id}.sql, reading {reading.reading}",
                    reading.role if what == "role" else warrant,
                    before.role if what == "role" else before.warrant_sha256,
                    f"Change it back, or add to data/ledger/readings.csv: {row}",
                )
            )
    if faults:
        raise CuratedError(*faults)
    return tuple(found)


def record_readings(project: Project, rows: Iterable[ReadingRow]) -> None:
    """Append rows to the history of roles and warrants."""
    header = [field.name for field in fields(ReadingRow)]
    for row in rows:
        append_row(_readings_path(project), header, asdict(row))


def read_corrections(project: Project, claim_ids: Iterable[str]) -> tuple[Correction, ...]:
    """Public corrections, newest first. CuratedError for a faulty row or an unknown claim."""
    path = project.data / "corrections_log.csv"
    known = frozenset(claim_ids)
    found: list[Correction] = []
    faults: list[Fault] = []
    for row in read_sheet(path, CORRECTIONS):
        correction = Correction(**row.cells, row=row.line)
        faults += _correction_faults(correction, at(path.name, row.line), known)
        found.append(correction)
    if faults:
        raise CuratedError(*faults)
    return tuple(sorted(found, key=lambda c: (c.on, c.row), reverse=True))


def append_row(path: Path, header: Sequence[str], row: dict[str, Any]) -> None:
    """Add one row to a CSV file, with its header when the file is new."""
    is_new = not path.is_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as stream:
        if not is_new and not path.read_bytes().endswith(b"\n"):
            stream.write("\n")
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)


def compare(
    was: Mapping[str, Mapping[str, Any]], now: Mapping[str, Mapping[str, Any]]
) -> tuple[Change, ...]:
    """Claims whose verdict differs between the `claims` of two manifests, by claim."""
    changes = []
    for claim_id in sorted({*was, *now}):
        before, after = was.get(claim_id, {}), now.get(claim_id, {})
        if before.get("verdict") != after.get("verdict"):
            changes.append(
                Change(
                    claim_id,
                    before.get("verdict", ""),
                    after.get("verdict", ""),
                    _why(before, after),
                )
            )
    return tuple(changes)


def releases_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """`source@release` of everything that fed findings, in alphabetical order."""
    return tuple(sorted({f"{r.source}@{r.release}" for f in findings for r in f.releases}))


def readings_hash(readings: Iterable[Reading]) -> str:
    """A short hash of every reading's role, warrant and query."""
    parts = [f"{r.reading}\0{r.role}\0{r.warrant}\0{r.sql}" for r in readings]
    return _short_hash("\0".join(parts))


def _rows(check: Check, as_of: str) -> list[VerdictRow]:
    return [
        VerdictRow(
            as_of=as_of,
            claim_id=check.claim.claim_id,
            clock=clock,
            verdict=verdict.name,
            flags=" ".join(sorted(verdict.flags)),
            grade=verdict.grade or "",
            readings_sha256=readings_hash(check.readings),
            releases=" ".join(releases_of(findings)),
            because="",
        )
        for clock, verdict, findings in check.clocks
    ]


def _with_reason(row: VerdictRow, before: VerdictRow | None) -> VerdictRow:
    if before is None:
        return row
    was = {"releases": before.releases.split(), "readings": before.readings_sha256}
    now = {"releases": row.releases.split(), "readings": row.readings_sha256}
    return VerdictRow(**{**asdict(row), "because": _why(was, now)})


def _why(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if not before:
        return "new claim"
    if not after:
        return "no longer published"
    if before.get("held") != after.get("held"):
        return "held back" if after.get("held") else "no longer held back"
    reasons = []
    added = sorted(set(after.get("releases", ())) - set(before.get("releases", ())))
    if added:
        reasons.append(f"now uses {', '.join(added).replace('@', ' ')}")
    if before.get("readings") != after.get("readings"):
        reasons.append("readings changed")
    return "; ".join(reasons) or "the claim's row or the rule changed"


def _correction_faults(correction: Correction, place: str, known: frozenset[str]) -> list[Fault]:
    faults = [
        Fault("empty cell", f"{place}, column {name}")
        for name in ("was", "now", "because")
        if not getattr(correction, name).strip()
    ]
    if correction.claim_id and correction.claim_id not in known:
        faults.append(Fault("no such claim", f"{place}, column claim_id", correction.claim_id))
    try:
        date.fromisoformat(correction.on)
    except ValueError:
        faults.append(Fault("not a date", f"{place}, column on", correction.on, "as 2025-02-22"))
    return faults


def _read(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    columns = [field.name for field in fields(kind)]
    return tuple(kind(**row.cells) for row in read_sheet(path, columns))


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _verdicts_path(project: Project) -> Path:
    return project.data / "ledger" / "verdicts.csv"


def _readings_path(project: Project) -> Path:
    return project.data / "ledger" / "readings.csv"
