"""The record as tables, whatever they are written as: names, meanings, keys, links, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from assay.releases import Field

Cells = Sequence[str]
"""One row: a text for each column, empty where there is none. Dates as 2025-02-22, true, false."""


@dataclass(frozen=True, slots=True)
class Link:
    """Columns whose values stand in the key of another table."""

    columns: tuple[str, ...]
    table: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a table is owed to, where it was published, and under which terms."""

    publisher: str
    address: str
    licence: str


@dataclass(frozen=True, slots=True)
class RecordTable:
    """One table of the record. `rows` can be read again and again, one row at a time.

    `printed`: numbers are decimals as a provider printed them; else they were computed here and
    are doubles, written with 12 significant digits.
    """

    name: str
    title: str
    description: str
    columns: tuple[Field, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterator[Cells]]
    links: tuple[Link, ...] = ()
    credits: tuple[Credit, ...] = ()
    printed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the project holds that the export has not, and why."""

    kind: str
    name: str
    rows: int
    redistribute: str
    why: str
    licence: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is exported, in the order it is written."""

    title: str
    as_of: str
    tables: tuple[RecordTable, ...]
    left_out: tuple[LeftOut, ...]
    citations: tuple[str, ...]
    """Whom the record rests on, those whose rows are left out too."""


def text(name: str, description: str, *, required: bool = False) -> Field:
    """A column of text."""
    return Field(name, "string", description, required)


def column(name: str, kind: str, description: str) -> Field:
    """A column of another type: integer, number, date or boolean."""
    return Field(name, kind, description)


def cells_of(values: Sequence[object]) -> Cells:
    """Values as one row of texts."""
    return [cell_of(value) for value in values]


def cell_of(value: object) -> str:
    """A value as text: 12 significant digits for a double, names joined by `; `."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(f"{value:.12g}"), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset):
        return "; ".join(map(str, value))
    return str(value)


def row_of(item: object, names: Sequence[str]) -> Cells:
    """Attributes of a record as one row."""
    return cells_of([getattr(item, name) for name in names])


def kind_of(annotation: object) -> str:
    """The column type of a record's field, by its annotation."""
    words = str(annotation)
    for name, kind in (("bool", "boolean"), ("int", "integer"), ("float", "number")):
        if words.split(" |")[0] == name:
            return kind
    return "date" if words.split(" |")[0] == "date" else "string"


def fields_of(record: type, descriptions: dict[str, str]) -> tuple[Field, ...]:
    """Columns for the described fields of a dataclass, in the order of `descriptions`."""
    annotations = {item.name: item.type for item in fields(record)}
    return tuple(
        Field(name, kind_of(annotations[name]), description)
        for name, description in descriptions.items()
    )
