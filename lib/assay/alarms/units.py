"""The unit alarm: a series that jumps by a factor near 1,000 or its powers between two releases.

A provider who prints thousand tonnes under the heading "tonnes" gives every number of a table a
thousand times too small. Nobody revises all countries of a commodity by just that factor; a true
revision moves one country by two, by twenty, once by fifty (Georgia's zeolites in MCS 2026).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log10

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import (
    Key,
    Measured,
    Pair,
    Shape,
    Slots,
    best_match,
    in_words,
    middle_size,
    series_in,
    size,
)
from assay.errors import Fault
from assay.rows import Row, Upload

NEAR_IN_A_GROUP = 0.5
"""Powers of ten by which the middle of a group may miss 10^±3: true revisions come on top, of up to
three times (rhenium exports between MCS 2025 and 2026).
"""
NEAR_ALONE = 0.1
"""The same for one cell, in a table where factors of that order are not at home."""
NEAR_IN_A_PAIR = 0.25
"""The same for a group of two cells, which must both jump."""
NEARS = {1: NEAR_ALONE, 2: NEAR_IN_A_PAIR}
"""By the number of cells; NEAR_IN_A_GROUP from three on."""
EXACT = 0.02
"""The same for one cell in any table: 955 to 1,047 times."""
LARGE = (1.5, 4.5)
"""Powers of ten of a change that may be at home in a table, besides the factor looked for."""
AGREEING = 0.6
"""Share of a group's cells that must jump with it."""
EVERYTHING = "everything of"
"""First part of the key of a jump of all that one country or donor has."""
ABOVE_ROUNDING = 20
"""One cell alone must be this many times the smallest amount of its table: 0.000001 is rounding.
Below that, its own last digit must allow no other factor, and the factor must be exact.
"""
HALF = Decimal("0.5")
"""Of its last digit, by which an amount may be rounded."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A series `steps` powers of a thousand larger in the newer of two releases."""

    steps: int
    pairs: tuple[Pair, ...]
    old: Upload
    new: Upload

    @property
    def example(self) -> Pair:
        """The pair nearest to the exact factor, of those the largest."""
        return min(
            self.pairs, key=lambda p: (abs(round(size(p) - 3 * self.steps, 2)), -p.new.amount)
        )


def find_unit_alarms(
    tables: Sequence[Measured], suspects: Collection[tuple[str, str]] = ()
) -> list[Alarm]:
    """Jumps of one table over its releases, each blamed on the release that stands apart.

    `suspects` are (release, first column of the group) whose size is implausible by itself; they
    do not vote on which size is the usual one.
    """
    series = [series_in(table.rows) for table in tables]
    found: dict[Key, dict[int, Jump]] = defaultdict(dict)
    for place in range(1, len(tables)):
        for key, jump in _jumps(tables, series, place):
            kept = found[key].get(place)
            if kept is None or len(jump.pairs) > len(kept.pairs):
                found[key][place] = jump
    alarms = []
    for key, jumps in sorted(found.items()):
        levels = _levels([_has(known, key) for known in series], jumps)
        trusted = {p: n for p, n in levels.items() if (tables[p].release, key[0]) not in suspects}
        usual = Counter((trusted or levels).values()).most_common(1)[0][0]
        blamed = [place for place, level in levels.items() if level != usual]
        alarms += [_alarm(tables, series, place, key, jumps) for place in blamed]
    return alarms


def _jumps(
    tables: Sequence[Measured], series: Sequence[Mapping[Key, Slots]], place: int
) -> Iterator[tuple[Key, Jump]]:
    """Jumps between the release at `place` and the one before: of whole groups, of all that one
    who has, and of cells alone. To the key of a group a cell alone adds its who.
    """
    old, new = tables[place - 1].upload, tables[place].upload
    rest: dict[str, list[tuple[Key, Pair]]] = defaultdict(list)
    for group, slots in series[place].items():
        for cells in slots.values():
            pairs = best_match(cells, series[place - 1].get(group, {}).values())
            steps = _steps_of_group(pairs)
            if steps:
                yield group, Jump(steps, pairs, old, new)
            else:
                for pair in pairs:
                    rest[pair.who].append((group, pair))
    for who, of_one in rest.items():
        pairs = tuple(pair for _, pair in of_one)
        steps = _steps_of_group(pairs) if len(pairs) > 1 else 0
        if steps:
            yield (EVERYTHING, who), Jump(steps, pairs, old, new)
    yield from _alone([item for items in rest.values() for item in items], old, new)


def _alone(
    items: Sequence[tuple[Key, Pair]], old: Upload, new: Upload
) -> Iterator[tuple[Key, Jump]]:
    """Single cells that jump. Where changes of any large size are at home (a fiscal year that had
    only begun), a factor near 1,000 says nothing, and only the exact one counts.
    """
    least = ABOVE_ROUNDING * min((row.amount for row in old.rows if row.value), default=Decimal(0))
    others = sum(
        LARGE[0] <= abs(size(pair)) <= LARGE[1] and abs(abs(size(pair)) - 3) > NEAR_ALONE
        for _, pair in items
    )
    expected = others * 2 * NEAR_ALONE / (LARGE[1] - LARGE[0])
    near = NEAR_ALONE if expected < 1 else EXACT
    for group, pair in items:
        steps = round(size(pair) / 3)
        smaller = min(pair.old.amount, pair.new.amount)
        apart = abs(size(pair) - 3 * steps)
        is_clear = smaller >= least or (_rounding(smaller) <= near and apart <= EXACT)
        if steps and is_clear and apart <= near:
            yield (*group, pair.who), Jump(steps, (pair,), old, new)


def _rounding(amount: Decimal) -> float:
    """Powers of ten by which an amount may miss the true one: much for 0.000001."""
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return log10(1 + HALF.scaleb(exponent) / amount)


def _steps_of_group(pairs: Sequence[Pair]) -> int:
    """Powers of a thousand by which a whole series jumped, 0 for none."""
    if not pairs:
        return 0
    steps = round(middle_size(pairs) / 3)
    if not steps or abs(middle_size(pairs) - 3 * steps) > NEAR_IN_A_GROUP:
        return 0
    near = NEARS.get(len(pairs), NEAR_IN_A_GROUP)
    agreeing = sum(abs(size(pair) - 3 * steps) <= near for pair in pairs)
    return steps if agreeing >= AGREEING * len(pairs) else 0


def _levels(present: Sequence[bool], jumps: Mapping[int, Jump]) -> dict[int, int]:
    """Of each release that has the group, the powers of a thousand above the first."""
    levels, level = {}, 0
    for place, is_present in enumerate(present):
        level += jumps[place].steps if place in jumps else 0
        if is_present:
            levels[place] = level
    return levels


def _has(known: Mapping[Key, Slots], key: Key) -> bool:
    """Whether a release has the group of a key (which may end in a who)."""
    if key[0] == EVERYTHING:
        return any(_rows_of(slots, key[1]) for slots in known.values())
    return key in known or bool(_rows_of(known.get(key[:-1], {}), key[-1]))


def _rows_of(slots: Slots, who: str) -> list[Row]:
    """What one country or donor has in a group, latest period first."""
    found = [
        (when, row) for cells in slots.values() for (w, when), row in cells.items() if w == who
    ]
    return [row for _, row in sorted(found, key=lambda item: item[0], reverse=True)]


def _alarm(
    tables: Sequence[Measured],
    series: Sequence[Mapping[Key, Slots]],
    place: int,
    key: Key,
    jumps: Mapping[int, Jump],
) -> Alarm:
    """Says both numbers: one of the blamed release, and the same beside it in another."""
    nearest = min(jumps, key=lambda number: (number not in (place, place + 1), abs(number - place)))
    jump, upload = jumps[nearest], tables[place].upload
    pair, is_after = jump.example, place >= nearest
    mine, other = (pair.new, pair.old) if is_after else (pair.old, pair.new)
    beside = jump.old if is_after else jump.new
    if nearest not in (place, place + 1):
        rows = [row for slots in series[place].values() for row in _rows_of(slots, pair.who)]
        same = [row for row in rows if _alike(row, mine, tables[place].shape)]
        mine = same[0] if same else mine
        upload = upload if same else jump.new
    steps = jump.steps if is_after else -jump.steps
    count = f"{len(jump.pairs)} cells" if len(jump.pairs) > 1 else "one cell"
    unit, source = mine.cells["unit"], tables[place].source
    fault = Fault(
        f"{in_words(key)}: {count} about {10 ** (3 * abs(steps)):,} times "
        f"{'larger' if steps > 0 else 'smaller'} than in another release, as if the unit were "
        "mislabelled",
        upload.at(mine),
        f"{mine.value} {unit} ({' '.join(filter(None, (pair.who, pair.when)))})",
        f"about {other.value} {unit}, as in {beside.at(other)}",
        todo_for(source, "Compare the unit in both of the provider's files."),
    )
    return Alarm("unit", source, tables[place].release, in_words(key), fault)


def _alike(one: Row, two: Row, shape: Shape) -> bool:
    """Whether two rows are of one group."""
    return all(one.cells[column] == two.cells[column] for column in (*shape.group, "unit"))
