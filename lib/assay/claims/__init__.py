"""The curated table of claims: data/claims.csv, read with every fault at once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assay.claims.faults import row_faults
from assay.claims.vocabulary import COLUMNS, DATES, ENUMS, PATTERNS, REQUIRED, UNITS, Unit
from assay.crosswalks import read_sets
from assay.errors import CuratedError, Fault, at
from assay.model import Claim, PartialDate
from assay.paths import Project
from assay.spreadsheets import Row, parse_sheet

__all__ = ["COLUMNS", "DATES", "ENUMS", "PATTERNS", "REQUIRED", "UNITS", "Unit", "read_claims"]


def read_claims(project: Project) -> dict[str, Claim]:
    """Every claim by id, in the order of the file.

    CuratedError lists every fault of the file: row, column, found, expected, what to do.
    """
    place = project.relative(project.claims)
    return dict(_claims(place, _read_bytes(project), frozenset(read_sets(project))))


@lru_cache(maxsize=2)
def _claims(place: str, raw: bytes, sets: frozenset[str]) -> dict[str, Claim]:
    """The claims of a file's bytes. The same bytes are not looked through twice."""
    rows, faults = parse_sheet(place, raw, COLUMNS)
    seen: dict[str, int] = {}
    for row in rows:
        faults += row_faults(place, row, sets)
        claim_id = row.cells["claim_id"]
        if claim_id in seen:
            faults.append(_twice(place, row, seen[claim_id]))
        seen.setdefault(claim_id, row.line)
    if faults:
        raise CuratedError(*faults)
    return {row.cells["claim_id"]: _claim(row) for row in rows}


def _read_bytes(project: Project) -> bytes:
    try:
        return project.claims.read_bytes()
    except FileNotFoundError:
        place = project.relative(project.claims)
        todo = "Restore it from git."
        raise CuratedError(Fault("there is no table of claims", place, todo=todo)) from None


def _twice(place: str, row: Row, first: int) -> Fault:
    return Fault(
        "a claim id twice",
        at(place, row.line, "claim_id"),
        repr(row.cells["claim_id"]),
        f"another id than in row {first}",
        "Repetitions of a claim share a family, not an id.",
    )


def _claim(row: Row) -> Claim:
    cells: dict[str, object] = dict(row.cells)
    cells["said_on"] = PartialDate.parse(row.cells["said_on"])
    cells["in_founding_article"] = row.cells["in_founding_article"] == "true"
    for column in ("period_from", "period_to", "due_on"):
        cells[column] = date.fromisoformat(row.cells[column]) if row.cells[column] else None
    return Claim(**cells, row=row.line)  # type: ignore[arg-type]
