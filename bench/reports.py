"""Many reports: against papermill in a loop, the cells' own work, a serial run; their memory."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import papermill
from assay.errors import StoryError
from assay.paths import Project
from assay.runner import Run, run_many
from assay.runner.capacity import cores
from assay.stories import normal_form

from bench import workspace
from bench.measure import Cost, Row, Sample, cost, peak_of

LOOP = "papermill API in a loop, stock kernel"


def compare_dossiers(project: Project, count: int, turns: int) -> Iterator[Row]:
    """The same reports by papermill on stock kernels and by the runner, in turns."""
    runs = workspace.dossiers(project, count)
    run_many(project, runs[:1])  # starts the warm parent, as any earlier run did
    batch, processor, stock = Sample(), Sample(), Cost()
    ours: list[Any] = []
    theirs: list[Any] = []
    for turn in range(turns):
        with cost() as spent:
            ours = run_many(project, runs)
        batch.values.append(spent.wall)
        processor.values.append(spent.cpu)
        with cost() as spent:
            theirs += [_by_papermill(project, run) for run in runs[turn::turns]]
        stock.wall += spent.wall
        stock.cpu += spent.cpu
    own = sum(map(sum, own_work(project, runs)))
    total = f"{stock.wall:.0f} s for all"
    yield Row(
        f"{count} dossiers, wall", LOOP, stock.wall / batch.median, "≥", 30, f"{batch}; {total}"
    )
    told = f"{processor}; {stock.cpu:.0f} s for all"
    yield Row(f"{count} dossiers, CPU", LOOP, stock.cpu / processor.median, "≥", 10, told)
    ideal = own / cores()
    told = f"{own:.2f} s of own work on {cores()} cores; as CPU {processor.median / own:.2f} times"
    against = "cells' own work, warm, ÷ cores"
    yield Row(f"{count} dossiers, wall", against, batch.median / ideal, "≤", 1.5, told)
    order = [index for turn in range(turns) for index in range(turn, count, turns)]
    differ = sum(ours[i].cells != other.cells for i, other in zip(order, theirs, strict=True))
    yield Row("dossiers that differ", "papermill, stock kernel", differ, "≤", 0, f"of {count}")


def compare_serial(project: Project, count: int) -> Iterator[Row]:
    """Many parameter sets at once, and one after the other: no failure, own folder, same bytes."""
    runs = workspace.small(count)
    started = time.perf_counter()
    at_once = _all_or_none(project, runs, 2 * cores())
    middle = time.perf_counter()
    serial = _all_or_none(project, runs, 1)
    ended = time.perf_counter()
    wrong = sum(
        _result(notebook) != f"['{run.parameters['number']}.txt']"
        for run, notebook in zip(runs, at_once, strict=True)
        if notebook
    )
    failed = at_once.count(None) + serial.count(None)
    differ = sum(a != b for a, b in zip(at_once, serial, strict=True))
    told = (
        f"{failed} failed, {wrong} in a wrong folder, {differ} differ; "
        f"{middle - started:.1f} s, serial {ended - middle:.1f} s"
    )
    bad = float(failed + wrong + differ)
    yield Row(f"{count} parameter sets that fail", "serial run", bad, "≤", 0, told)


def compare_memory(project: Project, at_once: int) -> Iterator[Row]:
    """Memory (PSS) of reports at once, caller and parent included, and of one by papermill."""
    runs = workspace.dossiers(project, 4 * at_once)
    many = _peak(["many", str(at_once), json.dumps([dict(r.parameters) for r in runs])])
    one = _peak(["one", "1", json.dumps([dict(runs[0].parameters)])])
    told = f"{many / 1e6:.0f} MB, one stock run {one / 1e6:.0f} MB"
    against = "one stock papermill run"
    yield Row(f"peak memory (PSS), {at_once} at once", against, many / one, "≤", 2, told)


def growth(project: Project, counts: Sequence[int]) -> Iterator[str]:
    """Seconds for more and more small reports: what a report costs as their number grows."""
    for count in counts:
        with cost() as spent:
            run_many(project, workspace.small(count))
        each = (
            f"{spent.wall / count * 1000:.0f} ms wall, {spent.cpu / count * 1000:.0f} ms CPU each"
        )
        yield f"{count:>5} small reports: {spent.wall:6.1f} s, {each}"


def _by_papermill(project: Project, run: Run, kernel: str = "python3") -> Any:
    logging.getLogger("papermill").setLevel(logging.ERROR)
    executed = papermill.execute_notebook(
        str(project.notebooks / f"{run.story}.ipynb"),
        None,
        parameters=dict(run.parameters),
        kernel_name=kernel,
        progress_bar=False,
    )
    return normal_form(executed, f"{run}")


def own_work(project: Project, runs: Sequence[Run]) -> list[list[float]]:
    """Seconds of each report's code cells, one report after the other in one warm process."""
    story = project.notebooks / f"{workspace.STORY}.ipynb"
    asked = json.dumps([dict(run.parameters) for run in runs])
    command = [sys.executable, "-m", "bench.own_work", str(story)]
    told = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    seconds: list[list[float]] = json.loads(told.stdout.splitlines()[-1])
    return seconds


def _all_or_none(project: Project, runs: list[Run], jobs: int) -> list[Any]:
    try:
        return list(run_many(project, runs, jobs=jobs))
    except StoryError:
        return [None] * len(runs)


def _result(notebook: Any) -> str:
    return str(notebook.cells[3].outputs[0]["data"]["text/plain"])


def _peak(what: list[str]) -> int:
    process = subprocess.Popen([sys.executable, "-m", "bench.reports", *what])
    with peak_of(process.pid) as peaks:
        if process.wait():
            raise RuntimeError(f"the measured run ended with {process.returncode}")
    return peaks[-1]


def main(how: str, jobs: str, asked: str) -> None:
    """A process to be measured: reports at once, or one by papermill."""
    project = Project(Path(os.environ["ASSAY_HOME"]))
    runs = [Run(workspace.STORY, parameters) for parameters in json.loads(asked)]
    if how == "many":
        run_many(project, runs, jobs=int(jobs))
    else:
        _by_papermill(project, runs[0])


if __name__ == "__main__":
    main(*sys.argv[1:])
