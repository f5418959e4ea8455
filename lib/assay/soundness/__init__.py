"""Is the data sound? Alarms, reconciliations and sums that mix, less what was accepted.

exceptions  data/reconciliations/exceptions.csv
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from assay.alarms import find_alarms_in, rates_of
from assay.crosswalks import read_sets
from assay.errors import Fault
from assay.mixing import find_mixing
from assay.paths import Project
from assay.reconcile import (
    check_names,
    find_span_gaps,
    find_untold,
    read_rules,
    read_spans,
    reconcile_in,
)
from assay.releases import read_calendar
from assay.rows import Held, read_held
from assay.soundness.exceptions import About, Accepted, left_over, read_exceptions

__all__ = ["About", "Accepted", "find_faults", "findings_in", "newest_day", "read_exceptions"]


def find_faults(project: Project, on: date | None = None) -> list[Fault]:
    """What is wrong with the held releases and the sums of readings and was not accepted, each with
    file, row and column.

    `on` is the day on which exceptions must still be good (None: the newest day on which a held
    release appeared). CuratedError for a faulty rule or exception, ReleaseError for a file that
    cannot be read.
    """
    held = read_held(project)
    findings = list(findings_in(project, held))
    findings += [(mixing.about, mixing.fault) for mixing in find_mixing(project)]
    return left_over(findings, read_exceptions(project), on or newest_day(held))


def findings_in(project: Project, held: Mapping[str, Held]) -> Iterator[tuple[About, Fault]]:
    """Every alarm and every gap in rows already read, accepted or not. CuratedError for a faulty
    rule or span.
    """
    rules, spans = read_rules(project, read_sets(project)), read_spans(project)
    check_names(rules, spans, held)
    calendars = {source: read_calendar(project, source) for source in held}
    rates = rates_of(upload for source in held.values() for upload in source.uploads)
    for alarm in find_alarms_in(held, rates, calendars):
        yield alarm.about, alarm.fault
    for compared in reconcile_in(rules, held, calendars):
        for gap in compared.gaps:
            yield gap.about, gap.fault
    for gap in (*find_span_gaps(spans, held), *find_untold(spans, held)):
        yield gap.about, gap.fault


def newest_day(held: Mapping[str, Held]) -> date:
    """The newest day on which a held release appeared."""
    return max(_days(held.values()), default=date.min)


def _days(held: Iterable[Held]) -> Iterator[date]:
    for source in held:
        for upload in source.uploads:
            released = upload.release.released_on
            if released.precision == "day" and released.last:
                yield released.last
