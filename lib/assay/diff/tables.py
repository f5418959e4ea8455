"""Two releases of one table, row by row: appeared, vanished, changed and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assay.releases import Table
from assay.rows import VALUE, Row, Upload

PLACES = frozenset({"line", "source_line", "source_file"})
"""Where a row stood in the provider's file: of no interest between two files."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that changed: both texts, and both numbers where it holds numbers."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row in both releases, with the cells that differ."""

    key: tuple[str, ...]
    old: Row
    new: Row
    cells: tuple[Cell, ...]

    @property
    def difference(self) -> Decimal | None:
        """New value less old; None where one has no number or the unit is another."""
        if self.old.value is None or self.new.value is None:
            return None
        if self.old.cells.get("unit") != self.new.cells.get("unit"):
            return None
        return self.new.value - self.old.value


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What became of one table. `old` or `new` is None where a release lacks it."""

    table: Table
    old: Upload | None
    new: Upload | None
    appeared: tuple[tuple[tuple[str, ...], Row], ...]
    vanished: tuple[tuple[tuple[str, ...], Row], ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def is_same(self) -> bool:
        return not (self.appeared or self.vanished or self.changed)


def diff_tables(table: Table, old: Upload | None, new: Upload | None) -> TableDiff:
    """Rows matched by the contract's primary key, places in the provider's file left aside; of
    several rows with one key the first is matched with the first.
    """
    before = _by_key(table, old.rows if old else ())
    after = _by_key(table, new.rows if new else ())
    changed = []
    same = 0
    for key, row in after.items():
        if key not in before:
            continue
        cells = tuple(_cells(table, before[key], row))
        if cells:
            changed.append(Change(key[:-1], before[key], row, cells))
        else:
            same += 1
    changed.sort(key=_size, reverse=True)
    return TableDiff(
        table,
        old,
        new,
        tuple((key[:-1], row) for key, row in after.items() if key not in before),
        tuple((key[:-1], row) for key, row in before.items() if key not in after),
        tuple(changed),
        same,
    )


def key_columns(table: Table) -> tuple[str, ...]:
    """The columns that name a row: the primary key without places, else all before the value."""
    named = tuple(name for name in table.primary_key if name not in PLACES)
    if named and len(named) == len(table.primary_key):
        return named
    names = [field.name for field in table.fields if field.name not in PLACES]
    return tuple(names[: names.index(VALUE)]) if VALUE in names else tuple(names)


def _by_key(table: Table, rows: Iterable[Row]) -> dict[tuple[str, ...], Row]:
    columns = key_columns(table)
    seen: dict[tuple[str, ...], int] = {}
    found = {}
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        seen[key] = seen.get(key, 0) + 1
        found[(*key, str(seen[key]))] = row
    return found


def _cells(table: Table, old: Row, new: Row) -> Sequence[Cell]:
    return [
        Cell(field.name, old.cells[field.name], new.cells[field.name])
        for field in table.fields
        if field.name not in PLACES and old.cells[field.name] != new.cells[field.name]
    ]


def _size(change: Change) -> Decimal:
    """Changes of the value first, the largest at the head."""
    return abs(change.difference or Decimal(0))
