"""Every file of the providers is in a release, or left out for a reason that stands in a row."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from assay.errors import CuratedError
from assay.paths import Project
from assay.releases import find_unaccounted, list_releases, read_left_out, sha256_of
from committed import PROJECT

RAW = os.environ.get("ASSAY_RAW", "")
HEADER = "path,sha256,reason\n"
OTHER = "0" * 64


def project_with(tmp_path: Path, rows: str, header: str = HEADER) -> Project:
    """A project that leaves out what `rows` say, and holds nothing."""
    folder = tmp_path / "project" / "data" / "sources"
    folder.mkdir(parents=True)
    (folder / "not_ingested.csv").write_text(header + rows, encoding="utf-8")
    return Project(tmp_path / "project")


def raw_file(tmp_path: Path) -> Path:
    """A folder of one provider's file."""
    path = tmp_path / "raw" / "aid" / "notes.txt"
    path.parent.mkdir(parents=True)
    path.write_text("notes\n", encoding="utf-8")
    return path


@pytest.mark.raw
@pytest.mark.skipif(not RAW, reason="ASSAY_RAW names no folder of providers' files")
def test_every_file_of_the_providers_is_accounted_for() -> None:
    """By its bytes: in the descriptor of a release, or in not_ingested.csv with a reason."""
    assert [str(fault) for fault in find_unaccounted(PROJECT, Path(RAW))] == []


@pytest.mark.raw
@pytest.mark.skipif(not RAW, reason="ASSAY_RAW names no folder of providers' files")
def test_the_older_copy_of_the_reference_rates_adds_nothing() -> None:
    """Each of its 6,416 days stands in the newer file, which is held, with the same rates."""
    older, newer = (
        {row["Date"]: row for row in csv.DictReader(path.open(encoding="utf-8", newline=""))}
        for path in (
            Path(RAW) / "economy" / folder / "eurofxref-hist.csv"
            for folder in ("ecb_euro_reference_rates", "ecb_euro_reference_rates_2026-10-30")
        )
    )
    assert len(older) == 6416
    assert all(newer[day] == row for day, row in older.items())


def test_nothing_that_is_left_out_has_figures_of_its_own() -> None:
    """What is left out is metadata, notes, an older or coarser copy, or used for a check only."""
    reasons = {item.reason for item in read_left_out(PROJECT)}
    kinds = ("metadata", "notes", "older", "coarser", "check only", "annual averages of the")
    others = ("data dictionary", "bibliography", "history", "list of hashes")
    assert [
        reason for reason in reasons if not any(kind in reason for kind in kinds + others)
    ] == []


def test_a_file_that_nobody_accounted_for_is_named(tmp_path: Path) -> None:
    """Its place and what to do."""
    path = raw_file(tmp_path)
    (fault,) = find_unaccounted(project_with(tmp_path, ""), tmp_path / "raw")
    assert str(fault).startswith("aid/notes.txt: neither ingested nor left out.")
    assert "Ingest it, or give the reason" in str(fault)
    assert path.is_file()


def test_a_file_left_out_is_accounted_for_by_its_bytes(tmp_path: Path) -> None:
    """The same place with other bytes is another file."""
    path = raw_file(tmp_path)
    project = project_with(tmp_path, f"aid/notes.txt,{sha256_of(path)},notes\n")
    assert find_unaccounted(project, tmp_path / "raw") == []
    path.write_text("other notes\n", encoding="utf-8")
    (fault,) = find_unaccounted(project, tmp_path / "raw")
    assert "other bytes than were left out" in str(fault)


def test_a_row_whose_file_is_gone_is_named(tmp_path: Path) -> None:
    """The register does not outlive its files."""
    raw_file(tmp_path).unlink()
    (fault,) = find_unaccounted(project_with(tmp_path, f"a.txt,{OTHER},x\n"), tmp_path / "raw")
    assert str(fault).startswith("a.txt: left out, and not there")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (f"a.txt,{OTHER},x\na.txt,{OTHER},x\n", "row 3: a file that stands there twice"),
        ("a.txt,abc,x\n", "row 2: not a SHA-256"),
        (f"a.txt,{OTHER}, \n", "row 2: a file left out without a reason"),
    ],
)
def test_a_careless_row_is_refused(tmp_path: Path, rows: str, place: str) -> None:
    """A place twice, no hash or no reason is one error with its row."""
    with pytest.raises(CuratedError) as caught:
        read_left_out(project_with(tmp_path, rows))
    assert len(caught.value.faults) == 1
    assert f"not_ingested.csv, {place}" in str(caught.value)


def test_other_columns_are_refused(tmp_path: Path) -> None:
    """The header is what the rows are read by."""
    with pytest.raises(CuratedError, match=r"not_ingested\.csv, row 1: columns differ"):
        read_left_out(project_with(tmp_path, "", "file,reason\n"))


def test_a_file_left_out_that_is_held_after_all_is_refused(tmp_path: Path) -> None:
    """Its row would say that a release's own file is not ingested."""
    project = project_with(tmp_path, "")
    held = list_releases(PROJECT, "hicp")[-1].raw[0].sha256
    (project.root / "data" / "releases").symlink_to(PROJECT.releases)
    path = project.data / "sources" / "not_ingested.csv"
    path.write_text(f"{HEADER}a.csv,{held},older\n", encoding="utf-8")
    with pytest.raises(CuratedError, match="row 2: a file left out that release hicp "):
        read_left_out(project)
