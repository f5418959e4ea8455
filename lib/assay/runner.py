"""Running stories: papermill's parameters, strict; one forked process per run."""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assay.errors import AssayError, Fault, StoryError
from assay.paths import Project
from assay.stories import Domains, bind_parameters, normal_form, read_notebook, read_story

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL: Final = "assay"
START_SECONDS: Final = 60
CELL_SECONDS: Final = 300
REPORT_MEMORY: Final = 400 << 20
"""What a running report may take of the machine's memory when the pool is sized, in bytes."""


@dataclass(frozen=True, slots=True)
class Run:
    """One story with the parameters it is to run with."""

    story: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.parameters.items())
        return f"{self.story} ({given})" if given else self.story


def domains_of(project: Project) -> Domains:
    """The open sets a parameter may be `one of`: read only when a story asks for them."""
    return {
        "claims": lambda: _claim_ids(project),
        "commodities": lambda: _distinct(project, "usgs_mcs.world", "commodity"),
        "donors": lambda: _distinct(project, "kiel_ust.monthly", "donor"),
    }


def run_story(
    project: Project, story: str, given: Mapping[str, object] | None = None
) -> NotebookNode:
    """The executed notebook in normal form.

    ParameterError before a kernel starts when a parameter is unknown, mistyped or outside its
    set; StoryError with cell and reason when a cell raises, a kernel dies or the story stops
    itself. Nothing is written.
    """
    told = read_story(project, story)
    run = Run(story, bind_parameters(told, given or {}, domains_of(project)))
    with _home(project):
        return _execute(project, run, _form(project, run))


def run_many(
    project: Project,
    runs: Sequence[Run],
    *,
    jobs: int | None = None,
    on_done: Callable[[Run], None] | None = None,
) -> list[NotebookNode]:
    """The executed notebooks, in the order of `runs`; parameters are bound already.

    Each runs in its own process, `jobs` at a time (default: one per core that the memory allows).
    The first failure, and an interrupt, stops the rest at once and is raised.
    """
    workers = max(1, min(jobs or _room(), len(runs)))
    forms = {run.story: _form(project, run) for run in {run.story: run for run in runs}.values()}
    results: dict[int, NotebookNode] = {}
    with _home(project), _stopper() as (stop, end_all), ThreadPoolExecutor(workers) as pool:
        waiting = {
            pool.submit(_execute, project, run, forms[run.story], stop): i
            for i, run in enumerate(runs)
        }
        try:
            for done in as_completed(waiting):
                index = waiting[done]
                results[index] = done.result()
                if on_done:
                    on_done(runs[index])
        except BaseException:
            end_all()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [results[index] for index in range(len(runs))]


def _form(project: Project, run: Run) -> NotebookNode:
    """The story's notebook as papermill reads it, without the outputs that git keeps."""
    from papermill.iorw import load_notebook_node

    path = project.notebooks / f"{run.story}.ipynb"
    source = read_notebook(path, project.relative(path))
    for cell in source.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    logging.getLogger("papermill").setLevel(logging.ERROR)
    form: NotebookNode = load_notebook_node(source)
    return form


def _execute(
    project: Project, run: Run, form: NotebookNode, stop: int | None = None
) -> NotebookNode:
    from assay.kernels.process import Refused

    place = project.relative(project.notebooks / f"{run.story}.ipynb")
    try:
        executed = _execute_warm(run, form, place, stop)
    except Refused as error:
        _say_cold(str(error))
        executed = _execute_cold(run, form, place)
    return normal_form(executed, f"{run}")


def _execute_warm(run: Run, form: NotebookNode, place: str, stop: int | None) -> NotebookNode:
    """In a fork of the warm parent; a fork that dies before its first cell is tried once more."""
    from nbformat import NotebookNode
    from papermill.parameterize import parameterize_notebook

    from assay.kernels.job import CellTimeout, WorkerDied, run_notebook

    for attempt in ("first", "last"):
        notebook: NotebookNode = parameterize_notebook(
            copy.deepcopy(form), dict(run.parameters), kernel_name=KERNEL, language="python"
        )
        events = run_notebook(
            notebook,
            cwd=Path.cwd(),
            environment=os.environ,
            options={},
            cell_seconds=CELL_SECONDS,
            stop=stop,
            node=NotebookNode,
        )
        has_begun = False
        try:
            for event in events:
                has_begun = True
                _follow(notebook, event, run, place)
        except (CellTimeout, WorkerDied) as error:
            if has_begun or attempt == "last" or isinstance(error, CellTimeout):
                raise StoryError(f"{run} did not run to its end: {error}") from None
        else:
            return notebook
    raise AssertionError("the last attempt returns or raises")


def _follow(notebook: NotebookNode, event: dict[str, Any], run: Run, place: str) -> None:
    """Put what a worker tells into the notebook. StoryError for a cell that raised; one that left
    by `sys.exit(0)` is papermill's idea of a good end, and not ours: `normal_form` refuses it.
    """
    if event["event"] == "end":
        notebook.metadata.update(event["metadata"])
    elif event["event"] in ("done", "error"):
        cell = notebook.cells[event["index"]] = event["cell"]
        if event["event"] == "error":
            told = [output for output in cell.outputs if output.output_type == "error"][-1]
            if told.ename != "SystemExit" or told.evalue not in ("", "0"):
                raise _raised(run, place, told.ename, told.evalue, cell.execution_count)


def _execute_cold(run: Run, form: NotebookNode, place: str) -> NotebookNode:
    """By papermill's own engine on a kernel of its own, for want of a warm one."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        with _private_sockets() as config:
            executed: NotebookNode = papermill.execute_notebook(
                form,
                None,
                parameters=dict(run.parameters),
                kernel_name=KERNEL,
                language="python",
                progress_bar=False,
                start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS,
                config=config,
            )
    except PapermillExecutionError as error:
        raise _raised(run, place, error.ename, error.evalue, error.exec_count) from None
    except (CellTimeoutError, DeadKernelError, NoSuchKernel, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise StoryError(f"{run} did not run to its end: {reason}") from None
    return executed


def _raised(run: Run, place: str, name: str, told: str, count: int) -> StoryError:
    where = f"{place}, code cell {count}"
    return StoryError(Fault(f"the story {run} raised {name}", where, str(told)))


@cache
def _say_cold(reason: str) -> None:
    """Once, whatever the number of reports: a cold kernel is slow and nothing else."""
    logging.getLogger(__name__).warning("No warm kernel, starting cold ones: %s", reason)


def _room() -> int:
    """How many reports at once: one per core, fewer where the memory is short."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) << 10
        return min(cores or 1, free // REPORT_MEMORY)
    return cores or 1


@contextlib.contextmanager
def _stopper() -> Iterator[tuple[int, Callable[[], None]]]:
    """A file descriptor that can be read once the function beside it was called."""
    reader, writer = os.pipe()
    try:
        yield reader, lambda: _write(writer)
    finally:
        os.close(reader)
        os.close(writer)


def _write(writer: int) -> None:
    os.write(writer, b"1")


@contextlib.contextmanager
def _private_sockets() -> Iterator[Any]:
    """For a cold kernel: sockets in a folder only this user can enter, with a short path."""
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        yield Config({"KernelManager": {"transport": "ipc", "ip": str(Path(folder) / "k")}})


@contextlib.contextmanager
def _home(project: Project) -> Iterator[None]:
    """Tell stories which project they are in, whatever folder they run in."""
    before = os.environ.get("ASSAY_HOME")
    os.environ["ASSAY_HOME"] = str(project.root)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ASSAY_HOME"]
        else:
            os.environ["ASSAY_HOME"] = before


def _claim_ids(project: Project) -> tuple[str, ...]:
    from assay.claims import read_claims

    return tuple(read_claims(project))


def _distinct(project: Project, table: str, column: str) -> tuple[str, ...]:
    from assay.desk import open_desk

    with open_desk(project) as desk:
        found = desk.query(f'SELECT DISTINCT "{column}" AS value FROM {table} ORDER BY value')
    if found.empty:
        raise AssayError(f"No values of {column} in {table}: is the release there?")
    return tuple(found["value"])
