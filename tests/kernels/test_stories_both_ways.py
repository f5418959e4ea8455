"""Every story gives the same in a fork as by papermill's own engine on a stock kernel."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from assay.paths import Project
from assay.runner import domains_of, run_story
from assay.stories import bind_parameters, normal_form, read_story

PROJECT = Project(Path(__file__).resolve().parents[2])
STORIES = sorted(path.stem for path in PROJECT.notebooks.glob("[!_]*.ipynb"))

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def by_papermill(story: str, engine: str) -> Any:
    """The executed cells in normal form, on the story's defaults."""
    told = read_story(PROJECT, story)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    executed = papermill.execute_notebook(
        nbformat.read(PROJECT.notebooks / f"{story}.ipynb", as_version=4),
        None,
        parameters=bind_parameters(told, {}, domains_of(PROJECT)),
        kernel_name="python3",
        engine_name=engine,
        cwd=str(PROJECT.root),
        progress_bar=False,
    )
    return normal_form(executed, story).cells


@pytest.mark.parametrize("story", STORIES)
def test_a_story_gives_the_same_both_ways(story: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources, counts and outputs, charts included: papermill on a stock kernel, papermill by the
    engine `assay`, and the runner.
    """
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    stock = by_papermill(story, "nbclient")
    assert by_papermill(story, "assay") == stock
    assert run_story(PROJECT, story).cells == stock
