"""Stories: the parameters cell is the interface, and a run is kept only when it is whole."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from assay.errors import ParameterError, StoryError
from assay.paths import Project
from assay.stories import Parameter, bind_parameters, list_stories, normal_form, read_story
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

PARAMETERS = """\
claim_id: str = "us-aid-350bn"  # the claim to test; one of the claims
known_on: str = ""  # knowledge date, empty for the latest releases; a date
currency: str = "EUR"  # what money is shown in; one of EUR, USD
rows: int = 10  # how many rows are shown
share: float = 0.5  # the smallest share shown
detail: bool = False  # whether details are shown
"""
DOMAINS = {"claims": lambda: ("us-aid-350bn", "europe-aid-100bn")}


def write_story(folder: Path, name: str = "aid", **changes: str) -> Project:
    """A project in `folder` with one story; `changes` replace its parameters or its kernel."""
    notebooks = folder / "notebooks"
    notebooks.mkdir(exist_ok=True)
    parameters = new_code_cell(changes.get("parameters", PARAMETERS))
    parameters.metadata.tags = ["parameters"]
    notebook = new_notebook(
        cells=[new_markdown_cell(changes.get("title", "# Who gave what?")), parameters],
        metadata={"kernelspec": {"name": changes.get("kernel", "python3"), "display_name": "x"}},
    )
    nbformat.write(notebook, notebooks / f"{name}.ipynb")
    return Project(folder)


def test_the_parameters_cell_says_name_type_default_help_and_allowed_values(
    tmp_path: Path,
) -> None:
    """Everything a caller may give is read from the cell that uses it."""
    story = read_story(write_story(tmp_path), "aid")
    assert story.title == "Who gave what?"
    assert story.parameters[:3] == (
        Parameter("claim_id", "str", "us-aid-350bn", "the claim to test", domain="claims"),
        Parameter(
            "known_on",
            "str",
            "",
            "knowledge date, empty for the latest releases",
            is_date=True,
        ),
        Parameter("currency", "str", "EUR", "what money is shown in", ("EUR", "USD")),
    )


def test_defaults_stand_where_nothing_is_given(tmp_path: Path) -> None:
    """A story runs on its defaults."""
    story = read_story(write_story(tmp_path), "aid")
    assert bind_parameters(story, {}, DOMAINS) == {
        "claim_id": "us-aid-350bn",
        "known_on": "",
        "currency": "EUR",
        "rows": 10,
        "share": 0.5,
        "detail": False,
    }


def test_text_is_converted_by_the_declared_type_only(tmp_path: Path) -> None:
    """`007` is seven for a whole number and three characters for text."""
    text = 'code: str = ""  # an ISO code\nrows: int = 1  # rows\ndetail: bool = True  # details\n'
    story = read_story(write_story(tmp_path, parameters=text), "aid")
    given = {"code": "007", "rows": "007", "detail": "false"}
    assert bind_parameters(story, given, {}) == {"code": "007", "rows": 7, "detail": False}
    for odd in ("1e5", "nan", "None", "true"):
        assert bind_parameters(story, {"code": odd}, {})["code"] == odd


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"claim": "x"}, "aid has no parameter claim. Did you mean claim_id?"),
        ({"claim_id": "us-aid-350"}, "not one of the claims. Did you mean us-aid-350bn"),
        ({"currency": "GBP"}, "'GBP' is not allowed. Known: EUR, USD"),
        ({"rows": "ten"}, "rows: found 'ten', expected a whole number"),
        ({"rows": True}, "rows: found True, expected a whole number"),
        ({"share": "nan"}, "share: found 'nan', expected a finite number"),
        ({"detail": "maybe"}, "detail: found 'maybe', expected true or false"),
        ({"known_on": "22 Feb"}, "known_on: found '22 Feb', expected a date"),
        ({"x\nimport os": "1"}, r"no parameter 'x\\nimport os'"),
    ],
)
def test_what_is_not_declared_is_refused(
    tmp_path: Path, given: dict[str, object], message: str
) -> None:
    """A misspelt name, a wrong type and a value outside the set each say what was expected."""
    story = read_story(write_story(tmp_path), "aid")
    with pytest.raises(ParameterError, match=message) as caught:
        bind_parameters(story, given, DOMAINS)
    assert caught.value.exit_code == 2


def test_all_faults_of_a_call_are_told_at_once(tmp_path: Path) -> None:
    """Two wrong parameters are two lines of one error."""
    story = read_story(write_story(tmp_path), "aid")
    with pytest.raises(ParameterError) as caught:
        bind_parameters(story, {"currency": "GBP", "rows": "ten"}, DOMAINS)
    assert len(caught.value.faults) == 2


def test_an_unknown_story_names_the_nearest(tmp_path: Path) -> None:
    """A misspelt story is refused with the one that was probably meant."""
    project = write_story(tmp_path, "minerals")
    write_story(tmp_path, "_draft")
    assert list_stories(project) == ("minerals",)
    with pytest.raises(ParameterError, match="Did you mean minerals"):
        read_story(project, "mineral")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kernel": "bash"}, r"aid\.ipynb: a story runs on the project's kernel; found 'bash'"),
        ({"title": "Who gave what?"}, "the first cell is the title"),
        ({"parameters": "x = 1  # no type"}, "line 1: not a parameter; found x = 1"),
        ({"parameters": "x: int = 1"}, "not a parameter"),
        ({"parameters": "x: int = ("}, "not Python"),
    ],
)
def test_a_story_that_is_not_one_is_refused(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    """Another kernel, no title, an undeclared parameter: each is named with its place."""
    with pytest.raises(StoryError, match=message):
        read_story(write_story(tmp_path, **changes), "aid")


def executed(*outputs: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook whose one code cell ran and gave `outputs`."""
    cell = new_code_cell("1", execution_count=1, outputs=list(outputs))
    cell.metadata.execution = {"iopub.status.busy": "2026-01-01T00:00:00Z"}
    return new_notebook(cells=[cell], metadata={"papermill": {"duration": 1.5}})


def test_a_run_is_kept_without_what_differs_from_run_to_run() -> None:
    """Times and random ids are gone; two runs are equal."""
    first, second = (normal_form(executed(), "aid") for _ in range(2))
    assert first == second
    assert "papermill" not in first.metadata
    assert "execution" not in first.cells[0].metadata


def test_a_run_that_stopped_itself_is_refused() -> None:
    """A cell that did not run is named."""
    notebook = executed()
    notebook.cells.append(new_code_cell("2"))
    with pytest.raises(StoryError, match="aid, cell 1: the cell did not run in its turn"):
        normal_form(notebook, "aid")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (
            new_output("execute_result", {"text/plain": "<object at 0x7f3a2b1c>"}),
            "memory address; found 0x7f3a2b1c",
        ),
        (new_output("stream", name="stderr", text="careful"), "error stream; found careful"),
    ],
)
def test_an_output_that_cannot_be_published_is_refused(
    output: nbformat.NotebookNode, message: str
) -> None:
    """Memory addresses and warnings do not reach a page."""
    with pytest.raises(StoryError, match=message):
        normal_form(executed(output), "aid")
