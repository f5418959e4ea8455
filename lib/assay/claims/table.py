"""data/claims.csv as bytes on a disk: lines, cells, and where each was found."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from assay.claims.vocabulary import COLUMNS
from assay.errors import CuratedError, Fault, at
from assay.paths import Project


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table with its number in the file (the header is line 1)."""

    line: int
    cells: dict[str, str]


def read_bytes(project: Project) -> bytes:
    """The table as it lies on the disk. CuratedError when there is none."""
    try:
        return project.claims.read_bytes()
    except FileNotFoundError:
        place = project.relative(project.claims)
        raise CuratedError(
            Fault("there is no table of claims", place, todo="Restore it from git.")
        ) from None


def read_rows(place: str, raw: bytes) -> tuple[list[Row], list[Fault]]:
    """Every readable row, and a fault for every broken one. `place` is what messages call the file.

    A row is one line, so a stray quotation mark spoils its own row and no other. CuratedError
    when its header is not the fields of `model.Claim` in order.
    """
    lines = _lines(place, raw)
    header = next(csv.reader(lines[:1]), [])
    if header != list(COLUMNS):
        raise CuratedError(_header_fault(place, header))
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in _numbered(lines):
        try:
            cells = next(csv.reader([line], strict=True))
        except csv.Error as error:
            faults.append(_quote_fault(place, number, str(error)))
            continue
        if len(cells) != len(COLUMNS):
            faults.append(_count_fault(place, number, cells))
        else:
            rows.append(Row(number, dict(zip(COLUMNS, cells, strict=True))))
    return rows, faults


def _lines(place: str, raw: bytes) -> list[str]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CuratedError(
            Fault(
                "not UTF-8 text",
                at(place, line),
                f"byte 0x{raw[error.start]:02x}",
                "UTF-8",
                "Save the file as CSV, encoding UTF-8.",
            )
        ) from None
    return text.replace("\r\n", "\n").split("\n")


def _numbered(lines: list[str]) -> Iterator[tuple[int, str]]:
    return ((n, line) for n, line in enumerate(lines[1:], start=2) if line)


def _header_fault(place: str, header: list[str]) -> Fault:
    missing = [name for name in COLUMNS if name not in header]
    extra = [name for name in header if name not in COLUMNS]
    found = ", ".join(
        ([f"without {', '.join(missing)}"] if missing else [])
        + ([f"with {', '.join(extra)}"] if extra else [])
    )
    return Fault(
        "the columns are not those of the claims table",
        at(place, 1),
        found or "another order",
        f"{len(COLUMNS)} columns, {COLUMNS[0]} to {COLUMNS[-1]}",
        "Restore the header; data/claims.schema.json lists the columns.",
    )


def _quote_fault(place: str, line: int, error: str) -> Fault:
    return Fault(
        "the row cannot be read",
        at(place, line),
        "a stray quotation mark or a line break inside a cell",
        "one claim on one line, quotation marks inside a cell doubled",
        f"Mend the row in an editor ({error}).",
    )


def _count_fault(place: str, line: int, cells: list[str]) -> Fault:
    first = cells[0][:60] if cells else ""
    return Fault(
        f"the row of {first!r} has another number of cells than the header",
        at(place, line),
        f"{len(cells)} cells",
        f"{len(COLUMNS)}",
        "Look for a comma outside quotation marks, or a missing one.",
    )
