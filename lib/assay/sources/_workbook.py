"""Reading a sheet of an Excel workbook with the place of every fault."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from assay.errors import at
from assay.sources._delimited import fault, read_number

Line = tuple[Any, ...]


def open_workbook(path: Path) -> Any:
    """The workbook with its stored values, no formulas. SourceError when it is none."""
    try:
        start = path.read_bytes()[:20]
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    if start[:2] != b"PK":
        raise fault("not an Excel workbook", path.name, repr(start))
    try:
        return openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise fault("the workbook is cut off", path.name, str(error)) from None


def read_sheet(workbook: Any, path: Path, name: str) -> list[Line]:
    """Every row of a sheet; row 1 of the sheet is item 0. SourceError when there is none."""
    if name not in workbook.sheetnames:
        raise fault("a sheet is missing", path.name, ", ".join(workbook.sheetnames[:8]), name)
    return [tuple(row) for row in workbook[name].iter_rows(values_only=True)]


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
