"""Two releases of one table, row by row: appeared, vanished, changed and by how much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from assay.alarms.series import shape_of
from assay.releases import Table
from assay.rows import VALUE, Row, Upload

Key = tuple[str, ...]
NEAR_WORDS = 75
"""Of 100: `Ilmentite, titanium dioxide (TiO2) content` and `Ilmenite` are near."""
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


def diff_tables(table: Table, old: Upload | None, new: Upload | None) -> TableDiff:
    """Rows matched by the contract's primary key, places in the provider's file left aside; of
    several rows with one key the first is matched with the first. What is left is matched by what
    it measures, of whom and when, where the publisher changed the words only.
    """
    before = _by_key(table, old.rows if old else ())
    after = _by_key(table, new.rows if new else ())
    pairs = [(key, before.pop(key), after.pop(key)) for key in tuple(after) if key in before]
    pairs += _reworded(table, before, after)
    compared = [Change(key[:-1], one, two, _cells(table, one, two)) for key, one, two in pairs]
    changed = [change for change in compared if change.cells]
    changed.sort(key=_size, reverse=True)
    return TableDiff(
        table,
        old,
        new,
        tuple((key[:-1], row) for key, row in after.items()),
        tuple((key[:-1], row) for key, row in before.items()),
        tuple(changed),
        len(compared) - len(changed),
    )


def key_columns(table: Table) -> tuple[str, ...]:
    """The columns that name a row: the primary key without places, else all before the value."""
    named = tuple(name for name in table.primary_key if name not in PLACES)
    if named and len(named) == len(table.primary_key):
        return named
    names = [field.name for field in table.fields if field.name not in PLACES]
    return tuple(names[: names.index(VALUE)]) if VALUE in names else tuple(names)


def _by_key(table: Table, rows: Iterable[Row]) -> dict[Key, Row]:
    columns = key_columns(table)
    seen: dict[Key, int] = {}
    found: dict[Key, Row] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        seen[key] = seen.get(key, 0) + 1
        found[(*key, str(seen[key]))] = row
    return found


def _reworded(
    table: Table, before: dict[Key, Row], after: dict[Key, Row]
) -> list[tuple[Key, Row, Row]]:
    """Rows left over on both sides that measure one thing of one country or donor at one time under
    other words, the nearest words first; taken out of both.
    """
    shape = shape_of(table)
    if shape is None or not shape.slot:
        return []
    sides: list[dict[object, list[Key]]] = [defaultdict(list), defaultdict(list)]
    for side, rows in zip(sides, (before, after), strict=True):
        for key, row in rows.items():
            keyed = shape.key(row)
            side[keyed.group, keyed.cell].append(key)
    pairs = []
    for what, news in sides[1].items():
        olds = sides[0].get(what, [])
        one, two = {key: before[key] for key in olds}, {key: after[key] for key in news}
        for old, new in _nearest(shape.slot[-1], one, two):
            pairs.append((new, before.pop(old), after.pop(new)))
    return pairs


def _nearest(
    column: str, before: Mapping[Key, Row], after: Mapping[Key, Row]
) -> Iterator[tuple[Key, Key]]:
    """Pairs of keys by how near their rows' words are; two rows that stand alone are a pair."""
    is_alone = len(before) == len(after) == 1
    scored = sorted(
        (
            (-fuzz.partial_ratio(one.cells[column].lower(), two.cells[column].lower()), old, new)
            for old, one in before.items()
            for new, two in after.items()
        ),
    )
    used: set[Key] = set()
    for score, old, new in scored:
        if not {old, new} & used and (is_alone or -score >= NEAR_WORDS):
            used |= {old, new}
            yield old, new


def _cells(table: Table, old: Row, new: Row) -> tuple[Cell, ...]:
    return tuple(
        Cell(field.name, old.cells[field.name], new.cells[field.name])
        for field in table.fields
        if field.name not in PLACES and old.cells[field.name] != new.cells[field.name]
    )


def _size(change: Change) -> Decimal:
    """Changes of the value first, the largest at the head."""
    return abs(change.difference or Decimal(0))
