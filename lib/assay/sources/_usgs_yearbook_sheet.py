"""The printed form of a Minerals Yearbook table: marks set above the line, indents, footnotes.

The workbooks are laid out for print. A footnote mark is a superscript run in a label, or stands in
the column after its figure; a heading's rank is its indent; notes follow the table.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from assay.corrections import apply_corrections
from assay.errors import at
from assay.paths import Project
from assay.sources._delimited import fault
from assay.sources._usgs_cells import Amount, read_cell

ESTIMATED: Final = "e"
REVISED: Final = "r"
LEGEND: Final = re.compile(r"eEstimated\.|rRevised\.|Do\., do\. Ditto\.")
FOOTNOTE: Final = re.compile(r"(\d{1,2})([A-Z].*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell: its text without the marks set above the line, and the marks."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number in the sheet, its label's indent, its cells by column."""

    number: int
    indent: int
    cells: Mapping[str, Printed]

    @property
    def label(self) -> Printed:
        return self.cells.get("A", Printed(""))

    def text(self, column: str) -> str:
        """The cell's text; empty where it is empty."""
        return self.cells.get(column, Printed("")).text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the rows above the legend, and the footnotes below it by number."""

    name: str
    place: str
    lines: Sequence[Line]
    footnotes: Mapping[str, str]
    was: Mapping[tuple[int, str], str] = field(default_factory=dict)
    """What the file has in the cells, by row and column, that were corrected."""

    def corrected(self, row: int, column: str, name: str) -> str:
        """For example `printed: 805000`; empty where the cell stands as in the file."""
        was = self.was.get((row, column))
        return "" if was is None else f"{name}: {was or 'empty'}"

    def note(self, marks: Sequence[str], where: str) -> str:
        """The footnotes of the marks, joined. SourceError for a mark that has none."""
        numbers = [mark for mark in dict.fromkeys(marks) if mark not in (ESTIMATED, REVISED)]
        for number in numbers:
            if number not in self.footnotes:
                known = ", ".join(self.footnotes)
                raise fault("a mark without a footnote", where, repr(number), known)
        return " ".join(self.footnotes[number] for number in numbers)

    def expect(self, row: int, cells: Mapping[str, str]) -> None:
        """SourceError unless the row has these texts in these columns."""
        line = next((line for line in self.lines if line.number == row), None)
        for column, wanted in cells.items():
            found = line.text(column) if line else ""
            if found != wanted:
                raise fault("the heading differs", at(self.place, row, column), found, wanted)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what is printed about it."""

    amount: Amount
    printed: str
    marks: tuple[str, ...]

    @property
    def is_revised(self) -> bool:
        return REVISED in self.marks


def read_yearbook(
    path: Path, names: Sequence[str], cover: str = "Note"
) -> tuple[list[str], dict[str, Sheet]]:
    """The texts of the cover sheet, and the named tables of a yearbook's workbook.

    SourceError when the file is no whole workbook, lacks a sheet, or a table has no notes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of a print area openpyxl cannot keep
            workbook = openpyxl.load_workbook(path, data_only=True, rich_text=True)
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    except (zipfile.BadZipFile, InvalidFileException, KeyError, EOFError) as error:
        raise fault("not a whole Excel workbook", path.name, str(error)) from None
    with closing(workbook):
        for name in (cover, *names):
            if name not in workbook.sheetnames:
                found = ", ".join(workbook.sheetnames)
                raise fault("a sheet is missing", path.name, found, name)
        said = [
            _printed(cell.value).text for cells in workbook[cover].iter_rows() for cell in cells
        ]
        tables = {name: _sheet(workbook[name], f"{path.name}, sheet {name}") for name in names}
        return list(filter(None, said)), tables


def correct_cells(
    project: Project, source: str, release: str, table: str, sheets: Sequence[Sheet]
) -> list[Sheet]:
    """The sheets of one table with the cells of data/corrections/<source>.csv put right.

    A correction names `sheet`, `line` and `column`, and what is `printed` there. CuratedError
    lists each that no longer fits.
    """
    cells = [
        {"sheet": sheet.name, "line": str(line.number), "column": column, "printed": item.text}
        for sheet in sheets
        for line in sheet.lines
        for column, item in line.cells.items()
    ]
    before = [cell["printed"] for cell in cells]
    apply_corrections(project, source, table, cells, f"{source} {release}", release)
    found: dict[str, dict[tuple[int, str], tuple[str, str]]] = {sheet.name: {} for sheet in sheets}
    for cell, was in zip(cells, before, strict=True):
        if cell["printed"] != was:
            found[cell["sheet"]][int(cell["line"]), cell["column"]] = was, cell["printed"]
    return [_with(sheet, found[sheet.name]) for sheet in sheets]


def _with(sheet: Sheet, changed: Mapping[tuple[int, str], tuple[str, str]]) -> Sheet:
    lines = [
        replace(
            line,
            cells={
                column: replace(item, text=changed[line.number, column][1])
                if (line.number, column) in changed
                else item
                for column, item in line.cells.items()
            },
        )
        for line in sheet.lines
    ]
    return replace(sheet, lines=lines, was={place: was for place, (was, _) in changed.items()})


def read_figure(line: Line, column: str, where: str, inherited: Sequence[str] = ()) -> Figure:
    """The figure in `column`, with the marks beside it, of its label, and `inherited`.

    SourceError with the place for a text that is neither a number nor a known symbol.
    """
    printed = line.text(column)
    beside = line.text(get_column_letter(column_index_from_string(column) + 1))
    marks = (*_split(beside), *line.label.marks, *inherited)
    told = "—" if printed == "--" else printed
    return Figure(read_cell(told, "", ESTIMATED in marks, where), printed, marks)


def _sheet(sheet: Any, place: str) -> Sheet:
    lines: list[Line] = []
    notes: dict[str, str] = {}
    is_below = False
    for cells in sheet.iter_rows():
        found = {get_column_letter(n): _printed(cell.value) for n, cell in enumerate(cells, 1)}
        kept = {column for column, item in found.items() if item.text or item.marks}
        whole = _flat(cells[0].value)
        note = FOOTNOTE.fullmatch(whole) if kept == {"A"} else None
        is_below = is_below or bool(note) or bool(LEGEND.match(whole))
        if note:
            notes[note[1]] = " ".join(note[2].split())
        if kept and not is_below:
            lines.append(Line(cells[0].row, int(cells[0].alignment.indent or 0), found))
    if not notes:
        raise fault("the table has no notes: is it cut off?", place)
    return Sheet(sheet.title, place, lines, notes)


def _printed(value: object) -> Printed:
    if not isinstance(value, CellRichText):
        return Printed("" if value is None else " ".join(str(value).split()))
    plain, raised = "", ""
    for part in value:
        is_raised = getattr(getattr(part, "font", None), "vertAlign", None) == "superscript"
        text = str(part)
        plain, raised = (plain, raised + text) if is_raised else (plain + text, raised)
    return Printed(" ".join(plain.split()), _split(raised))


def _flat(value: object) -> str:
    """The text with its marks in line."""
    if isinstance(value, CellRichText):
        return "".join(str(part) for part in value).strip()
    return "" if value is None else str(value).strip()


def _split(marks: str) -> tuple[str, ...]:
    return tuple(filter(None, re.split(r"[,\s]+", marks)))
