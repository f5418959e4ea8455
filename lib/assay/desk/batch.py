"""Many readings through one worker process; a bad one costs itself and a new worker."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from assay.desk.failures import Failure, out_of_memory
from assay.desk.limits import USUAL_LIMITS, Limits
from assay.desk.outcome import Outcome
from assay.desk.running import Job, JobKey
from assay.errors import AssayError
from assay.machine import cores

WORTH_A_PROCESS = 1000
"""Jobs that take much longer than a process takes to start: some 6 ms each, against half a second
and more where others use the machine.
"""


def run_jobs(cache: Path, jobs: Iterable[Job], limits: Limits) -> dict[JobKey, Outcome | Failure]:
    """The outcome or failure of every job. A job that does not end in time, wants too much memory
    or brings its process down has a failure; the others run in the next process.
    """
    answers: dict[JobKey, Outcome | Failure] = {}
    with Worker(cache, limits) as worker:
        for job in jobs:
            if job.key not in answers:
                answers[job.key] = worker.answer(job)
    return answers


def run_on_all_cores(cache: Path, jobs: Sequence[Job]) -> dict[JobKey, Outcome | Failure]:
    """The same by a process a core; nothing where jobs are too few for two, or none starts."""
    processes = min(cores(), len(jobs) // WORTH_A_PROCESS)
    if processes < 2:
        return {}
    shares = [jobs[first::processes] for first in range(processes)]
    answers: dict[JobKey, Outcome | Failure] = {}
    with ThreadPoolExecutor(processes) as pool, contextlib.suppress(AssayError):
        for share in pool.map(lambda share: run_jobs(cache, share, USUAL_LIMITS), shares):
            answers |= share
    return answers


class Worker:
    """One process that runs readings, started when the first job comes and again after a kill."""

    def __init__(self, cache: Path, limits: Limits) -> None:
        self._cache = cache
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def answer(self, job: Job) -> Outcome | Failure:
        """The outcome of one job, or why there is none."""
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if not pipe.poll(self._limits.seconds):
                self._end()
                return self._too_long()
            answer: Outcome | Failure = pipe.recv()
        except (EOFError, OSError):
            return self._fallen(self._end())
        if isinstance(answer, Failure) and answer.is_out_of_memory:
            self._end()
        return answer

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "assay.desk.worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=_environment(),
            )
        self._pipe = ours
        try:
            ours.send((str(self._cache), self._limits))
            ready = ours.poll(self._limits.start_seconds)
            if ready:
                ours.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            code = self._end()
            raise AssayError(f"The process that runs readings did not start (exit {code}).")
        return ours

    def _end(self) -> int | None:
        """Kill the process if it still runs, and give its exit code."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is None:
            return None
        try:
            self._process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            self._process.kill()
        code = self._process.wait()
        self._process = self._pipe = None
        return code

    def _too_long(self) -> Failure:
        return Failure(
            "the query does not end",
            found=f"still running after {self._limits.seconds:g} seconds",
            expected=f"an answer within {self._limits.seconds:g} seconds",
            todo="Join on keys; filter before joining.",
        )

    def _fallen(self, code: int | None) -> Failure:
        if code == -signal.SIGXCPU:
            return self._too_long()
        if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV):
            return out_of_memory(self._limits.memory)
        return Failure(
            "the query brought its process down", found=f"exit {code}", todo="Simplify it."
        )


def _environment() -> dict[str, str]:
    """The caller's environment with one thread for the libraries that start their own."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
