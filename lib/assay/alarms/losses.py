"""Rows that were there and are gone: a donor's humanitarian aid, a month, a kind of aid.

An extract may lose a whole series while every remaining row stays right. (Rows lost here and there
are found by their sums: see `reconcile`.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import Key, Keyed, Measured, in_words
from assay.errors import Fault, at
from assay.rows import Row, Upload

MATERIAL = Decimal("0.002")
"""Share of its group that a lost series must have had."""


def find_loss_alarms(tables: Sequence[Measured]) -> list[Alarm]:
    """Series and periods of one table that a release had and the next has not.

    Tables whose rows carry the publisher's wording are left alone: there a row that is gone has
    mostly changed its words.
    """
    alarms: list[Alarm] = []
    for old, new in pairwise(tables):
        for place in (0, 1) if not new.shape.slot else ():
            alarms += _lost(old, new, place)
    return alarms


def _lost(old: Measured, new: Measured, place: int) -> Iterator[Alarm]:
    """Lost donors (place 0 of a cell) or lost periods (1), in groups that both releases have. A row
    of nothing is a row: the provider says 0, which may be a revision.
    """
    before, after = _parts(old.rows, place), _parts(new.rows, place)
    for group in sorted(set(before) & set(after)):
        whole = sum(row.amount for rows in before[group].values() for row in rows)
        for part in sorted(set(before[group]) - set(after[group])):
            rows = before[group][part]
            lost = sum(row.amount for row in rows)
            if lost and lost >= whole * MATERIAL:
                yield _alarm(old.upload, new.upload, group, part, rows, f"{lost} {group[-1]}")


def _parts(rows: Iterable[Keyed], place: int) -> dict[Key, dict[str, list[Row]]]:
    found: dict[Key, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for group, _, cell, row in rows:
        if row.value is not None:
            found[group][cell[place]].append(row)
    return found


def _alarm(
    old: Upload, new: Upload, group: Key, part: str, rows: Sequence[Row], lost: str
) -> Alarm:
    key = f"{new.table.name} / {in_words((*group, part))}"
    fault = Fault(
        f"{in_words((*group, part))}: all rows are gone",
        at(new.place, column="value"),
        "no row",
        f"{lost} in {len(rows)} rows of release {old.release.release}, from {old.at(rows[0])}",
        todo_for(new.release.source, "Look whether rows without a date were dropped."),
    )
    return Alarm("lost", new.release.source, new.release.release, key, fault)
