"""Amounts that two releases give in two currencies must stand in a rate there was.

Kiel's dollar sheet divided by its euro sheet is the dollars per euro it was converted with. Turned
upside down, or with the label changed and not the numbers, that rate lies outside what a euro
cost in the years the amounts are about. One rate holds for all donors: with the older amounts at
that rate, a donor alone in another unit is found as within one currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import Key, Keyed, Measured, cells_in, in_words
from assay.alarms.units import find_unit_alarms
from assay.errors import Fault
from assay.rows import Row, Upload

SCALES = frozenset({"bn", "m", "tn", ""})
SLACK = Decimal("1.03")
UNCHANGED = Decimal("0.0005")
MANY = 0.3
"""Share of amounts that no conversion leaves as they were."""
DAY = ("day", "period_end")


@dataclass(frozen=True, slots=True)
class Rates:
    """Units of each currency per euro, with the day each rate is of; and the mean of the days of
    each month, by currency and month.
    """

    by_currency: Mapping[str, tuple[tuple[str, Decimal], ...]]
    means: Mapping[tuple[str, str], Decimal]

    def between(self, currency: str, first: str, last: str) -> tuple[Decimal, Decimal] | None:
        """The lowest and highest rate from `first` to `last`; None where none is held."""
        if currency == "EUR":
            return Decimal(1), Decimal(1)
        rates = [rate for day, rate in self.by_currency.get(currency, ()) if first <= day <= last]
        return (min(rates), max(rates)) if rates else None


def rates_of(uploads: Iterable[Upload]) -> Rates:
    """The rates that tables with the columns `base` and `quote` hold."""
    found: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    days: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for upload in uploads:
        names = {field.name for field in upload.table.fields}
        day = next((name for name in DAY if name in names), "")
        if not {"base", "quote"} <= names or not day:
            continue
        for row in upload.rows:
            if row.value and row.cells["base"] == "EUR":
                found[row.cells["quote"]].append((row.cells[day], row.value))
                if day == "day":
                    days[row.cells["quote"], row.cells[day][:7]].append(row.value)
    return Rates(
        {currency: tuple(rates) for currency, rates in found.items()},
        {month: sum(rates, Decimal(0)) / len(rates) for month, rates in days.items()},
    )


def find_currency_alarms(tables: Sequence[Measured], rates: Rates) -> list[Alarm]:
    """Groups of one table whose amounts in two currencies stand in no rate there was."""
    alarms: list[Alarm] = []
    for old, new in pairwise(tables):
        units = [{group[-1] for group, *_ in table.rows} for table in (old, new)]
        if any(_currencies(one, two) for one in units[0] for two in units[1]):
            alarms += _between(old, new, rates)
            alarms += find_unit_alarms([_converted(old, new), new])
    return alarms


def _converted(old: Measured, new: Measured) -> Measured:
    """The amounts of a release in the currency of the next, at the rate the two stand in."""
    after = cells_in(new.rows)
    meant = {
        group: other
        for group in {keyed.group for keyed in old.rows}
        for other in after
        if group[:-1] == other[:-1] and _currencies(group[-1], other[-1])
    }
    pairs = [
        (row.value, after[meant[group]][cell].value)
        for group, _, cell, row in old.rows
        if group in meant and cell in after[meant[group]]
    ]
    ratios = [two / one for one, two in pairs if one and two]
    rate = median(ratios) if ratios else Decimal(0)
    rows = tuple(
        Keyed(meant[group], slot, cell, _at(row, rate, meant[group][-1]))
        for group, slot, cell, row in old.rows
        if group in meant and row.value
    )
    return replace(old, rows=rows)


def _at(row: Row, rate: Decimal, unit: str) -> Row:
    value = Decimal(f"{row.amount * rate:.6g}")
    return replace(row, cells={**row.cells, "unit": unit}, value=value)


def _between(old: Measured, new: Measured, rates: Rates) -> Iterator[Alarm]:
    before, after = cells_in(old.rows), cells_in(new.rows)
    for group, cells in sorted(after.items()):
        for other, others in sorted(before.items()):
            pair = _currencies(other[-1], group[-1])
            if pair is None or group[:-1] != other[:-1]:
                continue
            both = [
                (row, others[cell])
                for cell, row in cells.items()
                if row.value and cell in others and others[cell].value
            ]
            if both:
                yield from _check(old.upload, new.upload, group, pair, both, rates)


def _check(
    old: Upload,
    new: Upload,
    group: Key,
    pair: tuple[str, str],
    both: Sequence[tuple[Row, Row]],
    rates: Rates,
) -> Iterator[Alarm]:
    """Compare the middle ratio with the rates of the years that the rows are about."""
    one, two = pair
    ratios = [row.amount / other.amount for row, other in both]
    middle = median(ratios)
    first = min((row.cells.get("period_start") or "" for row, _ in both), default="")
    last = max((row.cells.get("period_end") or "9999" for row, _ in both), default="9999")
    low_high = _rate(rates, one, two, first, last)
    if low_high is None:
        return
    low, high = low_high
    unchanged = sum(abs(ratio - 1) <= UNCHANGED for ratio in ratios)
    if low / SLACK <= middle <= high * SLACK and unchanged < MANY * len(ratios):
        return
    mine, other = max(both, key=lambda item: item[0].amount)
    fault = Fault(
        f"{in_words(group)}: {two} per {one} comes out as {middle:.4f}, and {unchanged} of "
        f"{len(ratios)} amounts are the same in both: no rate there was",
        new.at(mine),
        f"{mine.value} {group[-1]} beside {other.value} {other.cells['unit']} in {old.at(other)}",
        f"a rate of {low:.4f} to {high:.4f}",
        todo_for(new.release.source, "Look whether unit and numbers belong together."),
    )
    key = f"{new.table.name} / {in_words(group)}"
    yield Alarm("currency", new.release.source, new.release.release, key, fault)


def _rate(
    rates: Rates, one: str, two: str, first: str, last: str
) -> tuple[Decimal, Decimal] | None:
    """Lowest and highest units of `two` per unit of `one`."""
    mine, other = rates.between(two, first, last), rates.between(one, first, last)
    if mine is None or other is None:
        return None
    return mine[0] / other[1], mine[1] / other[0]


def _currencies(old_unit: str, new_unit: str) -> tuple[str, str] | None:
    """The two currencies of two units of the same scale; None where they do not differ so."""
    one, _, scale = old_unit.partition(" ")
    two, _, other = new_unit.partition(" ")
    is_money = all(len(word) == 3 and word.isupper() for word in (one, two))
    return (one, two) if is_money and one != two and scale == other and scale in SCALES else None
