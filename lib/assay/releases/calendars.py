"""Releases known to exist, held or not, and which of them were public on a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import cast

from assay.errors import CuratedError, Fault, at
from assay.model import PartialDate, Release
from assay.paths import Project
from assay.releases.contracts import Contract
from assay.spreadsheets import read_sheet


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A release known to exist, whether held or not."""

    source: str
    release: str
    label: str
    released_on: PartialDate
    released_on_status: str
    data_through: str
    headline_measure: str
    headline_value: str
    headline_unit: str
    headline_quote: str
    publisher_title: str
    url: str
    url_status: str
    note: str


COLUMNS = tuple(field.name for field in fields(CalendarEntry) if field.name != "source")
WORDS = {"released_on_status": ("seen", "inferred", "unknown"), "url_status": ("seen", "not seen")}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one table on one date: releases to read, and what we do not hold."""

    releases: tuple[Release, ...]
    missing: CalendarEntry | None = None
    why: str = ""


def read_calendar(project: Project, source: str) -> tuple[CalendarEntry, ...]:
    """Every release of a source known to exist; empty when the source has no calendar.

    CuratedError for a row or a day that cannot be read, and for a word that is not one of `WORDS`.
    """
    path = project.calendars / f"{source}.csv"
    place = project.relative(path)
    entries = []
    for row in read_sheet(path, COLUMNS, place):
        cells = dict(row.cells)
        try:
            released_on = PartialDate.parse(cells.pop("released_on"))
        except ValueError as error:
            where = at(place, row.line, "released_on")
            raise CuratedError(Fault("not a date", where, str(error))) from None
        for column, words in WORDS.items():
            if cells[column] not in words:
                where, expected = at(place, row.line, column), f"one of {', '.join(words)}"
                raise CuratedError(Fault("unknown word", where, repr(cells[column]), expected))
        entries.append(CalendarEntry(source=source, released_on=released_on, **cells))
    return tuple(entries)


def known_releases(
    contract: Contract,
    table: str,
    held: Sequence[Release],
    calendar: Sequence[CalendarEntry],
    known_on: date | None,
) -> Known:
    """Which held releases tell what was public of `table` on `known_on` (None: today).

    A release is visible from the end of the interval in which it was published. Where the
    calendar lists a newer one that is not held, nothing stands in for it (RATING, section 5).
    """
    with_table = [release for release in held if table in release.tables]
    if contract.mode == "running":
        return Known(tuple(with_table[-1:]))
    if known_on is None:
        return Known(tuple(with_table[-1:] if contract.mode == "replace" else with_table))
    visible = [r for r in with_table if r.released_on.last and r.released_on.last <= known_on]
    if not calendar:
        return Known((), why="no release calendar: what was public then is not known")
    listed = [e for e in calendar if e.released_on.last and e.released_on.last <= known_on]
    if not listed and not visible:
        dates = [r.released_on for r in with_table] + [e.released_on for e in calendar]
        is_dated = any(when.last for when in dates)
        why = "nothing had been published by then"
        return Known((), why=why if is_dated else "when it was published is not known")
    newest = max(listed, key=lambda e: cast(date, e.released_on.last), default=None)
    newest_held = max((cast(date, r.released_on.last) for r in visible), default=date.min)
    if newest and cast(date, newest.released_on.last) > newest_held:
        held_names = {release.release for release in held}
        if newest.release not in held_names:
            return Known((), newest, f"release {newest.label} was current and is not held")
        return Known((), newest, f"release {newest.label} is held without this table")
    return Known(tuple(visible[-1:] if contract.mode == "replace" else visible))
