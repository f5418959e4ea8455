"""The data dictionary: current, whole, and made from the contracts alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.dictionary import CUSTODY, MODES, STATUSES, data_dictionary, write_dictionary
from assay.model import GRADE_BY_CUSTODY
from assay.paths import Project
from assay.releases import list_releases, list_sources, read_contract

PROJECT = Project(Path(__file__).resolve().parents[1])
PAGE = PROJECT.root / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def dictionary() -> str:
    return data_dictionary(PROJECT)


def test_the_page_is_current(dictionary: str) -> None:
    """Every release, table and column as it is now; `python -m assay.dictionary` writes it."""
    written = PAGE.read_text(encoding="utf-8")
    assert written == dictionary, "Run `python -m assay.dictionary` and commit the page."


@pytest.mark.parametrize("source", list_sources(PROJECT))
def test_every_table_and_column_is_explained(dictionary: str, source: str) -> None:
    """Each column of each table stands on the page, with its description."""
    section = dictionary.split(f"## `{source}`:")[1].split("\n## `")[0]
    for table in read_contract(PROJECT, source).tables:
        part = section.split(f"### `{source}.{table.name}`:")[1].split("\n### `")[0]
        for field in table.fields:
            assert f"| `{field.name}` | {field.type} | " in part
            assert field.description.replace("|", "\\|") in part


@pytest.mark.parametrize("source", list_sources(PROJECT))
def test_every_held_release_is_listed(dictionary: str, source: str) -> None:
    """Each held release stands in its source's section with custody and grade."""
    section = dictionary.split(f"## `{source}`:")[1].split("\n## `")[0]
    for release in list_releases(PROJECT, source):
        (line,) = (
            line for line in section.splitlines() if line.startswith(f"| `{release.release}`")
        )
        assert f"| {release.custody} | {release.grade} |" in line


def test_the_words_are_those_of_the_contracts() -> None:
    """Every status, custody and mode in use is explained, and no other."""
    used = {
        status
        for source in list_sources(PROJECT)
        for table in read_contract(PROJECT, source).tables
        for field in table.fields
        if "zero" in field.enum
        for status in field.enum
    }
    assert used <= set(STATUSES)
    assert set(CUSTODY) == set(GRADE_BY_CUSTODY)
    modes = {read_contract(PROJECT, source).mode for source in list_sources(PROJECT)}
    assert modes <= set(MODES)


def test_a_contract_without_a_release_says_so(tmp_path: Path) -> None:
    """A source whose releases are not there yet is listed, with nothing held."""
    folder = tmp_path / "data" / "releases" / "fx"
    folder.mkdir(parents=True)
    contract = PROJECT.releases / "fx" / "tables.json"
    (folder / "tables.json").write_bytes(contract.read_bytes())
    (tmp_path / "docs").mkdir()
    text = write_dictionary(Project(tmp_path)).read_text(encoding="utf-8")
    assert "No release is held." in text
    assert "In no release that is held." in text
