"""Years that reserves would last at the year's output: a size check within one release.

It needs no other release, so it works on the first one held, and it says which of two releases
that contradict each other is the odd one. Over the five USGS editions held, the middle country of
a commodity has reserves for 1.7 years (indium, bromine) to 3,400 (kyanite): outside a third of a
year to 10,000 years a unit is wrong by a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assay.alarms.alarm import Alarm, todo_for
from assay.alarms.series import COLLECTED
from assay.errors import Fault
from assay.rows import Row, Upload

SHORTEST, LONGEST = 0.33, 10_000.0
COLUMNS = frozenset({"chapter", "country_code", "statistic", "value", "unit"})


@dataclass(frozen=True, slots=True)
class _Lifetime:
    years: float
    reserves: Row
    production: Row


def find_lifetime_alarms(uploads: Sequence[Upload]) -> list[Alarm]:
    """Commodities of one table whose reserves and production cannot be in the same unit."""
    if not uploads or not {field.name for field in uploads[0].table.fields} >= COLUMNS:
        return []
    alarms = []
    for upload in uploads:
        for (chapter, unit), found in sorted(_lifetimes(upload.rows).items()):
            middle = median(item.years for item in found)
            if not SHORTEST <= middle <= LONGEST:
                alarms.append(_alarm(upload, chapter, unit, middle, found))
    return alarms


def _lifetimes(rows: Iterable[Row]) -> dict[tuple[str, str], list[_Lifetime]]:
    largest: dict[tuple[str, str, str, str], Row] = {}
    for row in rows:
        cells = row.cells
        if row.value and cells["country_code"] != COLLECTED:
            key = (cells["chapter"], cells["unit"], cells["country_code"], cells["statistic"])
            if key not in largest or row.value > largest[key].amount:
                largest[key] = row
    found: dict[tuple[str, str], list[_Lifetime]] = defaultdict(list)
    for (chapter, unit, country, statistic), reserves in largest.items():
        production = largest.get((chapter, unit, country, "production"))
        if statistic == "reserves" and production is not None:
            years = float(reserves.amount / production.amount)
            found[chapter, unit].append(_Lifetime(years, reserves, production))
    return found


def _alarm(
    upload: Upload, chapter: str, unit: str, middle: float, found: Sequence[_Lifetime]
) -> Alarm:
    shown = min(found, key=lambda item: abs(item.years - middle))
    source = upload.release.source
    fault = Fault(
        f"{chapter}: reserves for {middle:,.2f} years of production in the middle of "
        f"{len(found)} countries: one of the two units is wrong",
        upload.at(shown.reserves),
        f"{shown.reserves.value} {unit} of reserves ({shown.reserves.cells['country_code']}), "
        f"{shown.production.value} {unit} of production (row {shown.production.number})",
        f"between {SHORTEST} and {LONGEST:,.0f} years",
        todo_for(source, "Compare the units that the provider prints over the two columns."),
    )
    key = f"{chapter} / reserves / {unit}"
    return Alarm("lifetime", source, upload.release.release, key, fault)
