"""Corrections taken back: the rows of a release as the provider printed them, with his mistakes.

A corrected unit changed the amount by a known factor, so the raw amount can be had from the
committed rows, without the provider's file.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from assay.catch_rate.seeds import Seed, scaled
from assay.corrections import Correction, read_corrections
from assay.errors import SourceError
from assay.paths import Project
from assay.rows import Row
from assay.sources._usgs_cells import read_unit

COLUMNS = {"file": "source_file", "line": "source_line", "commodity": "commodity"}
SOURCE = "usgs_mcs"


def undone_units(project: Project) -> Iterator[Seed]:
    """One seed for each correction of a printed unit."""
    for correction in read_corrections(project, SOURCE):
        if correction.column == "unit" and correction.table == "world":
            factor = _factor(correction)
            if factor is not None:
                yield _seed(correction, factor)


def _factor(correction: Correction) -> Decimal | None:
    """What the printed unit is of the right one; None where none was printed."""
    try:
        _, wrong = read_unit(correction.found, "corrections")
        _, right = read_unit(correction.correct_value, "corrections")
    except SourceError:
        return None
    return wrong / right


def _seed(correction: Correction, factor: Decimal) -> Seed:
    where = dict(correction.where)

    def is_meant(row: Row) -> bool:
        return all(
            row.cells[COLUMNS.get(column, column)] == value
            for column, value in where.items()
            if COLUMNS.get(column, column) in row.cells and column != "unit"
        )

    def change(row: Row) -> Row:
        return scaled(row, factor) if is_meant(row) else row

    told = ", ".join(value for key, value in where.items() if key in (*COLUMNS, "statistic"))
    return Seed("unit of a table", SOURCE, "world", correction.release, told, change)
