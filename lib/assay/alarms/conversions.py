"""Amounts that were dollars once, and the month whose rate they were converted at.

Payments made in dollars and printed in euro are round sums again at the ECB's mean rate of their
month: Kiel's EUR 10.3984497 million that Austria paid in May 2022 are USD 11.000000 million. At the
rate of the month before or after they are not. So where hardly a payment of a series is round as
it stands, and most are with every label moved back by a month, the labels are a month off. No other
release is needed. What is round in euro was paid in euro and tells of no month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.currencies import Rates
from assay.alarms.series import Key, Measured, in_words
from assay.errors import Fault
from assay.rows import Row

CURRENCY = "USD"
SCALES = {"EUR": 1, "EUR m": 10**6, "EUR bn": 10**9}
MONTH = re.compile(r"\d{4}-\d{2}")
ROUND = 100_000
"""Dollars."""
EXACT = 1
"""Dollars by which a sum may miss a round one. One sum in fifty thousand does by chance."""
MOST = 0.5
"""Share of a series that must be round, moved back: some was paid in other currencies."""
FEW = 0.1
"""Of as many as are round moved back, those that may be round as they stand."""
LOOK = (
    "Compare the first and the last period with the provider's, and the amount with the "
    "allocations of the release: a payment may keep the rate of the month it was allocated in."
)

Months = Sequence[tuple[Row, str]]


def find_conversion_alarms(tables: Sequence[Measured], rates: Rates) -> list[Alarm]:
    """Monthly series in euro that are round sums of dollars one month earlier or later. A table
    that is off as a whole is told once.
    """
    alarms: list[Alarm] = []
    for table in tables:
        for group, series in _series(table).items():
            together = [month for months in series.values() for month in months]
            found = list(_misplaced(table, group, together, rates))
            for who, months in series.items() if not found else ():
                found += _misplaced(table, (*group, who), months, rates)
            alarms += found
    return alarms


def _series(table: Measured) -> Mapping[Key, Mapping[str, list[tuple[Row, str]]]]:
    """Rows with an amount that is not round in euro, and their month, by group and who."""
    found: dict[Key, dict[str, list[tuple[Row, str]]]] = defaultdict(lambda: defaultdict(list))
    for group, _, (who, when), row in table.rows:
        if group[-1] in SCALES and MONTH.fullmatch(when) and _euros(row) % ROUND:
            found[group][who].append((row, when))
    return found


def _misplaced(table: Measured, key: Key, months: Months, rates: Rates) -> Iterator[Alarm]:
    as_it_stands = sum(bool(_round_dollars(row, month, rates)) for row, month in months)
    for step, word in ((1, "late"), (-1, "early")):
        moved = [(row, _beside(month, -step)) for row, month in months]
        sums = [(row, month, _round_dollars(row, month, rates)) for row, month in moved]
        fitting = [each for each in sums if each[2]]
        if len(fitting) >= MOST * len(months) and as_it_stands < FEW * len(fitting):
            of_all = f"{len(fitting)} of {len(months)} amounts, as it stands {as_it_stands}"
            yield _alarm(table, key, word, of_all, *fitting[0])


def _round_dollars(row: Row, month: str, rates: Rates) -> int:
    """The round sum that an amount is at the mean rate of a month; 0 where it is none."""
    rate = rates.means.get((CURRENCY, month))
    if rate is None:
        return 0
    dollars = _euros(row) * rate
    rounded = int((dollars / ROUND).to_integral_value()) * ROUND
    return rounded if abs(dollars - rounded) <= EXACT else 0


def _euros(row: Row) -> Decimal:
    return row.amount * SCALES[row.cells["unit"]]


def _beside(month: str, step: int) -> str:
    months = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{months // 12}-{months % 12 + 1:02}"


def _alarm(
    table: Measured, key: Key, word: str, of_all: str, row: Row, month: str, dollars: int
) -> Alarm:
    words = in_words(key)
    fault = Fault(
        f"{words}: the series is one period {word}; moved back, round in dollars are {of_all}",
        table.upload.at(row, table.shape.when),
        row.cells[table.shape.when],
        f"{month}, whose rate makes {row.value} {row.cells['unit']} {dollars:,} {CURRENCY}",
        todo_for(table.source, LOOK),
    )
    name = f"{table.upload.table.name} / {words}"
    return Alarm("shift", table.source, table.release, name, fault)
