"""Where a report's time goes: its stages in a fork, beside the same cells in a warm process."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import nbformat
from assay.kernels.batch import batch_parent
from assay.kernels.job import run_notebook
from assay.paths import Project

from bench import workspace
from bench.reports import own_work


def stages(project: Project, count: int) -> Iterator[str]:
    """One line a stage, medians in ms over `count` reports of a batch, one at a time."""
    runs = workspace.dossiers(project, count)
    path = project.notebooks / f"{workspace.STORY}.ipynb"
    form: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    code = [index for index, cell in enumerate(form.cells) if cell.cell_type == "code"]
    for cell in form.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    with batch_parent(Path.cwd(), os.environ) as parent:
        seen = [_follow(form, dict(run.parameters), parent) for run in (runs[0], *runs)][1:]
    own = own_work(project, runs)
    yield "stage                                     in a fork  warm process"
    yield _line("fork, shell and display made ready", [times[0] for times, _ in seen])
    for position, index in enumerate(code):
        label = form.cells[index].source.splitlines()[-1][:40]
        cell_times = [cells[index] for _, cells in seen]
        yield _line(label, cell_times, [cells[position] for cells in own])
    yield _line("whole, with JSON and the way back", [times[1] for times, _ in seen])


def _follow(
    form: Any, parameters: dict[str, Any], parent: Path
) -> tuple[tuple[float, float], dict[int, float]]:
    """Seconds to the first event and to the end; seconds of each cell."""
    for cell in form.cells:
        if "parameters" in cell.metadata.get("tags", ()):
            cell.source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    started = last = time.perf_counter()
    first = 0.0
    cells: dict[int, float] = {}
    here = Path.cwd()
    for event in run_notebook(form, cwd=here, environment=os.environ, options={}, parent=parent):
        now = time.perf_counter()
        first = first or now - started
        if event["event"] == "done":
            cells[event["index"]] = now - last
        last = now
    return (first, time.perf_counter() - started), cells


def _line(label: str, fork: Sequence[float], own: Sequence[float] = ()) -> str:
    told = f"{statistics.median(own) * 1000:10.1f}" if own else ""
    return f"{label:<40}{statistics.median(fork) * 1000:12.1f}{told:>14}"
