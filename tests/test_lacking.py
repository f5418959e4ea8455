"""A source that is added is whole when `assay ingest` has nothing left to ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from assay.cli import cli
from assay.cli.lacking import find_lacking
from assay.paths import Project
from assay.releases import list_sources
from click.testing import CliRunner, Result

PROJECT = Project(Path(__file__).resolve().parents[1])
FILE = "euro_area_hicp_annual_transcribed.csv"
HEADER = "year,hicp_annual_average_percent,hicp_dec_on_dec_percent,source,url\n"


@pytest.fixture
def newsroom(tmp_path: Path) -> Project:
    """A project with the contract of one source and a provider's file, and nothing else."""
    project = Project(tmp_path)
    (project.releases / "hicp").mkdir(parents=True)
    shutil.copy(PROJECT.releases / "hicp" / "tables.json", project.releases / "hicp")
    (tmp_path / "docs").mkdir()
    years = range(2021, 2026)
    text = HEADER + "".join(f"{year},2.0,2.1,a page,https://example.org\n" for year in years)
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return project


def ingest(project: Project) -> Result:
    """What `assay ingest` says of the file."""
    asked = ["ingest", "hicp", str(project.root / FILE), "--release", "transcribed-1"]
    return CliRunner().invoke(cli, asked, env={"ASSAY_HOME": str(project.root)})


@pytest.mark.parametrize("source", list_sources(PROJECT))
def test_a_held_source_lacks_nothing(source: str) -> None:
    """Calendar, words on its period, template, names, and the measure of its checks."""
    assert [str(fault) for fault in find_lacking(PROJECT, source)] == []


def test_ingest_names_all_that_is_still_to_do(newsroom: Project) -> None:
    """Each with its file and what to write there, in one go."""
    told = ingest(newsroom)
    assert told.exit_code == 0, told.output
    release, span, template, measured, dictionary = told.output.splitlines()
    assert release == "data/releases/hicp/transcribed-1: annual"
    assert span.startswith("still to do: data/reconciliations/spans.csv: ")
    assert "hicp.annual,transcribed-1,,,FIRST,LAST," in span
    assert template.startswith("still to do: data/sources/hicp.toml: missing. Write publisher")
    assert "Run assay catch-rate --source hicp" in measured
    assert dictionary == "docs/data-dictionary.md"


def test_what_has_been_done_is_asked_for_no_more(newsroom: Project) -> None:
    """Ingest of the same file again tells what is left, and the dictionary has the release."""
    ingest(newsroom)
    for place in ("data/sources/hicp.toml", "data/reconciliations/spans.csv", "docs/catch-rate.md"):
        (newsroom.root / place).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT.root / place, newsroom.root / place)
    told = ingest(newsroom)
    assert "still to do" not in told.output
    page = (newsroom.root / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert "| `transcribed-1`" in page


def test_a_calendar_without_the_release_is_told(newsroom: Project) -> None:
    """A calendar of other releases is a list with a gap."""
    ingest(newsroom)
    newsroom.calendars.mkdir()
    text = (PROJECT.calendars / "red_book.csv").read_text(encoding="utf-8")
    (newsroom.calendars / "hicp.csv").write_text(text, encoding="utf-8")
    told = [str(fault) for fault in find_lacking(newsroom, "hicp")]
    assert told[0].startswith("data/calendars/hicp.csv: no row for a held release; expected tran")


def test_a_source_without_a_name_is_told(newsroom: Project) -> None:
    """The source and its release, with the place of each and the line to write."""
    ingest(newsroom)
    (newsroom.releases / "hicp").rename(newsroom.releases / "prices_again")
    contract = newsroom.releases / "prices_again" / "tables.json"
    text = contract.read_text(encoding="utf-8").replace('"hicp"', '"prices_again"')
    contract.write_text(text, encoding="utf-8")
    named = [
        str(fault) for fault in find_lacking(newsroom, "prices_again")
        if "no name that readers know" in str(fault)
    ]  # fmt: skip
    assert named == [
        "lib/assay/quantities/wording.py, SOURCES: no name that readers know; "
        'expected "prices_again": "…".',
        "lib/assay/quantities/release_names.py, RELEASES: no name that readers know; "
        'expected "prices_again": {"transcribed-1": "…"}.',
    ]
