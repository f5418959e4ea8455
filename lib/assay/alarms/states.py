"""What a cell does not say: withheld turned into nothing, and states that contradict their number.

`W` means that the publisher knows and does not tell. Read as 0 it becomes a country that mines
nothing. A number of nothing is only believed where the release says zero itself, where no other
held release says that the same cell is withheld, and where something else is told of its series.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import Cell, Key, Keyed, Measured, in_words
from assay.errors import Fault
from assay.quantities import UNKNOWN
from assay.releases import Table
from assay.rows import Row

WITHHELD = "withheld"
ZERO, AMOUNT = "zero", "amount"
SEVERAL = 2
Beside = tuple[list[Keyed], list[Keyed]]
"""The rows of one cell in two releases."""
DASH = "—"
SYMBOLS = {"W": WITHHELD, "NA": "not_available"}


def find_state_alarms(tables: Sequence[Measured]) -> list[Alarm]:
    """Cells of one table whose state is not believed, over its releases."""
    if not tables or not _has_states(tables[0].upload.table):
        return []
    alarms = [alarm for table in tables for alarm in _contradictions(table)]
    alarms += _withheld_as_zero(tables)
    alarms += _against_other_releases(tables)
    for table in tables:
        alarms += [*_alone_among_unknown(table), *_odd_zeros(table)]
    return list({alarm.fault.where: alarm for alarm in reversed(alarms)}.values())[::-1]


def _has_states(table: Table) -> bool:
    """Whether `status` says what kind of number a row holds (and not whether a text is signed)."""
    return any(field.name == "status" and "zero" in field.enum for field in table.fields)


def _contradictions(table: Measured) -> Iterator[Alarm]:
    """States that do not go with the number or with the cell as printed."""
    for keyed in table.rows:
        row = keyed.row
        status, printed = row.cells["status"], row.cells.get("printed", "")
        if printed in SYMBOLS and status != SYMBOLS[printed]:
            expected = f"{SYMBOLS[printed]} for {printed}"
        elif (row.value is None) != (status in UNKNOWN):
            expected = "a value, or why there is none"
        elif (row.value == 0) != (status == "zero"):
            expected = "zero where the value is 0"
        else:
            continue
        what = f"{_of(keyed)}: the state contradicts the number"
        look = "Look at the cell in the provider's file and at how the source module reads it."
        found = f"{status}, value {row.value}"
        yield _alarm(table, keyed, Fault(what, "", found, expected, look))


def _withheld_as_zero(tables: Sequence[Measured]) -> Iterator[Alarm]:
    """Cells that are zero in a release and withheld for the same time in another, or withheld for
    another time in the same, while no release has an amount for them.

    A dash is the provider's own word for nothing: it is believed against the year before.
    """
    withheld: dict[tuple[Key, str], list[tuple[Measured, Keyed]]] = defaultdict(list)
    counted: set[tuple[Key, Cell]] = set()
    for table in tables:
        for keyed in table.rows:
            if keyed.row.cells["status"] == WITHHELD:
                withheld[keyed.group, keyed.cell[0]].append((table, keyed))
            elif keyed.row.value:
                counted.add((keyed.group, keyed.cell))
    for table in tables:
        for keyed in table.rows:
            if keyed.row.cells["status"] != "zero" or (keyed.group, keyed.cell) in counted:
                continue
            is_dash = keyed.row.cells.get("printed") == DASH
            for other, beside in withheld.get((keyed.group, keyed.cell[0]), ()):
                if beside.cell == keyed.cell or (other is table and not is_dash):
                    yield _zero_alarm(table, keyed, other, beside)
                    break


def _alone_among_unknown(table: Measured) -> Iterator[Alarm]:
    """Zeros beside years of which nothing is told: who cannot count the others did not count this
    one. A dash is the provider's own word for nothing.
    """
    series: dict[tuple[Key, Key, str], list[Keyed]] = defaultdict(list)
    for keyed in table.rows:
        series[keyed.group, keyed.slot, keyed.cell[0]].append(keyed)
    for found in series.values():
        told = [keyed for keyed in found if keyed.row.cells["status"] not in UNKNOWN]
        untold = [keyed for keyed in found if keyed.row.cells["status"] in UNKNOWN]
        if len(told) == 1 and untold and _is_digit_zero(told[0].row):
            yield _zero_alarm(table, told[0], table, untold[0])


def _is_digit_zero(row: Row) -> bool:
    return row.cells["status"] == ZERO and row.cells.get("printed") != DASH


def _against_other_releases(tables: Sequence[Measured]) -> Iterator[Alarm]:
    by_cell = [_by_cell(table) for table in tables]
    for (table, mine), (other, theirs) in permutations(zip(tables, by_cell, strict=True), 2):
        both = [(rows, theirs[cell]) for cell, rows in mine.items() if cell in theirs]
        for zero, beside in (*_hidden_in_other_words(both), *_amounts_elsewhere(both)):
            yield _zero_alarm(table, zero, other, beside)


def _hidden_in_other_words(both: Sequence[Beside]) -> Iterator[tuple[Keyed, Keyed]]:
    """Zeros of a country with several rows, whose words change between releases: as many rows and
    as many amounts in both, but zero here and withheld there.
    """
    for mine, theirs in both:
        here, there = (Counter(_state(keyed.row) for keyed in of) for of in (mine, theirs))
        is_alike = len(mine) == len(theirs) and here[AMOUNT] == there[AMOUNT]
        if is_alike and here[ZERO] > there[ZERO] and here[WITHHELD] < there[WITHHELD]:
            zero = next(keyed for keyed in mine if _state(keyed.row) == ZERO)
            yield zero, next(keyed for keyed in theirs if _state(keyed.row) == WITHHELD)


def _amounts_elsewhere(both: Sequence[Beside]) -> Iterator[tuple[Keyed, Keyed]]:
    """Zeros for which another release has amounts, in several periods of one series: where amounts
    are withheld at all, a true revision from nothing changes one.
    """
    if not any(_state(keyed.row) == WITHHELD for pair in both for rows in pair for keyed in rows):
        return
    found: dict[tuple[Key, str], list[tuple[Keyed, Keyed]]] = defaultdict(list)
    for mine, theirs in both:
        if len(mine) == len(theirs) == 1:
            pair = mine[0], theirs[0]
            if (_state(pair[0].row), _state(pair[1].row)) == (ZERO, AMOUNT):
                found[pair[0].group, pair[0].cell[0]].append(pair)
    for pairs in found.values():
        if len(pairs) >= SEVERAL:
            yield from pairs


def _by_cell(table: Measured) -> dict[tuple[Key, Cell], list[Keyed]]:
    found: dict[tuple[Key, Cell], list[Keyed]] = defaultdict(list)
    for keyed in table.rows:
        found[keyed.group, keyed.cell].append(keyed)
    return found


def _state(row: Row) -> str:
    return AMOUNT if row.value else row.cells["status"]


def _odd_zeros(table: Measured) -> Iterator[Alarm]:
    """Zeros that are printed otherwise than the other zeros of their release."""
    zeros = [keyed for keyed in table.rows if keyed.row.cells["status"] == "zero"]
    printed = Counter(keyed.row.cells.get("printed", "").strip() for keyed in zeros)
    if len(printed) < 2:
        return
    usual = printed.most_common(1)[0][0]
    for keyed in zeros:
        cell = keyed.row.cells["printed"].strip()
        if cell != usual:
            what = f"{_of(keyed)}: zero is printed otherwise than elsewhere in the release"
            look = "Look whether the provider prints W, an empty cell or a dash."
            yield _alarm(table, keyed, Fault(what, "", repr(cell), repr(usual), look))


def _zero_alarm(table: Measured, keyed: Keyed, other: Measured, beside: Keyed) -> Alarm:
    there = f"{beside.row.value} {beside.row.cells['unit']}"
    if not beside.row.value:
        there = beside.row.cells["status"].replace("_", " ")
    what = f"{_of(keyed)}: zero here, {there} in release {other.release}"
    if beside.cell != keyed.cell:
        what = f"{_of(keyed)}: zero here, {there} for {beside.cell[1]}"
    look = "Look whether the provider prints W, an empty cell or a dash."
    expected = f"{there}, as in {other.upload.at(beside.row, 'status')}"
    return _alarm(table, keyed, Fault(what, "", "zero", expected, look))


def _of(keyed: Keyed) -> str:
    return in_words((*keyed.group, *keyed.slot[-1:], *keyed.cell))


def _alarm(table: Measured, keyed: Keyed, fault: Fault) -> Alarm:
    placed = Fault(
        fault.what,
        table.upload.at(keyed.row, "status"),
        fault.found,
        fault.expected,
        todo_for(table.source, fault.todo),
    )
    return Alarm("state", table.source, table.release, _of(keyed), placed)
