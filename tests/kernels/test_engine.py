"""The papermill engine: a notebook executed in a fork, with papermill's own results."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from assay.kernels.job import CellTimeout, WorkerDied, run_notebook
from cells import CELLS, streams_joined, without_widget_ids
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
ENGINES = ("assay", "nbclient")


def notebook_of(*sources: str) -> nbformat.NotebookNode:
    """A notebook with a parameters cell, some prose and the given code."""
    parameters = new_code_cell("word = 'ore'")
    parameters.metadata.tags = ["parameters"]
    cells = [new_markdown_cell("# Which?"), parameters]
    return new_notebook(
        cells=cells + [new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    )


def run(engine: str, notebook: nbformat.NotebookNode, **given: Any) -> nbformat.NotebookNode:
    """The notebook executed by papermill with one of its engines."""
    options = {"kernel_name": "python3", "progress_bar": False, "engine_name": engine, **given}
    return papermill.execute_notebook(notebook, None, **options)


def shape(notebook: nbformat.NotebookNode) -> list[Any]:
    """What two runs must share: sources, counts, outputs, and papermill's own marks."""
    kept = []
    for cell in notebook.cells:
        marks = cell.metadata.get("papermill", {})
        told = (marks.get("status"), marks.get("exception"), sorted(marks))
        if cell.cell_type == "code":
            kept.append((cell.source, cell.execution_count, *streams_joined(cell.outputs), told))
        else:
            kept.append((cell.source, told))
    return kept


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_gives_what_papermills_own_engine_gives(cell: str) -> None:
    """Results, streams, figures, display updates, errors and tracebacks are the same.

    papermill's own runs on a warm kernel here, which gives what a stock kernel gives: that is
    test_warm_kernels' promise.
    """
    shapes = []
    for engine, kernel in (("assay", "python3"), ("nbclient", "assay")):
        try:
            executed = run(engine, notebook_of("h = None", cell, "word"), kernel_name=kernel)
        except PapermillExecutionError as error:
            shapes.append((error.ename, error.evalue, error.traceback, error.exec_count))
        else:
            shapes.append(without_widget_ids(shape(executed)))
    assert shapes[0] == shapes[1]


def test_a_whole_notebook_gives_what_papermills_own_engine_gives(tmp_path: Path) -> None:
    """Parameters, counts, the stop at the first error and the saved file are the same."""
    saved = []
    for engine in ENGINES:
        path = tmp_path / f"{engine}.ipynb"
        with pytest.raises(PapermillExecutionError):
            papermill.execute_notebook(
                notebook_of("print(word)", "1/0", "'not reached'"),
                str(path),
                parameters={"word": "touchstone"},
                kernel_name="python3",
                progress_bar=False,
                engine_name=engine,
            )
        saved.append(nbformat.read(path, as_version=4))
    assert shape(saved[0]) == shape(saved[1])
    assert saved[0].metadata.language_info == saved[1].metadata.language_info


def test_papermills_command_line_takes_the_engine(tmp_path: Path) -> None:
    """`papermill --engine assay` works from the shell."""
    source, output = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    nbformat.write(notebook_of("print(word)"), source)
    command = [sys.executable, "-m", "papermill", "--engine", "assay", "--no-progress-bar"]
    subprocess.run(
        [*command, "-p", "word", "007", str(source), str(output)], check=True, timeout=120
    )
    assert nbformat.read(output, as_version=4).cells[-1].outputs[0].text == "7\n"


def test_it_runs_in_the_callers_folder(tmp_path: Path) -> None:
    """papermill's `cwd` is the folder the cells see."""
    executed = run("assay", notebook_of("import os; print(os.getcwd())"), cwd=str(tmp_path))
    assert executed.cells[-1].outputs[0].text.strip() == str(tmp_path)


@pytest.mark.faults
def test_a_worker_that_dies_is_said_so() -> None:
    """A cell that ends the process is papermill's own error, and nothing hangs."""
    for engine in ENGINES:
        with pytest.raises(DeadKernelError, match="Kernel died"):
            run(engine, notebook_of("import os; os._exit(3)"))


@pytest.mark.faults
def test_a_cell_that_never_ends_is_stopped() -> None:
    """The time limit of a cell holds, and the worker is gone afterwards."""
    with pytest.raises(CellTimeoutError):
        run("assay", notebook_of("while True: pass"), execution_timeout=1)


@pytest.mark.faults
def test_a_caller_that_leaves_takes_the_worker_along() -> None:
    """Closing the run half way ends its process."""
    events = run_notebook(
        notebook_of("import os; print(os.getpid())", "import time; time.sleep(60)"),
        cwd=Path.cwd(),
        environment=os.environ,
        options={},
    )
    pid = 0
    for event in events:
        if event["event"] == "done" and event["index"] == 2:
            pid = int(event["cell"]["outputs"][0]["text"])
        if event["event"] == "start" and event["index"] == 3:
            break
    events.close()
    assert pid
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.faults
@pytest.mark.parametrize(
    ("source", "error"), [("import os; os._exit(1)", WorkerDied), ("while True: 1", CellTimeout)]
)
def test_the_bare_runner_names_what_happened(source: str, error: type[Exception]) -> None:
    """Without papermill around it, each end has its own error."""
    with pytest.raises(error):
        list(
            run_notebook(
                notebook_of(source),
                cwd=Path.cwd(),
                environment=os.environ,
                options={},
                cell_seconds=1,
            )
        )
