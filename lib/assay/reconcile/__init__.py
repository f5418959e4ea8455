"""Reconciliation: parts against totals, donors against all donors, world against countries, one
source against another, and printed headlines against what is held; and the periods a table covers
against those its publisher names.

rules  data/reconciliations/rules.csv
gaps   where amounts do not add up
spans  data/reconciliations/spans.csv
names  tables and columns that both name
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from assay.crosswalks import read_sets
from assay.paths import Project
from assay.reconcile.gaps import Compared, Gap, compare
from assay.reconcile.names import check_names
from assay.reconcile.rules import Rule, read_rules
from assay.reconcile.spans import Span, find_span_gaps, find_untold, read_spans
from assay.releases import CalendarEntry, Table, read_calendar
from assay.rows import Held, Row, Upload, UploadKey, read_held

__all__ = [
    "Compared",
    "Gap",
    "Rule",
    "Span",
    "check_names",
    "find_span_gaps",
    "find_untold",
    "read_rules",
    "read_spans",
    "reconcile",
    "reconcile_in",
]

CALENDAR = "calendar"


def reconcile(project: Project) -> list[Compared]:
    """Each rule with how many totals it compared and the gaps it found, accepted or not.

    CuratedError for a faulty rule, ReleaseError for a file that cannot be read.
    """
    rules = read_rules(project, read_sets(project))
    held = read_held(project)
    check_names(rules, (), held)
    calendars = {source: read_calendar(project, source) for source in held}
    return reconcile_in(rules, held, calendars)


def reconcile_in(
    rules: Sequence[Rule],
    held: Mapping[str, Held],
    calendars: Mapping[str, Sequence[CalendarEntry]],
    only: UploadKey | None = None,
) -> list[Compared]:
    """The same, over rows already read; with `only`, where one table of one release takes part."""

    def uploads(name: str) -> Sequence[Upload]:
        return _uploads(name, held, calendars)

    return [compare(rule, uploads(rule.parts), uploads(rule.total), only) for rule in rules]


def _uploads(
    name: str, held: Mapping[str, Held], calendars: Mapping[str, Sequence[CalendarEntry]]
) -> Sequence[Upload]:
    source, _, table = name.partition(".")
    if source == CALENDAR:
        return _headlines(held[table], calendars.get(table, ())) if table in held else ()
    return held[source].of(table) if source in held else ()


def _headlines(held: Held, calendar: Sequence[CalendarEntry]) -> list[Upload]:
    """The calendar's headline of each held release, as a table of one row."""
    releases = {upload.release.release: upload.release for upload in held.uploads}
    table = Table("calendar", "Release calendar", "one release", "list", (), (), "")
    found = []
    for number, entry in enumerate(calendar, start=2):
        value = _number(entry.headline_value)
        if entry.release in releases and value is not None:
            cells = {"measure": entry.headline_measure, "unit": entry.headline_unit}
            place = f"data/calendars/{entry.source}.csv"
            row = Row(number, cells, value)
            found.append(Upload(releases[entry.release], table, place, (row,)))
    return found


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
