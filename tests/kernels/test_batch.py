"""The parent of a batch: faster forks, nothing else."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from assay.kernels.address import BATCH, runtime_folder
from assay.kernels.batch import batch_parent
from assay.kernels.job import run_notebook
from assay.kernels.process import Refused
from assay.paths import Project
from assay.runner import Run, run_many
from cells import CELLS, streams_joined, without_widget_ids
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
HERE = Path(__file__).parent


def said(source: str, parent: Path | None, cwd: Path = HERE) -> list[Any]:
    """What one cell says in a fork of a parent: its outputs, an error's traceback included."""
    events = run_notebook(
        new_notebook(cells=[new_code_cell(source)]),
        cwd=cwd,
        environment=os.environ,
        options={},
        parent=parent,
    )
    (cell,) = (event["cell"] for event in events if event["event"] in ("done", "error"))
    return without_widget_ids(
        [cell["execution_count"], streams_joined(nbformat.from_dict(cell)["outputs"])]
    )


@pytest.fixture(scope="module")
def parent() -> Iterator[Path]:
    """The parent of a batch."""
    with batch_parent(HERE, os.environ) as path:
        yield path


@pytest.mark.parametrize("cell", CELLS)
def test_a_cell_says_the_same_whichever_parent_it_has(cell: str, parent: Path) -> None:
    """Results, streams, figures, errors and tracebacks are those of any other warm fork."""
    assert said(cell, parent) == said(cell, None)


def test_forks_share_no_chance_and_no_history(parent: Path, tmp_path: Path) -> None:
    """Random numbers differ from fork to fork; IPython's history of folders begins in the run's."""
    cell = "import random, numpy; print(random.random(), numpy.random.random())"
    assert said(cell, parent) != said(cell, parent)
    cell = "import os; print(os.getcwd(), [str(p) for p in _dh], 'left' in globals()); left = 1"
    for _ in range(2):
        told = said(cell, parent, tmp_path)[1][0]["stdout"]
        assert told == f"{tmp_path} ['{tmp_path}'] False\n"


def test_a_fork_has_the_callers_time_zone() -> None:
    """Not that of whoever started the warm parent: Tokyo is nine hours ahead of UTC."""
    environment = {**os.environ, "TZ": "Asia/Tokyo"}
    assert _said_in(environment, "import time; time.localtime(0).tm_hour", None) == "9"


def test_linear_algebra_keeps_to_one_thread(parent: Path) -> None:
    """A batch fills the cores with its runs: none of its forks starts threads of numpy's."""
    count = "import numpy, os; numpy.ones((400, 400)) @ numpy.ones((400, 400)); "
    count += "print(len(os.listdir('/proc/self/task')))"
    alone, batched = (int(said(count, one)[1][0]["stdout"]) for one in (None, parent))
    cores = len(os.sched_getaffinity(0))
    assert alone - batched == cores - 1


def test_a_file_changed_after_the_parent_read_it_is_read_again(tmp_path: Path) -> None:
    """A fork never serves a claim that is no longer on the disk."""
    project = Project(Path(__file__).parents[2])
    (tmp_path / "data").mkdir()
    for part in project.data.iterdir():
        if part.name not in (".cache", "claims.csv"):
            (tmp_path / "data" / part.name).symlink_to(part)
    claims = tmp_path / "data" / "claims.csv"
    text = project.claims.read_text("utf-8")
    claims.write_text(text, encoding="utf-8")
    cell = "from assay import reporter; reporter.claim('us-aid-350bn').venue"
    environment = {**os.environ, "ASSAY_HOME": str(tmp_path)}
    with batch_parent(tmp_path, environment) as path:
        before = ast.literal_eval(_said_in(environment, cell, path))
        claims.write_text(text.replace(f"{before},", "Another place,"), encoding="utf-8")
        assert _said_in(environment, cell, path) == "'Another place'"


def _said_in(environment: dict[str, str], source: str, parent: Path | None) -> str:
    notebook = new_notebook(cells=[new_code_cell(source)])
    events = run_notebook(notebook, cwd=HERE, environment=environment, options={}, parent=parent)
    (cell,) = (event["cell"] for event in events if event["event"] == "done")
    return str(cell["outputs"][0]["data"]["text/plain"])


@pytest.mark.faults
def test_a_batch_goes_on_without_its_parent(tmp_path: Path) -> None:
    """When the batch's parent is killed, the rest runs from the user's own; the results are all
    there.
    """
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "releases").mkdir(parents=True)
    number = new_code_cell("number: int = 0  # which run")
    number.metadata.tags = ["parameters"]
    kill = new_code_cell(
        "import os, signal\nif number == 1: os.kill(os.getppid(), signal.SIGKILL)\nnumber"
    )
    notebook = new_notebook(
        cells=[new_markdown_cell("# Which?"), number, kill],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "notebooks" / "say.ipynb")
    runs = [Run("say", {"number": number}) for number in range(8)]
    told = run_many(Project(tmp_path), runs, jobs=2)
    outputs = [notebook.cells[-1].outputs[0]["data"]["text/plain"] for notebook in told]
    assert outputs == [str(number) for number in range(8)]


@pytest.mark.faults
def test_a_parent_ends_with_its_owner() -> None:
    """An owner that is killed leaves no process behind."""
    program = (
        "import os, sys, time, pathlib\n"
        "from assay.kernels.batch import batch_parent\n"
        "with batch_parent(pathlib.Path('/'), os.environ) as path:\n"
        "    print(path, flush=True)\n"
        "    time.sleep(60)\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    with owner.stdout:
        path = Path(owner.stdout.readline().strip())
        assert said("1 + 1", path) == said("1 + 1", None)
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    until = time.monotonic() + 20
    while path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not path.exists()


@pytest.mark.faults
def test_without_room_for_it_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its socket cannot be made, that is said, and nothing waits."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    with pytest.raises(Refused), batch_parent(HERE, os.environ):
        pass


def test_it_leaves_no_socket(tmp_path: Path) -> None:
    """The block ends, and so do the parent and its socket."""
    with batch_parent(tmp_path, os.environ) as path:
        assert path.exists()
    assert not path.exists()
    assert path.parent == runtime_folder()
    assert path.name.startswith(BATCH)
