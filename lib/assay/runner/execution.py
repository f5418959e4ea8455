"""One run: a story's notebook with its parameters, executed in a process and folder of its own."""

from __future__ import annotations

import contextlib
import copy
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from assay.errors import Fault, StoryError
from assay.paths import Project
from assay.runner.records import Run
from assay.stories import normal_form, read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

KERNEL: Final = "assay"
START_SECONDS: Final = 60


class NotStarted(Exception):
    """The process ended before the first cell: not the story's doing."""


class Watch(Protocol):
    """Who watches a run, and can end it."""

    stop: int
    """A file descriptor that can be read when the run is to end."""

    def started(self, pid: int, kill: Callable[[], object] | None = None, /) -> None:
        """The run's process exists. With `kill` it is ended by that, without by `stop`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run executes: an empty folder of its own, the variables its cells see, and the
    socket of the batch's warm parent if there is one.
    """

    folder: Path
    environment: Mapping[str, str]
    parent: Path | None = None


def read_form(project: Project, story: str) -> NotebookNode:
    """A story's notebook as papermill reads it, without the outputs that git keeps."""
    from papermill.iorw import load_notebook_node

    logging.getLogger("papermill").setLevel(logging.ERROR)
    path = project.notebooks / f"{story}.ipynb"
    source = read_notebook(path, project.relative(path))
    for cell in source.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    form: NotebookNode = load_notebook_node(source)
    return form


def execute(form: NotebookNode, run: Run, place: Place, watch: Watch) -> NotebookNode:
    """The executed notebook in normal form: in a fork of the warm parent, else on a cold kernel.
    A fork tells what it read, in the names of `trace`: `metadata.reads`.

    StoryError when a cell raises, the process dies or the story stops itself; NotStarted.
    """
    from assay.kernels.process import Refused

    try:
        try:
            executed = _execute_warm(form, run, place, watch)
        except Refused:
            executed = _execute_warm(form, run, replace(place, parent=None), watch)
    except Refused as error:
        _say_cold(str(error))
        executed = _execute_cold(form, run, place, watch)
    return normal_form(executed, f"{run}")


def _execute_warm(form: NotebookNode, run: Run, place: Place, watch: Watch) -> NotebookNode:
    from nbformat import NotebookNode
    from papermill.parameterize import parameterize_notebook

    from assay.kernels.job import Stopped, WorkerDied, run_notebook

    notebook: NotebookNode = parameterize_notebook(
        copy.deepcopy(form), dict(run.parameters), kernel_name=KERNEL, language="python"
    )
    events = run_notebook(
        notebook,
        cwd=place.folder,
        environment=place.environment,
        options={},
        stop=watch.stop,
        on_worker=watch.started,
        node=NotebookNode,
        parent=place.parent,
    )
    has_begun = False
    try:
        for event in events:
            has_begun = True
            _follow(notebook, event, run)
    except WorkerDied as error:
        if not has_begun:
            raise NotStarted(str(error)) from None
        raise _cut_short(run, error) from None
    except Stopped as error:
        raise _cut_short(run, error) from None
    return notebook


def _follow(notebook: NotebookNode, event: dict[str, Any], run: Run) -> None:
    """Put what a worker tells into the notebook. StoryError for a cell that raised.

    One that left by `sys.exit(0)` did not, for papermill; `normal_form` refuses it.
    """
    if event["event"] == "end":
        notebook.metadata.update(event["metadata"])
        notebook.metadata["reads"] = event["reads"]
    elif event["event"] in ("done", "error"):
        cell = notebook.cells[event["index"]] = event["cell"]
        if event["event"] == "error":
            told = [output for output in cell.outputs if output.output_type == "error"][-1]
            if told.ename != "SystemExit" or told.evalue not in ("", "0"):
                raise _raised(run, told.ename, told.evalue, cell.execution_count)


def _execute_cold(form: NotebookNode, run: Run, place: Place, watch: Watch) -> NotebookNode:
    """By papermill's own engine on a kernel of its own, for want of a warm one."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import DeadKernelError
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
                config=config,
                kernel_manager_class=_manager_of(place, watch),
            )
    except PapermillExecutionError as error:
        raise _raised(run, error.ename, error.evalue, error.exec_count) from None
    except (DeadKernelError, NoSuchKernel) as error:
        raise _cut_short(run, error) from None
    except RuntimeError as error:  # as jupyter_client says that a kernel did not come up
        raise NotStarted(str(error)) from None
    return executed


def _manager_of(place: Place, watch: Watch) -> type:
    """A kernel manager that starts its kernel in a run's place and tells of its process."""
    from jupyter_client.manager import AsyncKernelManager

    class PlacedManager(AsyncKernelManager):
        async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
            kw["cwd"] = str(place.folder)
            kw["env"] = {**kw.get("env", {}), **place.environment}
            await super()._async_launch_kernel(kernel_cmd, **kw)
            process = getattr(self.provisioner, "process", None)
            if process:
                watch.started(process.pid, process.kill)

    return PlacedManager


@contextlib.contextmanager
def _private_sockets() -> Iterator[Any]:
    """For a cold kernel: sockets in a folder only this user can enter, with a short path."""
    from traitlets.config import Config

    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        yield Config({"KernelManager": {"transport": "ipc", "ip": str(Path(folder) / "k")}})


@cache
def _say_cold(reason: str) -> None:
    """Once, whatever the number of runs: a cold kernel is slow and nothing else."""
    logging.getLogger(__name__).warning("No warm kernel, starting cold ones: %s", reason)


def _raised(run: Run, name: str, told: str, count: int) -> StoryError:
    where = f"notebooks/{run.story}.ipynb, code cell {count}"
    return StoryError(Fault(f"the story {run} raised {name}", where, str(told)))


def _cut_short(run: Run, error: Exception) -> StoryError:
    reason = str(error).strip().splitlines()[0]
    return StoryError(f"{run} did not run to its end: {reason}")
