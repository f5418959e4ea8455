"""Why a mistake made on purpose is missed, data/reconciliations/misses.csv: what is not held beside
it.

A miss without a reason is a fault, and so is a reason for what is caught: the page cannot grow
misses that nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assay.catch_rate.seeds import Seed
from assay.errors import Fault, at
from assay.paths import Project
from assay.reconcile.rules import UnclearError, read_lines

FILE = "data/reconciliations/misses.csv"
HEADER = "mistake,table,missed,reason".split(",")

Miss = tuple[str, str, str]
"""Mistake, table, and release with place: as the page lists it."""


def miss_of(seed: Seed) -> Miss:
    return seed.mistake, f"{seed.source}.{seed.table}", f"{seed.release}: {seed.where}"


def read_reasons(project: Project) -> dict[Miss, tuple[int, str]]:
    """The row and the reason of each miss that was looked at. CuratedError for a faulty row."""
    lines = read_lines(project.root / FILE, project, HEADER, _reason)
    return {miss: (line, reason) for miss, line, reason in lines}


def _reason(item: dict[str, str], line: int) -> tuple[Miss, int, str]:
    for column in HEADER:
        if not item[column]:
            raise UnclearError(column, "an empty cell", "", "a miss and its reason")
    return (item["mistake"], item["table"], item["missed"]), line, item["reason"]


def find_unexplained(
    missed: Iterable[Seed], reasons: Mapping[Miss, tuple[int, str]]
) -> list[Fault]:
    """Every miss without a reason and every reason for what is not missed."""
    misses = {miss_of(seed) for seed in missed}
    faults = []
    for miss in sorted(misses - reasons.keys()):
        todo = "Find the held data that contradict it and write a check; or say why there are none."
        what = "a mistake made on purpose is missed"
        faults.append(Fault(what, FILE, " / ".join(miss), "a row with its reason", todo))
    for miss in sorted(reasons.keys() - misses):
        place = at(FILE, reasons[miss][0], "missed")
        todo = "It is caught, or made no more: remove the row."
        faults.append(Fault("a reason for no miss", place, " / ".join(miss), "", todo))
    return faults
