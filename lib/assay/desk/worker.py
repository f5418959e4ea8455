"""The process in which readings run under limits that hold whatever their SQL does.

Started by `batch` as `python -m assay.desk.worker <fd>`: it takes the cache's path and the limits
from the pipe, then one job after the other, and answers each with its outcome or failure. DuckDB's
own memory limit and interrupt bind only where its code looks at them; these are the kernel's.
"""

from __future__ import annotations

import os
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from assay.desk.limits import Limits

if TYPE_CHECKING:
    from assay.desk.failures import Failure
    from assay.desk.outcome import Outcome
    from assay.desk.running import Job, Runner

SPARE_SECONDS = 2


def main(descriptor: int) -> None:
    """Serve jobs until the other end of the pipe closes."""
    os.dup2(2, 1)  # nothing that prints may reach the caller's own output
    with Connection(descriptor) as pipe:
        cache, limits = pipe.recv()
        restrain(limits)
        from assay.desk.running import Runner

        runner = Runner(Path(cache))
        pipe.send(None)
        while True:
            try:
                job = pipe.recv()
            except EOFError:
                return
            allow_seconds(limits)
            pipe.send(_answer(runner, job, limits))


def restrain(limits: Limits) -> None:
    """No more address space than allowed, no file grown by a byte, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(limits: Limits) -> None:
    """Let the kernel end this process when the next job has used up its time, should the caller
    that watches the clock be gone.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + SPARE_SECONDS
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _answer(runner: Runner, job: Job, limits: Limits) -> Outcome | Failure:
    from assay.desk.failures import out_of_memory

    try:
        return runner.outcome(job)
    except MemoryError:
        return out_of_memory(limits.memory)


if __name__ == "__main__":
    main(int(sys.argv[1]))
