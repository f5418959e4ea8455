"""Rows as a release stores them: one text per cell, or every fault against the contract."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TextIO

from assay.errors import Fault, SourceError, at
from assay.releases.contracts import Field, Table

Cell = str | int | Decimal | date | bool | None

DECIMALS = Decimal("1e-10")
LARGEST = 10**18
"""Numbers are kept with 28 digits, ten of them decimals."""
MOST_FAULTS = 50


def write_rows(table: Table, rows: Iterable[Mapping[str, Cell]], target: TextIO, place: str) -> int:
    """Write the rows as CSV, one at a time, and say how many they are. SourceError lists the rows
    that break the contract, by their numbers in `place`.
    """
    names = [field.name for field in table.fields]
    faults: list[Fault] = []
    seen: set[tuple[str, ...]] = set()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, start=1):
        if row.keys() != set(names):
            found, expected = ", ".join(sorted(row)), ", ".join(sorted(names))
            what = "columns differ from the contract"
            faults.append(Fault(what, at(place, count), found, expected))
            break
        cells, wrong = _encode_row(table, row, place, count)
        faults += wrong
        key = tuple(cells[names.index(name)] for name in table.primary_key)
        if key and key in seen:
            faults.append(Fault("two rows with one key", at(place, count), " / ".join(key)))
        seen.add(key)
        writer.writerow(cells)
    if count == 0:
        faults.append(Fault("no rows", place, todo="Is this the right file?"))
    if faults:
        raise SourceError(*faults[:MOST_FAULTS])
    return count


def _encode_row(
    table: Table, row: Mapping[str, Cell], place: str, number: int
) -> tuple[list[str], list[Fault]]:
    cells, faults = [], []
    for field in table.fields:
        try:
            cells.append(_encode_cell(field, row[field.name]))
        except ValueError as error:
            cells.append("")
            where = at(place, number, field.name)
            faults.append(Fault(str(error), where, repr(row[field.name])))
    return cells, faults


def _encode_cell(field: Field, value: Cell) -> str:
    if value is None or value == "":
        if field.required:
            raise ValueError("a required cell is empty")
        return ""
    if field.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise ValueError("a number must be Decimal or int")
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError("a number must be finite")
        if abs(number) >= LARGEST:
            raise ValueError("a number has at most 18 digits before the decimal point")
        number = number.quantize(DECIMALS).normalize() if number else Decimal(0)
        text = format(number, "f")
    elif field.type == "integer":
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError("an integer is expected")
        text = str(value)
    elif field.type == "date":
        if not isinstance(value, date):
            raise ValueError("a date is expected")
        text = value.isoformat()
    elif field.type == "boolean":
        if not isinstance(value, bool):
            raise ValueError("true or false is expected")
        text = "true" if value else "false"
    else:
        if not isinstance(value, str):
            raise ValueError("text is expected")
        text = value
    if field.enum and text not in field.enum:
        raise ValueError(f"not one of {', '.join(field.enum)}")
    return text
