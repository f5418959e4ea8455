"""Spans of data/reconciliations/spans.csv: the first and the last period that a table covers.

A series of which every label is a month early is right in all its sums; that it begins a month
before its publisher's words says so. A row holds what those words are, not what we read:

    table, release   `<source>.<table>` and one of its releases
    where            rows it is said of, in the conditions of rules.csv; empty: all that are dated
    by               columns that tell one series from another, joined by `, `: each series of a
                     full sheet covers the whole span; empty: the rows together do
    first, last      as the table writes its periods, years or days; empty: not told
    says, seen_in    the publisher's words, and the file or page they stand in
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assay.errors import Fault, at
from assay.paths import Project
from assay.reconcile.gaps import RECONCILIATION, Gap
from assay.reconcile.rules import TABLE, Condition, UnclearError, read_conditions, read_lines
from assay.rows import Held, Row, Upload

HEADER = "table,release,where,by,first,last,says,seen_in".split(",")
CHECK = "span"
PERIOD = re.compile(r"\d{4}(-\d{2}(-\d{2})?|-\d{4})?")
"""A year, a month, a day, or several years; "before 2022" is no period."""
TODO = (
    "Compare the labels with the provider's file: every row may stand one period off. If the "
    "publisher covers other periods, say so in {reconciliation}/spans.csv with his words. If the "
    "provider is wrong, correct it in data/corrections/{source}.csv and ingest again; if there is "
    "a reason, accept it in {reconciliation}/exceptions.csv with a date."
)


@dataclass(frozen=True, slots=True)
class Span:
    """One line of the file."""

    table: str
    release: str
    where: tuple[Condition, ...]
    by: tuple[str, ...]
    first: str
    last: str
    says: str
    seen_in: str
    line: int


def spans_path(project: Project) -> Path:
    """Where the spans are."""
    return project.data / "reconciliations" / "spans.csv"


def read_spans(project: Project) -> tuple[Span, ...]:
    """Every span in file order; none without a file. CuratedError lists every faulty cell."""
    return read_lines(spans_path(project), project, HEADER, _span)


def find_span_gaps(spans: Sequence[Span], held: Mapping[str, Held]) -> list[Gap]:
    """Tables whose rows begin or end elsewhere than their publisher says."""
    return [
        gap
        for span in spans
        for source in held.values()
        for upload in source.uploads
        if upload.key == (span.table, span.release)
        for gap in _gaps(span, upload)
    ]


def find_untold(spans: Iterable[Span], held: Mapping[str, Held]) -> list[Gap]:
    """Tables with periods, release by release, of which no span says what their publisher names."""
    told = {(span.table, span.release) for span in spans}
    return [
        _untold(upload)
        for source in held.values()
        for upload in source.uploads
        if upload.table.time and upload.key not in told
    ]


def _untold(upload: Upload) -> Gap:
    release = upload.release
    fault = Fault(
        "no line says which periods a table covers",
        f"{RECONCILIATION}/spans.csv",
        f"none for {upload.name}, release {release.release}",
        "the first and the last period in its publisher's words, or where none are held",
        "Read what the publisher says of the release and add the line.",
    )
    return Gap(CHECK, release.source, release.release, f"{upload.table.name} / untold", fault)


def _gaps(span: Span, upload: Upload) -> Iterator[Gap]:
    """The rows together; where they fit, each series by itself."""
    time = upload.table.time
    rows = [
        row for row in upload.rows
        if PERIOD.fullmatch(row.cells[time]) and all(item.meets(row) for item in span.where)
    ]  # fmt: skip
    if together := list(_ends(span, upload, "", rows)):
        yield from together
        return
    series: dict[str, list[Row]] = defaultdict(list)
    for row in rows if span.by else ():
        series[" / ".join(filter(None, (row.cells[name] for name in span.by)))].append(row)
    for name, found in series.items():
        yield from _ends(span, upload, name, found)


def _ends(span: Span, upload: Upload, series: str, rows: Sequence[Row]) -> Iterator[Gap]:
    time = upload.table.time

    def period(row: Row) -> str:
        return row.cells[time]

    ends: tuple[tuple[str, str, Callable[..., Row]], ...] = (
        ("begins", span.first, min), ("ends", span.last, max),
    )  # fmt: skip
    for word, told, end in ends:
        row = end(rows, key=period, default=None)
        if not told or (row is not None and period(row) == told):
            continue
        source = upload.release.source
        fault = Fault(
            f"{series or 'the table'} {word} elsewhere than its publisher says",
            upload.at(row, time) if row is not None else at(upload.place, column=time),
            period(row) if row is not None else "no row",
            f"{told}: {span.says} ({span.seen_in})",
            TODO.format(reconciliation=RECONCILIATION, source=source),
        )
        key = " / ".join(filter(None, (upload.table.name, series, word)))
        yield Gap(CHECK, source, upload.release.release, key, fault)


def _span(item: dict[str, str], line: int) -> Span:
    if not TABLE.fullmatch(item["table"]):
        raise UnclearError("table", "not a table", item["table"], "<source>.<table>")
    for column in ("release", "says", "seen_in"):
        if not item[column]:
            raise UnclearError(column, "an empty cell", "", "what the publisher says, and where")
    for column in ("first", "last"):
        if item[column] and not PERIOD.fullmatch(item[column]):
            raise UnclearError(column, "not a period", item[column], "like 2022, 2022-01")
    return Span(
        table=item["table"],
        release=item["release"],
        where=read_conditions(item, "where", {}),
        by=tuple(filter(None, item["by"].split(", "))),
        first=item["first"],
        last=item["last"],
        says=item["says"],
        seen_in=item["seen_in"],
        line=line,
    )
