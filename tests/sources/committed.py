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
from assay.quantities import QUALIFIERS, UNKNOWN
from assay.releases import open_release, read_contract, verify_release
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
    """The tables are those that were ingested, and every status of a value fits it."""
    verify_release(PROJECT, source, release)
    held = open_release(PROJECT, source, release).tables
    for table in read_contract(PROJECT, source).tables:
        statuses = {field.name: field.enum for field in table.fields}.get("status")
        # the status of a legal text is another: whether it was signed
        if table.name in held and statuses and QUALIFIERS.issuperset(statuses):
            for row in rows(source, release, table.name):
                if "value" in row:
                    value, status = row["value"], row["status"]
                    assert (value == "") == (status in UNKNOWN), row
                    assert (status == "zero") == (value != "" and Decimal(value) == 0), row


def empty_project(tmp_path: Path, source: str) -> Project:
    """A project with the column contract of one source, what people curate, and no release."""
    folder = tmp_path / "data" / "releases" / source
    folder.mkdir(parents=True)
    shutil.copy(PROJECT.releases / source / "tables.json", folder)
    for curated in ("crosswalks", "corrections"):
        shutil.copytree(PROJECT.data / curated, tmp_path / "data" / curated)
    return Project(tmp_path)


def raw_file(name: str) -> Path:
    """A provider's file by its place under the raw root; skips the test where there is no root."""
    raw = os.environ.get("ASSAY_RAW")
    if not raw:
        pytest.skip("no provider's file is read: ASSAY_RAW is not set")
    return Path(raw) / name


def raw_files(source: str, release: str) -> list[Path]:
    """The provider's files of a release, in the order in which they are ingested."""
    return [raw_file(name) for name in load_source(source).RELEASES[release].files]


def check_same_bytes(tmp_path: Path, source: str, release: str) -> None:
    """Ingesting the provider's files again gives the committed release."""
    load_source(source).ingest(empty_project(tmp_path, source), release, raw_files(source, release))
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
