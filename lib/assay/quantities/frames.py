"""The cells of a table as nodes: numbers bound row by row, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assay.document import Element, Node, Number, el, numbers_in
from assay.quantities.amounts import UNKNOWN
from assay.quantities.binding import TableOrigin, bind_cell, bind_count, origin_of
from assay.quantities.dates import date_in_words, days_in_words
from assay.quantities.rounding import exact
from assay.quantities.wording import PHRASES, unit_of

if TYPE_CHECKING:
    import pandas as pd

LONGEST_NAME = 60
CODE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
LEFT_OUT = frozenset({"release", "released_on", "unit", "status"})


@dataclass(frozen=True, slots=True)
class BoundTable:
    """A table whose digits all have a source: headings, rows of cells, and the count of rows."""

    heads: tuple[Element, ...]
    rows: tuple[tuple[Node, ...], ...]
    count: Number

    def to_element(self, *caption: Node, cls: str = "") -> Element:
        """The table as an element, with its caption if one is given."""
        body = [el("tr", *(self._cell(cell, row) for cell in row)) for row in self.rows]
        parts: list[Node] = [el("thead", el("tr", *self.heads)), el("tbody", *body)]
        if caption:
            parts.insert(0, el("caption", *caption))
        return el("table", *parts, cls=cls)

    def _cell(self, cell: Node, row: Sequence[Node]) -> Element:
        if isinstance(cell, str) and has_digit(cell):
            beside = next(numbers_in(row), self.count)
            return el("td", cell, src=f"proof:{beside.proof.key}")
        return el("td", cell, cls="number" if isinstance(cell, Number) else "")


def bind_frame(
    frame: pd.DataFrame,
    key: str,
    columns: Mapping[str, str] | None = None,
    *,
    units: Mapping[str, str] | None = None,
    row: str = "",
    origin: TableOrigin | pd.DataFrame | None = None,
    language: str = "en",
) -> BoundTable:
    """Every cell of a frame bound to its row, with the key `<key>#<row>.<column>`.

    `columns` maps a column to its heading (default: all but release, unit and status, as named).
    A numeric cell takes its unit from `units[column]` or, for `value`, from the column `unit`; its
    qualifier from `<column>_status` or, for `value`, from `status`. `row` names the column whose
    text makes a row's key; without it rows are numbered. `origin` is the frame the numbers were
    computed from, where `frame` itself no longer says so.

    ValueError for a frame without origin, a number without unit, a missing value without status,
    a digit typed in a heading, or two rows with one key.
    """
    shown = dict(columns or {name: str(name) for name in frame.columns if name not in LEFT_OUT})
    source = _Source(
        key, units or {}, origin_of(frame if origin is None else origin, key), language
    )
    records = frame.to_dict("records")
    body = tuple(
        source.cells(record, shown, name)
        for name, record in zip(_row_keys(frame, row), records, strict=True)
    )
    count = bind_count(
        len(body),
        key=f"{key}#rows",
        what="Rows of this table",
        origin=source.origin,
        language=language,
    )
    heads = tuple(
        el(
            "th",
            _headed(text, source.unit_in(records, name), language),
            scope="col",
            src=_head_source(text, name, count),
        )
        for name, text in shown.items()
    )
    return BoundTable(heads, body, count)


def raw_value(value: Any, language: str = "en") -> str:
    """A value as stored, for a reader: dates in words, numbers in full, never `nan` or `None`."""
    if is_missing(value):
        return PHRASES[language]["no_value"]
    if isinstance(value, bool):
        return PHRASES[language]["yes" if value else "no"]
    if isinstance(value, date):
        return date_in_words(value, language)
    if isinstance(value, int | float | Decimal):
        return format(exact(value), "f")
    return str(value)


def is_missing(value: Any) -> bool:
    """None, NaN, NaT and pandas' NA: a value that is not there."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:
        return True


def has_digit(text: str) -> bool:
    """Whether a reader would see a numeral in `text`, in any script."""
    return any(character.isdigit() for character in text)


def key_of(text: str) -> str:
    """Text as part of a key: letters and digits, joined by dashes."""
    return re.sub(r"[^0-9a-zA-Z]+", "-", text).strip("-").lower()


@dataclass(frozen=True, slots=True)
class _Source:
    key: str
    units: Mapping[str, str]
    origin: TableOrigin
    language: str

    def unit_in(self, records: Sequence[Mapping[Any, Any]], column: str) -> str:
        """The one unit of a column, for its heading; empty when rows differ or have none."""
        found = {self._unit(record, column) for record in records}
        return next(iter(found)) if len(found) == 1 else ""

    def cells(
        self, record: Mapping[Any, Any], shown: Mapping[str, str], row: str
    ) -> tuple[Node, ...]:
        """The cells of a row. The texts beside a number say what it is of."""
        texts = {column: self._text(record, column) for column in shown}
        names = [text for c, text in texts.items() if text and not is_missing(record[c])]
        named = ", ".join(name for name in names if len(name) <= LONGEST_NAME) or f"row {row}"
        return tuple(
            self._number(record, column, row, f"{shown[column]}: {named}") if text is None else text
            for column, text in texts.items()
        )

    def _text(self, record: Mapping[Any, Any], column: str) -> str | None:
        """A cell that is no number, as it is shown; None for a number."""
        value, missing = record[column], is_missing(record[column])
        is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
        is_year = column == "year" or column.endswith("_year")
        is_amount = is_number and not missing and not is_year
        if is_amount or self._unit(record, column) or self._status(record, column) in UNKNOWN:
            return None
        if is_year and not missing:
            return str(value)
        text = raw_value(value, self.language)
        text = CODE.sub(lambda code: code[0].replace("_", " "), text)
        return days_in_words(text, self.language)

    def _status(self, record: Mapping[Any, Any], column: str) -> str:
        own = record.get("status", "") if column == "value" else ""
        return record.get(f"{column}_status") or own or ""

    def _unit(self, record: Mapping[Any, Any], column: str) -> str:
        unit = self.units.get(column) or (record.get("unit") if column == "value" else "")
        return "" if is_missing(unit) else str(unit)

    def _number(self, record: Mapping[Any, Any], column: str, row: str, what: str) -> Number:
        place, status = f"{self.key}#{row}.{column}", self._status(record, column)
        unit = self._unit(record, column)
        if not unit and status not in UNKNOWN:
            raise ValueError(f"{place}: a number without unit; name it in units[{column!r}]")
        is_unknown = status in UNKNOWN or is_missing(record[column])
        return bind_cell(
            None if is_unknown else record[column],
            unit,
            key=place,
            what=what,
            origin=self.origin,
            status=status or "derived",
            language=self.language,
        )


def _headed(text: str, unit: str, language: str) -> str:
    written = unit_of(unit, language).short if unit and unit != "count" else ""
    return f"{text} ({written})" if written else text


def _head_source(text: str, column: str, count: Number) -> str:
    if not has_digit(text):
        return ""
    if text != str(column):
        raise ValueError(f"a heading holds a digit typed by hand: {text!r}. Write it as a word.")
    return f"proof:{count.proof.key}"


def _row_keys(frame: pd.DataFrame, row: str) -> list[str]:
    if not row:
        return [f"r{number}" for number in range(1, len(frame) + 1)]
    keys = [key_of(str(text)) for text in frame[row]]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if repeated:
        raise ValueError(f"column {row!r} does not tell rows apart: {', '.join(repeated)}")
    return keys
