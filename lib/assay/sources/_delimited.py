"""Reading a provider's CSV with the place of every fault; used by the source modules only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from assay.errors import Fault, SourceError, at

TODO = "Fetch the file again, or teach the source module the provider's new form."


def fault(what: str, where: str, found: str = "", expected: str = "") -> SourceError:
    """One located SourceError that says what to do."""
    return SourceError(Fault(what, where, found, expected, TODO))


class Row(dict[str, str]):
    """The cells of one row by column, with the place of each: `name` is the file's, `line` the
    line on which the row ends.
    """

    def __init__(self, cells: Iterable[tuple[str, str]], name: str, line: int) -> None:
        super().__init__(cells)
        self.name, self.line = name, line

    def at(self, column: str | None = None) -> str:
        """The place of a cell, or of the whole row, for a message."""
        return at(self.name, self.line, column)

    def number(self, column: str) -> Decimal:
        """The cell as a finite decimal number. SourceError with its place otherwise."""
        return read_number(self[column], self.at(column))

    def whole(self, column: str, what: str = "a whole number") -> int:
        """The cell as a whole number, as a year. SourceError with its place otherwise."""
        return read_whole(self[column], self.at(column), what)

    def day(self, column: str) -> date:
        """The cell as a day. SourceError with its place otherwise."""
        return read_day(self[column], self.at(column))


def read_text(path: Path) -> str:
    """The file's text (UTF-8). SourceError when it is missing, no UTF-8, or a web page."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise fault("the file is missing", path.name) from None
    except UnicodeDecodeError as error:
        raise fault("the file is not UTF-8", path.name, str(error)) from None
    if text.lstrip()[:1] == "<":
        raise fault("a web page was saved as data", at(path.name, 1), text.lstrip()[:40])
    if not text.strip():
        raise fault("the file is empty", path.name)
    return text


def read_rows(path: Path, columns: Sequence[str], *, open_end: bool = False) -> Iterator[Row]:
    """Rows of a CSV with exactly `columns`.

    `open_end` says that the provider ends the file without a line break. SourceError names the
    file, the row and the column of the first fault: a header that differs, a row with another
    number of cells, a last line that was cut off.
    """
    text = read_text(path)
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        header = next(reader)
        _check_header(path, header, columns)
        for cells in reader:
            if len(cells) != len(header):
                raise fault(
                    "the row is cut off or has extra cells",
                    at(path.name, reader.line_num),
                    f"{len(cells)} cells",
                    f"{len(header)} cells",
                )
            yield Row(zip(header, cells, strict=True), path.name, reader.line_num)
    except csv.Error as error:
        raise fault("the row is cut off", at(path.name, reader.line_num), str(error)) from None
    if not open_end and not text.endswith("\n"):
        raise fault("the last line is cut off", at(path.name, reader.line_num))


def read_number(text: str, where: str) -> Decimal:
    """A finite decimal number. SourceError with the place otherwise."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise fault("not a number", where, repr(text), "a decimal number")
    return value


def read_day(text: str, where: str) -> date:
    """A day as 2025-02-22. SourceError with the place otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise fault("not a date", where, repr(text), "YYYY-MM-DD") from None


def read_whole(text: str, where: str, what: str = "a whole number") -> int:
    """A whole number, as a year. SourceError with the place otherwise."""
    try:
        return int(text)
    except ValueError:
        raise fault("not a whole number", where, repr(text), what) from None


def _check_header(path: Path, found: Sequence[str], expected: Sequence[str]) -> None:
    for number, (name, wanted) in enumerate(zip(found, expected, strict=False), start=1):
        if name != wanted:
            raise fault(
                f"header cell {number} differs", at(path.name, 1, wanted), repr(name), repr(wanted)
            )
    if len(found) != len(expected):
        raise fault(
            "the header has another number of columns",
            at(path.name, 1),
            str(len(found)),
            f"{len(expected)}: {', '.join(expected)}",
        )
