"""The unit alarm within one release: a year that stands apart from the years around it.

A year that no other release prints cannot be compared with one. Where the nearest years of its
series are of one size, a year a thousand times larger or smaller, or a power of it, is in another
unit: of the series held, none that moves so little jumps so far.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

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


def find_neighbour_alarms(tables: Sequence[Measured]) -> list[Alarm]:
    """Years that stand apart within their series, in each release of a yearly table."""
    alarms = []
    for table in tables:
        if table.shape.when == YEARLY:
            for key, years in _series(table).items():
                alarms += [_alarm(table, key, *found) for found in _apart(years)]
    return alarms


def _series(table: Measured) -> dict[Key, dict[int, Row]]:
    """Amounts other than nothing by year, one series to a wording. Of two rows the first stays."""
    found: dict[Key, dict[int, Row]] = defaultdict(dict)
    for group, slot, (who, when), row in table.rows:
        if row.value and when.isdecimal():
            found[(*group, *slot, who)].setdefault(int(when), row)
    return found


def _apart(years: Mapping[int, Row]) -> Iterator[tuple[int, Row, Row, int]]:
    """Each year that stands apart, a year beside it, and by how many powers of a thousand."""
    for year in sorted(years):

        def away(other: int, year: int = year) -> tuple[int, int]:
            return abs(other - year), other

        beside = sorted(years.keys() - {year}, key=away)[:BESIDE]
        sizes = [magnitude(years[other]) for other in beside]
        if len(sizes) < ENOUGH or max(sizes) - min(sizes) > OF_ONE_SIZE:
            continue
        steps = (magnitude(years[year]) - median(sizes)) / 3
        if round(steps) and abs(steps - round(steps)) * 3 <= NEAR:
            yield year, years[year], years[beside[0]], round(steps)


def _alarm(table: Measured, key: Key, year: int, row: Row, beside: Row, steps: int) -> Alarm:
    unit = row.cells["unit"]
    words = f"{in_words(key)} / {year}"
    fault = Fault(
        f"{words}: about {10 ** (3 * abs(steps)):,} times {'larger' if steps > 0 else 'smaller'} "
        "than the years around it, as if the unit were mislabelled",
        table.upload.at(row),
        f"{row.value} {unit}",
        f"about {beside.value} {unit}, as in {table.upload.at(beside)}",
        todo_for(table.source, "Compare the unit of the year in the provider's file."),
    )
    return Alarm("unit", table.source, table.release, words, fault)
