"""Where a table lies, and its rows as text cells: CSV, or Parquet where CSV would pass 5 MB."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from assay.corrections import correct_at_reading, corrections_at_reading
from assay.errors import Fault, ReleaseError, at
from assay.model import Release
from assay.paths import Project
from assay.releases.contracts import Table
from assay.releases.parquet import read_parquet

PARQUET = ".parquet"


def table_path(project: Project, release: Release, table: str) -> Path:
    """The file with the rows of a table."""
    folder = project.releases / release.source / release.release
    large = folder / f"{table}{PARQUET}"
    return large if large.is_file() else folder / f"{table}.csv"


def read_lines(path: Path) -> Iterator[list[str]]:
    """The header of a table's file, then its rows: one text per cell, empty where nothing is."""
    if path.suffix == PARQUET:
        yield from read_parquet(path)
        return
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream)


def read_cells(project: Project, release: Release, table: Table) -> Iterator[list[str]]:
    """The rows of one table of one release, in the order of its columns; the first is row 2.

    Corrected where data/corrections/<source>.csv says `applied at reading`. Raises ReleaseError for
    other columns than the contract's or a row that is cut off, CuratedError for a correction whose
    wrong value is not there.
    """
    rows = _printed(project, release, table)
    found = corrections_at_reading(project, release.source, release.release, table.name)
    if not found:
        yield from rows
        return
    names = [field.name for field in table.fields]
    corrected = [dict(zip(names, cells, strict=True)) for cells in rows]
    place = project.relative(table_path(project, release, table.name))
    correct_at_reading(found, corrected, f"{release.source}.csv", place)
    yield from (list(row.values()) for row in corrected)


def _printed(project: Project, release: Release, table: Table) -> Iterator[list[str]]:
    path = table_path(project, release, table.name)
    names = [field.name for field in table.fields]
    lines = read_lines(path)
    header = next(lines, [])
    if header != names:
        raise ReleaseError(_other_columns(at(project.relative(path), 1), header, names))
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(names):
            found, expected = f"{len(cells)} cells", f"{len(names)} cells"
            where = at(project.relative(path), number)
            raise ReleaseError(Fault("the row is cut off", where, found, expected))
        yield cells


def _other_columns(place: str, found: list[str], expected: list[str]) -> Fault:
    what = "columns differ from the contract"
    return Fault(what, place, ", ".join(found), ", ".join(expected))
