"""Alarms: what an expert finds by hand in a provider's release, found by machine.

units       a series a thousand times too large or small, against the other releases
bounds      shares beyond the whole, fractions of persons
words       amounts that the words of their own row contradict
neighbours  a year a thousand times too large or small, against the years around it
lifetimes   reserves and production that cannot be in one unit, within a release
shifts      columns swapped, months shifted, rates upside down
conversions months shifted, told by the rate at which an amount is a round sum
currencies  two currencies in a rate there never was
losses      series and months that are gone
states      withheld turned into nothing
labels      a release that is not what it says it is

Parts against totals and one source against another is the room `reconcile`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assay.alarms.alarm import Alarm, Kind
from assay.alarms.bounds import find_bound_alarms
from assay.alarms.conversions import find_conversion_alarms
from assay.alarms.currencies import Rates, find_currency_alarms, rates_of
from assay.alarms.labels import find_label_alarms
from assay.alarms.lifetimes import find_lifetime_alarms
from assay.alarms.losses import find_loss_alarms
from assay.alarms.neighbours import find_neighbour_alarms
from assay.alarms.series import by_table, measured
from assay.alarms.shifts import find_shift_alarms
from assay.alarms.states import find_state_alarms
from assay.alarms.units import find_unit_alarms
from assay.alarms.words import find_word_alarms
from assay.paths import Project
from assay.releases import CalendarEntry, Mode, read_calendar
from assay.rows import Held, Upload, read_held

__all__ = [
    "Alarm",
    "Kind",
    "find_alarms",
    "find_alarms_in",
    "find_label_alarms",
    "find_table_alarms",
    "rates_of",
]


def find_alarms(project: Project, sources: Sequence[str] | None = None) -> list[Alarm]:
    """Every alarm of the held releases of `sources` (None: all), accepted or not.

    ReleaseError for a file that cannot be read.
    """
    held = read_held(project)
    chosen = held if sources is None else {name: held[name] for name in sources}
    rates = rates_of(upload for source in held.values() for upload in source.uploads)
    calendars = {source: read_calendar(project, source) for source in chosen}
    return find_alarms_in(chosen, rates, calendars)


def find_alarms_in(
    held: Mapping[str, Held], rates: Rates, calendars: Mapping[str, Sequence[CalendarEntry]]
) -> list[Alarm]:
    """The same, over rows already read."""
    alarms = []
    for source, item in held.items():
        alarms += find_label_alarms(item, calendars.get(source, ()))
        for uploads in by_table(item.uploads).values():
            alarms += find_table_alarms(uploads, rates, item.contract.mode)
    return alarms


def find_table_alarms(
    uploads: Sequence[Upload], rates: Rates, mode: Mode = "replace"
) -> list[Alarm]:
    """The alarms of one table over its releases, oldest data first.

    Releases of a source that accumulates dated pages are not versions of one table: they are not
    compared.
    """
    if mode == "accumulate":
        alone = [find_neighbour_alarms([table]) for table in measured(uploads)]
        return [*(alarm for found in alone for alarm in found), *find_bound_alarms(uploads)]
    lifetimes = find_lifetime_alarms(uploads)
    suspects = {(alarm.release, alarm.key.partition(" / ")[0]) for alarm in lifetimes}
    tables = measured(uploads)
    jumps = find_unit_alarms(tables, suspects)
    return [
        *lifetimes,
        *jumps,
        *(alarm for alarm in find_neighbour_alarms(tables, suspects) if not _is_told(alarm, jumps)),
        *find_shift_alarms(tables),
        *find_conversion_alarms(tables, rates),
        *find_currency_alarms(tables, rates),
        *find_loss_alarms(tables),
        *find_state_alarms(tables),
        *find_bound_alarms(uploads),
        *find_word_alarms(uploads),
    ]


def _is_told(alarm: Alarm, jumps: Sequence[Alarm]) -> bool:
    """Whether a year stands apart because its whole group does."""
    return any(
        alarm.release == jump.release and alarm.key.startswith(f"{jump.key} / ") for jump in jumps
    )
