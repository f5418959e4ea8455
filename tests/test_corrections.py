"""Corrections: a wrong cell is named with its value, and nothing else is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from assay.corrections import HEADER, apply_corrections, read_corrections
from assay.desk import open_desk
from assay.errors import CuratedError
from assay.paths import Project
from assay.reconcile import reconcile
from assay.releases import open_release, sha256_of, verify_release
from assay.rows import read_source
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


# Found after the release was written ------------------------------------------------------------

ZINC = {"source_file": "mcs2023-zinc_world.csv", "source_line": "3", "statistic": "reserves"}


@pytest.fixture
def summaries(tmp_path: Path) -> Project:
    """A project that holds the summaries of 2023 and 2025, with their corrections and rules."""
    made = Project(tmp_path)
    for name in ("corrections", "crosswalks", "reconciliations"):
        shutil.copytree(PROJECT.data / name, made.data / name)
    for name in ("tables.json", "mcs2023", "mcs2025-v2.0"):
        held, copy = (p.releases / "usgs_mcs" / name for p in (PROJECT, made))
        copy.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if held.is_dir() else shutil.copy)(held, copy)
    return made


def world(project: Project, release: str, **wanted: str) -> list[dict[str, str]]:
    """The rows that readers get of one release."""
    uploads = read_source(project, "usgs_mcs").of("world")
    (upload,) = (upload for upload in uploads if upload.release.release == release)
    return [
        row.cells
        for row in upload.rows
        if all(row.cells[key] == value for key, value in wanted.items())
    ]


def rewrite(project: Project, old: str, new: str) -> None:
    """Change the corrections of the summaries."""
    path = project.data / "corrections" / "usgs_mcs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_mistake_found_late_is_corrected_for_every_reader(summaries: Project) -> None:
    """Australia's zinc of 1,166 Mt beside a world of 210 Mt: no number, in checks and readings."""
    (row,) = world(summaries, "mcs2023", **ZINC)
    assert (row["value"], row["status"], row["printed"]) == ("", "not_available", "1,166,000")
    assert row["corrected"] == "value: 1166000000; status: reported"
    with open_desk(summaries) as desk:
        found = desk.query(
            "SELECT value, status, corrected FROM usgs_mcs.world_all WHERE country_code = 'AUS' "
            "AND chapter = 'Zinc' AND statistic = 'reserves' AND release = 'mcs2023'"
        )
    assert found["value"].isna().all()
    assert found["status"].tolist() == ["not_available"]
    assert found["corrected"].tolist() == [row["corrected"]]


def test_the_release_keeps_what_the_provider_printed(summaries: Project) -> None:
    """The committed table has the provider's value and the hash of its descriptor."""
    verify_release(summaries, "usgs_mcs", "mcs2023")
    path = summaries.releases / "usgs_mcs" / "mcs2023" / "world.csv"
    assert ",reserves," in path.read_text("utf-8")
    assert ",1166000000," in path.read_text("utf-8")


def test_without_the_correction_the_sums_still_find_it(summaries: Project) -> None:
    """Zinc reserves of 2023 and the kaolin of 2024 are gaps as printed, and none as read."""

    def gaps() -> dict[str, str]:
        return {
            gap.fault.found: gap.fault.expected
            for compared in reconcile(summaries)
            for gap in compared.gaps
            if gap.rule == "usgs-countries-of-the-world"
        }

    assert not {"210000000 t", "4400000 t"} & set(gaps())
    rewrite(summaries, "applied at reading", "looked at")
    assert gaps()["210000000 t"].startswith("at least 1308100000 t")
    assert gaps()["4400000 t"].startswith("44240000 t")


def test_a_correction_whose_wrong_value_is_gone_stops_every_reader(summaries: Project) -> None:
    """The message names the table, the line of the correction and what to do."""
    rewrite(summaries, "value,1166000000,", "value,1166,")
    message = (
        r"usgs_mcs\.csv, row \d+: \S+world\.csv no longer has the wrong value.*expected '1166'"
    )
    with pytest.raises(CuratedError, match=message):
        reconcile(summaries)
    with pytest.raises(CuratedError, match=message), open_desk(summaries):
        pass


def test_what_is_read_has_another_digest_than_what_was_printed(summaries: Project) -> None:
    """So nothing made from the printed rows passes for made from the corrected ones."""
    corrected = open_release(summaries, "usgs_mcs", "mcs2023").digest
    rewrite(summaries, "applied at reading", "looked at")
    printed = open_release(summaries, "usgs_mcs", "mcs2023")
    assert corrected != printed.digest
    folder = summaries.releases / "usgs_mcs" / "mcs2023"
    assert printed.digest == sha256_of(folder / "datapackage.json")


def test_ingesting_leaves_late_corrections_to_the_readers(tmp_path: Path) -> None:
    """A correction that is applied at reading changes no row that is ingested."""
    rows = ores()
    late = project(tmp_path, ORE.replace(",applied", ",applied at reading"))
    assert apply_corrections(late, "ores", "ore", rows, "edition 1", "e1") == ()
    assert rows == ores()


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
