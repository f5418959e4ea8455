"""Stories read like stories, and no cell of theirs is compared with nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest
from assay.document import MIME

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
STORIES = sorted(path for path in FOLDER.glob("*.ipynb") if not path.name.startswith("_"))
EVERY = sorted(FOLDER.glob("*.ipynb"))
FIGURE = "application/vnd.plotly.v1+json"
LONGEST_CELL = 15
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.Try,
    ast.If,
)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    """The code cells of a notebook."""
    notebook = nbformat.read(path, as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shows_something(cell: nbformat.NotebookNode) -> bool:
    """Whether the last line of a cell is an expression, so that it has an output."""
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def test_there_are_stories() -> None:
    """The three answers owed, a page a claim, and the table of verdicts; the index lists each."""
    stories = {path.stem for path in STORIES}
    assert stories >= {"aid", "claim-dossier", "guarantees", "minerals", "occupied", "scoreboard"}
    index = (STORIES[0].parent / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| \[([\w-]+)\]\(\1\.ipynb\)", index, re.MULTILINE)) == stories


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_cell_is_compared_with_nothing(path: Path) -> None:
    """Every cell that shows something was run and has its output in the file: nbval compares it."""
    compared = 0
    for cell in code_cells(path):
        assert cell.execution_count
        if shows_something(cell):
            kinds = {kind for output in cell.outputs for kind in output.get("data", {})}
            assert kinds & {MIME, FIGURE, "text/plain"}, cell.source
            compared += 1
    assert compared >= 3


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_no_logic_lives_in_a_notebook(path: Path) -> None:
    """A cell is one thought: no function, loop, branch or `try`, at most fifteen lines."""
    for cell in code_cells(path):
        tree = ast.parse(cell.source)
        assert not [node for node in ast.walk(tree) if isinstance(node, LOGIC)], cell.source
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_notebook_names_no_place(path: Path) -> None:
    """No address, no file path, no shell: data come from the desk."""
    for cell in code_cells(path):
        assert not re.search(r"https?://|read_csv|open\(|(?<![\w.])/(?:\w+/)+|^[!%]", cell.source)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_walks(path: Path) -> None:
    """A question first, half prose, then what is not known, and at last the credits."""
    notebook = nbformat.read(path, as_version=4)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    headings = [line for source in prose for line in source.splitlines() if line.startswith("#")]
    assert headings[0].endswith("?")
    assert "## What we do not know" in headings
    assert headings[-1] == "## Credits"
    assert len(prose) * 5 >= len(notebook.cells) * 2
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_prose_holds_no_number_of_ours(path: Path) -> None:
    """A digit in a markdown cell would be typed by hand."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\d", cell.source), cell.source
