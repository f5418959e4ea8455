"""Rows as a release stores them: one text per cell, or every fault against the contract."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from assay.errors import Fault, SourceError, at
from assay.releases.contracts import Field, Table

Cell = str | int | Decimal | date | bool | None

DECIMALS = Decimal("1e-10")


def encode_rows(table: Table, rows: Iterable[Mapping[str, Cell]], place: str) -> tuple[bytes, int]:
    """The rows as CSV, and how many they are. SourceError lists every row that breaks the contract,
    by its number in `place`.
    """
    names = [field.name for field in table.fields]
    faults: list[Fault] = []
    seen: set[tuple[str, ...]] = set()
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    count = 0
    for count, row in enumerate(rows, start=1):
        if set(row) != set(names):
            faults.append(
                Fault(
                    "columns differ from the contract",
                    at(place, count),
                    ", ".join(sorted(row)),
                    ", ".join(sorted(names)),
                )
            )
            break
        cells = []
        for field in table.fields:
            try:
                cells.append(_encode_cell(field, row[field.name]))
            except (ValueError, InvalidOperation) as error:
                cells.append("")
                where = at(place, count, field.name)
                faults.append(Fault(str(error), where, repr(row[field.name])))
        key = tuple(cells[names.index(name)] for name in table.primary_key)
        if key and key in seen:
            faults.append(Fault("two rows with one key", at(place, count), " / ".join(key)))
        seen.add(key)
        writer.writerow(cells)
    if count == 0:
        faults.append(Fault("no rows", place, todo="Is this the right file?"))
    if faults:
        raise SourceError(*faults[:50])
    return buffer.getvalue().encode(), count


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
