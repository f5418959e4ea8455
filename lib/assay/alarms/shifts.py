"""Numbers that are right and in the wrong place: columns swapped, months shifted, rates inverted.

All three are found the same way: put back, the numbers fit the release before; as they stand,
they do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log10
from statistics import median
from typing import TypeVar

from assay.alarms.alarm import Alarm, Kind, todo_for
from assay.alarms.series import Key, Shape, in_words, shape_of
from assay.errors import Fault
from assay.rows import Row, Upload

BETTER = 0.25
"""Put back, at most this share of the difference may remain."""
WRONG = 0.004
"""As it stands, at least this share of the amounts must differ: below, it may be revision."""
COMPARABLE = 0.5
ENOUGH_PERIODS = 6
SAME_RATE = 0.002
"""Powers of ten: half a per cent."""

Name = TypeVar("Name", str, Key)
Series = dict[tuple[str, ...], Row]
"""Rows by who and when (and what else tells them apart)."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How far two series are apart, and how large the amounts are, summed over their cells."""

    apart: float = 0.0
    amount: float = 0.0

    def __add__(self, other: Fit) -> Fit:
        return Fit(self.apart + other.apart, self.amount + other.amount)

    def is_mended_by(self, put_back: Fit) -> bool:
        """Whether it is a misfit that putting the numbers back takes away, over as much money."""
        return (
            self.apart > WRONG * self.amount
            and put_back.apart < BETTER * self.apart
            and put_back.amount > COMPARABLE * self.amount
        )


def find_shift_alarms(uploads: Sequence[Upload]) -> list[Alarm]:
    """Swapped, shifted and inverted series of one table, each against the release before."""
    shape = shape_of(uploads[0].table) if uploads else None
    if shape is None or shape.slot:
        return []
    alarms: list[Alarm] = []
    for old, new in pairwise(uploads):
        alarms += _swapped(shape, old, new)
        if shape.when:
            alarms += _shifted(shape, old, new)
            alarms += _inverted(shape, old, new)
    return alarms


def _swapped(shape: Shape, old: Upload, new: Upload) -> Iterator[Alarm]:
    """Two values of one closed column (military and financial) that changed places."""
    closed = {field.name for field in new.table.fields if len(field.enum) > 1}
    for column in (name for name in shape.group if name in closed):
        others = [*(name for name in shape.group if name != column), "unit"]
        before = _series(old.rows, _named(column), _cell(shape, others))
        after = _series(new.rows, _named(column), _cell(shape, others))
        for one, two in combinations(sorted(set(before) & set(after)), 2):
            straight = _fit(before[one], after[one]) + _fit(before[two], after[two])
            crossed = _fit(before[two], after[one]) + _fit(before[one], after[two])
            if straight.is_mended_by(crossed):
                told = (
                    f"{one} and {two} have changed places: crossed over, they fit",
                    "Compare the column headings of both files.",
                )
                where = f"{new.table.name} / {one} and {two}"
                yield _alarm("swap", where, told, new, old, *_apart(after[one], before[one]))


def _shifted(shape: Shape, old: Upload, new: Upload) -> Iterator[Alarm]:
    """Groups whose numbers fit the release before one period earlier or later."""
    before = _series(old.rows, shape.group_of, shape.cell_of)
    after = _series(new.rows, shape.group_of, shape.cell_of)
    for group in sorted(set(before) & set(after)):
        periods = sorted({cell[-1] for cell in (*before[group], *after[group])})
        if len(periods) < ENOUGH_PERIODS:
            continue
        straight = _fit(before[group], after[group])
        for step, word in ((1, "late"), (-1, "early")):
            moved = _moved(after[group], periods, step)
            if straight.is_mended_by(_fit(before[group], moved)):
                told = (
                    f"{in_words(group)}: the series is one period {word}; moved back it fits",
                    "Compare the first and the last period with the provider's.",
                )
                where = f"{new.table.name} / {in_words(group)}"
                pair = _apart(after[group], before[group])
                yield _alarm("shift", where, told, new, old, *pair)


def _inverted(shape: Shape, old: Upload, new: Upload) -> Iterator[Alarm]:
    """Groups whose numbers are one divided by those of the release before: a rate upside down."""
    before = _series(old.rows, shape.group_of, shape.cell_of)
    after = _series(new.rows, shape.group_of, shape.cell_of)
    for group in sorted(set(before) & set(after)):
        both = [
            (_log(before[group][cell]), _log(row))
            for cell, row in after[group].items()
            if cell in before[group]
        ]
        if len(both) < ENOUGH_PERIODS:
            continue
        upside_down = median(abs(one + two) for one, two in both)
        straight = median(abs(one - two) for one, two in both)
        if upside_down <= SAME_RATE < straight and upside_down < BETTER * straight:
            told = (
                f"{in_words(group)}: the rate is upside down; one divided by it fits",
                "Look which currency is the unit and which is priced.",
            )
            where = f"{new.table.name} / {in_words(group)}"
            pair = _apart(after[group], before[group])
            yield _alarm("inversion", where, told, new, old, *pair)


def _series(
    rows: Iterable[Row],
    group: Callable[[Row], Name],
    cell: Callable[[Row], tuple[str, ...]],
) -> dict[Name, Series]:
    found: dict[Name, Series] = defaultdict(dict)
    for row in rows:
        if row.value is not None:
            found[group(row)].setdefault(cell(row), row)
    return found


def _named(column: str) -> Callable[[Row], str]:
    return lambda row: row.cells[column]


def _cell(shape: Shape, others: Sequence[str]) -> Callable[[Row], tuple[str, ...]]:
    return lambda row: (*(row.cells[name] for name in others), *shape.cell_of(row))


def _fit(before: Series, after: Series) -> Fit:
    """Over what is in both: the same periods, the same donors. A cell that one lacks is nothing."""
    outer = {cell[:-1] for cell in before} & {cell[:-1] for cell in after}
    whens = {cell[-1] for cell in before} & {cell[-1] for cell in after}
    apart = amount = 0.0
    for cell in {**before, **after}:
        if cell[:-1] in outer and cell[-1] in whens:
            one, two = _amount(before.get(cell)), _amount(after.get(cell))
            apart += abs(one - two)
            amount += max(abs(one), abs(two))
    return Fit(apart, amount)


def _moved(series: Series, periods: Sequence[str], step: int) -> Series:
    """The series with the number of each period put `step` periods back."""
    place = {when: number - step for number, when in enumerate(periods)}
    return {
        (*cell[:-1], periods[place[cell[-1]]]): row
        for cell, row in series.items()
        if 0 <= place[cell[-1]] < len(periods)
    }


def _apart(after: Series, before: Series) -> tuple[Row, Row]:
    """The cell in which two series differ most, in both."""
    cells = sorted(cell for cell in after if cell in before)
    cell = max(cells, key=lambda c: abs(_amount(after[c]) - _amount(before[c])))
    return after[cell], before[cell]


def _amount(row: Row | None) -> float:
    return float(row.value or 0) if row else 0.0


def _log(row: Row) -> float:
    return log10(row.amount) if row.value else 0.0


def _alarm(
    kind: Kind, key: str, told: tuple[str, str], new: Upload, old: Upload, mine: Row, other: Row
) -> Alarm:
    what, look = told
    fault = Fault(
        f"{what} release {old.release.release}",
        new.at(mine),
        f"{mine.value} {mine.cells['unit']}",
        f"about {other.value} {other.cells['unit']}, as in {old.at(other)}",
        todo_for(new.release.source, look),
    )
    return Alarm(kind, new.release.source, new.release.release, key, fault)
