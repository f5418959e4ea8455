"""Series in a table, read from its contract: what is measured, of whom, when, in which words.

The columns before `value` say what a row measures. They are sorted by what they do:
    when    the period: `period`, `year`, `fiscal_year` or `day`
    who     the country, donor or group: the first column that ends in `_code`
    slot    the publisher's own wording, which changes between releases: `commodity`, `detail`
    group   the rest: kind of aid and stage; chapter and statistic; currency pair
A series of one release is compared with that of another within one group and unit, by who and
when; of the slots, with the one that fits best.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median
from typing import NamedTuple

from assay.releases import Table
from assay.rows import VALUE, Row, Upload

SLOT = ("commodity", "detail")
COLLECTED = "OTH"
TOTAL = "WLD"
NOT_LISTED = frozenset({"period_start", "period_end"})

Key = tuple[str, ...]
Cell = tuple[str, str]
"""Who and when."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns of a table do what. `when` and `who` are empty where there is none."""

    group: tuple[str, ...]
    slot: tuple[str, ...]
    who: str
    name: str
    when: str

    def key(self, row: Row) -> Keyed:
        """A row with what its columns say. Who is the code, or the name where the code stands
        for several ("Other countries").
        """
        cells = row.cells
        who = cells[self.who] if self.who else ""
        if who == COLLECTED and self.name:
            who = cells[self.name]
        return Keyed(
            (*[cells[column] for column in self.group], cells["unit"]),
            tuple(cells[column] for column in self.slot),
            (who, cells[self.when] if self.when else ""),
            row,
        )


class Keyed(NamedTuple):
    """A row with its place among the series of its table."""

    group: Key
    slot: Key
    cell: Cell
    row: Row


@dataclass(frozen=True, slots=True)
class Measured:
    """One table of one release with every row's place, worked out once for all checks."""

    upload: Upload
    shape: Shape
    rows: tuple[Keyed, ...]

    @property
    def release(self) -> str:
        return self.upload.release.release

    @property
    def source(self) -> str:
        return self.upload.release.source


@dataclass(frozen=True, slots=True)
class Pair:
    """One cell in two releases: who, when, and the row in each."""

    who: str
    when: str
    old: Row
    new: Row


Slots = dict[Key, dict[Cell, Row]]


def shape_of(table: Table) -> Shape | None:
    """The shape of a table whose rows are measurements, None for any other."""
    names = [field.name for field in table.fields]
    if VALUE not in names or "unit" not in names or table.frame != "register":
        return None
    before = [field for field in table.fields[: names.index(VALUE)] if field.name != "unit"]
    listed = [f.name for f in before if f.name not in NOT_LISTED]
    when = table.time if table.time in listed else ""
    who = next((name for name in listed if name.endswith("_code")), "")
    name = who.removesuffix("_code")
    slot = tuple(column for column in SLOT if column in listed)
    group = tuple(
        field.name
        for field in before
        if field.name in listed
        and field.name not in {when, who, name, *slot}
        and field.type != "date"
    )
    return Shape(group, slot, who, name if name in listed else "", when)


def measured(uploads: Sequence[Upload]) -> list[Measured]:
    """The uploads of one table with every row's place; none for a table of other things."""
    shape = shape_of(uploads[0].table) if uploads else None
    if shape is None:
        return []
    key = shape.key
    return [Measured(upload, shape, tuple(map(key, upload.rows))) for upload in uploads]


def series_in(rows: Iterable[Keyed]) -> dict[Key, Slots]:
    """Rows with an amount other than nothing: by group and slot, then by who and when.

    Of two rows for one cell the first stays.
    """
    found: dict[Key, Slots] = defaultdict(lambda: defaultdict(dict))
    for group, slot, cell, row in rows:
        if row.value:
            found[group][slot].setdefault(cell, row)
    return found


def cells_in(rows: Iterable[Keyed]) -> dict[Key, dict[Cell, Row]]:
    """The same by group alone, nothing included."""
    found: dict[Key, dict[Cell, Row]] = defaultdict(dict)
    for group, _, cell, row in rows:
        if row.value is not None:
            found[group].setdefault(cell, row)
    return found


def best_match(
    new: Mapping[Cell, Row], candidates: Iterable[Mapping[Cell, Row]]
) -> tuple[Pair, ...]:
    """The cells of a new series paired with those of the old series that fits best: among those
    that share at least half as many cells as the fullest, the one nearest in size.
    """
    matched = [pairs for old in candidates if (pairs := pair_cells(new, old))]
    if not matched:
        return ()
    enough = max(len(pairs) for pairs in matched) / 2
    return min(
        (pairs for pairs in matched if len(pairs) >= enough),
        key=lambda pairs: (abs(middle_size(pairs)), -len(pairs)),
    )


def pair_cells(new: Mapping[Cell, Row], old: Mapping[Cell, Row]) -> tuple[Pair, ...]:
    """Cells of the same who and when; where no period is in both, the nearest of each who."""
    both = tuple(Pair(*cell, old[cell], row) for cell, row in new.items() if cell in old)
    if both:
        return both
    first, last = _at_one_end(new, latest=False), _at_one_end(old, latest=True)
    return tuple(
        Pair(who, row_when, last[who][1], row)
        for who, (row_when, row) in first.items()
        if who in last
    )


def size(pair: Pair) -> float:
    """How many powers of ten the new amount is above the old: -3 is a thousandth."""
    return magnitude(pair.new) - magnitude(pair.old)


def magnitude(row: Row) -> float:
    """The logarithm (base 10) of a row's amount, which is not nothing."""
    return log10(row.amount)


def middle_size(pairs: Sequence[Pair]) -> float:
    """The median of `size`."""
    return median(size(pair) for pair in pairs)


def by_table(uploads: Iterable[Upload]) -> dict[str, tuple[Upload, ...]]:
    """Uploads of each table, in the order given."""
    tables: dict[str, list[Upload]] = defaultdict(list)
    for upload in uploads:
        tables[upload.name].append(upload)
    return {name: tuple(found) for name, found in tables.items()}


def in_words(key: Key) -> str:
    """A group's key for a message: `Titanium mineral concentrates / production / t`."""
    return " / ".join(part for part in key if part)


def _at_one_end(series: Mapping[Cell, Row], latest: bool) -> dict[str, tuple[str, Row]]:
    """The first or the latest row of each who."""
    ordered = sorted(series.items(), key=lambda item: item[0][1], reverse=not latest)
    return {who: (when, row) for (who, when), row in ordered}
