"""Readings run in the sandbox: one job, one outcome or failure, each distinct job once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.desk.catalogue import Gap, View
from assay.desk.failures import Failed, Failure, failure_of
from assay.desk.outcome import (
    FIRST_ROWS,
    SHOWN_ROWS,
    BadAnswer,
    Evidence,
    Outcome,
    Row,
    describe_evidence,
    gather_evidence,
    measure_answer,
)
from assay.desk.sandbox import Catalogues, Value, open_sandbox
from assay.model import Reading
from assay.readings import EVIDENCE, counts_rows, inspect_selects, release_queries

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Statement
    from pandas import DataFrame

SHARES = frozenset({"percent", "ratio"})
KEPT_ROWS = 10_000
LARGE_TABLE = 1_000_000
PART = 64
FEW_ROWS = 400
"""Of a large table, up to about so many rows cost less to keep than to look for twice."""
COUNTED = """
WITH evidence AS (
{evidence}
)
SELECT * FROM (SELECT count(*) AS evidence_rows FROM evidence)
LEFT JOIN (SELECT true AS is_answered, * FROM (
{answer}
)) ON true
"""
NO_EVIDENCE = gather_evidence((), ())

JobKey = tuple[Any, ...]
Answer = tuple[tuple[str, ...], list[Row]]


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
        kept = None if self._has_many_rows(job) else self._keep(job)
        if kept is not None:
            return self._evidence(job, kept, EVIDENCE)
        rows = f"(\n{job.reading.evidence_sql}\n)"
        ((count,),) = self._rows(f"SELECT count(*) FROM {rows}", job)[1]
        return self._evidence(job, count, rows)

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
        """The final rows and the evidence, in one pass over the tables where evidence has few
        rows; where it has many, a pass for the answer and their number, and a look at the first.
        """
        reading = job.reading
        try:
            kept = None if self._has_many_rows(job) else self._keep(job)
            if kept is not None:
                answer = self._rows(reading.answer_sql, job, most=2)
                return answer, self._evidence(job, kept, EVIDENCE)
            count, answer = self._counted_answer(job)
            return answer, self._evidence(job, count, f"(\n{reading.evidence_sql}\n)")
        except Failed as failed:
            if not failed.failure.is_out_of_memory:
                self._rows(reading.sql, job, most=2)  # fails at the line of the file
            raise

    def _has_many_rows(self, job: Job) -> bool:
        """Whether a large table gives evidence of many rows, by what its first part gives.

        A guess, that decides which way costs less and nothing else. Not made of evidence that is
        gathered before its first row is out: it costs the same either way.
        """
        largest = max(job.views, key=lambda view: view.rows, default=None)
        if job.reading.is_gathered or not largest or largest.rows < LARGE_TABLE:
            return False
        cut = replace(largest, sql=f"SELECT * FROM ({largest.sql}) LIMIT {largest.rows // PART}")
        some = f"SELECT * FROM (\n{job.reading.evidence_sql}\n) LIMIT {FEW_ROWS // PART + 1}"
        self._catalogues.use(job.known_on, job.views, cut)
        try:
            ((count,),) = self._rows(f"SELECT count(*) FROM ({some})", job)[1]
        except Failed:
            return False
        finally:
            self._catalogues.use(job.known_on, job.views)
        return bool(count * PART > FEW_ROWS)

    def _keep(self, job: Job) -> int | None:
        """Fill the table `evidence`; how many rows it has, None where not all of them are in it."""
        sql = job.reading.evidence_sql
        self._statement(sql)
        limited = f"SELECT * FROM (\n{sql}\n) LIMIT {KEPT_ROWS + 1}"
        made = self._execute(f"CREATE OR REPLACE TEMP TABLE {EVIDENCE} AS {limited}", job, "CREATE")
        ((count,),) = made.fetchall()
        return count if count <= KEPT_ROWS else None

    def _counted_answer(self, job: Job) -> tuple[int, Answer]:
        """How many rows the evidence has, and the final rows, in one pass over the tables."""
        reading = job.reading
        sql = COUNTED.format(evidence=reading.evidence_sql, answer=reading.answer_sql)
        columns, rows = self._rows(sql, job, most=2)
        answer = [row[2:] for row in rows if row[1]]
        return rows[0][0], (columns[2:], answer)

    def _evidence(self, job: Job, count: int, rows: str) -> Evidence:
        """Evidence of `count` rows; `rows` is where they are read."""
        if count <= SHOWN_ROWS:
            return gather_evidence(*self._rows(f"SELECT * FROM {rows}", job))
        first = self._rows(f"SELECT * FROM {rows} LIMIT {FIRST_ROWS}", job)
        return describe_evidence(*first, count, self._determined_by(job))

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


def _counts(unit: str, origin: Origin) -> bool:
    """Whether the reading gives a count, or a share made of counts."""
    return unit == "count" or (unit in SHARES and origin.counts_rows)


def _releases(views: Iterable[View]) -> tuple[tuple[str, str], ...]:
    used = {(release.source, release.release) for view in views for release in view.releases}
    return tuple(sorted(used))
