"""Running stories through papermill: strict about parameters, one process per run."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assay.errors import AssayError, Fault, StoryError
from assay.paths import Project
from assay.stories import Domains, bind_parameters, normal_form, read_notebook, read_story

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL: Final = "assay"
ENGINE: Final = "assay"
START_SECONDS: Final = 60
CELL_SECONDS: Final = 300


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
    bound = bind_parameters(told, given or {}, domains_of(project))
    with _home(project):
        return _execute(project, Run(story, bound))


def run_many(
    project: Project,
    runs: Sequence[Run],
    *,
    jobs: int | None = None,
    on_done: Callable[[Run], None] | None = None,
) -> list[NotebookNode]:
    """The executed notebooks, in the order of `runs`; parameters are bound already.

    Each runs in its own process, `jobs` at a time (default: one per core). The first failure
    stops the rest and is raised.
    """
    workers = max(1, min(jobs or os.cpu_count() or 1, len(runs)))
    results: dict[int, NotebookNode] = {}
    with _home(project), ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(_execute, project, run): i for i, run in enumerate(runs)}
        try:
            for done in as_completed(waiting):
                index = waiting[done]
                results[index] = done.result()
                if on_done:
                    on_done(runs[index])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [results[index] for index in range(len(runs))]


def _execute(project: Project, run: Run) -> NotebookNode:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)
    path = project.notebooks / f"{run.story}.ipynb"
    source = read_notebook(path, project.relative(path))
    try:
        with _private_sockets() as config:
            executed = papermill.execute_notebook(
                source,
                None,
                parameters=dict(run.parameters),
                engine_name=ENGINE,
                kernel_name=KERNEL,
                language="python",
                progress_bar=False,
                start_timeout=START_SECONDS,
                execution_timeout=CELL_SECONDS,
                config=config,
            )
    except PapermillExecutionError as error:
        raise StoryError(
            Fault(
                f"the story {run} raised {error.ename}",
                f"{project.relative(path)}, code cell {error.exec_count}",
                str(error.evalue),
            )
        ) from None
    except (CellTimeoutError, DeadKernelError, NoSuchKernel, RuntimeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise StoryError(f"{run} did not run to its end: {reason}") from None
    return normal_form(executed, f"{run}")


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
