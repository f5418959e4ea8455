"""The same runs on many machines: a Dask cluster whose workers hold the same code and data.

Each run is executed by `runner.run_many` on a worker's machine, in the project folder there (found
as everywhere: ASSAY_HOME or the worker's working folder). Before anything runs, each worker says
which Python, packages, code, notebooks and data it has, file by file; one that differs is refused.
Dask carries the calls and notices lost workers; it decides nothing about a story.
"""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import re
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assay.errors import AssayError, ParameterError, StoryError
from assay.paths import Project, find_project
from assay.runner import Progress, Run, run_many
from assay.trace import files_read

if TYPE_CHECKING:
    from nbformat import NotebookNode

CONNECT_SECONDS: Final = 10
LEAVE_SECONDS: Final = 0.5
LOOK_SECONDS: Final = 1.0
"""How often the cluster is asked which workers it has."""

ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/:]+:\d+")
SENT: Final = ("SOURCE_DATE_EPOCH",)
"""Variables of a build that its runs need, wherever they are."""

ENDED: Final = frozenset({"cancelled", "released", "forgotten"})
"""States of a task on a worker that nobody waits for."""

Say = Callable[[str], object]
Facts = Mapping[str, str]


def run_on_cluster(
    project: Project,
    runs: Sequence[Run],
    address: str,
    *,
    progress: Callable[[Progress], object] = lambda _: None,
    say: Say = lambda _: None,
) -> list[NotebookNode]:
    """The executed notebooks in normal form, in the order of `runs`, as `runner.run_many` gives.

    `address` is a scheduler's, as tcp://host:8786. A worker with other versions, code or data is
    refused, which `say` is told with the reason; a worker that is lost has its runs run elsewhere.
    A story's own failure is the StoryError it is on one machine. AssayError when no scheduler
    answers, no worker fits, or the last one that fits is lost.
    """
    if not ADDRESS.fullmatch(address):
        raise ParameterError(f"--on {address}: expected a scheduler's address, as tcp://host:8786.")
    if not runs:
        return []
    client = _connect(address)
    try:
        here = facts_of(project)
        batch = _Batch(client, runs, _admit(client, here, say), here, progress, say)
        return batch.collect()
    finally:
        _leave(client)


class _Batch:
    """Runs that were sent to the workers that fit, and what came back of them."""

    def __init__(
        self,
        client: Any,
        runs: Sequence[Run],
        workers: frozenset[str],
        here: Facts,
        progress: Callable[[Progress], object],
        say: Say,
    ) -> None:
        self.client, self.runs, self.progress, self.say = client, runs, progress, say
        self.workers = workers
        self.held: Mapping[str, Any] = {}
        self.results: dict[int, NotebookNode] = {}
        self.retried = 0
        self.threads: Mapping[str, int] = client.nthreads(list(workers))
        self.began = self.looked = time.monotonic()
        sent = {name: os.environ[name] for name in SENT if name in os.environ}
        self.futures = [
            client.submit(
                run_there,
                run,
                sent,
                _digest(here),
                workers=list(workers),
                allow_other_workers=False,
                pure=False,
            )
            for run in runs
        ]

    def collect(self) -> list[NotebookNode]:
        """Every notebook, in order. The first failure is raised."""
        pending = set(range(len(self.runs)))
        self._tell()
        while pending:
            ready = [index for index in sorted(pending) if self.futures[index].done()]
            for index in ready:
                notebook = self._result(index)
                if notebook is not None:
                    self.results[index] = notebook
                    pending.remove(index)
                    self._tell()
            if not ready:
                time.sleep(0.05)
            if time.monotonic() - self.looked > LOOK_SECONDS:
                self._look()
        return [self.results[index] for index in range(len(self.runs))]

    def _result(self, index: int) -> NotebookNode | None:
        """A run's notebook; None when the worker that held it was lost, and it is run again."""
        import nbformat
        from distributed import CancelledError, KilledWorker
        from distributed import TimeoutError as TooLate

        try:
            text = self.futures[index].result(timeout=CONNECT_SECONDS)
        except TooLate:
            return None
        except KilledWorker as error:
            times = error.allowed_failures + 1
            raise StoryError(f"{self.runs[index]} ended {times} workers, one by one.") from None
        except CancelledError:
            raise AssayError("The scheduler has left: no run can be finished.") from None
        notebook: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        return notebook

    def _look(self) -> None:
        """Notice workers that were lost. AssayError when none that fits is left."""
        self.looked = time.monotonic()
        threads = self.client.nthreads()
        alive = self.workers & set(threads)
        for lost in self.workers - alive:
            # it held more than it ran: what only waited there is not started again
            self.retried += min(len(self.held.get(lost, ())), self.threads[lost])
            self.say(f"Lost worker {lost}; its runs are run elsewhere.")
        if not alive:
            raise AssayError("Every worker that fits has left the cluster: no run can be finished.")
        self.workers = frozenset(alive)
        self.threads = {worker: threads[worker] for worker in alive}
        self.held = self.client.processing(list(alive))
        self._tell()

    def _tell(self) -> None:
        done, total = len(self.results), len(self.runs)
        seconds = time.monotonic() - self.began
        running = min(sum(self.threads.values()), total - done)
        self.progress(Progress(done, total, running, self.retried, seconds))


def run_there(run: Run, environment: Mapping[str, str], expected: str) -> str:
    """On a worker: one run, executed as on any machine. The notebook as JSON text.

    AssayError when what lies on this machine is no longer what it was when it was admitted.
    """
    import nbformat
    from distributed import get_worker

    project = find_project()
    worker = get_worker()
    key = worker.get_current_task()
    if _digest(facts_of(project)) != expected:
        raise AssayError(f"{worker.address}: code or data changed there while the build ran.")

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        at_work = worker.status.name in ("running", "paused", "closing_gracefully")
        return at_work and task is not None and task.state not in ENDED

    (notebook,) = run_many(project, [run], jobs=1, environment=environment, is_wanted=is_wanted)
    return str(nbformat.writes(notebook))  # type: ignore[no-untyped-call]


def facts_there() -> dict[str, str]:
    """On a worker: `facts_of` the project there. AssayError when there is none."""
    return facts_of(find_project())


def facts_of(project: Project) -> dict[str, str]:
    """What a run depends on: Python's and each package's version, each file's SHA-256."""
    found = {"Python": platform.python_version(), **_versions()}
    package = Path(__file__).parent
    for path in sorted(package.rglob("*.py")):
        found[f"assay/{path.relative_to(package).as_posix()}"] = _sha256(path)
    for path in files_read(project):
        found[path.relative_to(project.root).as_posix()] = _sha256(path)
    return found


def differences(here: Facts, there: Facts) -> list[str]:
    """In words, what a worker has otherwise than we have: at most three things, and how many."""
    names = [name for name in sorted({*here, *there}) if here.get(name) != there.get(name)]
    told = []
    for name in names[:3]:
        if name not in there:
            told.append(f"{name} is missing there")
        elif name not in here:
            told.append(f"{name} is not held here")
        elif "/" in name:
            told.append(f"{name} differs")
        else:
            told.append(f"{name} {there[name]} there, {here[name]} here")
    more = len(names) - len(told)
    return [*told, f"{more} more"] if more else told


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise AssayError("--on needs the extra `cluster`: pip install 'assay[cluster]'.") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say what happened ourselves
    try:
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=CONNECT_SECONDS, set_as_default=False, name="assay"
        )
    except OSError:
        seconds = f"{CONNECT_SECONDS} s"
        raise AssayError(f"No scheduler answers at {address} within {seconds}.") from None


def _leave(client: Any) -> None:
    """Close the client; the scheduler forgets its runs, and their workers end them.

    Whatever a build ended with stands, a Ctrl-C too: Dask's `close` raises when the machine is too
    busy for it to be done in time. Then the connection is cut, which the scheduler hears as well.
    """
    try:
        client.close(timeout=LEAVE_SECONDS)
    except OSError:
        client.loop.add_callback(client.scheduler_comm.abort)


def _admit(client: Any, here: Facts, say: Say) -> frozenset[str]:
    """Addresses of the workers that have what we have. AssayError with reasons when none has."""
    answers: dict[str, Any] = client.run(facts_there, on_error="return")
    fits, refused = set(), []
    for worker, there in sorted(answers.items()):
        if isinstance(there, Exception):
            reasons = [str(there) or type(there).__name__]
        else:
            reasons = differences(here, there)
        if reasons:
            refused.append(f"Refused worker {worker}: {'; '.join(reasons)}.")
            say(refused[-1])
        else:
            fits.add(worker)
    if not fits:
        raise AssayError(*refused, "No worker at the scheduler has our code and data.")
    return frozenset(fits)


def _versions() -> dict[str, str]:
    """Every package that `assay` needs, at whatever remove, with its version here."""
    found: dict[str, str] = {}
    waiting = ["assay"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            for known in _installed(name):
                found[name], needs = known
                waiting += needs
    return found


@cache
def _installed(name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A package's version and the names of what it needs; empty when it is not installed."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return ()
    needs = (line for line in package.requires or () if "extra ==" not in line)
    names = (re.match(r"[\w.-]+", line) for line in needs)
    return ((package.version, tuple(found[0].lower() for found in names if found)),)


def _digest(facts: Facts) -> str:
    return hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()


def _sha256(path: Path) -> str:
    found = path.stat()
    return _hashed(path, found.st_mtime_ns, found.st_size)


@cache
def _hashed(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
