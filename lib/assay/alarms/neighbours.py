"""The unit alarm for one year: it stands apart from the years around it.

A year that no other release prints cannot be compared with one. Where the nearest years of its
series are of one size, a year a thousand times larger or smaller, or a power of it, is in another
unit: of the series held, none that moves so little jumps so far. Where a release has too few years
for that, all that the other releases print for the same country and statistic stand beside it, in
whatever words and for whatever year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import Key, Measured, in_words, magnitude
from assay.errors import Fault
from assay.rows import Row

BESIDE = 4
"""Nearest years looked at."""
ENOUGH = 3
"""Years with an amount there must be."""
OF_ONE_SIZE = 0.7
"""Powers of ten by which these may differ: five times."""
NEAR = 0.6
"""Powers of ten by which a year may miss a power of a thousand times the middle of these."""
YEARLY = "year"


def find_neighbour_alarms(
    tables: Sequence[Measured], suspects: Collection[tuple[str, str]] = ()
) -> list[Alarm]:
    """Years that stand apart within their series, in each release of a yearly table.

    `suspects` are (release, first column of the group) whose size is implausible by itself; they
    do not stand beside the years of other releases.
    """
    yearly = [table for table in tables if table.shape.when == YEARLY]
    elsewhere = _amounts(yearly, suspects)
    alarms = []
    for table in yearly:
        for key, (group, years) in _series(table).items():
            others = [each for each in elsewhere[group] if each.table is not table]
            alarms += [_alarm(table, key, *found) for found in _apart(table, years, others)]
    return alarms


class _Amount(NamedTuple):
    """An amount and the release it stands in."""

    table: Measured
    row: Row


def _amounts(
    tables: Sequence[Measured], suspects: Collection[tuple[str, str]]
) -> dict[Key, list[_Amount]]:
    """Amounts other than nothing by group and who."""
    found: dict[Key, list[_Amount]] = defaultdict(list)
    for table in tables:
        for group, _, (who, _when), row in table.rows:
            if row.value and (table.release, group[0]) not in suspects:
                found[(*group, who)].append(_Amount(table, row))
    return found


def _series(table: Measured) -> dict[Key, tuple[Key, dict[int, Row]]]:
    """Group and who with amounts other than nothing by year, one series to a wording. Of two rows
    the first stays.
    """
    found: dict[Key, tuple[Key, dict[int, Row]]] = {}
    for group, slot, (who, when), row in table.rows:
        if row.value and when.isdecimal():
            _, years = found.setdefault((*group, *slot, who), ((*group, who), {}))
            years.setdefault(int(when), row)
    return found


def _apart(
    table: Measured, years: Mapping[int, Row], elsewhere: Sequence[_Amount]
) -> Iterator[tuple[int, Row, _Amount, int]]:
    """Each year that stands apart, an amount beside it, and by how many powers of a thousand."""
    for year in sorted(years):

        def away(other: int, year: int = year) -> tuple[int, int]:
            return abs(other - year), other

        nearest = sorted(years.keys() - {year}, key=away)[:BESIDE]
        beside = [_Amount(table, years[other]) for other in nearest]
        if len(beside) < ENOUGH:
            beside += elsewhere
        sizes = [magnitude(each.row) for each in beside]
        if len(sizes) < ENOUGH or max(sizes) - min(sizes) > OF_ONE_SIZE:
            continue
        steps = (magnitude(years[year]) - sizes[0]) / 3
        if round(steps) and abs(steps - round(steps)) * 3 <= NEAR:
            yield year, years[year], beside[0], round(steps)


def _alarm(table: Measured, key: Key, year: int, row: Row, beside: _Amount, steps: int) -> Alarm:
    unit = row.cells["unit"]
    words = f"{in_words(key)} / {year}"
    fault = Fault(
        f"{words}: about {10 ** (3 * abs(steps)):,} times {'larger' if steps > 0 else 'smaller'} "
        "than the years around it, as if the unit were mislabelled",
        table.upload.at(row),
        f"{row.value} {unit}",
        f"about {beside.row.value} {unit}, as in {beside.table.upload.at(beside.row)}",
        todo_for(table.source, "Compare the unit of the year in the provider's file."),
    )
    return Alarm("unit", table.source, table.release, words, fault)
