"""Running stories: whole, in their own folder, or not at all."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from assay.errors import ParameterError, StoryError
from assay.paths import Project
from assay.runner import Progress, Run, run_many, run_story
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETERS = 'word: str = "ore"  # what is said; one of ore, touchstone\n'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose story `say` says its parameter and where it runs."""
    return with_story(tmp_path, "say", "import os\nprint(word, os.environ['ASSAY_HOME'])")


def with_story(folder: Path, name: str, *sources: str) -> Project:
    """Add a story with the given code cells to the project in `folder`."""
    (folder / "notebooks").mkdir(exist_ok=True)
    (folder / "data" / "releases").mkdir(parents=True, exist_ok=True)
    parameters = new_code_cell(PARAMETERS)
    parameters.metadata.tags = ["parameters"]
    cells = [new_markdown_cell("# What is said?"), parameters]
    notebook = new_notebook(
        cells=cells + [new_code_cell(source) for source in sources],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folder / "notebooks" / f"{name}.ipynb")
    return Project(folder)


def said(notebook: nbformat.NotebookNode) -> str:
    """What the last cell printed."""
    return notebook.cells[-1].outputs[0].text.strip()


def test_a_story_runs_with_its_parameters(project: Project) -> None:
    """The given value reaches the kernel, which knows its project."""
    assert said(run_story(project, "say", {"word": "touchstone"})) == f"touchstone {project.root}"


def test_two_runs_are_the_same(project: Project) -> None:
    """A run in normal form has no trace of its time or kernel."""
    assert run_story(project, "say") == run_story(project, "say")


def test_a_wrong_parameter_starts_no_kernel(project: Project) -> None:
    """The call is refused before anything runs, with the allowed values."""
    with pytest.raises(ParameterError, match=r"'lead' is not allowed\. Known: ore, touchstone"):
        run_story(project, "say", {"word": "lead"})


def test_many_runs_keep_their_order_and_their_parameters(project: Project) -> None:
    """Runs in parallel processes come back as they were asked for."""
    words = ["ore", "touchstone", "ore", "touchstone"]
    done: list[Progress] = []
    notebooks = run_many(
        project, [Run("say", {"word": word}) for word in words], jobs=2, progress=done.append
    )
    assert [said(notebook).split()[0] for notebook in notebooks] == words
    assert [at.done for at in done][-1] == 4


@pytest.mark.faults
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise ValueError('no such row')", r"say \(word=ore\) raised ValueError; found no such"),
        ("import os; os._exit(1)", "did not run to its end: .*died"),
        ("import sys; sys.exit(0)", "the cell did not run in its turn"),
        ("import sys; print('careful', file=sys.stderr)", "wrote to its error stream"),
    ],
)
def test_a_story_that_breaks_is_one_clear_error(tmp_path: Path, source: str, message: str) -> None:
    """A raising cell, a dead kernel and a story that stops itself never give a half report."""
    project = with_story(tmp_path, "say", source, "print('end')")
    with pytest.raises(StoryError, match=message):
        run_story(project, "say")
