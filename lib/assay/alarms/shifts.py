"""Numbers that are right and in the wrong place: columns swapped, months shifted, rates inverted.

All three are found the same way: put back, the numbers fit the release before; as they stand,
they do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log10
from statistics import median
from typing import Any

from assay.alarms.alarm import Alarm, Kind, todo_for
from assay.alarms.series import Key, Keyed, Measured, cells_in, in_words
from assay.errors import Fault
from assay.rows import Row

BETTER = 0.25
"""Put back, at most this share of the difference may remain."""
WRONG = 0.004
"""As it stands, at least this share of the amounts must differ: below, it may be revision."""
COMPARABLE = 0.5
ENOUGH_PERIODS = 6
ENOUGH_EQUAL = 3
"""Amounts of a shorter series, all of which must be those of the release before, put back."""
SAME_RATE = 0.002
"""Powers of ten: half a per cent."""

Series = Mapping[Any, Row]
"""Rows by a tuple that ends in when, with who and what else tells them apart before it."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How far two series are apart, and how large the amounts are, summed over their cells."""

    apart: float = 0.0
    amount: float = 0.0

    def __add__(self, other: Fit) -> Fit:
        return Fit(self.apart + other.apart, self.amount + other.amount)

    @property
    def is_misfit(self) -> bool:
        """Whether the two differ by more than revision."""
        return self.apart > WRONG * self.amount

    def is_mended_by(self, put_back: Fit) -> bool:
        """Whether putting the numbers back takes the misfit away, over as much money."""
        return (
            self.is_misfit
            and put_back.apart < BETTER * self.apart
            and put_back.amount > COMPARABLE * self.amount
        )


def find_shift_alarms(tables: Sequence[Measured]) -> list[Alarm]:
    """Swapped, shifted and inverted series of one table, each against the release before."""
    alarms: list[Alarm] = []
    for old, new in pairwise(tables):
        if not new.shape.slot:
            alarms += _swapped(old, new)
            before, after = cells_in(old.rows), cells_in(new.rows)
            for group in sorted(set(before) & set(after)) if new.shape.when else ():
                shifted = list(_shifted(old, new, group, before[group], after[group]))
                alarms += shifted or _shifted_alone(old, new, group, before[group], after[group])
                alarms += _inverted(old, new, group, before[group], after[group])
    return alarms


def _swapped(old: Measured, new: Measured) -> Iterator[Alarm]:
    """Two values of one closed column (military and financial) that changed places."""
    closed = {field.name for field in new.upload.table.fields if len(field.enum) > 1}
    for place, column in enumerate(new.shape.group):
        if column not in closed:
            continue
        before, after = _by_column(old.rows, place), _by_column(new.rows, place)
        fits = {
            value: _fit(before[value], after[value]) for value in sorted(set(before) & set(after))
        }
        misfits = [value for value, fit in fits.items() if fit.is_misfit]
        for one, two in combinations(misfits, 2):
            straight = fits[one] + fits[two]
            crossed = _fit(before[two], after[one]) + _fit(before[one], after[two])
            if straight.is_mended_by(crossed):
                told = (
                    f"{one} and {two} have changed places: crossed over, they fit",
                    "Compare the column headings of both files.",
                )
                where = f"{new.upload.table.name} / {one} and {two}"
                yield _alarm("swap", where, told, new, old, *_apart(after[one], before[one]))


def _shifted(
    old: Measured, new: Measured, group: Key, before: Series, after: Series
) -> Iterator[Alarm]:
    """A group whose numbers fit the release before one period earlier or later."""
    periods = sorted({cell[-1] for cell in (*before, *after)})
    straight = _fit(before, after)
    if len(after) < ENOUGH_EQUAL or not straight.is_misfit:
        return
    for step, word in ((1, "late"), (-1, "early")):
        put_back = _fit(before, _moved(after, periods, step))
        is_plain = len(periods) >= ENOUGH_PERIODS or not put_back.apart
        if is_plain and straight.is_mended_by(put_back):
            told = (
                f"{in_words(group)}: the series is one period {word}; moved back it fits",
                "Compare the first and the last period with the provider's.",
            )
            where = f"{new.upload.table.name} / {in_words(group)}"
            yield _alarm("shift", where, told, new, old, *_apart(after, before))


def _shifted_alone(
    old: Measured, new: Measured, group: Key, before: Series, after: Series
) -> Iterator[Alarm]:
    """One donor or country of a group whose own series is a period early or late."""
    mine, other = _by_who(after), _by_who(before)
    for who in sorted(set(mine) & set(other)) if new.shape.who else ():
        yield from _shifted(old, new, (*group, who), other[who], mine[who])


def _by_who(series: Series) -> dict[str, dict[tuple[str, ...], Row]]:
    found: dict[str, dict[tuple[str, ...], Row]] = defaultdict(dict)
    for (who, when), row in series.items():
        found[who][who, when] = row
    return found


def _inverted(
    old: Measured, new: Measured, group: Key, before: Series, after: Series
) -> Iterator[Alarm]:
    """A group whose numbers are one divided by those of the release before."""
    both = [(_log(before[cell]), _log(row)) for cell, row in after.items() if cell in before]
    if len(both) < ENOUGH_PERIODS:
        return
    upside_down = median(abs(one + two) for one, two in both)
    straight = median(abs(one - two) for one, two in both)
    if upside_down <= SAME_RATE < straight and upside_down < BETTER * straight:
        told = (
            f"{in_words(group)}: the rate is upside down; one divided by it fits",
            "Look which currency is the unit and which is priced.",
        )
        where = f"{new.upload.table.name} / {in_words(group)}"
        yield _alarm("inversion", where, told, new, old, *_apart(after, before))


def _by_column(rows: Iterable[Keyed], place: int) -> dict[str, dict[tuple[str, ...], Row]]:
    """Rows by the value of one column of the group, then by everything else."""
    found: dict[str, dict[tuple[str, ...], Row]] = defaultdict(dict)
    for group, _, cell, row in rows:
        if row.value is not None:
            found[group[place]].setdefault((*group[:place], *group[place + 1 :], *cell), row)
    return found


def _fit(before: Series, after: Series) -> Fit:
    """Over what is in both: the same periods, the same donors. A cell that one lacks is nothing."""
    outer = {cell[:-1] for cell in before} & {cell[:-1] for cell in after}
    whens = {cell[-1] for cell in before} & {cell[-1] for cell in after}
    apart = amount = 0.0
    for cell, row in after.items():
        if cell[:-1] in outer and cell[-1] in whens:
            one, two = _amount(before.get(cell)), float(row.value or 0)
            apart += abs(one - two)
            amount += max(abs(one), abs(two))
    for cell, row in before.items():
        if cell not in after and cell[:-1] in outer and cell[-1] in whens:
            apart += float(row.amount)
            amount += float(row.amount)
    return Fit(apart, amount)


def _moved(series: Series, periods: Sequence[str], step: int) -> dict[tuple[str, ...], Row]:
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
    kind: Kind,
    key: str,
    told: tuple[str, str],
    new: Measured,
    old: Measured,
    mine: Row,
    other: Row,
) -> Alarm:
    what, look = told
    fault = Fault(
        f"{what} release {old.release}",
        new.upload.at(mine),
        f"{mine.value} {mine.cells['unit']}",
        f"about {other.value} {other.cells['unit']}, as in {old.upload.at(other)}",
        todo_for(new.source, look),
    )
    return Alarm(kind, new.source, new.release, key, fault)
