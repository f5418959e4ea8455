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

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import (
    Key,
    Pair,
    Slots,
    best_match,
    in_words,
    middle_size,
    series_in,
    shape_of,
    size,
)
from assay.errors import Fault
from assay.rows import Upload

NEAR_IN_A_GROUP = 0.4
"""Powers of ten by which the middle of a group may miss 10^±3: true revisions come on top."""
NEAR_ALONE = 0.1
"""The same for one cell: within a quarter of the exact factor."""
ENOUGH_CELLS = 3
AGREEING = 0.6
"""Share of a group's cells that must jump with it."""
ABOVE_ROUNDING = 20
"""One cell alone must be this many times the smallest amount of its table: 0.000001 is rounding."""


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
    uploads: Sequence[Upload], suspects: Collection[tuple[str, str]] = ()
) -> list[Alarm]:
    """Jumps of one table over its releases, each blamed on the release that stands apart.

    `suspects` are (release, first column of the group) whose size is implausible by itself; they
    do not vote on which size is the usual one.
    """
    shape = shape_of(uploads[0].table) if uploads else None
    if shape is None:
        return []
    series = [series_in(shape, upload.rows) for upload in uploads]
    found: dict[Key, dict[int, Jump]] = defaultdict(dict)
    for place in range(1, len(uploads)):
        for key, jump in _jumps(uploads, series, place):
            kept = found[key].get(place)
            if kept is None or len(jump.pairs) > len(kept.pairs):
                found[key][place] = jump
    alarms = []
    for key, jumps in sorted(found.items()):
        group = key[: len(shape.group) + 1]
        levels = _levels([group in known for known in series], jumps)
        trusted = {p: n for p, n in levels.items() if (_name(uploads[p]), key[0]) not in suspects}
        usual = Counter((trusted or levels).values()).most_common(1)[0][0]
        blamed = [place for place, level in levels.items() if level != usual]
        alarms += [_alarm(uploads[place], key, jumps) for place in blamed]
    return alarms


def _jumps(
    uploads: Sequence[Upload], series: Sequence[Mapping[Key, Slots]], place: int
) -> Iterator[tuple[Key, Jump]]:
    """Jumps between the release at `place` and the one before, with the group's key, to which a
    cell that jumps alone adds its who."""
    old, new = uploads[place - 1], uploads[place]
    least = ABOVE_ROUNDING * min((row.amount for row in old.rows if row.value), default=Decimal(0))
    for group, slots in series[place].items():
        for cells in slots.values():
            pairs = best_match(cells, series[place - 1].get(group, {}).values())
            steps = _steps_of_group(pairs)
            if steps:
                yield group, Jump(steps, pairs, old, new)
                continue
            for pair in pairs:
                alone = round(size(pair) / 3)
                smaller = min(pair.old.amount, pair.new.amount)
                if alone and smaller >= least and abs(size(pair) - 3 * alone) <= NEAR_ALONE:
                    yield (*group, pair.who), Jump(alone, (pair,), old, new)


def _steps_of_group(pairs: Sequence[Pair]) -> int:
    """Powers of a thousand by which a whole series jumped, 0 for none."""
    if not pairs:
        return 0
    steps = round(middle_size(pairs) / 3)
    if not steps or abs(middle_size(pairs) - 3 * steps) > NEAR_IN_A_GROUP:
        return 0
    near = NEAR_IN_A_GROUP if len(pairs) >= ENOUGH_CELLS else NEAR_ALONE
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


def _name(upload: Upload) -> str:
    return upload.release.release


def _alarm(upload: Upload, key: Key, jumps: Mapping[int, Jump]) -> Alarm:
    """Says both numbers: the one in the blamed release, and the one beside it."""
    source, name = upload.release.source, upload.release.release
    jump = next(
        (jump for jump in jumps.values() if upload in (jump.old, jump.new)),
        next(iter(jumps.values())),
    )
    pair, is_new = jump.example, upload is not jump.old
    mine, other = (pair.new, pair.old) if is_new else (pair.old, pair.new)
    where, beside = (jump.new, jump.old) if is_new else (jump.old, jump.new)
    steps = jump.steps if is_new else -jump.steps
    words = "larger" if steps > 0 else "smaller"
    count = f"{len(jump.pairs)} cells" if len(jump.pairs) > 1 else "one cell"
    unit = mine.cells["unit"]
    fault = Fault(
        f"{in_words(key)}: {count} about {10 ** (3 * abs(steps)):,} times {words} than in another "
        f"release, as if the unit were mislabelled",
        where.at(mine),
        f"{mine.value} {unit} ({pair.who} {pair.when})".replace(" )", ")"),
        f"about {other.value} {unit}, as in {beside.at(other)}",
        todo_for(source, "Compare the unit in both of the provider's files."),
    )
    return Alarm("unit", source, name, in_words(key), fault)
