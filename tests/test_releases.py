"""The data ledger: what is written once, and how it is described."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from assay.errors import ReleaseError, SourceError
from assay.export.packages import validate_package
from assay.paths import Project
from assay.releases import (
    Cell,
    ReleaseFacts,
    list_releases,
    open_release,
    verify_release,
    write_release,
)

CONTRACT = {
    "title": "Prices",
    "publisher": "An office",
    "mode": "replace",
    "typical_revision": 0.02,
    "tables": [
        {
            "name": "prices",
            "title": "Prices",
            "row": "one price",
            "primaryKey": ["on"],
            "fields": [
                {
                    "name": "on",
                    "type": "date",
                    "description": "day of the price",
                    "constraints": {"required": True},
                },
                {"name": "value", "type": "number", "description": "the price, USD"},
                {
                    "name": "status",
                    "type": "string",
                    "description": "state of the value",
                    "constraints": {"enum": ["reported", "withheld"]},
                },
            ],
        }
    ],
}
ROWS: list[dict[str, Cell]] = [
    {"on": date(2024, 1, 1), "value": Decimal("12.50"), "status": "reported"},
    {"on": date(2024, 2, 1), "value": None, "status": "withheld"},
]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with one source and a provider's file."""
    contract = tmp_path / "data" / "releases" / "prices" / "tables.json"
    contract.parent.mkdir(parents=True)
    contract.write_text(json.dumps(CONTRACT), "utf-8")
    (tmp_path / "prices.txt").write_text("12.50", "utf-8")
    return Project(tmp_path)


def write(project: Project, rows: list[dict[str, Cell]] = ROWS, **changes: Any) -> Path:
    """Write a release; the path of its descriptor."""
    known = {
        "title": "Prices of 2024",
        "files": (),
        "address": "https://example.org/prices",
        "licence": "CC BY 4.0",
        "citation": "An office, Prices",
        "released_on": "2024-03-01",
        "released_on_status": "seen",
        "data_through": "2024-02",
        "retrieved_on": "2024-03-02",
        "custody": "publisher",
        "redistribute": "yes",
    }
    raw = [(project.root / "prices.txt", "https://example.org/prices.txt")]
    facts = ReleaseFacts(**{**known, **changes})
    write_release(project, "prices", "2024", facts, {"prices": rows}, raw)
    return project.releases / "prices" / "2024" / "datapackage.json"


@pytest.mark.parametrize(
    ("words", "name", "path"),
    [
        ("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("US government work, public domain", "other-pd", None),
        ("Facts and short quotes", "notspecified", None),
    ],
)
def test_a_new_release_is_a_valid_data_package(
    project: Project, words: str, name: str, path: str | None
) -> None:
    """frictionless finds no fault; the terms keep our words beside the Open Definition's name."""
    written = write(project, licence=words)
    validate_package(written)
    (licence,) = json.loads(written.read_bytes())["licenses"]
    assert (licence["title"], licence["name"], licence.get("path")) == (words, name, path)
    assert open_release(project, "prices", "2024").licence == words


def test_a_release_from_before_licences_had_names_stays_as_it_is(project: Project) -> None:
    """The same content again is accepted, and not one byte of the older descriptor changes."""
    path = write(project)
    descriptor = json.loads(path.read_bytes())
    descriptor["licenses"] = [{"title": "CC BY 4.0"}]
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", "utf-8")
    before = path.read_bytes()
    digest = open_release(project, "prices", "2024").digest
    write(project)
    verify_release(project, "prices", "2024")
    assert path.read_bytes() == before
    assert open_release(project, "prices", "2024").digest == digest


@pytest.mark.faults
def test_what_a_killed_ingest_leaves_is_no_release_and_goes_with_a_later_one(
    project: Project,
) -> None:
    """It was killed with its descriptor written and its folder not yet renamed; another, that may
    be running still, is left alone.
    """
    written = write(project).parent
    killed, running = (written.parent / f".staging-{name}" for name in ("killed", "running"))
    for staged in (killed, running):
        shutil.copytree(written, staged)
    for path in (*killed.iterdir(), killed):
        os.utime(path, (0, 0))
    assert [release.release for release in list_releases(project, "prices")] == ["2024"]
    with pytest.raises(ReleaseError, match=r"held: 2024\."):
        open_release(project, "prices", "2023")
    write(project)
    assert not killed.exists()
    assert running.exists()


@pytest.mark.parametrize("descriptor", [None, "", "[]", "{}"])
def test_a_release_is_never_written_over(project: Project, descriptor: str | None) -> None:
    """Other rows, other terms or a damaged descriptor under the same name are refused."""
    path = write(project)
    if descriptor is not None:
        path.write_text(descriptor, "utf-8")
    before = path.read_bytes()
    with pytest.raises(ReleaseError, match="prices/2024 exists with other content"):
        write(project, ROWS[:1])
    with pytest.raises(ReleaseError, match="prices/2024 exists with other content"):
        write(project, licence="CC0 1.0")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": None}, "a required cell is empty"),
        ({"value": 12.5}, "a number must be Decimal or int"),
        ({"value": Decimal(10**18)}, "a number has at most 18 digits before the decimal point"),
        ({"status": "guessed"}, "not one of reported, withheld"),
        ({"on": date(2024, 1, 1)}, "two rows with one key"),
    ],
)
def test_a_row_that_breaks_the_contract_is_one_located_error(
    project: Project, changed: dict[str, Any], said: str
) -> None:
    """The row, the column and what was found; nothing is written."""
    with pytest.raises(SourceError) as caught:
        write(project, [ROWS[0], {**ROWS[1], **changed}])
    assert len(caught.value.faults) == 1
    assert "prices 2024, prices, row 2" in str(caught.value)
    assert said in str(caught.value)
    assert [path.name for path in (project.releases / "prices").iterdir()] == ["tables.json"]


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('"typical_revision": 0.02, ', "", "tables.json: the contract's typical_revision"),
        ('"replace"', '"newest"', "found 'newest'; expected replace or accumulate or running"),
        ('"row": "one price", ', "", "table prices: the contract's row; found nothing"),
        ('"number"', '"decimal"', "column value: the contract's type; found 'decimal'"),
    ],
)
def test_a_fault_of_the_contract_is_one_located_error(
    project: Project, was: str, becomes: str, said: str
) -> None:
    """File, table and column are named, and what is allowed there."""
    path = project.releases / "prices" / "tables.json"
    whole = path.read_text("utf-8")
    assert was in whole
    path.write_text(whole.replace(was, becomes), "utf-8")
    with pytest.raises(ReleaseError) as caught:
        write(project)
    assert len(caught.value.faults) == 1
    assert said in str(caught.value)
