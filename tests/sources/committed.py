"""What tests of sources share: committed rows, a project with one contract, ingesting again."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from assay.errors import SourceError
from assay.paths import Project
from assay.releases import open_release, verify_release
from assay.sources import load_source

PROJECT = Project(Path(__file__).resolve().parents[2])
CENT = Decimal("0.01")
Rows = list[dict[str, str]]


def rows(source: str, release: str, table: str) -> Rows:
    """Rows of a committed table, as text."""
    path = PROJECT.releases / source / release / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def pick(found: Iterable[dict[str, str]], **wanted: str) -> Rows:
    """The rows that have every wanted value."""
    return [row for row in found if all(row[key] == value for key, value in wanted.items())]


def only(found: Iterable[dict[str, str]], **wanted: str) -> dict[str, str]:
    """The one row that has every wanted value."""
    (row,) = pick(found, **wanted)
    return row


def total(found: Iterable[dict[str, str]], **wanted: str) -> Decimal:
    """Sum of `value` over the rows that have every wanted value."""
    return sum((Decimal(row["value"]) for row in pick(found, **wanted)), Decimal(0))


def check_committed(source: str, release: str) -> None:
    """The tables are those that were ingested, and every status fits its value."""
    verify_release(PROJECT, source, release)
    for table in open_release(PROJECT, source, release).tables:
        for row in rows(source, release, table):
            if "status" in row and "value" in row:
                empty = row["value"] == ""
                assert empty == (row["status"] in UNVALUED), row
                assert (row["status"] == "zero") == (not empty and Decimal(row["value"]) == 0), row


UNVALUED = frozenset(
    """not_available withheld included_elsewhere not_applicable empty_cell
    net_exporter""".split()
)


def empty_project(tmp_path: Path, source: str) -> Project:
    """A project with the column contract of one source, what people curate, and no release."""
    folder = tmp_path / "data" / "releases" / source
    folder.mkdir(parents=True)
    shutil.copy(PROJECT.releases / source / "tables.json", folder)
    for curated in ("crosswalks", "corrections"):
        shutil.copytree(PROJECT.data / curated, tmp_path / "data" / curated)
    return Project(tmp_path)


def check_same_bytes(tmp_path: Path, source: str, release: str) -> None:
    """Ingesting the provider's files again gives the committed release."""
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("not re-ingested: ASSAY_RAW is not set")
    module = load_source(source)
    files = [Path(raw) / name for name in module.RELEASES[release].files]
    module.ingest(empty_project(tmp_path, source), release, files)
    written = tmp_path / "data" / "releases" / source / release
    check_same_files(written, PROJECT.releases / source / release)


def check_same_files(written: Path, committed: Path) -> None:
    """Two folders of a release hold the same bytes; only how the descriptor names the licence may
    differ, because releases made before licences had names are immutable.
    """
    made, held = (_beside_licence_names(folder) for folder in (written, committed))
    assert made == held


def _beside_licence_names(folder: Path) -> dict[str, bytes]:
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    descriptor = json.loads(contents["datapackage.json"])
    for licence in descriptor["licenses"]:
        assert licence.pop("title") == descriptor["assay"]["licence"]
        assert set(licence) <= {"name", "path"}
    descriptor["licenses"] = []
    text = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    return {**contents, "datapackage.json": text.encode()}


def refusal(tmp_path: Path, source: str, release: str, files: dict[str, str | bytes]) -> str:
    """The message for files that must be refused: one fault, and no release written."""
    paths = []
    for name, content in files.items():
        path = tmp_path / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        paths.append(path)
    with pytest.raises(SourceError) as caught:
        load_source(source).ingest(empty_project(tmp_path, source), release, paths)
    assert len(caught.value.faults) == 1
    assert not (tmp_path / "data" / "releases" / source / release).exists()
    return str(caught.value)
