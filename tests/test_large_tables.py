"""Tables that pass what fits into Python: kept as Parquet, read by DuckDB, never row by row."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from assay.claims import read_claims
from assay.desk import open_desk, running
from assay.errors import ReadingError, ReleaseError
from assay.model import Claim, Release
from assay.paths import Project
from assay.releases import (
    Cell,
    ReleaseFacts,
    read_cells,
    read_contract,
    table_path,
    verify_release,
    write_release,
)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import large  # noqa: E402
from bench.findings import forget_outcomes  # noqa: E402

FIELDS = {
    "id": "integer",
    "day": "date",
    "words": "string",
    "is_estimate": "boolean",
    "value": "number",
}
WORDS = ['said "so"', "two\nlines", "a, b", "Żółć", "NULL", " kept ", "0012"]
MEGABYTE = 1e6


def rows(count: int) -> Iterator[dict[str, Cell]]:
    """Rows of every type, every cell but the first empty now and then; 600 bytes each."""
    for number in range(count):
        full: dict[str, Cell] = {
            "id": number,
            "day": date(2024, 1, 1) + timedelta(days=number),
            "words": WORDS[number % 7] + "x" * 560,
            "is_estimate": number % 2 == 0,
            "value": Decimal(number) / 8 - 100,
        }
        empty = list(FIELDS)[number % 11 : number % 11 + 1] if number % 11 else []
        yield full | dict.fromkeys(empty)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Release, Release]:
    """A project with a small release and one that passes 5 MB."""
    project = Project(tmp_path_factory.mktemp("mixed"))
    contract = project.releases / "mixed" / "tables.json"
    contract.parent.mkdir(parents=True)
    fields = [{"name": name, "type": kind, "description": name} for name, kind in FIELDS.items()]
    table = {"name": "rows", "title": "Rows", "row": "a row", "fields": fields}
    about = {"title": "Mixed", "publisher": "An office", "mode": "replace", "typical_revision": 0}
    contract.write_text(json.dumps({**about, "tables": [table]}), "utf-8")
    return project, release_of(project, "small", 500), release_of(project, "large", 10_000)


def release_of(project: Project, name: str, count: int) -> Release:
    """A release with so many rows."""
    facts = ReleaseFacts(
        files=(),
        title=name,
        address="https://example.org",
        licence="CC0 1.0",
        citation="An office",
        released_on={"small": "2026-01-01"}.get(name, "2026-02-01"),
        released_on_status="seen",
        data_through="2025-12-31",
        retrieved_on="2026-02-01",
        custody="publisher",
        redistribute="yes",
    )
    return write_release(project, "mixed", name, facts, {"rows": rows(count)}, [])


def test_a_table_becomes_parquet_where_csv_would_pass_5_mb(
    held: tuple[Project, Release, Release],
) -> None:
    """The descriptor names the file and its form; its hash is checked as any other's."""
    project, small, large_one = held
    assert table_path(project, small, "rows").suffix == ".csv"
    path = table_path(project, large_one, "rows")
    assert path.suffix == ".parquet"
    (described,) = json.loads((path.parent / "datapackage.json").read_bytes())["resources"]
    assert (described["path"], described["format"]) == ("rows.parquet", "parquet")
    assert described["rows"] == 10_000
    assert described["hash"] == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    verify_release(project, "mixed", "large")


def test_rows_are_written_as_they_come(
    held: tuple[Project, Release, Release], tmp_path: Path
) -> None:
    """A table of 9 MB as text takes less than 2 MB of Python's memory to write."""
    project = Project(tmp_path)
    shutil.copytree(held[0].releases / "mixed", project.releases / "mixed")
    tracemalloc.start()
    try:
        written = release_of(project, "streamed", 15_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert table_path(project, written, "rows").suffix == ".parquet"
    assert peak < 2 * MEGABYTE


def test_parquet_reads_back_the_text_a_csv_would_hold(
    held: tuple[Project, Release, Release],
) -> None:
    """Decimals without trailing noughts, ISO dates, empty cells empty, quotes and line breaks."""
    project, small, large_one = held
    table = read_contract(project, "mixed").table("rows")
    from_csv = list(read_cells(project, small, table))
    from_parquet = list(read_cells(project, large_one, table))
    assert len(from_parquet) == 10_000
    assert from_parquet[:500] == from_csv


def test_the_desk_reads_parquet_as_it_reads_csv(held: tuple[Project, Release, Release]) -> None:
    """The same rows in both forms are the same typed rows."""
    with open_desk(held[0]) as desk:
        sql = (
            "SELECT release, id, day, words, is_estimate, value FROM mixed.rows_all WHERE id < 500"
        )
        both = desk.query(sql).sort_values("id", kind="stable")
    small = both[both.release == "small"].drop(columns="release").reset_index(drop=True)
    assert len(small) == 500
    assert small.equals(
        both[both.release == "large"].drop(columns="release").reset_index(drop=True)
    )


def test_a_parquet_table_that_was_edited_is_found(
    held: tuple[Project, Release, Release], tmp_path: Path
) -> None:
    """Nothing reads a large table that differs from its hash."""
    project = Project(tmp_path)
    path = table_path(held[0], held[2], "rows")
    folder = project.releases / "mixed" / "large"
    folder.mkdir(parents=True)
    (project.releases / "mixed" / "tables.json").write_bytes(
        (held[0].releases / "mixed" / "tables.json").read_bytes()
    )
    (folder / "datapackage.json").write_bytes((path.parent / "datapackage.json").read_bytes())
    (folder / "rows.parquet").write_bytes(path.read_bytes()[:-1] + b"0")
    with pytest.raises(ReleaseError, match=r"rows\.parquet: the table was edited"):
        open_desk(project)


@pytest.fixture(scope="module")
def shipments(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a table of 30,000 rows."""
    return large.make_release(Project(ROOT), tmp_path_factory.mktemp("shipments"), 30_000)


@pytest.fixture
def claim(shipments: Project) -> Claim:
    """A claim of a count, about everything up to the end of 2024."""
    claims = read_claims(shipments).values()
    found = next(claim for claim in claims if claim.unit == "count")
    return replace(found, period_to=date(2024, 12, 31))


EVERY_ROW = "every row as evidence"


def test_many_rows_of_evidence_are_counted_and_bound_to_what_decides_them(
    shipments: Project, claim: Claim
) -> None:
    """Beyond the rows that are shown the digest is of SQL, parameters and releases: the order of
    rows does not change it, another period does.
    """
    reading = large.reading_of(claim, EVERY_ROW)
    with open_desk(shipments) as desk, open_desk(shipments, reversed_rows=True) as reversed_desk:
        counted = "SELECT count(*) AS n FROM shipments.shipments WHERE shipped_on <= '2024-12-31'"
        (count,) = desk.query(counted).n
        finding, evidence = desk.find(claim, reading), desk.evidence(claim, reading)
        assert (finding.evidence_rows, evidence.count, len(evidence.rows)) == (count, count, 50)
        assert count > 20_000
        assert finding.evidence_digest == evidence.digest
        assert reversed_desk.find(claim, reading) == finding
        earlier = replace(claim, period_to=date(2024, 12, 30))
        assert desk.find(earlier, reading).evidence_digest != finding.evidence_digest


def test_a_reading_of_many_rows_gives_the_sum_of_all(shipments: Project, claim: Claim) -> None:
    """What is shown and hashed is cut; what is measured is not."""
    with open_desk(shipments) as desk:
        found = {name: desk.find(claim, large.reading_of(claim, name)) for name in large.READINGS}
        table = desk.table("shipments.shipments")
    kept = table[(table.shipped_on <= "2024-12-31") & (table.stage != "ore")]
    for name in ("sums by country and stage", EVERY_ROW):
        assert found[name].low == pytest.approx(kept.value.sum(), rel=1e-11)


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("SELECT sum(value) AS value, count(*) AS reported_by FROM evidence", "undecided"),
        ("SELECT value FROM evidence WHERE stage = 'slag'", "no_data"),
        ("SELECT sum(value) AS value FROM evidence HAVING count(*) < 0", "no_data"),
        ("SELECT NULL AS value FROM evidence LIMIT 1", "no_data"),
        ("SELECT sum(value) AS value FROM evidence GROUP BY stage", "one row"),
        ("SELECT sum(value) AS value, 'sure' AS status FROM evidence", "unknown status"),
    ],
)
def test_an_answer_over_many_rows_is_judged_as_one_over_few(
    shipments: Project, claim: Claim, monkeypatch: pytest.MonkeyPatch, final: str, expected: str
) -> None:
    """Counted on the way or kept first: no row, NULL, two rows, a wrong status are judged alike."""
    evidence, _ = large.READINGS[EVERY_ROW]
    few = f"{evidence} AND country_code = 'C007'"
    for rows_used in (evidence, few):
        monkeypatch.setitem(large.READINGS, "tried", (rows_used, final))
        with open_desk(shipments) as desk:
            try:
                finding = desk.find(claim, large.reading_of(claim, "tried"))
                told = finding.status if finding.low is None else "undecided"
            except ReadingError as error:
                told = str(error)
            count = desk.evidence(claim, large.reading_of(claim, "tried")).count
        assert expected in told
        assert (count > 20_000) == (rows_used == evidence)


ONE_BY_ONE = "shipment_id % 7919 = 0 AND shipment_id < 7919 *"
"""The first rows: their number is 7919 times their place, that of the 1,263rd is not."""


@pytest.mark.parametrize(
    ("which", "count"),
    [
        ("country_code = 'nowhere'", range(1)),
        ("country_code = 'C007' AND stage = 'ore'", range(20, 60)),
        ("country_code = 'C007'", range(100, 200)),
        ("country_code IN ('C007', 'C008')", range(250, 400)),
        ("stage = 'ore'", range(7_000, 8_000)),
        (f"{ONE_BY_ONE} 150", range(150, 151)),
        (f"NOT ({ONE_BY_ONE} 1263)", range(28_737, 28_738)),
        ("1 = (CASE (SELECT count(*) FROM shipments.shipments) WHEN 30000 THEN '1' ELSE 'x' END)"
         "::INTEGER AND country_code = 'C007'", range(100, 200)),
    ],
)  # fmt: skip
def test_what_is_guessed_from_the_first_part_of_a_table_changes_no_finding(
    shipments: Project, claim: Claim, monkeypatch: pytest.MonkeyPatch, which: str, count: range
) -> None:
    """Few rows and many; all in the part that is looked at, none there, a part that cannot be read:
    the answer, the count, the digest and the rows shown are those without a guess.
    """
    evidence, final = large.READINGS["one day"]
    evidence = f"{evidence.partition(' WHERE ')[0]} WHERE {which}"
    monkeypatch.setitem(large.READINGS, "tried", (evidence, final))
    reading, told = large.reading_of(claim, "tried"), []
    for rows in (10**9, 10_000):
        monkeypatch.setattr(running, "LARGE_TABLE", rows)
        forget_outcomes(shipments)
        with open_desk(shipments) as desk:
            told.append((desk.find(claim, reading), desk.evidence(claim, reading)))
            assert desk.runs == 1
    assert told[0] == told[1]
    assert told[0][0].evidence_rows in count
    assert len(told[0][1].rows) == min(told[0][1].count, 200 if told[0][1].count <= 200 else 50)


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc, which is Linux's")
def test_opening_and_reading_a_large_table_takes_no_row_into_python(tmp_path: Path) -> None:
    """A million rows as Python tuples are half a gigabyte; the process that verifies them, builds
    the cache file and runs its readings, one with every row as evidence, grows by a fifth of it.
    """
    few = large.measure(large.make_release(Project(ROOT), tmp_path / "few", 1000), "memory")
    many = large.measure(large.make_release(Project(ROOT), tmp_path / "many", 1_000_000), "memory")
    assert many["peak"] - few["peak"] < 150 * MEGABYTE
    assert many["peak"] < 600 * MEGABYTE
