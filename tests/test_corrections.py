"""Corrections: a wrong cell is named with its value, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from assay.corrections import HEADER, apply_corrections, read_corrections
from assay.errors import CuratedError
from assay.paths import Project
from hypothesis import given
from hypothesis import strategies as st

PROJECT = Project(Path(__file__).resolve().parents[1])
FILES = sorted((PROJECT.data / "corrections").glob("*.csv"))
ORE = "e1,ore,mineral=ilmenite,unit,t,kt,kt,figures are thousands,the salient file,applied\n"


def project(tmp_path: Path, lines: str, header: str = ",".join(HEADER)) -> Project:
    folder = tmp_path / "data" / "corrections"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ores.csv").write_text(f"{header}\n{lines}", encoding="utf-8")
    return Project(tmp_path)


def ores(unit: str = "t") -> list[dict[str, str]]:
    return [{"mineral": "ilmenite", "unit": unit}, {"mineral": "graphite", "unit": "t"}]


def test_only_the_cells_named_are_corrected(tmp_path: Path) -> None:
    """The named unit is replaced; a row of another mineral with the same unit is left."""
    rows = ores()
    used = apply_corrections(project(tmp_path, ORE), "ores", "ore", rows, "edition 1", "e1")
    assert [row["unit"] for row in rows] == ["kt", "t"]
    assert [correction.reason for correction in used] == ["figures are thousands"]


def test_a_provider_who_fixed_it_stops_the_ingest(tmp_path: Path) -> None:
    """When the right value already stands there, the message says which line to retire."""
    with pytest.raises(CuratedError, match=r"ores\.csv, row 2.*fixed it: retire") as caught:
        apply_corrections(project(tmp_path, ORE), "ores", "ore", ores("kt"), "edition 1", "e1")
    assert "found 'kt'; expected 't'" in str(caught.value)


def test_a_third_value_stops_the_ingest(tmp_path: Path) -> None:
    """A cell that is neither wrong in the known way nor right needs a person."""
    with pytest.raises(CuratedError, match="mineral=ilmenite, unit; found 'Mt'; expected 't'"):
        apply_corrections(project(tmp_path, ORE), "ores", "ore", ores("Mt"), "edition 1", "e1")


def test_a_row_that_is_gone_stops_the_ingest(tmp_path: Path) -> None:
    """A correction that no longer finds its row is an error, not a silence."""
    with pytest.raises(CuratedError, match="found 0; expected at least 1"):
        apply_corrections(project(tmp_path, ORE), "ores", "ore", ores()[1:], "edition 1", "e1")


def test_more_rows_than_were_looked_at_stop_the_ingest(tmp_path: Path) -> None:
    """`rows=1` in the condition is a promise: a second such row is not corrected unseen."""
    lines = ORE.replace("mineral=ilmenite", "mineral=ilmenite; rows=1")
    rows = ores() + ores()
    with pytest.raises(CuratedError, match="found 2; expected 1"):
        apply_corrections(project(tmp_path, lines), "ores", "ore", rows, "edition 1", "e1")
    assert [row["unit"] for row in rows] == ["t", "t", "t", "t"]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Two corrections that no longer fit are two faults of one error."""
    lines = ORE + ORE.replace("ilmenite", "rutile")
    with pytest.raises(CuratedError) as caught:
        apply_corrections(project(tmp_path, lines), "ores", "ore", ores("kt"), "edition 1", "e1")
    assert len(caught.value.faults) == 2


def test_another_release_keeps_its_cells(tmp_path: Path) -> None:
    """A correction belongs to the release it was found in."""
    rows = ores()
    assert apply_corrections(project(tmp_path, ORE), "ores", "ore", rows, "edition 2", "e2") == ()
    assert rows == ores()


def test_a_part_of_the_rows_may_be_corrected(tmp_path: Path) -> None:
    """Without a release, cells that are not there or already right are passed over."""
    rows = ores("kt")[:1]
    apply_corrections(project(tmp_path, ORE), "ores", "ore", rows, "a transcription")
    assert rows == ores("kt")[:1]


def test_a_source_without_corrections_is_left_alone(tmp_path: Path) -> None:
    """No file, nothing to correct."""
    rows = ores()
    assert apply_corrections(project(tmp_path, ORE), "gems", "ore", rows, "edition 1", "e1") == ()
    assert rows == ores()


@pytest.mark.parametrize(
    ("header", "line", "place"),
    [
        ("release,table", ORE, "ores.csv, row 1: columns differ"),
        (",".join(HEADER), ORE.replace("mineral=", "mineral "), "row 2: not a condition"),
        (",".join(HEADER), ORE.replace("=ilmenite", "=ilmenite; rows=all"), "'rows=all'"),
        (",".join(HEADER), ORE.replace("mineral=ilmenite", "rows=2"), "no condition"),
        (",".join(HEADER), ORE.replace("t,kt,kt", "kt,kt,kt"), "row 2: it changes nothing"),
        (",".join(HEADER), ORE.replace("figures are thousands", ""), "reason and source"),
    ],
)
def test_a_careless_line_is_refused(tmp_path: Path, header: str, line: str, place: str) -> None:
    """A correction without condition, effect or reason is one error with its place."""
    with pytest.raises(CuratedError) as caught:
        read_corrections(project(tmp_path, line, header), "ores")
    assert len(caught.value.faults) == 1
    assert place in str(caught.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_committed_correction_is_readable(path: Path) -> None:
    """Each line of each committed file has a condition, an effect, a reason and a source."""
    assert read_corrections(PROJECT, path.stem)


@pytest.fixture(scope="module")
def ore_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return project(tmp_path_factory.mktemp("ores"), ORE)


MINERALS = st.sampled_from(["ilmenite", "Ilmenite", "rutile", ""])


@given(
    rows=st.lists(
        st.fixed_dictionaries({"mineral": MINERALS, "unit": st.sampled_from(["t", "kt"])})
    )
)
def test_rows_not_meant_never_change(ore_project: Project, rows: list[dict[str, str]]) -> None:
    """Whatever the table holds, every ilmenite row ends in kt and every other as it went in."""
    before = [dict(row) for row in rows]
    apply_corrections(ore_project, "ores", "ore", rows, "any edition")
    for was, row in zip(before, rows, strict=True):
        assert row == ({**was, "unit": "kt"} if was["mineral"] == "ilmenite" else was)
