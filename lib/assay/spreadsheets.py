"""CSV files that people edit in a spreadsheet: each row with its place, each cell never run.

A row is one line, so a stray quotation mark spoils its own row and no other. What is read is told
apart from what is written: a cell that begins with = + - @, a tab or a line end is a formula to
Excel, LibreOffice and Google Sheets, and text from outside can begin with anything. A sign before
it makes it text; a number stays a number.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.errors import CuratedError, Fault, at

STARTS = frozenset("=+-@\t\r\n＝＋－＠")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")
LISTED_COLUMNS = 12
"""A message names all columns up to so many."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file with its number in it (the header is line 1)."""

    line: int
    cells: dict[str, str]


def read_sheet(path: Path, columns: Sequence[str], place: str = "") -> list[Row]:
    """Every row of a file; none without the file. CuratedError lists every row that cannot be read.

    `place` is what messages call the file, its name unless given.
    """
    if not path.is_file():
        return []
    rows, faults = parse_sheet(place or path.name, path.read_bytes(), columns)
    if faults:
        raise CuratedError(*faults)
    return rows


def parse_sheet(place: str, raw: bytes, columns: Sequence[str]) -> tuple[list[Row], list[Fault]]:
    """Every readable row, and a fault for every broken one.

    CuratedError when the text is not UTF-8 or the header is not `columns` in order.
    """
    lines = _lines(place, raw)
    header = next(csv.reader(lines[:1]), [])
    if header != list(columns):
        raise CuratedError(_header_fault(place, header, columns))
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        try:
            cells = next(csv.reader([line], strict=True))
        except csv.Error as error:
            faults.append(_quote_fault(place, number, str(error)))
            continue
        if len(cells) != len(columns):
            faults.append(_count_fault(place, number, cells, len(columns)))
        else:
            rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    return rows, faults


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula; -5 and +1,200.5 stay as they are."""
    if text[:1] in STARTS and not NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _lines(place: str, raw: bytes) -> list[str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = at(place, raw.count(b"\n", 0, error.start) + 1)
        found, todo = f"byte 0x{raw[error.start]:02x}", "Save the file as CSV, encoding UTF-8."
        raise CuratedError(Fault("not UTF-8 text", where, found, "UTF-8", todo)) from None
    return text.replace("\r\n", "\n").split("\n")


def _header_fault(place: str, header: Sequence[str], columns: Sequence[str]) -> Fault:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    found = ", ".join(
        ([f"without {', '.join(missing)}"] if missing else [])
        + ([f"with {', '.join(extra)}"] if extra else [])
    )
    expected = f"{len(columns)} columns, {columns[0]} to {columns[-1]}"
    if len(columns) <= LISTED_COLUMNS:
        expected = ", ".join(columns)
    todo = "Restore the header."
    return Fault("columns differ", at(place, 1), found or "another order", expected, todo)


def _quote_fault(place: str, line: int, error: str) -> Fault:
    return Fault(
        "the row cannot be read",
        at(place, line),
        "a stray quotation mark or a line break inside a cell",
        "one row on one line, quotation marks inside a cell doubled",
        f"Mend the row in an editor ({error}).",
    )


def _count_fault(place: str, line: int, cells: Sequence[str], expected: int) -> Fault:
    first = cells[0][:60] if cells else ""
    return Fault(
        f"the row of {first!r} has another number of cells than the header",
        at(place, line),
        f"{len(cells)} cells",
        str(expected),
        "Look for a comma outside quotation marks, or a missing one.",
    )
