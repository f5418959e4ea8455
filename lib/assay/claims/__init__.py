"""The curated table of claims: data/claims.csv, read with every fault at once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assay.claims.faults import row_faults
from assay.claims.table import Row, read_bytes, read_rows
from assay.claims.vocabulary import COLUMNS, DATES, ENUMS, PATTERNS, REQUIRED, UNITS, Unit
from assay.crosswalks import read_sets
from assay.errors import CuratedError, Fault, at
from assay.model import Claim, PartialDate
from assay.paths import Project

__all__ = ["COLUMNS", "DATES", "ENUMS", "PATTERNS", "REQUIRED", "UNITS", "Unit", "read_claims"]


def read_claims(project: Project) -> dict[str, Claim]:
    """Every claim by id, in the order of the file.

    CuratedError lists every fault of the file: row, column, found, expected, what to do.
    """
    place = project.relative(project.claims)
    return dict(_claims(place, read_bytes(project), frozenset(read_sets(project))))


@lru_cache(maxsize=2)
def _claims(place: str, raw: bytes, sets: frozenset[str]) -> dict[str, Claim]:
    """The claims of a file's bytes. The same bytes are not looked through twice."""
    rows, faults = read_rows(place, raw)
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
