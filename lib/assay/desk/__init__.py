"""The desk: tables as they were known on a date, and readings run on them.

    with open_desk(project) as desk:
        desk.table("sig_oar.funding")
        desk.find(claim, reading, known_on=None)

`known_on` None means now: the latest releases held.
"""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING

from assay.desk.batch import run_jobs, run_on_all_cores
from assay.desk.catalogue import UnknownTable, View, view_of
from assay.desk.failures import Failed, Failure
from assay.desk.findings import finding_of, parameters_of
from assay.desk.frames import with_origin
from assay.desk.holdings import Holdings, hold
from assay.desk.kept import KeptOutcomes
from assay.desk.limits import USUAL_LIMITS, Limits
from assay.desk.outcome import Evidence, Outcome
from assay.desk.running import Job, JobKey, Runner
from assay.desk.sandbox import UnreadableCache
from assay.errors import Fault, ReadingError
from assay.paths import Project
from assay.readings import inspect_selects, read_readings
from assay.trace import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pandas import DataFrame

    from assay.model import Claim, Finding, Reading

__all__ = ["Desk", "Evidence", "Limits", "open_desk"]


def open_desk(project: Project, *, reversed_rows: bool = False) -> Desk:
    """A desk over every held release, to be used in a `with` block.

    Every table is compared with its hash. The cache file is built once for exactly these
    releases. `reversed_rows` hands every table over from last row to first: a reading whose
    finding differs then has a tie that it does not decide.
    Raises ReleaseError when a release was edited, is damaged, or breaks its contract.
    """
    try:
        return Desk(hold(project), reversed_rows=reversed_rows)
    except UnreadableCache:
        return Desk(hold(project, rebuild=True), reversed_rows=reversed_rows)


class Desk:
    """Tables at a knowledge date, in a sandbox of one thread."""

    def __init__(self, holdings: Holdings, *, reversed_rows: bool = False) -> None:
        self._holdings = holdings
        self._reversed = reversed_rows
        self._runner = Runner(holdings.cache)
        self._views: dict[tuple[str, date | None], View] = {}
        self._outcomes: dict[JobKey, Outcome | Failure] = {}
        self._kept = KeptOutcomes(holdings.cache)
        self.runs = 0
        """Readings run so far: fewer than findings given, where some are identical."""
        self._newest_day = holdings.newest_day

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and keep what was found; the desk answers no more."""
        self._runner.close()
        self._kept.write()

    def is_current(self, project: Project) -> bool:
        """Whether a desk opened now would stand over the same releases and calendars.

        Raises ReleaseError where it could not be opened.
        """
        return hold(project) == self._holdings

    def read_readings(
        self, project: Project, claims: Mapping[str, Claim], only: Iterable[str] | None = None
    ) -> dict[str, tuple[Reading, ...]]:
        """`readings.read_readings`, parsed by the connection that is open here anyway."""
        return read_readings(project, claims, only=only, connection=self._runner.connection)

    @property
    def newest_day(self) -> date:
        """The newest day on which a held release appeared: what now is, without a clock."""
        note("newest day")
        return self._newest_day

    def find(self, claim: Claim, reading: Reading, known_on: date | None = None) -> Finding:
        """What a reading gives on a knowledge date. With data its status is `undecided` until
        `rating.judge` says what it is; without, `no_data` or `not_held` and why.

        The same reading with the same parameters on the same releases runs once, and not at all
        where an earlier desk has run it. Raises ReadingError with file and line when the SQL fails
        or its rows are no answer.
        """
        job = self._job(claim, reading, known_on)
        if not job.gap and not self._is_known(job):
            self._learn(job, self._runner.outcome(job))
        found = self._settle(claim, job)
        if isinstance(found, ReadingError):
            raise found
        return found

    def find_many(
        self,
        requests: Iterable[tuple[Claim, Reading, date | None]],
        limits: Limits = USUAL_LIMITS,
    ) -> list[Finding | ReadingError]:
        """The findings of many readings, in order, run in a process of their own under limits of
        time and memory that hold whatever the SQL does. For readings that nobody has looked at.

        A reading that fails, does not end or wants too much memory gives its ReadingError in
        place; the rest run in the next process. One process serves a batch; none starts for
        readings already run.
        """
        asked = [(request[0], self._try_job(*request)) for request in requests]
        fresh = self._fresh(job for _, job in asked)
        for key, outcome in run_jobs(self._holdings.cache, fresh.values(), limits).items():
            self._learn(fresh[key], outcome)
        return [
            job if isinstance(job, ReadingError) else self._settle(claim, job)
            for claim, job in asked
        ]

    def run_ahead(self, requests: Iterable[tuple[Claim, Reading, date | None]]) -> None:
        """Run readings in a process a core, where there are many that no desk has run: `find` then
        has their outcomes. What fails there is left to `find`, which says why.
        """
        fresh = self._fresh(self._try_job(*request) for request in requests)
        for key, outcome in run_on_all_cores(self._holdings.cache, list(fresh.values())).items():
            if isinstance(outcome, Outcome):
                self._learn(fresh[key], outcome)

    def evidence(self, claim: Claim, reading: Reading, known_on: date | None = None) -> Evidence:
        """The rows a reading used: at most 200 to show, all counted and hashed. None where the
        desk gives no finding for want of a release. Raises ReadingError.
        """
        try:
            return self._runner.evidence(self._job(claim, reading, known_on))
        except Failed as failed:
            raise _error(reading, failed.failure) from None

    def table(self, name: str, known_on: date | None = None) -> DataFrame:
        """A table as it was known on a date, amounts as floats. Where nothing was known or held
        it has no rows and `attrs["why"]` says so. Raises ReadingError for an unknown table.
        """
        view = self._view(name, known_on, "table")
        sql = f"SELECT * FROM {name}"
        frame = with_origin(self._runner.frame(sql, known_on, (view,)), sql, (view,))
        frame.attrs["why"] = view.why
        return frame

    def query(self, sql: str, known_on: date | None = None) -> DataFrame:
        """The rows of one SELECT over `<source>.<table>`, amounts as floats; pure functions only.

        Raises ReadingError that gives the line of `sql`.
        """
        (select,) = inspect_selects([sql], self._runner.connection)
        faults = [
            Fault(t.what, f"query, line {t.line}", t.found, t.expected, t.todo)
            for t in select.troubles
        ]
        if select.parameters and not faults:
            found = ", ".join(f"${name}" for name in select.parameters)
            todo = "Write the value into the query; only readings have parameters."
            faults.append(Fault("a parameter", "query", found, todo=todo))
        if faults:
            raise ReadingError(*faults)
        views = tuple(self._view(name, known_on, "query") for name in select.tables)
        try:
            return with_origin(self._runner.frame(sql, known_on, views), sql, views)
        except Failed as failed:
            raise ReadingError(failed.failure.fault("query")) from None

    def _job(self, claim: Claim, reading: Reading, known_on: date | None) -> Job:
        views = tuple(self._view(name, known_on, reading.place) for name in reading.tables)
        values = parameters_of(claim, known_on or self.newest_day)
        used = tuple((name, values[name]) for name in reading.parameters)
        return Job(reading, known_on, views, used)

    def _try_job(self, claim: Claim, reading: Reading, known_on: date | None) -> Job | ReadingError:
        try:
            return self._job(claim, reading, known_on)
        except ReadingError as error:
            return error

    def _fresh(self, jobs: Iterable[Job | ReadingError]) -> dict[JobKey, Job]:
        """Distinct jobs that give a finding and that no desk has run."""
        return {
            job.key: job
            for job in jobs
            if isinstance(job, Job) and not job.gap and not self._is_known(job)
        }

    def _is_known(self, job: Job) -> bool:
        if job.key in self._outcomes:
            return True
        kept = self._kept.get(job)
        if kept:
            self._outcomes[job.key] = kept
        return kept is not None

    def _learn(self, job: Job, outcome: Outcome | Failure) -> None:
        self._outcomes[job.key] = outcome
        self.runs += 1
        if isinstance(outcome, Outcome):
            self._kept.add(job, outcome)

    def _settle(self, claim: Claim, job: Job) -> Finding | ReadingError:
        outcome = Outcome(*job.gap) if job.gap else self._outcomes[job.key]
        if isinstance(outcome, Failure):
            return _error(job.reading, outcome)
        return finding_of(claim, job, outcome)

    def _view(self, name: str, known_on: date | None, place: str) -> View:
        note(f"source:{name.partition('.')[0]}")
        key = (name, known_on)
        if key not in self._views:
            try:
                self._views[key] = view_of(self._holdings, name, known_on, self._reversed)
            except UnknownTable as known:
                fault = Fault("no such table", place, name, str(known))
                raise ReadingError(fault) from None
        return self._views[key]


def _error(reading: Reading, failure: Failure) -> ReadingError:
    """At the line of the SQL, and of which claim's reading it is, where the SQL is another's."""
    fault = failure.fault(reading.path, reading.line)
    if reading.lender:
        fault = replace(fault, where=f"{fault.where}, run for {reading.full_name}")
    return ReadingError(fault)
