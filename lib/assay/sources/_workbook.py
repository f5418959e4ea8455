"""Reading a sheet of an Excel workbook with the place of every fault."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from assay.errors import at
from assay.sources._delimited import fault, read_number

Line = tuple[Any, ...]


def read_sheets(path: Path, names: Sequence[str]) -> dict[str, list[Line]]:
    """Every row of the named sheets, stored values and no formulas; row 1 is item 0.

    SourceError when the file is no whole workbook or lacks one of the sheets.
    """
    try:
        start = path.read_bytes()[:20]
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    if start[:2] != b"PK":
        raise fault("not an Excel workbook", path.name, repr(start))
    try:
        workbook = openpyxl.load_workbook(path, data_only=True, read_only=True)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise fault("the workbook is cut off", path.name, str(error)) from None
    with closing(workbook):
        for name in names:
            if name not in workbook.sheetnames:
                found = ", ".join(workbook.sheetnames[:8])
                raise fault("a sheet is missing", path.name, found, name)
        return {
            name: [tuple(row) for row in workbook[name].iter_rows(values_only=True)]
            for name in names
        }


def expect_cells(place: str, found: Sequence[object], wanted: Sequence[str], row: int) -> None:
    """SourceError unless the row begins with the texts `wanted` (trailing blanks forgiven).

    An empty text stands for an empty cell.
    """
    for number, name in enumerate(wanted):
        cell = found[number] if number < len(found) else None
        text = "" if cell is None else str(cell).strip()
        if text != name:
            raise fault(f"header cell {number + 1} differs", at(place, row), repr(text), repr(name))


def number_in(cell: object, where: str) -> Decimal:
    """The number of a cell, as the workbook stores it. SourceError for a text or an empty cell."""
    if isinstance(cell, bool) or cell is None:
        raise fault("not a number", where, repr(cell), "a decimal number")
    return read_number(str(cell), where)
