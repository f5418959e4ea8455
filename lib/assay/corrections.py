"""Corrections of a provider's cells, data/corrections/<source>.csv: each names what is wrong there.

A correction is not a search and replace. It names the cells it is about and what they hold
wrongly; when the provider has fixed them, or changed them to something else, ingesting stops and
says which line to retire. (The habit is OWID's: etl/data_corrections.py.)

A mistake found after its release was written cannot be corrected there, because a release is
immutable. Its correction has the status `applied at reading`: the table keeps what the provider
printed, and whoever reads the table gets the row corrected, its column `corrected` saying so.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from assay.errors import CuratedError, Fault, at
from assay.paths import Project
from assay.spreadsheets import read_sheet

HEADER = ["release", "table", "where", "column", "found", "expected", "correct_value", "reason",
          "source", "status"]  # fmt: skip
APPLIED = "applied"
AT_READING = "applied at reading"
CORRECTED = "corrected"

Cells = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrections file.

    `where` are the conditions (column, value) a row must meet; `rows` is how many rows are
    expected to meet them, None when not stated. `status` is `applied`, `applied at reading`, or
    says in words why the cells may already be right.
    """

    release: str
    table: str
    where: tuple[tuple[str, str], ...]
    rows: int | None
    column: str
    found: str
    correct_value: str
    reason: str
    source: str
    status: str
    line: int


def read_corrections(project: Project, source: str) -> tuple[Correction, ...]:
    """Every correction of a source in file order; empty when it has none.

    CuratedError names the line whose header, condition or values are not usable.
    """
    path = project.data / "corrections" / f"{source}.csv"
    rows = read_sheet(path, HEADER)
    return tuple(_parse(row.cells, at(path.name, row.line), row.line) for row in rows)


def apply_corrections(
    project: Project,
    source: str,
    table: str,
    rows: Sequence[Cells],
    place: str,
    release: str | None = None,
) -> tuple[Correction, ...]:
    """Correct the text cells of `rows` in place and return the corrections that were used.

    `place` names the file or release in messages. With `release`, only its corrections are used
    and each that is `applied` must still find the wrong value. Without, `rows` may be a part of
    what the corrections are about: cells that are not there, or already right, are passed over.
    Those that are applied at reading are left to the readers. CuratedError lists every correction
    that no longer fits.
    """
    used, faults = [], []
    for correction in read_corrections(project, source):
        if correction.table != table or release not in (None, correction.release):
            continue
        if correction.status == AT_READING:
            continue
        fault = _apply(correction, rows, place, f"{source}.csv", must_find=release is not None)
        if fault:
            faults.append(fault)
        else:
            used.append(correction)
    if faults:
        raise CuratedError(*faults)
    return tuple(used)


def corrections_at_reading(
    project: Project, source: str, release: str, table: str | None = None
) -> tuple[Correction, ...]:
    """The corrections that readers of a held release apply, in file order; of one table, if named.

    CuratedError as `read_corrections`.
    """
    return tuple(
        correction
        for correction in read_corrections(project, source)
        if correction.status == AT_READING
        and correction.release == release
        and table in (None, correction.table)
    )


def correct_at_reading(
    corrections: Sequence[Correction], rows: Sequence[Cells], file: str, place: str
) -> None:
    """Correct the rows of a held table in place; a column `corrected` gets what stood there.

    `file` names the corrections, `place` the table in messages. CuratedError lists every
    correction whose wrong value is not in the table.
    """
    faults = []
    for correction in corrections:
        was = [dict(row) for row in rows]
        if fault := _apply(correction, rows, place, file, must_find=True):
            faults.append(fault)
        for before, row in zip(was, rows, strict=True):
            if before != row and CORRECTED in row:
                told = f"{correction.column}: {correction.found or 'empty'}"
                row[CORRECTED] = "; ".join(filter(None, (row[CORRECTED], told)))
    if faults:
        raise CuratedError(*faults)


def _apply(
    correction: Correction, rows: Sequence[Cells], place: str, file: str, must_find: bool
) -> Fault | None:
    """Correct the rows meant; or say why the correction no longer fits."""
    where = at(file, correction.line)
    meant = [row for row in rows if all(row.get(key) == value for key, value in correction.where)]
    told = "; ".join(f"{key}={value}" for key, value in correction.where)
    strict = must_find and correction.status in (APPLIED, AT_READING)
    if strict and len(meant) != (correction.rows or len(meant) or 1):
        expected = str(correction.rows or "at least 1")
        todo = "The provider has changed the file: look at it and rewrite or retire the correction."
        what = f"{place} has other rows at {told} than the correction is about"
        return Fault(what, where, str(len(meant)), expected, todo)
    for row in meant:
        if row[correction.column] == correction.found:
            continue
        if row[correction.column] != correction.correct_value:
            todo = "Look at the page again and rewrite the correction."
        elif strict:
            todo = "The provider has fixed it: retire the correction."
        else:
            continue
        what = f"{place} no longer has the wrong value at {told}, {correction.column}"
        return Fault(what, where, repr(row[correction.column]), repr(correction.found), todo)
    for row in meant:
        row[correction.column] = correction.correct_value
    return None


def _parse(item: dict[str, str], place: str, line: int) -> Correction:
    where, rows = [], None
    for condition in item["where"].split("; "):
        key, equals, value = condition.partition("=")
        if not equals or (key == "rows" and not value.isdecimal()):
            raise CuratedError(Fault("not a condition", place, repr(condition), "column=value"))
        if key == "rows":
            rows = int(value)
        else:
            where.append((key, value))
    if not where:
        raise CuratedError(Fault("no condition says which cells are meant", place, item["where"]))
    if item["found"] == item["correct_value"]:
        raise CuratedError(Fault("it changes nothing", place, repr(item["found"])))
    if not item["reason"] or not item["source"]:
        raise CuratedError(Fault("reason and source are required", place))
    return Correction(
        release=item["release"],
        table=item["table"],
        where=tuple(where),
        rows=rows,
        column=item["column"],
        found=item["found"],
        correct_value=item["correct_value"],
        reason=item["reason"],
        source=item["source"],
        status=item["status"],
        line=line,
    )
