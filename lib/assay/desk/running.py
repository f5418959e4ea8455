"""Readings run in the sandbox: one job, one outcome or failure, each distinct job once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.desk.catalogue import Gap, View
from assay.desk.outcome import (
    HASHED_ROWS,
    BadAnswer,
    Evidence,
    Outcome,
    Row,
    describe_evidence,
    gather_evidence,
    measure_answer,
)
from assay.desk.sandbox import MEMORY_LIMIT, Catalogues, Value, open_sandbox
from assay.errors import Fault
from assay.model import Reading
from assay.readings import EVIDENCE, counts_rows, inspect_selects, release_queries

if TYPE_CHECKING:
    import duckdb
    from duckdb import DuckDBPyConnection, Statement
    from pandas import DataFrame

LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
SHARES = frozenset({"percent", "ratio"})
NO_EVIDENCE = gather_evidence((), ())

JobKey = tuple[Any, ...]
Answer = tuple[tuple[str, ...], list[Row]]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why SQL gave no answer; `line` counts within the SQL (1 = its first)."""

    what: str
    line: int = 1
    found: str = ""
    expected: str = ""
    todo: str = ""
    is_out_of_memory: bool = False

    def fault(self, path: str, first_line: int = 1) -> Fault:
        """The same, placed in the file whose line `first_line` the SQL begins on."""
        where = f"{path}, line {first_line + self.line - 1}"
        return Fault(self.what, where, self.found, self.expected, self.todo)


class Failed(Exception):
    """SQL gave no answer. Never leaves the desk: it becomes a ReadingError there."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.what)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Job:
    """A reading with all that its outcome depends on."""

    reading: Reading
    known_on: date | None
    views: tuple[View, ...]
    values: tuple[tuple[str, Value], ...]

    @property
    def key(self) -> JobKey:
        """Jobs with one key have one outcome, whoever's claim they test."""
        views = tuple((view.name, view.sql, view.why) for view in self.views)
        return self.reading.sql, self.reading.unit, self.values, views

    @property
    def gap(self) -> tuple[Gap, str] | None:
        """Why the job cannot give a finding, not held before no data."""
        gaps = [(view.gap, view.why) for view in self.views if view.gap]
        gaps.sort(key=lambda item: item[0] != "not_held")
        return gaps[0] if gaps else None


@dataclass(frozen=True, slots=True)
class Origin:
    """What a reading's syntax tree says of where its number is from."""

    counts_rows: bool
    release_queries: tuple[tuple[str, str], ...]


class Runner:
    """One sandboxed connection with its catalogues."""

    def __init__(self, cache: Path) -> None:
        self.connection = open_sandbox(cache)
        self._catalogues = Catalogues(self.connection)
        self._origins: dict[tuple[str, frozenset[str]], Origin] = {}
        self._statements: dict[str, Statement] = {}
        self._releases_passed: dict[tuple[Any, ...], frozenset[str]] = {}

    def close(self) -> None:
        self.connection.close()

    def outcome(self, job: Job) -> Outcome | Failure:
        """What a job without a gap gives, with its evidence hashed and its releases named."""
        self._catalogues.use(job.known_on, job.views)
        try:
            return self._run(job)
        except Failed as failed:
            return failed.failure
        except BadAnswer as bad:
            return Failure(bad.what, 1, bad.found, bad.expected, "Change the final SELECT.")

    def evidence(self, job: Job) -> Evidence:
        """The evidence of a job; none where a release is missing. Raises Failed."""
        if job.gap:
            return NO_EVIDENCE
        self._catalogues.use(job.known_on, job.views)
        return self._evidence(job, self._keep(job))

    def frame(self, sql: str, known_on: date | None, views: tuple[View, ...]) -> DataFrame:
        """The rows of a statement that was looked at before. Raises Failed."""
        import duckdb

        self._catalogues.use(known_on, views)
        try:
            return self.connection.execute(sql).df()
        except duckdb.Error as error:
            raise Failed(failure_of(error)) from None

    def _run(self, job: Job) -> Outcome:
        answer, evidence = self._ask(job)
        outcome = measure_answer(*answer, evidence)
        if outcome.status == "no_data":
            missing = [view.missing for view in job.views if view.missing]
            if missing and not evidence.count:
                return replace(outcome, status="not_held", why="; ".join(missing))
            why = "; ".join([outcome.why, *(view.why for view in job.views if view.why)])
            return replace(outcome, why=why)
        many = frozenset(view.name for view in job.views if len(view.releases) > 1)
        is_listed = any(view.is_list for view in job.views)
        if not is_listed and not many:
            return replace(outcome, releases=_releases(job.views))
        origin = self._origin(job.reading.sql, many)
        return replace(
            outcome,
            is_floor=is_listed and _counts(job.reading.unit, origin),
            releases=self._passing(job, origin, evidence),
        )

    def _origin(self, sql: str, many: frozenset[str]) -> Origin:
        if (sql, many) not in self._origins:
            (select,) = inspect_selects([sql], self.connection)
            queries = release_queries(select, many, self.connection)
            self._origins[sql, many] = Origin(counts_rows(select), tuple(queries))
        return self._origins[sql, many]

    def _ask(self, job: Job) -> tuple[Answer, Evidence]:
        """The final rows and the evidence. The tables are read once where evidence has few rows,
        as nearly all has; where it has many, a second time to count them.
        """
        try:
            kept = self._keep(job)
            is_whole = len(kept[1]) <= HASHED_ROWS
            sql = job.reading.answer_sql if is_whole else job.reading.sql
            return self._rows(sql, job, most=2), self._evidence(job, kept)
        except Failed as failed:
            if not failed.failure.is_out_of_memory:
                self._rows(job.reading.sql, job, most=2)  # fails at the line of the file
            raise

    def _keep(self, job: Job) -> Answer:
        """Fill the table `evidence` with the evidence, or with one row more than are hashed."""
        sql = job.reading.evidence_sql
        self._statement(sql)
        limited = f"SELECT * FROM (\n{sql}\n) LIMIT {HASHED_ROWS + 1}"
        self._execute(f"CREATE OR REPLACE TEMP TABLE {EVIDENCE} AS {limited}", job, "CREATE")
        return self._rows(f"SELECT * FROM {EVIDENCE}", job)

    def _evidence(self, job: Job, kept: Answer) -> Evidence:
        columns, rows = kept
        if len(rows) <= HASHED_ROWS:
            return gather_evidence(columns, rows)
        counted = self._rows(f"SELECT count(*) FROM (\n{job.reading.evidence_sql}\n)", job)
        ((count,),) = counted[1]
        return describe_evidence(columns, rows, count, self._determined_by(job))

    def _determined_by(self, job: Job) -> list[Any]:
        """All that decides which rows a reading uses: its SQL, its parameters, its releases."""
        tables = [
            [view.name, *(release.digest for release in view.releases)]
            if view.is_release
            else [view.name, gather_evidence(*self._rows(f"SELECT * FROM {view.name}", job)).digest]
            for view in job.views
        ]
        return [job.reading.sql, [[name, str(value)] for name, value in job.values], tables]

    def _rows(self, sql: str, job: Job, most: int | None = None) -> Answer:
        import duckdb

        cursor = self._execute(sql, job)
        columns = tuple(column[0] for column in cursor.description or ())
        try:
            return columns, cursor.fetchmany(most) if most else cursor.fetchall()
        except duckdb.Error as error:
            raise Failed(failure_of(error)) from None

    def _execute(self, sql: str, job: Job, kind: str = "SELECT") -> DuckDBPyConnection:
        import duckdb

        statement, values = self._statement(sql, kind), dict(job.values)
        try:
            named = {name: values[name] for name in statement.named_parameters}
            return self.connection.execute(statement, named)
        except duckdb.Error as error:
            raise Failed(failure_of(error)) from None

    def _statement(self, sql: str, kind: str = "SELECT") -> Statement:
        """One statement of this kind, parsed once. Raises Failed for another, or for two."""
        import duckdb

        if sql not in self._statements:
            try:
                parsed = self.connection.extract_statements(sql)
            except duckdb.Error as error:
                raise Failed(failure_of(error)) from None
            if [item.type.name for item in parsed] != [kind]:
                raise Failed(Failure("only one SELECT may run"))
            self._statements[sql] = parsed[0]
        return self._statements[sql]

    def _passing(self, job: Job, origin: Origin, evidence: Evidence) -> tuple[tuple[str, str], ...]:
        """The releases that fed the evidence: all of a table read at one release, and of a table
        that shows many, those whose rows pass the filters where it is read.
        """
        many = {view.name: view for view in job.views if len(view.releases) > 1}
        used = set(_releases(view for view in job.views if view.name not in many))
        carried = self._carried(job, evidence) if many else set()
        for name, sql in origin.release_queries:
            passed = self._passed(job, sql, many[name])
            source = name.partition(".")[0]
            used |= {(source, release) for release in (passed & carried) or passed}
        return tuple(sorted(used))

    def _carried(self, job: Job, evidence: Evidence) -> set[str]:
        if "release" not in evidence.columns:
            return set()
        sql = f"SELECT DISTINCT release FROM ({job.reading.evidence_sql})"
        return {str(row[0]) for row in self._rows(sql, job)[1]}

    def _passed(self, job: Job, sql: str, view: View) -> frozenset[str]:
        """Releases that pass the filters of one place; all, where the place cannot stand alone
        (a subquery that looks at the row around it). Asked once for the same parameters.
        """
        try:
            names = self._statement(sql).named_parameters
            views = tuple(view.sql for view in job.views)
            key = (sql, views, tuple(item for item in job.values if item[0] in names))
            if key not in self._releases_passed:
                rows = self._rows(sql, job)[1]
                self._releases_passed[key] = frozenset(str(row[0]) for row in rows)
            return self._releases_passed[key]
        except Failed:
            return frozenset(release.release for release in view.releases)


def failure_of(error: duckdb.Error) -> Failure:
    """DuckDB's error as one sentence with the line of the SQL it is about."""
    import duckdb

    if isinstance(error, duckdb.OutOfMemoryException):
        return out_of_memory(MEMORY_LIMIT)
    text = str(error)
    line = LINE.search(text)
    what = " ".join(text.partition("\n\nLINE")[0].split())
    return Failure(f"the SQL failed: {what}", int(line[1]) if line else 1)


def out_of_memory(limit: str) -> Failure:
    """The failure of SQL that wants more memory than it may have."""
    return Failure(
        "the query needs too much memory",
        expected=f"at most {limit}",
        todo="Filter or group before joining.",
        is_out_of_memory=True,
    )


def _counts(unit: str, origin: Origin) -> bool:
    """Whether the reading gives a count, or a share made of counts."""
    return unit == "count" or (unit in SHARES and origin.counts_rows)


def _releases(views: Iterable[View]) -> tuple[tuple[str, str], ...]:
    used = {(release.source, release.release) for view in views for release in view.releases}
    return tuple(sorted(used))
