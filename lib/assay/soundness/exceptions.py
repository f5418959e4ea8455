"""Accepted exceptions, data/reconciliations/exceptions.csv: each names one alarm or gap, says why
it stands, and until when.

An exception is not a switch: it names check, source, release and key of one finding. When its day
has come it no longer counts, and the finding is back; when it excuses nothing any more it is a
fault itself. "Today" is the newest day on which a held release appeared, so that the same data
give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assay.errors import CuratedError, Fault, at
from assay.paths import Project
from assay.spreadsheets import read_sheet

HEADER = "check,source,release,key,reason,reference,accepted_on,expires_on".split(",")
FILE = "data/reconciliations/exceptions.csv"

About = tuple[str, str, str, str]
"""Check, source, release, key."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One line of the file."""

    about: About
    reason: str
    reference: str
    accepted_on: date
    expires_on: date
    line: int


def read_exceptions(project: Project) -> tuple[Accepted, ...]:
    """Every exception in file order; none without a file. CuratedError lists every faulty cell."""
    found: list[Accepted] = []
    faults: list[Fault] = []
    for row in read_sheet(project.root / FILE, HEADER, FILE):
        faults += (wrong := _faults(row.cells, row.line))
        if not wrong:
            found.append(_accepted(row.cells, row.line))
    for item_of, lines in _repeated(found):
        faults.append(Fault("accepted twice", at(FILE, lines[1]), " / ".join(item_of)))
    if faults:
        raise CuratedError(*faults)
    return tuple(found)


def left_over(
    findings: Iterable[tuple[About, Fault]], accepted: Iterable[Accepted], on: date
) -> list[Fault]:
    """The faults that no exception excuses on a day, then every exception that is past its day or
    excuses nothing.
    """
    by_about = {item.about: item for item in accepted}
    used: set[About] = set()
    faults = []
    for about, fault in findings:
        excuse = by_about.get(about)
        if excuse is not None:
            used.add(about)
        if excuse is None or excuse.expires_on < on:
            faults.append(fault)
    for item in by_about.values():
        what = " / ".join(item.about)
        if item.about not in used:
            todo = "What it excused is gone: remove the line, or name the finding as it is now."
            faults.append(Fault("excuses nothing", at(FILE, item.line, "key"), what, "", todo))
        elif item.expires_on < on:
            todo = "Look at it again: correct the source, or give it a later day and a reason."
            place = at(FILE, item.line, "expires_on")
            faults.append(
                Fault(f"expired: {what}", place, str(item.expires_on), f"{on} or later", todo)
            )
    return faults


def _faults(item: dict[str, str], line: int) -> list[Fault]:
    faults = []
    for column in ("check", "source", "release", "key", "reason"):
        if not item[column]:
            faults.append(Fault("an empty cell", at(FILE, line, column)))
    days = []
    for column in ("accepted_on", "expires_on"):
        try:
            days.append(date.fromisoformat(item[column]))
        except ValueError:
            place = at(FILE, line, column)
            faults.append(Fault("not a day", place, repr(item[column]), "like 2026-11-24"))
    if len(days) == 2 and days[0] >= days[1]:
        place = at(FILE, line, "expires_on")
        faults.append(Fault("expires before it is accepted", place, str(days[1]), f"> {days[0]}"))
    return faults


def _accepted(item: dict[str, str], line: int) -> Accepted:
    return Accepted(
        (item["check"], item["source"], item["release"], item["key"]),
        item["reason"],
        item["reference"],
        date.fromisoformat(item["accepted_on"]),
        date.fromisoformat(item["expires_on"]),
        line,
    )


def _repeated(found: Iterable[Accepted]) -> list[tuple[About, list[int]]]:
    lines: dict[About, list[int]] = {}
    for item in found:
        lines.setdefault(item.about, []).append(item.line)
    return [(about, where) for about, where in lines.items() if len(where) > 1]
