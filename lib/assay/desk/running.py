"""Readings run in the sandbox: one job, one outcome, each distinct job once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.desk.catalogue import Gap, View
from assay.desk.outcome import BadAnswer, Evidence, Outcome, Row, gather_evidence, measure_answer
from assay.desk.sandbox import MEMORY_LIMIT, Catalogues, Value, named_by, open_sandbox
from assay.errors import Fault, ReadingError
from assay.model import Reading
from assay.readings import Select, counts_rows, inspect_selects, padded, release_queries

if TYPE_CHECKING:
    from pandas import DataFrame

LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
SHARES = frozenset({"percent", "ratio"})
NO_EVIDENCE = gather_evidence((), ())


@dataclass(frozen=True, slots=True)
class Job:
    """A reading with all that its outcome depends on."""

    reading: Reading
    known_on: date | None
    views: tuple[View, ...]
    values: tuple[tuple[str, Value], ...]

    @property
    def key(self) -> tuple[Any, ...]:
        """Jobs with one key have one outcome, whoever's claim they test."""
        return self.reading.sql, self.reading.unit, self.values, self.views

    @property
    def gap(self) -> tuple[Gap, str] | None:
        """Why the job cannot give a finding, not held before no data."""
        gaps = [(view.gap, view.why) for view in self.views if view.gap]
        gaps.sort(key=lambda item: item[0] != "not_held")
        return gaps[0] if gaps else None

    @property
    def place(self) -> str:
        return f"{self.reading.path}, line {self.reading.line}"


class Runner:
    """One sandboxed connection with its catalogues, and the outcomes it has given."""

    def __init__(self, cache: Path) -> None:
        self.connection = open_sandbox(cache)
        self._catalogues = Catalogues(self.connection)
        self._outcomes: dict[tuple[Any, ...], Outcome] = {}

    def close(self) -> None:
        self.connection.close()

    def outcome(self, job: Job) -> Outcome:
        """The outcome of a job. Raises ReadingError with file and line."""
        if job.gap:
            return Outcome(*job.gap)
        if job.key not in self._outcomes:
            self._outcomes[job.key] = self._run(job)
        return self._outcomes[job.key]

    def evidence(self, job: Job) -> Evidence:
        """The evidence of a job; none where a release is missing. Raises ReadingError."""
        if job.gap:
            return NO_EVIDENCE
        self._catalogues.use(job.known_on, job.views)
        return self._gather(job)

    def frame(
        self, sql: str, known_on: date | None, views: tuple[View, ...], place: str
    ) -> DataFrame:
        """The rows of a statement that was looked at before. Raises ReadingError."""
        self._catalogues.use(known_on, views)
        with located(place):
            return self.connection.execute(sql).df()

    def _run(self, job: Job) -> Outcome:
        self._catalogues.use(job.known_on, job.views)
        columns, rows = self._rows(padded(job.reading), job, most=2)
        evidence = self._gather(job)
        try:
            outcome = measure_answer(columns, rows, evidence)
        except BadAnswer as bad:
            todo = "Change the final SELECT."
            fault = Fault(bad.what, job.place, bad.found, bad.expected, todo)
            raise ReadingError(fault) from None
        if outcome.status == "no_data":
            why = "; ".join([outcome.why, *(view.why for view in job.views if view.why)])
            return replace(outcome, why=why)
        (select,) = inspect_selects([job.reading.sql], self.connection)
        return replace(
            outcome,
            is_floor=_is_floor(job, select),
            releases=self._releases(job, select, evidence),
        )

    def _gather(self, job: Job) -> Evidence:
        return gather_evidence(*self._rows(job.reading.evidence_sql, job))

    def _rows(
        self, sql: str, job: Job, most: int | None = None
    ) -> tuple[tuple[str, ...], list[Row]]:
        path, line = job.reading.path, job.reading.line
        with located(path, line):
            cursor = self.connection.execute(sql, named_by(sql, dict(job.values)))
            columns = tuple(column[0] for column in cursor.description or ())
            return columns, cursor.fetchmany(most) if most else cursor.fetchall()

    def _releases(
        self, job: Job, select: Select, evidence: Evidence
    ) -> tuple[tuple[str, str], ...]:
        """The releases that fed the evidence: all of a table read at one release, and of a table
        that shows many, those whose rows pass the filters where it is read.
        """
        many = {view.name: view for view in job.views if len(view.releases) > 1}
        used = {
            (release.source, release.release)
            for view in job.views
            if view.name not in many
            for release in view.releases
        }
        carried = self._carried(job, evidence) if many else set()
        for name, sql in release_queries(select, frozenset(many), self.connection):
            passed = self._passed(job, sql, many[name])
            source = name.partition(".")[0]
            used |= {(source, release) for release in (passed & carried) or passed}
        return tuple(sorted(used))

    def _carried(self, job: Job, evidence: Evidence) -> set[str]:
        if "release" not in evidence.columns:
            return set()
        sql = f"SELECT DISTINCT release FROM ({job.reading.evidence_sql})"
        return {str(row[0]) for row in self._rows(sql, job)[1]}

    def _passed(self, job: Job, sql: str, view: View) -> set[str]:
        """Releases that pass the filters of one place; all, where the place cannot stand alone
        (a subquery that looks at the row around it).
        """
        try:
            return {str(row[0]) for row in self._rows(sql, job)[1]}
        except ReadingError:
            return {release.release for release in view.releases}


def _is_floor(job: Job, select: Select) -> bool:
    """A count, or a share made of counts, of a table that is known to be incomplete."""
    unit = job.reading.unit
    counted = unit == "count" or (unit in SHARES and counts_rows(select))
    return counted and any(view.is_list for view in job.views)


@contextmanager
def located(path: str, line: int | None = None) -> Iterator[None]:
    """Turn DuckDB's error into a ReadingError that gives the file and, where known, its line."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        todo = "Filter or group before joining."
        fault = Fault("the query needs too much memory", _place(path, line), "", MEMORY_LIMIT, todo)
        raise ReadingError(fault) from None
    except duckdb.Error as error:
        text = str(error)
        found = LINE.search(text)
        what = " ".join(text.partition("\n\nLINE")[0].split())
        where = _place(path, int(found[1]) if found else line)
        raise ReadingError(Fault(f"the SQL failed: {what}", where)) from None


def _place(path: str, line: int | None) -> str:
    return f"{path}, line {line}" if line else path
