"""Running stories: papermill's parameters, strict; each run in a process and folder of its own.

`run_story` and `run_many` are the doors. `pool` watches over the processes, `execution` is one
of them, `capacity` says what the machine has to give.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from assay.errors import AssayError
from assay.kernels.batch import LEAST, batch_parent
from assay.kernels.process import Refused
from assay.paths import Project
from assay.runner.capacity import pool_size
from assay.runner.pool import Pool, Unwanted
from assay.runner.records import Budget, Progress, Run
from assay.stories import Domains, bind_parameters, read_story

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Budget", "Progress", "Run", "Unwanted", "domains_of", "run_many", "run_story"]


def domains_of(project: Project) -> Domains:
    """The open sets a parameter may be `one of`: read only when a story asks for them."""
    return {
        "claims": lambda: _claim_ids(project),
        "commodities": lambda: _distinct(project, "usgs_mcs.world", "commodity"),
        "donors": lambda: _distinct(project, "kiel_ust.monthly", "donor"),
    }


def run_story(
    project: Project,
    story: str,
    given: Mapping[str, object] | None = None,
    *,
    budget: Budget | None = None,
) -> NotebookNode:
    """The executed notebook in normal form.

    ParameterError before a kernel starts when a parameter is unknown, mistyped or outside its
    set; StoryError as `run_many`. Nothing is written.
    """
    told = read_story(project, story)
    bound = bind_parameters(told, given or {}, domains_of(project))
    (executed,) = run_many(project, [Run(story, bound, budget or Budget())])
    return executed


def run_many(
    project: Project,
    runs: Sequence[Run],
    *,
    jobs: int | None = None,
    progress: Callable[[Progress], object] = lambda _: None,
    environment: Mapping[str, str] | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> list[NotebookNode]:
    """The executed notebooks in normal form, in the order of `runs`; parameters are bound already.

    Each runs in a process and an empty folder of its own, `jobs` at a time (default: one more than
    the cores, if the free memory allows). `progress` is told of every start and end, in the
    caller's thread. `environment` is added to this process's own variables. A process that dies
    before its first cell is started once more.

    StoryError with story, parameters and reason when a cell raises, a process dies, a story
    stops itself or spends more than its run's budget. It and an interrupt end every run at once;
    so does `is_wanted`, asked ten times a second, when it says no (Unwanted).
    """
    variables = {**os.environ, **(environment or {}), "ASSAY_HOME": str(project.root)}
    pool = Pool(project, runs, pool_size(jobs, len(runs)), variables, progress, is_wanted)
    with tempfile.TemporaryDirectory(prefix="assay-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _batch_parent(folder, variables) if len(runs) >= LEAST else nullcontext() as parent:
            return pool.execute(folder, parent)


@contextmanager
def _batch_parent(folder: Path, environment: Mapping[str, str]) -> Iterator[Path | None]:
    """A warm parent for this batch; None where there can be none: each run says why."""
    with ExitStack() as stack:
        try:
            parent = stack.enter_context(batch_parent(folder, environment))
        except Refused:
            parent = None
        yield parent


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
